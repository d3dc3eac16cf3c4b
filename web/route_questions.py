"""The query string of ``/rutas``: the period, and which routes and corridors are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from core.bulletin.documented import end_of
from core.bulletin.facts import DocumentedRoute
from core.errors import BadQuestion, Code, YanapayError
from core.evidence import GRADES
from core.places import ROUTE_ENDS, departments
from core.stops import PERU
from core.vocabulary import DESTINATIONS, FORMS, UNKNOWN
from web.choices import single
from web.period_questions import PERIOD_NAMES, PeriodQuestion, period_of

_ENDS = (*(code for code in ROUTE_ENDS.codes if code != UNKNOWN), PERU)

#: Names of filters in addresses, and the codes each takes.
ROUTE_FILTERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ambito": tuple(code for code in DESTINATIONS.codes if code != UNKNOWN),
        "origen": _ENDS,
        "destino": _ENDS,
        "forma": FORMS.codes,
        "evidencia": GRADES,
    }
)


@dataclass(frozen=True, slots=True)
class RouteQuestion(PeriodQuestion):
    """``chosen``: filters by their names in addresses. All keep documented routes; the two ends
    keep corridors of the register too, and the period those alone."""

    chosen: Mapping[str, str] = field(default_factory=dict)

    def told(self) -> dict[str, str]:
        """The question by the names addresses have for it."""
        return {**PeriodQuestion.told(self), **self.chosen}

    def keeps(self, route: DocumentedRoute) -> bool:
        """True for a documented route that all filters keep; grades at least as good."""
        has = {
            "ambito": route.scope,
            "origen": end_of(route.stops[0]),
            "destino": end_of(route.stops[-1]),
            "forma": route.form,
        }
        fits = all(has.get(name, code) == code for name, code in self.chosen.items())
        return fits and route.grade <= self.chosen.get("evidencia", GRADES[-1])

    def keeps_ends(self, first: str | None, last: str | None) -> bool:
        """True for a corridor, or one end of it, that the filters keep. Sources name Peru where
        the register knows the department."""
        ends = (("origen", first), ("destino", last))
        return all(end is None or _is_within(end, self.chosen.get(name, end)) for name, end in ends)


def _is_within(end: str, chosen: str) -> bool:
    return end == chosen or (chosen == PERU and end in departments())


def route_question(given: Iterable[tuple[str, str]], sheets: Iterable[str]) -> RouteQuestion:
    """The question in a query string, with a problem for everything not understood."""
    problems: list[YanapayError] = []
    values = single(given, PERIOD_NAMES | ROUTE_FILTERS.keys(), problems)
    asked = period_of(values, sheets, problems)
    chosen: dict[str, str] = {}
    for name, codes in ROUTE_FILTERS.items():
        code = values.get(name)
        if code is not None and code not in codes:
            problems.append(BadQuestion(Code.UNKNOWN_VALUE, field=name, value=code))
        elif code is not None:
            chosen[name] = code
    return RouteQuestion(
        asked.start,
        asked.end,
        asked.format,
        asked.sheet,
        asked.held_by,
        tuple(problems),
        chosen,
    )
