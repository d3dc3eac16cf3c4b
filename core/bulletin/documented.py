"""Corridors that others described: the routes between two ends, and what their evidence tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.bulletin.facts import DocumentedRoute, Stop
from core.evidence import Cited, corroboration, grade
from core.places import countries, departments, route_end
from core.stops import PERU


@dataclass(frozen=True, slots=True)
class DocumentedCorridor:
    """``first`` and ``last``: codes of departments or countries; PE where no department is named.

    ``grade`` and ``corroboration``: of the evidence of all its routes together (core.evidence).
    """

    first: str
    last: str
    routes: tuple[DocumentedRoute, ...]

    @property
    def scope(self) -> str:
        """internal, outbound or inbound."""
        return self.routes[0].scope

    @property
    def grade(self) -> str:
        """What all its evidence together is worth."""
        return grade(self._cited) or ""

    @property
    def corroboration(self) -> int:
        """How many independent sources it has."""
        return corroboration(self._cited)

    @property
    def reports(self) -> int:
        """How many reports name it: source and date, once each."""
        return len({(e.source, e.dated) for route in self.routes for e in route.evidence})

    @property
    def reported(self) -> tuple[str, ...]:
        """When its reports are of, as they say so, each once and in order."""
        return tuple(sorted({e.dated for route in self.routes for e in route.evidence}))

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms of exploitation its routes name, each once."""
        return tuple(dict.fromkeys(route.form for route in self.routes))

    @property
    def _cited(self) -> list[Cited]:
        return [Cited(e.source_type, e.publisher) for route in self.routes for e in route.evidence]


def end_of(stop: Stop) -> str:
    """The department of a stop, or its country where none is named."""
    if stop.country == PERU and stop.department is None:
        return PERU
    return route_end(stop.country, stop.department)


def documented_corridors(routes: Iterable[DocumentedRoute]) -> tuple[DocumentedCorridor, ...]:
    """The corridors of some routes: most routes first, then the better grade, then by ends."""
    ends: dict[tuple[str, str], list[DocumentedRoute]] = {}
    for route in routes:
        ends.setdefault((end_of(route.stops[0]), end_of(route.stops[-1])), []).append(route)
    found = [DocumentedCorridor(*pair, tuple(of)) for pair, of in ends.items()]
    return tuple(sorted(found, key=lambda c: (-len(c.routes), c.grade, c.first, c.last)))


def place_name(code: str, language: str) -> str:
    """The name of a department or country by its code."""
    known = departments().get(code)
    return known.name if known else countries()[code].label(language)


def roles_of(routes: Iterable[DocumentedRoute], code: str) -> dict[str, int]:
    """In how many routes a place (department or country) has each role; by role."""
    found = {"origin": 0, "transit": 0, "destination": 0}
    for route in routes:
        for role in {stop.role for stop in route.stops if end_of(stop) == code}:
            found[role] += 1
    return found
