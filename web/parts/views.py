"""Which of our pages shows the one cell of a question."""

from __future__ import annotations

from urllib.parse import urlencode

from core.filters import Dimension, Question
from core.periods import month_code
from core.vocabulary import Unit
from web.choices import FILTERS, Measure, Role

_MEASURES = {measure.unit: measure for measure in Measure if measure is not Measure.COMPLAINTS}

#: Dimensions the panel splits by without being asked.
_PLACES = {Dimension.DEPARTMENT, Dimension.NATURAL_REGION}

#: Dimensions that have a figure of their own on the page of a unit.
_SPLIT_ON = {
    Unit.CALLS: {
        Dimension.CALL_TYPE,
        Dimension.EFFECTIVE,
        Dimension.HOW_HEARD,
        Dimension.HOUR,
        Dimension.WEEKDAY,
    },
    Unit.CASES: {Dimension.STATUS, Dimension.REGISTER, Dimension.DESTINATION},
}
_PAGES = {Unit.CALLS: "/llamadas", Unit.CASES: "/casos"}


def view_of(asked: Question) -> str | None:
    """The address of a page that shows it; ``None`` where none does."""
    chosen = dict(asked.where)
    if any(len(codes) > 1 for codes in chosen.values()):
        return None
    months = {}
    if not asked.span.whole:
        first, last = asked.span.first, asked.span.last
        months = {"desde": month_code(first), "hasta": month_code(last)}
    own = set(chosen) & _SPLIT_ON.get(asked.unit, set())
    if own and own == set(chosen):
        return _address(_PAGES[asked.unit], months)
    ends = [role for role in Role if role is not Role.PLACE and role.dimension in chosen]
    if len(ends) == 1 and set(chosen) <= {*FILTERS.values(), ends[0].dimension}:
        named = {"medida": _MEASURES[asked.unit].value, "papel": ends[0].value}
        kept = {name: chosen[d][0] for name, d in FILTERS.items() if d in chosen}
        return _address("/panel", {**named, **kept, **months})
    filters = {name: chosen[d][0] for name, d in FILTERS.items() if d in chosen}
    if set(chosen) <= {*FILTERS.values(), *_PLACES}:
        return _address("/panel", {"medida": _MEASURES[asked.unit].value, **filters, **months})
    return None


def _address(path: str, asked: dict[str, str]) -> str:
    return f"{path}?{urlencode(asked)}" if asked else path
