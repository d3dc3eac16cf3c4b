"""Filters of lists as SQL: on a record's own columns, or on those of what it belongs to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select

from core.moments import LIMA
from core.register.cases import Case, CaseForm, Victim
from core.register.columns import columns_of
from core.register.kinds import KINDS, Filter, Kind, Test
from core.register.reach import EVERYTHING, Reach, within
from core.register.routes import Leg, Place, Route

CASE, FORM, VICTIM = columns_of(Case), columns_of(CaseForm), columns_of(Victim)
ROUTE, LEG, PLACE = columns_of(Route), columns_of(Leg), columns_of(Place)

Kept = ColumnElement[bool]

#: Where the columns of another table lie for a kind of record.
_BESIDE: Mapping[tuple[str, type], Callable[[Kept], Kept]] = MappingProxyType(
    {
        ("case", CaseForm): lambda kept: exists().where(FORM.case_id == CASE.id, kept),
        ("victim", Case): lambda kept: exists().where(CASE.id == VICTIM.case_id, kept),
        ("route", Place): lambda kept: exists().where(
            LEG.route_id == ROUTE.id, PLACE.id == LEG.place_id, kept
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Condition:
    """One filter: ``chosen`` values, or a first and a last day."""

    name: str
    chosen: tuple[Any, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None


def column_of(kind: Kind, asked: Filter) -> ColumnElement[Any]:
    """The column a filter of a kind of record is about."""
    return columns_of(asked.table)[asked.column] if asked.table else kind.column(asked.column)


def tested(kind: Kind, condition: Condition, reach: Reach) -> Kept:
    """What a condition keeps. A key beyond reach finds nothing, as if nobody had it."""
    asked = kind.filters[condition.name]
    column = column_of(kind, asked)
    if asked.test is Test.KEY:
        return column.in_(_within_reach(asked, condition, reach))
    kept = _compared(asked, condition, column, columns_of(asked.table or kind.table))
    return _BESIDE[kind.name, asked.table](kept) if asked.table else kept


def _within_reach(asked: Filter, condition: Condition, reach: Reach) -> Any:
    if reach == EVERYTHING:
        return condition.chosen
    other = KINDS[asked.tells_of]
    key = other.column(other.key)
    return within(select(key).where(key.in_(condition.chosen)), other, reach)


def _compared(asked: Filter, condition: Condition, column: ColumnElement[Any], table: Any) -> Kept:
    if asked.test is Test.DAY:
        first, last = condition.first or dt.date.min, condition.last or dt.date.max
        return column.between(first, last)
    if asked.test is Test.DAY_OF_MOMENT:
        return _on_days(column, condition)
    if asked.test is Test.PLACE:
        (prefix,) = condition.chosen
        level = {2: "department", 4: "province"}[len(prefix)]
        kept: Kept = table[level].in_([prefix])
        return kept
    return column.in_(condition.chosen)


def _on_days(column: ColumnElement[Any], condition: Condition) -> Kept:
    """A moment within days of Lima; a moment there is, if no day is said."""
    kept: list[Kept] = [column.is_not(None)]
    if condition.first is not None:
        kept.append(column >= dt.datetime.combine(condition.first, dt.time.min, LIMA))
    if condition.last not in (None, dt.date.max):  # no moment lies beyond that day anyway
        kept.append(column <= dt.datetime.combine(condition.last, dt.time.max, LIMA))
    return and_(*kept)
