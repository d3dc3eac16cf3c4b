"""The sourced facts into the register: published figures, institutions, documented routes.

Everything here carries ``provenance = published`` and its source, and is kept apart from records.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, insert
from sqlmodel import SQLModel

from core.evidence import Cited, corroboration, grade, grade_alone
from core.places import countries, departments
from core.register.institutions import Campaign, Institution, Training
from core.register.published import PublishedFigure
from core.register.routes import Evidence, Leg, Place, Route
from core.stops import Stop, check_stops, scope
from core.tables import noted_rows
from core.vocabulary import UNKNOWN, Provenance
from seeds.draw import Draw

Row = dict[str, Any]

_PUBLISHED = {"provenance": Provenance.PUBLISHED.value}


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one file of seeds/facts; its first line is a note."""
    return noted_rows("seeds", "facts", f"{name}.csv")


def complaints_by_department() -> Mapping[str, float]:
    """The prosecutors' complaints added up by department: the weights of synthetic cases."""
    found: dict[str, float] = {}
    for row in rows("published_figures"):
        if row["series"] == "mp_complaints" and row["department"]:
            found[row["department"]] = found.get(row["department"], 0) + float(row["value"])
    return found


class Keys:
    """Fixed version 7 ids for facts: the same file always gives the same ids."""

    def __init__(self) -> None:
        self._made = 0

    def __call__(self) -> uuid.UUID:
        """The next id."""
        self._made += 1
        draw = Draw(kind=0, chunk=self._made)
        start = 1_141_171_200_000 + self._made  # 2006-03-01, one millisecond apart
        return uuid.UUID(bytes=draw.ids(draw.whole(start, start, 1)))


def load_facts(connection: Connection) -> None:
    """Every fact, in one transaction with whatever else the caller does."""
    key = Keys()
    _insert(connection, Institution, rows("institutions"))
    _insert(connection, PublishedFigure, (_figure(r, key()) for r in rows("published_figures")))
    _insert(connection, Training, (_event(r, key()) for r in rows("trainings")))
    _insert(connection, Campaign, (_event(r, key()) for r in rows("campaigns")))
    places = _places(connection, key)
    _internal_routes(connection, key, places)
    _external_corridors(connection, key, places)


def _insert(connection: Connection, table: type[SQLModel], made: Iterable[Row]) -> None:
    """Through the models, so that dates and ids are checked and bound by type."""
    connection.execute(insert(table), [table.model_validate(row).model_dump() for row in made])


def _kept(row: Mapping[str, str]) -> Row:
    """The row without its empty cells: an empty cell is no value."""
    return {name: value for name, value in row.items() if value != ""}


def _figure(row: Mapping[str, str], key: uuid.UUID) -> Row:
    return {**_kept(row), "id": key, "approximate_place": row["approximate_place"] == "1"}


def _event(row: Mapping[str, str], key: uuid.UUID) -> Row:
    """A training or a campaign."""
    return {**_kept(row), **_PUBLISHED, "id": key}


Places = dict[tuple[str, str], uuid.UUID]


def _places(connection: Connection, key: Keys) -> Places:
    """Every stop, border point and country, once each.

    A stop may say more of its place in brackets: "Santa Rosa (frente a Leticia)" is Santa Rosa.
    """
    border = {row["place"] for row in rows("border_points")}
    made: dict[tuple[str, str], Row] = {}
    for stop in rows("internal_route_stops"):
        name = stop["place"], stop["country"]
        made.setdefault(name, _place(*name, stop["department"], border, key))
    stops = {_bare(name) for name, _ in made}
    for point in rows("border_points"):
        if point["place"] not in stops:
            name = point["place"], "PE"
            made[name] = _place(*name, point["department"], border, key)
    for code, country in countries().items():
        made.setdefault((country.es, code), _place(country.es, code, "", border, key))
    _insert(connection, Place, made.values())
    return {name: row["id"] for name, row in made.items()}


def _place(name: str, country: str, department: str, border: set[str], key: Keys) -> Row:
    row = {"id": key(), "name": name, "country": country, "border_point": _bare(name) in border}
    row["precision"] = precision(name, department or None)
    return {**row, "department": department} if department else row


def _bare(name: str) -> str:
    return name.partition(" (")[0]


def precision(name: str, department: str | None) -> str:
    """How exactly a source names a place: a department's name that is no town's is no town."""
    if department is None:
        return "country"
    whole = departments()[department]
    return "department" if name == whole.name != whole.capital else "town"


def _internal_routes(connection: Connection, key: Keys, places: Places) -> None:
    ids = {row["code"]: key() for row in rows("internal_routes")}
    stops, evidence = rows("internal_route_stops"), rows("internal_route_evidence")
    check_routes(stops)
    ends = {(s["code"], s["role"]): s["country"] for s in stops}
    _insert(
        connection,
        Route,
        (
            {
                **row,
                **_PUBLISHED,
                **_worth([e for e in evidence if e["code"] == row["code"]]),
                "id": ids[row["code"]],
                "scope": scope(ends[row["code"], "origin"], ends[row["code"], "destination"]),
            }
            for row in rows("internal_routes")
        ),
    )
    _insert(
        connection,
        Leg,
        (_leg(key(), ids[s["code"]], s, places[s["place"], s["country"]]) for s in stops),
    )
    _insert(connection, Evidence, (_cited(key(), ids[e["code"]], e) for e in evidence))


def check_routes(stops: Iterable[Mapping[str, str]]) -> None:
    """Nothing for the rows of a file of stops that are routes.

    :raises BadQuestion: see :func:`core.stops.check_stops`.
    """
    for _, found in groupby(stops, key=itemgetter("code")):
        check_stops([_stop(row) for row in found])


def _stop(row: Mapping[str, str]) -> Stop:
    """A stop of a file as the rule for routes sees it."""
    department = row["department"] or None
    return Stop(
        role=row["role"],
        country=row["country"],
        department=department,
        town=row["place"] if department else None,
        mode=row["mode"],
    )


def _worth(sources: Iterable[Mapping[str, str]]) -> Row:
    """Grade and corroboration of a route by its sources (core.evidence)."""
    cited = [Cited(each["source_type"], each["publisher"]) for each in sources]
    return {"grade": grade(cited), "corroboration": corroboration(cited)}


def _cited(key: uuid.UUID, route: uuid.UUID, source: Mapping[str, str]) -> Row:
    names = ("source_type", "publisher", "source", "dated")
    told = {name: source[name] for name in names}
    alone = grade_alone(source["source_type"])
    return {**told, "id": key, "route_id": route, "grade": alone}


def _leg(key: uuid.UUID, route: uuid.UUID, stop: Mapping[str, str], place: uuid.UUID) -> Row:
    return {
        "id": key,
        "route_id": route,
        "position": int(stop["position"]),
        "role": stop["role"],
        "place_id": place,
        "mode": stop["mode"],
    }


def _external_corridors(connection: Connection, key: Keys, places: Places) -> None:
    """One route per direction, country and form; every year and source is a piece of evidence.

    An area that is no country ("Western Europe") has no place and stays in the published file.
    """
    corridors: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    for row in rows("external_corridors"):
        if row["country"]:
            source = {**row, "source_type": "study", "dated": row["year"]}
            corridors.setdefault((row["direction"], row["country"], row["form"]), []).append(source)
    peru = places["Perú", "PE"]
    routes, legs, evidence = [], [], []
    for (direction, country, form), sources in sorted(corridors.items()):
        name = countries()[country].es
        ends = [(peru, "Perú"), (places[name, country], name)]
        if direction == "inbound":
            ends.reverse()
        route: Row = {**_PUBLISHED, "id": key(), "scope": direction, "form": form}
        route.update(_worth(sources))
        route["code"] = f"{direction[:3].upper()}-{country}-{form[:6].upper()}"
        route["name"] = f"{ends[0][1]} – {ends[1][1]}"
        routes.append(route)
        for position, (place, role) in enumerate(
            zip((ends[0][0], ends[1][0]), ("origin", "destination"), strict=True), start=1
        ):
            stop = {"position": str(position), "role": role, "mode": UNKNOWN}
            legs.append(_leg(key(), route["id"], stop, place))
        evidence += [_cited(key(), route["id"], source) for source in sources]
    _insert(connection, Route, routes)
    _insert(connection, Leg, legs)
    _insert(connection, Evidence, evidence)
