"""Synthetic routes of cases: stretches of the documented corridors, and plain origin-destination.

The pool is small and fixed: many cases share a route, and none draws the trace of one person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from sqlalchemy import Connection

from core.places import departments
from core.register.bulk import load
from core.register.routes import Leg, Place, Route
from core.stops import scope
from core.vocabulary import UNKNOWN, Provenance
from seeds.calibration import ORIGINS
from seeds.draw import Draw, hexed
from seeds.published import precision, rows

Stops = tuple[tuple[str, str | None, str], ...]  # (place, department or None abroad, country)

_FIRST_SECOND = 1_141_171_200
_OWN_DEPARTMENT = 100.0


@dataclass(frozen=True, slots=True)
class Pool:
    """``ends``: weights of route ids (hexadecimal) by the department where a route ends, or
    ``outbound`` and ``inbound``; ``origins`` and ``ended``: (country, department) where each
    begins and ends."""

    ends: Mapping[str, Mapping[str, float]]
    origins: Mapping[str, tuple[str, str | None]]
    ended: Mapping[str, tuple[str, str | None]]


def the_pool() -> Pool:
    """The pool, without writing it: the same ids every time."""
    stretches = list(_stretches())
    return _pool(_ids(len(stretches), 0), stretches)


def load_pool(connection: Connection) -> None:
    """Write the pool's places, routes and legs."""
    stretches = list(_stretches())
    ids = _ids(len(stretches), 0)
    places = _places(connection, stretches)
    load(
        connection,
        Route,
        {
            "id": ids,
            "provenance": [Provenance.SYNTHETIC.value] * len(ids),
            "code": [f"S-{number:04d}" for number in range(1, len(ids) + 1)],
            "name": [f"{stops[0][0]} – {stops[-1][0]}" for stops, _ in stretches],
            "form": [UNKNOWN] * len(ids),
            "scope": [scope(stops[0][2], stops[-1][2]) for stops, _ in stretches],
            "note": [""] * len(ids),
            "corroboration": [0] * len(ids),
        },
    )
    _load_legs(connection, ids, stretches, places)


def _ids(count: int, chunk: int) -> list[str]:
    draw = Draw(kind=1, chunk=chunk)
    return hexed(draw.ids(np.full(count, _FIRST_SECOND * 1000, np.int64)))


def _stretches() -> Iterator[tuple[Stops, float]]:
    """(stops, weight): every end of a documented corridor that changes department, then pairs."""
    seen: set[Stops] = set()
    for stops in _documented():
        for first, last in combinations(range(len(stops)), 2):
            stretch = stops[first : last + 1]
            inside = stretch[-1][2] == "PE"
            if inside and stretch[0][1] != stretch[-1][1] and stretch not in seen:
                seen.add(stretch)
                yield stretch, 30.0 if first == 0 else 6.0
    for code, place in departments().items():
        for origin, weight in ORIGINS.get(code, {code: _OWN_DEPARTMENT}).items():
            start = (departments()[origin].capital, origin, "PE")
            town = f"{place.name} (otro lugar)" if origin == code else place.capital
            yield (start, (town, code, "PE")), weight
    for corridor in sorted({(r["direction"], r["area"], r["country"]) for r in _abroad()}):
        yield _crossing(*corridor), 10.0


def _abroad() -> list[dict[str, str]]:
    found = [row for row in rows("external_corridors") if row["country"]]
    return sorted(found, key=lambda row: (row["direction"], row["country"]))


def _crossing(direction: str, area: str, country: str) -> Stops:
    lima = ("Lima", "15", "PE")
    ends = (lima, (area, None, country))
    return ends if direction == "outbound" else (ends[1], ends[0])


def _documented() -> list[Stops]:
    found: dict[str, list[tuple[str, str | None, str]]] = {}
    for stop in rows("internal_route_stops"):
        found.setdefault(stop["code"], []).append(
            (stop["place"], stop["department"] or None, stop["country"])
        )
    return [tuple(stops) for stops in found.values()]


def _places(connection: Connection, stretches: Sequence[tuple[Stops, float]]) -> dict[str, str]:
    named = {stop[0]: stop for stops, _ in stretches for stop in stops}
    ids = _ids(len(named), 1)
    load(
        connection,
        Place,
        {
            "id": ids,
            "name": list(named),
            "country": [stop[2] for stop in named.values()],
            "department": [stop[1] for stop in named.values()],
            "border_point": [0] * len(named),
            "precision": [precision(name, stop[1]) for name, stop in named.items()],
        },
    )
    return dict(zip(named, ids, strict=True))


def _load_legs(
    connection: Connection,
    ids: Sequence[str],
    stretches: Sequence[tuple[Stops, float]],
    places: Mapping[str, str],
) -> None:
    legs = [
        (route, position, role, places[stop[0]])
        for route, (stops, _) in zip(ids, stretches, strict=True)
        for position, (stop, role) in enumerate(zip(stops, _roles(stops), strict=True), start=1)
    ]
    route, position, role, place = zip(*legs, strict=True)
    load(
        connection,
        Leg,
        {
            "id": _ids(len(legs), 2),
            "route_id": route,
            "position": position,
            "role": role,
            "place_id": place,
            "mode": [UNKNOWN] * len(legs),
        },
    )


def _roles(stops: Stops) -> list[str]:
    return ["origin", *["transit" for _ in pairwise(stops[1:])], "destination"]


def _pool(ids: Sequence[str], stretches: Sequence[tuple[Stops, float]]) -> Pool:
    ends: dict[str, dict[str, float]] = {}
    origins: dict[str, tuple[str, str | None]] = {}
    ended: dict[str, tuple[str, str | None]] = {}
    for route, (stops, weight) in zip(ids, stretches, strict=True):
        origins[route] = stops[0][2], stops[0][1]
        ended[route] = stops[-1][2], stops[-1][1]
        kind = scope(stops[0][2], stops[-1][2])
        end = str(stops[-1][1]) if kind == "internal" else kind
        ends.setdefault(end, {})[route] = weight
    return Pool(ends, origins, ended)
