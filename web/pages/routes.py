"""``/rutas``: origin, transit and destination; what others described, and what the register counts.

The two are never added up or drawn together: each figure says which of them it shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from starlette.responses import Response

from core.bulletin.bulletin import Bulletin, Edition
from core.bulletin.documented import documented_corridors
from core.bulletin.figures import Figure, number
from core.evidence import GRADES
from core.periods import WHOLE
from core.places import ABROAD
from core.vocabulary import DESTINATIONS, FORMS, Unit
from geo.classes import doubling_limits
from web.dictionary import words_of
from web.i18n import Tongue
from web.pages.figures_page import Sheets, figures_page
from web.parts import network_sheets as networks
from web.parts import route_sheets as tables
from web.parts import route_splits
from web.parts.corridors import named, routes_told, through
from web.parts.matrix import MatrixCell, shaded
from web.parts.ribbon import how_read, ribbon, ribbon_sheet
from web.parts.route_map import peru_map, world_map
from web.parts.route_words import ENDS, in_force, label, value
from web.parts.sheet import Line, Sheet
from web.parts.splits import rows
from web.period_questions import PeriodQuestion
from web.route_questions import RouteQuestion, route_question
from web.screen import Screen
from web.spelling import spell

PATH = "/rutas"

#: With fewer routes through it a stop is no hub, and is not listed.
_FEWEST = 2
_SHADES = (0, 1, 2, 3, 4, 5)

#: What a filter changes: the routes, then what stands around them. Hubs are of the whole network.
SWAPPED = (
    *("rutas", "hallazgo", "filtros", "mapa", "matriz", "descritos", "externo"),
    *("cinta", "corredores", "extremos", "estado"),
)


def route_sheets(tongue: Tongue) -> Sheets:
    """How each table of the page is made; what is asked beside the period may be left out."""
    return {
        "rutas": lambda b, asked: tables.route_sheet(b, _ours(asked), tongue),
        "nudos": lambda b, _asked: networks.hub_sheet(b, tongue),
        "tramos": lambda b, _asked: networks.bridge_sheet(b, tongue),
        "matriz": lambda b, asked: tables.corridor_pairs(b, _ours(asked), tongue),
        "paises": lambda b, asked: tables.country_sheet(b, _ours(asked), tongue),
        "corredores": lambda b, asked: tables.corridor_sheet(b, _ours(asked), tongue),
        "extremos": lambda b, asked: route_splits.split_sheet(b, _ours(asked), tongue),
        "cinta": lambda b, asked: ribbon_sheet(b, _ours(asked), tongue),
        "nudos-registro": lambda b, _asked: networks.register_hub_sheet(b, tongue),
        "tramos-registro": lambda b, _asked: networks.register_bridge_sheet(b, tongue),
    }


def routes_page(screen: Screen) -> Response:
    """The page, or a file of one of its figures."""
    tongue = screen.tongue

    def facts(
        bulletin: Bulletin, asked: PeriodQuestion, made: Mapping[str, Sheet]
    ) -> Mapping[str, Any]:
        return _facts(bulletin, _ours(asked), made, tongue)

    return figures_page(
        screen, "routes", route_sheets(tongue), facts, route_question, swapped=SWAPPED
    )


def _ours(asked: PeriodQuestion) -> RouteQuestion:
    if isinstance(asked, RouteQuestion):
        return asked
    return RouteQuestion(asked.start, asked.end, asked.format, asked.sheet, asked.held_by)


def _facts(
    bulletin: Bulletin, asked: RouteQuestion, made: Mapping[str, Sheet], tongue: Tongue
) -> dict[str, Any]:
    kept = tables.kept_routes(bulletin, asked)
    described = tables.with_stops(kept)
    corridors = documented_corridors(described)
    register = bulletin.networks.register
    hubs = [h for h in bulletin.networks.documented.hubs if h.through >= _FEWEST]
    columns = route_splits.split_columns(bulletin, asked, tongue)
    return {
        "finding": tables.started(described, tongue),
        "in_force": in_force(asked, tongue),
        "choices": _choices(bulletin, asked, tongue),
        "path_of_all": lambda _path, **changes: _unfiltered(asked).address(PATH, **changes),
        "peru": peru_map(described, bulletin.facts.border_points, tongue),
        "border": ", ".join(p.place.partition(" (")[0] for p in bulletin.facts.border_points),
        "world": world_map(tables.abroad(kept), tongue),
        "hubs": rows([line for line in made["nudos"].lines if _passed(line)], tongue),
        "hub_lines": networks.hub_words(
            sorted(hubs, key=lambda hub: -hub.betweenness.value), tongue
        ),
        "bridge_lines": networks.bridge_words(bulletin.networks.documented.bridges, tongue),
        "origins": [words_of(name, tongue) for name in made["matriz"].columns],
        "matrix": _shades(made["matriz"], tongue),
        "corridors": [
            (named(c, tongue), through(c, tongue), routes_told(c, tongue), c.grade)
            for c in corridors
        ],
        "withheld_pair": tables.withheld_pair(bulletin, asked, tongue),
        "ribbon": ribbon(made["cinta"].lines, tongue),
        "ribbon_read": how_read(tongue),
        "splits": route_splits.groups(made["extremos"], columns, asked.span, tongue),
        "split_heads": [column.head for column in columns],
        "why_ends": route_splits.why_ends(tongue),
        "nothing_counted": _nothing_counted(asked, tongue),
        "register_hubs": networks.hub_words(register.hubs, tongue),
        "register_bridges": networks.bridge_words(register.bridges, tongue),
    }


def _nothing_counted(asked: RouteQuestion, tongue: Tongue) -> str:
    """Why a table of cases has no row: the internal edition withholds nothing."""
    if asked.held_by.edition is Edition.INTERNAL:
        return tongue.say("Con estos filtros no hay casos.")
    withheld = tongue.say("Ninguna celda puede mostrarse sin señalar a alguien.")
    return f"{withheld} " + tongue.say("Amplíe el período o quite un filtro.")


def _unfiltered(asked: RouteQuestion) -> PeriodQuestion:
    """Of the same edition: what no filter changes is had at one address."""
    return PeriodQuestion(held_by=asked.held_by)


def _passed(line: Line) -> bool:
    return (number(line.figures[0]) or 0) >= _FEWEST


def _shades(sheet: Sheet, tongue: Tongue) -> list[tuple[str, list[MatrixCell]]]:
    inner: list[Figure] = [figure for line in sheet.lines for figure in line.figures]
    limits = doubling_limits([n for figure in inner if (n := number(figure)) is not None])
    return [
        (
            line.labels[0],
            [shaded(spell(figure, tongue), figure, limits, _SHADES) for figure in line.figures],
        )
        for line in sheet.lines
    ]


def _choices(
    bulletin: Bulletin, asked: RouteQuestion, tongue: Tongue
) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    """(name, label, chosen, options) of each filter."""
    firsts, lasts = _ends(bulletin, asked)
    codes: Mapping[str, Iterable[str]] = {
        "ambito": DESTINATIONS.codes[:-1],
        "origen": firsts,
        "destino": lasts,
        "forma": FORMS.codes,
        "evidencia": GRADES[:-1],
    }
    return [
        (name, label(name, tongue), asked.chosen.get(name, ""), _options(name, found, tongue))
        for name, found in codes.items()
    ]


def _options(name: str, codes: Iterable[str], tongue: Tongue) -> list[tuple[str, str]]:
    named = [(code, value(name, code, tongue)) for code in codes]
    if name in ENDS:
        named.sort(key=lambda each: each[1])
    return [("", tongue.say("Todos")), *named]


def _ends(bulletin: Bulletin, asked: RouteQuestion) -> tuple[set[str], set[str]]:
    """Where described routes and shown corridors begin and end, and what is chosen already."""
    corridors = [
        *documented_corridors(bulletin.facts.routes),
        *bulletin.corridors(Unit.CASES, WHOLE),
    ]
    chosen = [{asked.chosen.get(name, ABROAD)} for name in ("origen", "destino")]
    firsts, lasts = {c.first for c in corridors}, {c.last for c in corridors}
    return (firsts | chosen[0]) - {ABROAD}, (lasts | chosen[1]) - {ABROAD}
