"""The tables of ``/rutas``: what others described, and apart from it what the register counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.bulletin.bulletin import Bulletin
from core.bulletin.corridors import ENDS, corridor_question
from core.bulletin.documented import (
    DocumentedCorridor,
    documented_corridors,
    end_of,
    place_name,
)
from core.bulletin.facts import DocumentedRoute
from core.bulletin.figures import Figure, Missing, Shown, Withheld, Zero
from core.filters import question
from core.places import ROUTE_ENDS
from core.stops import PERU
from core.vocabulary import DESTINATIONS, FORMS, UNKNOWN, Provenance, Unit
from geo.positions import Position, line, position, position_of
from web import measures
from web.as_graphql import Counted
from web.choices import Measure
from web.i18n import Tongue
from web.parts.route_words import counted_words, in_force
from web.parts.sheet import Line, Sheet
from web.parts.why import explained
from web.route_questions import ROUTE_FILTERS, RouteQuestion
from web.spelling import Spelled


def kept_routes(bulletin: Bulletin, asked: RouteQuestion) -> list[DocumentedRoute]:
    """The documented routes that the filters keep."""
    return [route for route in bulletin.facts.routes if asked.keeps(route)]


def with_stops(routes: Iterable[DocumentedRoute]) -> list[DocumentedRoute]:
    """Those described stop by stop: at least one of them in a department."""
    return [route for route in routes if any(stop.department for stop in route.stops)]


def abroad(routes: Iterable[DocumentedRoute]) -> list[DocumentedCorridor]:
    """Corridors between Peru and another country, outbound before inbound, most reports first."""
    across = [route for route in routes if not any(stop.department for stop in route.stops)]
    return sorted(
        documented_corridors(across), key=lambda c: (c.scope != "outbound", -c.reports, c.last)
    )


def published(
    told: tuple[str, str], bulletin: Bulletin, asked: RouteQuestion, tongue: Tongue, **more: Any
) -> Sheet:
    """A sheet of facts. ``told``: its name and its title."""
    chosen = "&".join(
        f"{name}={asked.chosen[name]}" for name in ROUTE_FILTERS if name in asked.chosen
    )
    return Sheet(
        *told,
        query_id=bulletin.query_id(f"documented|{told[0]}|{chosen or '-'}"),
        source=tongue.say("Estudios, informes y prensa; la fuente está en cada fila"),
        filters=in_force(asked, tongue),
        provenance=Provenance.PUBLISHED,
        **more,
    )


def route_sheet(bulletin: Bulletin, asked: RouteQuestion, tongue: Tongue) -> Sheet:
    """Documented routes, stop by stop."""
    routes = with_stops(kept_routes(bulletin, asked))
    return published(
        ("rutas", tongue.say("Rutas internas, parada por parada")),
        bulletin,
        asked,
        tongue,
        stub=("code", "stops", "scope", "form", "grade", "publisher", "source"),
        columns=("corroboration",),
        lines=tuple(_route_line(route, tongue) for route in routes),
        geometries=_drawn({_route_line(r, tongue).codes: _positions(r) for r in routes}),
    )


def _positions(route: DocumentedRoute) -> list[Position | None]:
    return [position(stop.place, stop.country, stop.department) for stop in route.stops]


def _drawn(
    points: Mapping[tuple[str, ...], Sequence[Position | None]],
) -> dict[tuple[str, ...], dict[str, Any]]:
    """Lines on a map, where two points at least are known."""
    drawn = {codes: line(of) for codes, of in points.items()}
    return {codes: geometry for codes, geometry in drawn.items() if geometry is not None}


def _route_line(route: DocumentedRoute, tongue: Tongue) -> Line:
    stops = " → ".join(stop.place for stop in route.stops)
    best = min(route.evidence, key=lambda each: each.grade)
    publishers = " · ".join(dict.fromkeys(each.publisher for each in route.evidence))
    codes = (route.code, stops, route.scope, route.form, route.grade, publishers, best.source)
    said = (DESTINATIONS[route.scope].label(tongue.code), FORMS[route.form].label(tongue.code))
    labels = (route.code, stops, *said, route.grade, publishers, best.source)
    return Line(codes, labels, (Shown(route.corroboration),))


def corridor_pairs(bulletin: Bulletin, asked: RouteQuestion, tongue: Tongue) -> Sheet:
    """Origin × destination of documented routes; no described route is no data, and not zero."""
    corridors = documented_corridors(with_stops(kept_routes(bulletin, asked)))
    counts = {(c.first, c.last): len(c.routes) for c in corridors}
    origins, ends = _by_weight(counts, 0), _by_weight(counts, 1)
    return published(
        ("matriz", tongue.say("Origen × destino")),
        bulletin,
        asked,
        tongue,
        stub=("arrival",),
        columns=tuple(f"origin_{code}" for code in origins),
        lines=tuple(
            Line(
                (end,),
                (place_name(end, tongue.code),),
                tuple(_described(counts.get((origin, end))) for origin in origins),
            )
            for end in ends
        ),
    )


def _by_weight(counts: dict[tuple[str, str], int], at: int) -> list[str]:
    weight: dict[str, int] = {}
    for pair, count in counts.items():
        weight[pair[at]] = weight.get(pair[at], 0) + count
    return sorted(weight, key=lambda code: (-weight[code], code))


def _described(count: int | None) -> Figure:
    return Shown(count) if count else Missing()


def country_sheet(bulletin: Bulletin, asked: RouteQuestion, tongue: Tongue) -> Sheet:
    """Documented corridors across the border, by the reports that name them."""
    lines = {_country_line(c, tongue): c for c in abroad(kept_routes(bulletin, asked))}
    return published(
        ("paises", tongue.say("Corredores con otros países, según informes")),
        bulletin,
        asked,
        tongue,
        stub=("scope", "country", "forms", "grade", "reported"),
        columns=("reports", "corroboration"),
        lines=tuple(lines),
        geometries=_drawn(
            {each.codes: [position_of(c.first), position_of(c.last)] for each, c in lines.items()}
        ),
    )


def _country_line(corridor: DocumentedCorridor, tongue: Tongue) -> Line:
    country = corridor.last if corridor.scope == "outbound" else corridor.first
    named = [form for form in corridor.forms if form != UNKNOWN] or [UNKNOWN]
    forms = [FORMS[form].label(tongue.code) for form in named]
    return Line(
        (
            *(corridor.scope, country, " ".join(corridor.forms), corridor.grade),
            " ".join(corridor.reported),
        ),
        (
            DESTINATIONS[corridor.scope].label(tongue.code),
            place_name(country, tongue.code),
            "; ".join(forms),
            corridor.grade,
            ", ".join(corridor.reported),
        ),
        (Shown(corridor.reports), Shown(corridor.corroboration)),
    )


def withheld_pair(
    bulletin: Bulletin, asked: RouteQuestion, tongue: Tongue
) -> tuple[str, str, Spelled] | None:
    """The one corridor that is asked for, by name, where it is withheld: it leads to why."""
    codes = asked.chosen.get("origen", PERU), asked.chosen.get("destino", PERU)
    if PERU in codes:  # no end, or one of many departments
        return None
    where = {end: (code,) for end, code in zip(ENDS, codes, strict=True)}
    pair = question(Unit.CASES, where=where, span=asked.span)
    figure = bulletin.figure(pair)
    if not isinstance(figure, Withheld):
        return None
    first, last = (ROUTE_ENDS[code].label(tongue.code) for code in codes)
    return first, last, explained(figure, pair, tongue)


def corridor_sheet(bulletin: Bulletin, asked: RouteQuestion, tongue: Tongue) -> Sheet:
    """Corridors of cases as released, the largest first; every other pair is withheld."""
    found = bulletin.corridors(Unit.CASES, asked.span)
    lines = [
        Line(
            (c.first, c.last, "new" if c.newly_shown else ""),
            (
                ROUTE_ENDS[c.first].label(tongue.code),
                ROUTE_ENDS[c.last].label(tongue.code),
                tongue.say("antes reservado") if c.newly_shown else "",
            ),
            (c.figure, Shown(c.years) if c.years else Zero()),
        )
        for c in found
        if asked.keeps_ends(c.first, c.last)
    ]
    return Sheet(
        "corredores",
        tongue.say("Corredores de los casos del registro"),
        ("origin", "arrival", "newly_shown"),
        (Unit.CASES.value, "years_shown"),
        tuple(lines),
        found.query_id,
        measures.register(Measure.CASES, bulletin.release, tongue),
        counted_words(asked, tongue),
        provenance=bulletin.release.provenance,
        asks=(Counted(corridor_question(Unit.CASES, asked.span)),),
        geometries=_drawn(
            {
                each.codes: [position_of(code) for code in each.codes[:2]]
                for each in lines
                if each.codes[0] != each.codes[1]
            }
        ),
    )


def started(routes: Sequence[DocumentedRoute], tongue: Tongue) -> str:
    """The finding: how many routes there are, and where most begin."""
    if not routes:
        return tongue.say(
            "Con estos filtros no hay rutas descritas, lo que no prueba que no existan"
        )
    begins: dict[str, int] = {}
    for route in routes:
        code = end_of(route.stops[0])
        begins[code] = begins.get(code, 0) + 1
    first, *others = sorted(begins, key=lambda code: (-begins[code], code))
    said = {"routes": len(routes), "count": begins[first], "place": place_name(first, tongue.code)}
    if not others:
        return tongue.say(
            "%(routes)s rutas internas documentadas; todas empiezan en %(place)s", **said
        )
    return tongue.say(
        "%(routes)s rutas internas documentadas: %(count)s empiezan en %(place)s y %(more)s en "
        "%(other)s",
        **said,
        more=begins[others[0]],
        other=place_name(others[0], tongue.code),
    )
