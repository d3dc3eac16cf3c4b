"""Documented corridors: origin and destination of described routes, with the grade of evidence."""

from __future__ import annotations

from dataclasses import dataclass

from core.bulletin.facts import DocumentedRoute, Facts, Stop
from core.evidence import Cited, grade
from core.places import countries, departments
from web.i18n import Tongue

_MOST = 6


@dataclass(frozen=True, slots=True)
class Corridor:
    """One origin and destination: how many described routes, over which departments."""

    name: str
    through: str
    routes: int
    grade: str


def corridors(facts: Facts, tongue: Tongue) -> tuple[Corridor, ...]:
    """Internal corridors, those with most described routes first, then by grade and name."""
    ends: dict[tuple[str, str], list[DocumentedRoute]] = {}
    for route in facts.routes:
        if route.scope == "internal":
            ends.setdefault(_ends(route, tongue), []).append(route)
    found = [_corridor(pair, routes, tongue) for pair, routes in ends.items()]
    return tuple(sorted(found, key=lambda c: (-c.routes, c.grade, c.name))[:_MOST])


def _corridor(pair: tuple[str, str], routes: list[DocumentedRoute], tongue: Tongue) -> Corridor:
    together = [Cited(e.source_type, e.publisher) for route in routes for e in route.evidence]
    worth = grade(together) or ""
    return Corridor(" → ".join(pair), _through(routes[0], pair, tongue), len(routes), worth)


def _ends(route: DocumentedRoute, tongue: Tongue) -> tuple[str, str]:
    return _name(route.stops[0], tongue), _name(route.stops[-1], tongue)


def _name(stop: Stop, tongue: Tongue) -> str:
    if stop.department is not None:
        return departments()[stop.department].name
    return countries()[stop.country].label(tongue.code)


def _through(route: DocumentedRoute, pair: tuple[str, str], tongue: Tongue) -> str:
    names = dict.fromkeys(_name(stop, tongue) for stop in route.stops)
    between = [name for name in names if name not in pair]
    if not between:
        return tongue.say("Sin otros departamentos descritos en el camino")
    return tongue.say("Por %(places)s", places=", ".join(between))
