"""``/rutas/{codigo}``: one documented route, its stops in order, and the ledger of its evidence."""

from __future__ import annotations

from starlette.responses import Response

from core.bulletin.documented import place_name
from core.bulletin.facts import DocumentedRoute
from core.errors import BadQuestion, Code
from core.evidence import SOURCE_TYPES
from core.vocabulary import DESTINATIONS, FORMS, MODES, STOP_ROLES
from web.i18n import Tongue, marked
from web.screen import Screen

#: What each grade takes, by the written rule (core.evidence).
GRADES = {
    "A": marked("una sentencia, o dos registros independientes"),
    "B": marked("un registro, o dos fuentes independientes"),
    "C": marked("un estudio"),
    "D": marked("una nota de prensa, o una llamada"),
}


def route_page(screen: Screen) -> Response:
    """The page.

    :raises BadQuestion: ``NOT_FOUND`` for a code that none of the documented routes has.
    """
    assert screen.visit is not None
    code, tongue = screen.request.path_params["codigo"], screen.tongue
    routes = {route.code: route for route in screen.visit.bulletin.facts.routes}
    if code not in routes:
        raise BadQuestion(Code.NOT_FOUND)
    route = routes[code]
    facts = {
        "route": route,
        "scope": DESTINATIONS[route.scope].label(tongue.code),
        "form": FORMS[route.form].label(tongue.code),
        "worth": tongue.say(GRADES[route.grade]),
        "sources": tongue.count(
            route.corroboration,
            "%(count)s fuente independiente",
            "%(count)s fuentes independientes",
        ),
        "stops": _stops(route, tongue),
        "ledger": [
            (
                source,
                SOURCE_TYPES[source.source_type].label(tongue.code),
                _dated(source.dated, tongue),
            )
            for source in route.evidence
        ],
    }
    return screen.page("route", facts)


def _dated(text: str, tongue: Tongue) -> str:
    """The date of a source as it says it; facts write what it leaves open in English."""
    if text in {"", "undated"}:
        return tongue.say("sin fecha")
    about, year = text.startswith("about "), text.removeprefix("about ")
    return tongue.say("hacia %(year)s", year=year) if about else text


def _stops(route: DocumentedRoute, tongue: Tongue) -> list[tuple[str, str, str, str]]:
    """(place, where it lies, role, how people reach it) of each stop."""
    return [
        (
            stop.place,
            place_name(stop.department or stop.country, tongue.code),
            STOP_ROLES[stop.role].label(tongue.code),
            MODES[stop.mode].label(tongue.code),
        )
        for stop in route.stops
    ]
