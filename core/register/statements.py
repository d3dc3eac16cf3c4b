"""Questions put into SQL once for each of their shapes, and asked again with other values.

Values come as the driver hands them over: no object is made of a row, an id or a day.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, CursorResult, Dialect, Select, String

from core.register.packed import packed, packs, unpacked
from core.register.spelled import Tellers, tellers_of

Raw = Sequence[Any]

_REMEMBERED = 512  # shapes of questions


@dataclass(frozen=True, slots=True)
class Read:
    """Rows by their columns, of which there is one at least, and how to tell each of these."""

    columns: Sequence[Raw]
    tellers: Tellers

    def __len__(self) -> int:
        return len(self.columns[0])

    def told(self, at: int) -> Sequence[Any]:
        """The values of a column as core.register.spelled says; ``None`` where there is none."""
        tell = self.tellers[at]
        if tell is None:
            return self.columns[at]
        return [None if value is None else tell(value) for value in self.columns[at]]

    def only(self, rows: slice) -> Read:
        """Some of the rows."""
        return Read([column[rows] for column in self.columns], self.tellers)


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a value is put when a question is asked again."""

    at: int


@dataclass(frozen=True, slots=True)
class _Sql:
    """A question as the driver is told it; ``tell``: how values are told that are put in;
    ``packs``: its rows come as one text."""

    text: str
    given: Mapping[str, Any] | tuple[Any, ...]
    tell: Tellers
    tellers: Tellers
    packs: bool

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


def asked(
    connection: Connection, shape: Hashable, question: Callable[[], Select[Any]], values: Any
) -> Read:
    """What a question finds that is put into SQL once for each shape."""
    key = connection.dialect.name, shape
    sql = _known.get(key)
    if sql is None:
        sql = _known[key] = _put(question(), connection.dialect, len(values))
        while len(_known) > _REMEMBERED:
            _known.popitem(last=False)
    found = connection.exec_driver_sql(sql.text, sql.values(values))
    return _read(found, sql.tellers, packs=sql.packs)


def asked_once(connection: Connection, question: Select[Any]) -> Read:
    """What a question finds that has no shape in common with others."""
    dialect = connection.dialect
    in_one = packs(question, dialect)
    found = connection.execute(packed(question) if in_one else question)
    return _read(found, tellers_of(question, dialect), packs=in_one)


def _read(result: CursorResult[Any], tellers: Tellers, *, packs: bool) -> Read:
    with result:
        assert result.cursor is not None, "a question has rows"
        rows = result.cursor.fetchall()
        if packs:
            return Read(unpacked(rows[0][0]), tellers)
        return Read(list(zip(*rows, strict=True)) or [()] * len(tellers), tellers)


def _put(question: Select[Any], dialect: Dialect, slots: int) -> _Sql:
    """A question as the driver is told it, with the values that are in it from the start."""
    in_one = packs(question, dialect)
    said: Select[Any] = packed(question) if in_one else question
    compiled: Any = said.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    tell: list[Any] = [None] * slots
    given = dict(compiled.params)
    for name, value in given.items():
        bound = told_as(compiled.binds.get(name), dialect)
        if isinstance(value, Slot):
            tell[value.at] = bound
        elif bound is not None:
            given[name] = bound(value)
    known = given if not compiled.positional else tuple(given[n] for n in compiled.positiontup)
    return _Sql(str(compiled), known, tuple(tell), tellers_of(question, dialect), in_one)


def told_as(bind: Any, dialect: Dialect) -> Any:
    """How the driver is told a value; ``None`` for one that is told as it is."""
    if bind is None or isinstance(bind.type, Driven):
        return None
    return bind.type.dialect_impl(dialect).bind_processor(dialect)


class Driven(String):
    """The type of a value that came from the driver and goes back to it as it is."""

    cache_ok = True
