"""Pages of records by keyset, within what the asker may reach: never an offset, never a scan."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, literal, select, tuple_

from core.register.conditions import Condition, tested
from core.register.kinds import Kind
from core.register.reach import EVERYTHING, Reach, within

Row = dict[str, Any]
Position = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records, in which order, and from where.

    ``order``: one of the kind's orders, or its key; the key always breaks ties. ``after`` and
    ``before``: positions (order value, key) of records that are not wanted any more themselves.
    ``backwards``: the last ``limit`` of them instead of the first.
    """

    where: tuple[Condition, ...] = ()
    order: str | None = None
    descending: bool = False
    after: Position | None = None
    before: Position | None = None
    limit: int = 50
    backwards: bool = False
    reach: Reach = field(default=EVERYTHING)


@dataclass(frozen=True, slots=True)
class Page:
    """Up to ``limit`` rows in the order wanted, and whether more lie beyond them."""

    rows: Sequence[Row]
    more: bool


def page(connection: Connection, kind: Kind, wanted: Wanted) -> Page:
    """The page wanted. Narratives and notes are read apart (core.register.texts)."""
    question = question_of(kind.shown, kind, wanted)
    found = connection.execute(question).mappings().all()
    rows = [{**row} for row in found[: wanted.limit]]
    return Page(rows[::-1] if wanted.backwards else rows, len(found) > wanted.limit)


def question_of(columns: Sequence[ColumnElement[Any]], kind: Kind, wanted: Wanted) -> Select[Any]:
    """These columns of the page wanted, and of one record more."""
    along = sorting(kind, wanted.order)
    down = wanted.descending is not wanted.backwards
    question = _kept(select(*columns), kind, wanted)
    for position, onwards in ((wanted.after, True), (wanted.before, False)):
        if position is not None:
            there = tuple_(*(literal(v, c.type) for v, c in zip(position, along, strict=True)))
            here = tuple_(*along)
            upwards = onwards is not wanted.descending
            question = question.where(here > there if upwards else here < there)
    ordered = question.order_by(*(c.desc() if down else c.asc() for c in along))
    return ordered.limit(wanted.limit + 1)


def sorting(kind: Kind, order: str | None) -> list[ColumnElement[Any]]:
    """The columns a kind is sorted by: the order wanted, then the key."""
    names = dict.fromkeys([order or kind.key, kind.key])
    return [kind.column(name) for name in names]


def count(connection: Connection, kind: Kind, wanted: Wanted) -> int:
    """How many records there are on all pages together."""
    question = _kept(select(func.count()).select_from(kind.table), kind, wanted)
    return int(connection.execute(question).scalar_one())


def some(connection: Connection, kind: Kind, keys: Collection[Any], reach: Reach) -> list[Row]:
    """The records of these keys that can be reached, in no order."""
    question = select(*kind.shown).where(kind.column(kind.key).in_(keys))
    found = connection.execute(within(question, kind, reach)).mappings()
    return [{**row} for row in found]


def _kept(question: Select[Any], kind: Kind, wanted: Wanted) -> Select[Any]:
    for condition in wanted.where:
        question = question.where(tested(kind, condition, wanted.reach))
    return within(question, kind, wanted.reach)
