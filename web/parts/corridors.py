"""Documented corridors: origin and destination of described routes, with the grade of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.bulletin.documented import (
    DocumentedCorridor,
    documented_corridors,
    end_of,
    place_name,
)
from core.bulletin.facts import Facts
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
    """Internal corridors, those with most described routes first, then by grade."""
    found = documented_corridors(route for route in facts.routes if route.scope == "internal")
    return tuple(_corridor(each, tongue) for each in found[:_MOST])


def most_described(found: Sequence[Corridor], tongue: Tongue) -> str:
    """A sentence for the list: its first corridor."""
    if not found:
        return ""
    first = found[0]
    return tongue.say("El más descrito: %(name)s.", name=first.name)


def _corridor(corridor: DocumentedCorridor, tongue: Tongue) -> Corridor:
    return Corridor(
        named(corridor, tongue), through(corridor, tongue), len(corridor.routes), corridor.grade
    )


def named(corridor: DocumentedCorridor, tongue: Tongue) -> str:
    """Both ends in words."""
    return " → ".join(place_name(code, tongue.code) for code in (corridor.first, corridor.last))


def routes_told(corridor: DocumentedCorridor, tongue: Tongue) -> str:
    """How many described routes it has."""
    return tongue.count(len(corridor.routes), "%(count)s ruta", "%(count)s rutas")


def through(corridor: DocumentedCorridor, tongue: Tongue) -> str:
    """A sentence on where the first of its routes passes."""
    ends = {corridor.first, corridor.last}
    codes = dict.fromkeys(end_of(stop) for stop in corridor.routes[0].stops)
    between = [place_name(code, tongue.code) for code in codes if code not in ends]
    if not between:
        return tongue.say("Sin otros departamentos descritos en el camino")
    return tongue.say("Por %(places)s", places=", ".join(between))
