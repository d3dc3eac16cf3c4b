"""Statements that are said at every request: put into SQL once for each engine.

SQLAlchemy would know them again each time, which takes as long as the engine takes to answer them.
Their rows are what its own would be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Select, Update

from core.register.statements import told_as

Change = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class _Sql:
    """A statement as a driver is told it, and how values and columns change on the way."""

    text: str
    names: tuple[str, ...] | None  # in order, where the driver wants them so
    given: Mapping[str, Change]
    columns: Sequence[tuple[str, Change]]

    def told(self, values: Mapping[str, Any]) -> Any:
        """Values as the driver takes them."""
        changed = {
            name: values[name] if change is None or values[name] is None else change(values[name])
            for name, change in self.given.items()
        }
        return changed if self.names is None else tuple(changed[name] for name in self.names)

    def row(self, found: Sequence[Any]) -> dict[str, Any]:
        """A row by its columns."""
        return {
            name: value if change is None else change(value)
            for (name, change), value in zip(self.columns, found, strict=True)
        }


class Spoken:
    """A statement with values that are given by name (``bindparam``) when it is said."""

    def __init__(self, statement: Select[Any] | Insert | Update) -> None:
        self._statement = statement
        self._known: dict[str, _Sql] = {}

    def one(self, connection: Connection, **values: Any) -> dict[str, Any] | None:
        """The only row there can be, by its columns; ``None`` for none."""
        sql = self._sql(connection.dialect)
        found = connection.exec_driver_sql(sql.text, sql.told(values)).one_or_none()
        return None if found is None else sql.row(found)

    def change(self, connection: Connection, *rows: Mapping[str, Any]) -> int:
        """Say it once for each row of values; how many rows of the register it met."""
        sql = self._sql(connection.dialect)
        return connection.exec_driver_sql(sql.text, [sql.told(row) for row in rows]).rowcount

    def _sql(self, dialect: Dialect) -> _Sql:
        sql = self._known.get(dialect.name)
        if sql is None:
            sql = self._known[dialect.name] = _put(self._statement, dialect)
        return sql


def _put(statement: Select[Any] | Insert | Update, dialect: Dialect) -> _Sql:
    compiled: Any = statement.compile(dialect=dialect)
    given = {name: told_as(bind, dialect) for name, bind in compiled.binds.items()}
    columns = [
        (column.name, column.type.dialect_impl(dialect).result_processor(dialect, None))
        for column in getattr(statement, "selected_columns", ())
    ]
    names = tuple(compiled.positiontup) if compiled.positional else None
    return _Sql(str(compiled), names, given, columns)
