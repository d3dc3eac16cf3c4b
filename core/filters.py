"""A question about figures: what is counted, by which dimensions, where and when.

Doors build a :class:`Question` through :func:`question`, which refuses what it does not know with
a named error. The bulletin answers it. The same question has one normal form, so it has one id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from types import MappingProxyType

from core import vocabulary as words
from core.errors import BadQuestion, Code
from core.periods import HOURS, WEEKDAYS, WHOLE, Grain, Span
from core.places import (
    DEPARTMENTS,
    NATURAL_REGIONS,
    PROVINCES,
    ROUTE_ENDS,
    department_of_province,
    departments,
    natural_region,
)
from core.vocabulary import CodeList, Unit


class Dimension(StrEnum):
    """What figures can be split or filtered by, besides time."""

    DEPARTMENT = "department"
    NATURAL_REGION = "natural_region"
    INDUSTRY = "industry"
    FORM = "form"
    SEX = "sex"
    AGE = "age"
    STATUS = "status"
    REGISTER = "register"
    DESTINATION = "destination"
    CALL_TYPE = "call_type"
    EFFECTIVE = "effective"
    HOW_HEARD = "how_heard"
    HOUR = "hour"
    WEEKDAY = "weekday"
    PROVINCE = "province"
    ORIGIN = "origin"
    ARRIVAL = "arrival"
    TRANSIT = "transit"


DOMAINS: Mapping[Dimension, CodeList] = MappingProxyType(
    {
        Dimension.DEPARTMENT: DEPARTMENTS,
        Dimension.NATURAL_REGION: NATURAL_REGIONS,
        Dimension.INDUSTRY: words.INDUSTRIES,
        Dimension.FORM: words.FORMS,
        Dimension.SEX: words.SEXES,
        Dimension.AGE: words.AGE_BANDS,
        Dimension.STATUS: words.CASE_STATUSES,
        Dimension.REGISTER: words.REGISTERS,
        Dimension.DESTINATION: words.DESTINATIONS,
        Dimension.CALL_TYPE: words.CALL_TYPES,
        Dimension.EFFECTIVE: words.EFFECTIVE,
        Dimension.HOW_HEARD: words.HOW_HEARD,
        Dimension.HOUR: HOURS,
        Dimension.WEEKDAY: WEEKDAYS,
        Dimension.PROVINCE: PROVINCES,
        Dimension.ORIGIN: ROUTE_ENDS,
        Dimension.ARRIVAL: ROUTE_ENDS,
        Dimension.TRANSIT: ROUTE_ENDS,
    }
)

_PLACE_AND_KIND = (
    Dimension.DEPARTMENT,
    Dimension.NATURAL_REGION,
    Dimension.INDUSTRY,
    Dimension.FORM,
)

#: What routes may be split by besides time.
_OF_ROUTES = (Dimension.FORM, Dimension.INDUSTRY, Dimension.SEX, Dimension.AGE)

#: Where the route of a case begins and ends.
_ROUTE = (Dimension.ORIGIN, Dimension.ARRIVAL)

#: The dimensions each unit is counted by, in the fixed order of the cube's axes.
DIMENSIONS_OF: Mapping[Unit, tuple[Dimension, ...]] = MappingProxyType(
    {
        Unit.CALLS: (
            *_PLACE_AND_KIND,
            Dimension.CALL_TYPE,
            Dimension.EFFECTIVE,
            Dimension.HOW_HEARD,
            Dimension.HOUR,
            Dimension.WEEKDAY,
        ),
        Unit.CASES: (
            *_PLACE_AND_KIND,
            Dimension.STATUS,
            Dimension.REGISTER,
            Dimension.DESTINATION,
            Dimension.PROVINCE,
            *_ROUTE,
            Dimension.TRANSIT,
        ),
        Unit.VICTIMS: (
            *_PLACE_AND_KIND,
            Dimension.SEX,
            Dimension.AGE,
            Dimension.DESTINATION,
            *_ROUTE,
        ),
    }
)

#: Dimensions of many codes are crossed with these alone: anything else would be withheld cell by
#: cell. Department and natural region are one place said twice.
_MEETS: Mapping[Dimension, frozenset[Dimension]] = MappingProxyType(
    {
        Dimension.HOUR: frozenset({Dimension.WEEKDAY}),
        Dimension.WEEKDAY: frozenset({Dimension.HOUR}),
        Dimension.PROVINCE: frozenset(),
        Dimension.TRANSIT: frozenset(_ROUTE),
        **{end: frozenset({*_ROUTE, *_OF_ROUTES, Dimension.TRANSIT}) for end in _ROUTE},
    }
)


def may_cross(chosen: Iterable[Dimension]) -> bool:
    """True where each two of the dimensions may stand in one table."""
    return all(
        one in _MEETS.get(other, {one}) and other in _MEETS.get(one, {other})
        for one, other in combinations(chosen, 2)
    ) and not {Dimension.DEPARTMENT, Dimension.NATURAL_REGION} <= set(chosen)


#: A record may have several values of these: the parts may add up to more than the whole.
SEVERAL_VALUED = frozenset(
    {
        (Unit.CASES, Dimension.FORM),
        (Unit.VICTIMS, Dimension.FORM),
        (Unit.CASES, Dimension.TRANSIT),
    }
)

#: A record may have no value of these: the parts may add up to less than the whole.
MAY_BE_ABSENT = frozenset({(Unit.CASES, Dimension.TRANSIT)})


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``where`` holds (dimension, codes) in the order of the cube's axes."""

    unit: Unit
    by: tuple[Dimension, ...] = ()
    where: tuple[tuple[Dimension, tuple[str, ...]], ...] = ()
    span: Span = WHOLE
    grain: Grain | None = None

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """Every dimension the question crosses, in the order of the cube's axes."""
        asked = {*self.by, *(dimension for dimension, _ in self.where)}
        return tuple(d for d in DIMENSIONS_OF[self.unit] if d in asked)

    @property
    def normal_form(self) -> str:
        """One text for one question: equal questions have equal texts."""
        by = "+".join(self.by) or "-"
        where = "&".join(f"{d}={','.join(codes)}" for d, codes in self.where) or "-"
        return f"{self.unit}|{by}|{where}|{self.span.code}|{self.grain or '-'}"

    def chosen(self, dimension: Dimension) -> tuple[str, ...]:
        """The codes the question keeps of a dimension, in the order of its list."""
        return dict(self.where).get(dimension, DOMAINS[dimension].codes)


def question(
    unit: Unit,
    *,
    by: Iterable[Dimension] = (),
    where: Mapping[Dimension, Iterable[str]] | None = None,
    span: Span = WHOLE,
    grain: Grain | None = None,
) -> Question:
    """A checked question.

    :raises BadQuestion: ``UNKNOWN_VALUE`` or ``UNKNOWN_UBIGEO`` for a code outside its list, and
        for complaints (others count them), ``NOT_IN_THIS_MEASURE`` for a dimension the unit is not
        counted by.
    """
    if unit not in DIMENSIONS_OF:
        raise BadQuestion(Code.UNKNOWN_VALUE, field="unit", value=unit.value)
    allowed = DIMENSIONS_OF[unit]
    asked = tuple(dict.fromkeys(by))
    chosen = {dimension: frozenset(codes) for dimension, codes in (where or {}).items()}
    for dimension in (*asked, *chosen):
        if dimension not in allowed:
            raise BadQuestion(Code.NOT_IN_THIS_MEASURE, field=dimension.value, unit=unit.value)
    for dimension, codes in chosen.items():
        for code in sorted(codes):
            check_code(dimension, code)
    chosen = _departments_as_provinces(asked, _region_as_departments(asked, chosen))
    kept = tuple(
        (d, tuple(code for code in DOMAINS[d].codes if code in chosen[d]))
        for d in allowed
        if chosen.get(d)
    )
    return Question(unit, asked, kept, span, grain)


def check_code(dimension: Dimension, code: str) -> None:
    """Nothing where the dimension has the code.

    :raises BadQuestion: ``UNKNOWN_UBIGEO`` for a department, else ``UNKNOWN_VALUE``.
    """
    check_listed(DOMAINS[dimension], dimension.value, code)


def check_listed(codes: CodeList, field: str, code: str) -> None:
    """Nothing where the list has the code.

    :raises BadQuestion: ``UNKNOWN_UBIGEO`` for departments, else ``UNKNOWN_VALUE``; both name the
        field.
    """
    if code not in codes:
        what = Code.UNKNOWN_UBIGEO if codes is DEPARTMENTS else Code.UNKNOWN_VALUE
        raise BadQuestion(what, field=field, value=code)


def _region_as_departments(
    asked: tuple[Dimension, ...], chosen: dict[Dimension, frozenset[str]]
) -> dict[Dimension, frozenset[str]]:
    """A natural region beside departments is a set of departments, not one more dimension."""
    regions = chosen.get(Dimension.NATURAL_REGION)
    if not regions or (Dimension.DEPARTMENT not in asked and Dimension.DEPARTMENT not in chosen):
        return chosen
    held = {code for code, d in departments().items() if d.natural_region in regions}
    held |= regions - {"coast", "highlands", "jungle"}
    return _within(chosen, Dimension.DEPARTMENT, frozenset(held), {Dimension.NATURAL_REGION})


def _departments_as_provinces(
    asked: tuple[Dimension, ...], chosen: dict[Dimension, frozenset[str]]
) -> dict[Dimension, frozenset[str]]:
    """Departments or regions beside provinces are sets of provinces, not one more dimension."""
    places = {Dimension.DEPARTMENT, Dimension.NATURAL_REGION} & chosen.keys()
    if not places or (Dimension.PROVINCE not in asked and Dimension.PROVINCE not in chosen):
        return chosen
    held = {code for code in PROVINCES.codes if _lies_in(department_of_province(code), chosen)}
    return _within(chosen, Dimension.PROVINCE, frozenset(held), places)


def _within(
    chosen: Mapping[Dimension, frozenset[str]],
    dimension: Dimension,
    held: frozenset[str],
    said: set[Dimension],
) -> dict[Dimension, frozenset[str]]:
    """The filters with those of ``said`` turned into codes of ``dimension``.

    :raises BadQuestion: ``NOTHING_LEFT`` where the places chosen exclude each other.
    """
    kept = chosen.get(dimension, held) & held
    if not kept:
        raise BadQuestion(Code.NOTHING_LEFT, field=dimension.value)
    return {**{d: codes for d, codes in chosen.items() if d not in said}, dimension: kept}


def _lies_in(department: str, chosen: Mapping[Dimension, frozenset[str]]) -> bool:
    departments_kept = chosen.get(Dimension.DEPARTMENT)
    regions_kept = chosen.get(Dimension.NATURAL_REGION)
    return (departments_kept is None or department in departments_kept) and (
        regions_kept is None or natural_region(department) in regions_kept
    )
