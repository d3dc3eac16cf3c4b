"""From a reading that was counted down to its records, for those who may read such records."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.access.roles import Action
from core.desk.plan_readings import indicator_called
from core.desk.planning import Planning
from core.desk.records import READ, Kind, Record, Records
from core.errors import BadQuestion, Code
from core.periods import last_day, month_of
from core.plan.counting import span_of
from core.plan.definition import Indicator, Part
from core.plan.periods import Period
from core.register.plan_records import Count, behind, kind_of

MOST_A_PAGE = 100


class Side(StrEnum):
    """Which part of a formula."""

    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"


@dataclass(frozen=True, slots=True)
class Traced:
    """What is followed down: a part of an indicator in a period, a page of its records."""

    indicator: str
    period: Period
    side: Side = Side.NUMERATOR
    after: uuid.UUID | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Behind:
    """A page of the records behind a count, in the order of their keys. ``after``: the key the
    next page begins after, ``None`` for the last."""

    kind: Kind
    records: Sequence[Record]
    after: uuid.UUID | None


def counted_kind(indicator: Indicator, side: Side) -> Kind | None:
    """The kind of record a part counts; ``None`` where none is counted."""
    part = _part(indicator, side)
    return None if part is None else kind_of(part.count)


def records_behind(planning: Planning, lists: Records, traced: Traced) -> Behind:
    """A page of the records that a reading counts now; audited as the list of their kind.

    :raises Refused: see :func:`core.access.roles.require`; the right of the list is asked too.
    :raises BadQuestion: ``NOT_FOUND`` where nothing of the kind is counted, ``OUT_OF_RANGE`` for
        the size of a page, ``NOT_IN_THIS_MEASURE`` where a narrowing is no column of a record.
    """
    desk = planning.recording().desk
    desk.require(Action.READ_LINEAGE)
    indicator = indicator_called(planning.plan, traced.indicator)
    part, kind = _part(indicator, traced.side), counted_kind(indicator, traced.side)
    span = span_of(indicator, traced.period, planning.plan.first_year)
    if part is None or kind is None or span is None:
        raise BadQuestion(Code.NOT_FOUND, field="part")
    if not 1 <= traced.limit <= MOST_A_PAGE:
        raise BadQuestion(Code.OUT_OF_RANGE, field="first", least="1", most=str(MOST_A_PAGE))
    desk.require(READ[kind.name])
    days = dt.date(*month_of(span.first), 1), last_day(span.last)
    count = Count(part.count, part.where, days)
    with desk.register.reading() as connection:
        try:
            keys = behind(connection, count, traced.after, traced.limit + 1)
        except KeyError as dimension:
            facts = {"field": str(dimension.args[0])}
            raise BadQuestion(Code.NOT_IN_THIS_MEASURE, **facts) from None
    page = keys[: traced.limit]
    found = lists.some(kind, page)
    told = [found[key] for key in page if key in found]
    return Behind(kind, told, page[-1] if len(keys) > traced.limit else None)


def _part(indicator: Indicator, side: Side) -> Part | None:
    if indicator.formula is None:
        return None
    formula = indicator.formula
    return formula.numerator if side is Side.NUMERATOR else formula.denominator
