"""The rows of core.register.records and relations as the driver hands them over.

For whoever turns them into text at once, thousands at a time: only the columns asked for are read,
and no object is made of a row, an id or a day. Each shape of a question is put into SQL once.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ARRAY,
    Boolean,
    Connection,
    CursorResult,
    Date,
    Dialect,
    Float,
    Integer,
    Select,
    String,
    Uuid,
    any_,
    literal,
    select,
)

from core.register.columns import Instant
from core.register.kinds import Kind
from core.register.reach import Reach, within
from core.register.records import Wanted, question_of
from core.register.relations import PARTS, Relation

Raw = tuple[Any, ...]
#: How each value of a row is told; ``None``: as it is.
Tellers = tuple[Callable[[Any], Any] | None, ...]

_REMEMBERED = 512  # shapes of questions


class Spelled(StrEnum):
    """What the values of a column are, once :class:`Read` tells them."""

    TEXT = "text"
    DAY = "day"  # its text, ISO 8601
    MOMENT = "moment"  # its text, ISO 8601, UTC
    KEY = "key"  # its text, with dashes
    WHOLE = "whole number"
    REAL = "number"
    TRUTH = "truth"


_SPELLED: tuple[tuple[type, Spelled], ...] = (
    (Uuid, Spelled.KEY),
    (Instant, Spelled.MOMENT),
    (Date, Spelled.DAY),
    (Boolean, Spelled.TRUTH),
    (Integer, Spelled.WHOLE),
    (Float, Spelled.REAL),
    (String, Spelled.TEXT),
)


def spelled(kind: Kind, name: str) -> Spelled:
    """What a column of a kind of record is. :raises KeyError: for one that may not leave."""
    return _spelled_as(_shown(kind)[name].type)


def spelled_in(kind: Kind, part: str, name: str) -> Spelled:
    """What a column of a part of a kind of record is."""
    return _spelled_as(_part_columns(kind, part)[name].type)


def _spelled_as(of: Any) -> Spelled:
    for type_, spelled in _SPELLED:
        if isinstance(of, type_) or isinstance(getattr(of, "impl", None), type_):
            return spelled
    raise KeyError(str(of))


def _shown(kind: Kind) -> dict[str, Any]:
    return {column.name: column for column in kind.shown}


def _part_columns(kind: Kind, part: str) -> dict[str, Any]:
    question, _ = PARTS[kind.name, part]
    return {column.name: column for column in question.selected_columns}


@dataclass(frozen=True, slots=True)
class Read:
    """Rows, and how to tell each of their columns."""

    rows: Sequence[Raw]
    tellers: Tellers

    def told(self, at: int) -> list[Any]:
        """The values of a column as :class:`Spelled` says; ``None`` where there is none."""
        tell = self.tellers[at]
        if tell is None:
            return [row[at] for row in self.rows]
        return [None if row[at] is None else tell(row[at]) for row in self.rows]


def page(
    connection: Connection, kind: Kind, names: tuple[str, ...], wanted: Wanted
) -> tuple[Read, bool]:
    """The page wanted, and whether more lie beyond it (see core.register.records.page)."""
    shape, given = _shape_of(wanted)

    def question(wanted: Wanted) -> Select[Any]:
        shown = _shown(kind)
        return question_of([shown[name] for name in names], kind, wanted)

    if wanted.where:  # its values are as many as there are; each knows how it is told
        found = _asked_once(connection, question(wanted))
    else:
        key = "page", kind.name, names, shape
        found = _asked(connection, key, lambda: question(shape), given)
    kept, more = found.rows[: wanted.limit], len(found.rows) > wanted.limit
    return replace(found, rows=kept[::-1] if wanted.backwards else kept), more


def _shape_of(wanted: Wanted) -> tuple[Wanted, Raw]:
    """What pages of one shape have in common, and where this one begins or ends."""
    after, before = wanted.after or (), wanted.before or ()
    slots = [Slot(at) for at in range(len(after) + len(before))]
    first, last = tuple(slots[: len(after)]), tuple(slots[len(after) :])
    return replace(wanted, after=first or None, before=last or None), after + before


def related(
    connection: Connection,
    relation: Relation,
    names: tuple[str, ...],
    keys: Iterable[Any],
    reach: Reach,
) -> Read:
    """The records beside some others; the last column is what names those."""
    given = _padded(connection, keys)

    def question() -> Select[Any]:
        shown, far = _shown(relation.to), relation.to.column(relation.far)
        asked = select(*(shown[name] for name in names), far.label("_far"))
        asked = asked.where(_among(connection, far, given))
        return within(asked.order_by(relation.to.column(relation.to.key)), relation.to, reach)

    key = ("related", relation.to.name, relation.far, names, reach, len(given))
    return _asked(connection, key, question, given)


def parts(
    connection: Connection, kind: Kind, part: str, names: tuple[str, ...], keys: Iterable[Any]
) -> Read:
    """The parts of some records; the last column is the key of whose they are."""
    given = _padded(connection, keys)

    def question() -> Select[Any]:
        (whole, owner), known = PARTS[kind.name, part], _part_columns(kind, part)
        asked = whole.with_only_columns(*(known[name] for name in names), owner.label("_owner"))
        return asked.where(_among(connection, owner, given))

    return _asked(connection, ("parts", kind.name, part, names, len(given)), question, given)


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a value is put when a question is asked again."""

    at: int


@dataclass(frozen=True, slots=True)
class _Sql:
    """A question as the driver is told it; ``tell``: how values are told that are put in."""

    text: str
    given: Mapping[str, Any] | tuple[Any, ...]
    tell: Tellers
    tellers: Tellers

    def values(self, values: Sequence[Any]) -> Any:
        """The values of the question where some are given anew."""

        def filled(given: Any) -> Any:
            if type(given) is not Slot:
                return given
            tell = self.tell[given.at]
            return tell(values[given.at]) if tell else values[given.at]

        if isinstance(self.given, tuple):
            return tuple(map(filled, self.given))
        return {name: filled(given) for name, given in self.given.items()}


_known: OrderedDict[Hashable, _Sql] = OrderedDict()


def _asked(
    connection: Connection, shape: Hashable, question: Callable[[], Select[Any]], values: Any
) -> Read:
    """The rows of a question that is put into SQL once for each shape."""
    key = connection.dialect.name, shape
    sql = _known.get(key)
    if sql is None:
        sql = _known[key] = _put(question(), connection.dialect, len(values))
        while len(_known) > _REMEMBERED:
            _known.popitem(last=False)
    return _read(connection.exec_driver_sql(sql.text, sql.values(values)), sql.tellers)


def _asked_once(connection: Connection, question: Select[Any]) -> Read:
    return _read(connection.execute(question), _tellers(question, connection.dialect))


def _read(result: CursorResult[Any], tellers: Tellers) -> Read:
    with result:
        assert result.cursor is not None, "a question has rows"
        return Read(result.cursor.fetchall(), tellers)


def _put(question: Select[Any], dialect: Dialect, slots: int) -> _Sql:
    """A question as the driver is told it, with the values that are in it from the start."""
    compiled: Any = question.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    tell: list[Any] = [None] * slots
    given = dict(compiled.params)
    for name, value in given.items():
        bound = _told_as(compiled.binds.get(name), dialect)
        if isinstance(value, Slot):
            tell[value.at] = bound
        elif bound is not None:
            given[name] = bound(value)
    known = given if not compiled.positional else tuple(given[n] for n in compiled.positiontup)
    return _Sql(str(compiled), known, tuple(tell), _tellers(question, dialect))


def _told_as(bind: Any, dialect: Dialect) -> Any:
    """How the driver is told a value; ``None`` for one that is told as it is."""
    if bind is None or isinstance(bind.type, _Driven):
        return None
    return bind.type.dialect_impl(dialect).bind_processor(dialect)


class _Driven(String):
    """The type of a value that came from the driver and goes back to it as it is."""

    cache_ok = True


def _among(connection: Connection, column: Any, given: Sequence[Any]) -> Any:
    """One of some keys, which are given when the question is asked."""
    if connection.dialect.name == "postgresql":
        return column == any_(literal(Slot(0), ARRAY(column.type)))
    return column.in_([literal(Slot(at), _Driven()) for at in range(len(given))])


def _padded(connection: Connection, keys: Iterable[Any]) -> list[Any]:
    """Keys as they are given to :func:`_among`: one list, or as many values as one of few shapes
    of the question has room for."""
    given = list(dict.fromkeys(keys))
    if connection.dialect.name == "postgresql":
        return [given]
    room = 1 << max(0, len(given) - 1).bit_length()
    return given + given[-1:] * (room - len(given))


def _tellers(question: Select[Any], dialect: Dialect) -> Tellers:
    told = _TOLD[dialect.name]
    return tuple(told.get(_spelled_as(each.type)) for each in question.selected_columns)


def _utc(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat()


def _utc_of_text(text: str) -> str:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC).isoformat()


def _dashed(text: str) -> str:
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


#: How each engine's own values are told; those that are not here are told as they are.
_TOLD: Mapping[str, Mapping[Spelled, Callable[[Any], Any]]] = {
    "sqlite": {Spelled.MOMENT: _utc_of_text, Spelled.KEY: _dashed, Spelled.TRUTH: bool},
    "postgresql": {
        Spelled.DAY: dt.date.isoformat,
        Spelled.MOMENT: _utc,
        Spelled.KEY: uuid.UUID.__str__,
    },
}
