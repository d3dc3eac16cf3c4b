"""Loading many rows at once: prepared inserts into SQLite, COPY into PostgreSQL.

Values are what the engines themselves hold: ids as 32 hexadecimal digits, days and moments (UTC)
as ISO text. Only seeds and imports write this way; people's actions go through the desk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import SQLModel

from core.register.columns import columns_of

#: Index pages of a large register must not be read back and written again for every chunk.
_CACHE_KIB = 131_072

Rows = Iterable[Sequence[Any]]


def load(
    connection: Connection, table: type[SQLModel], columns: Mapping[str, Sequence[Any]]
) -> int:
    """Insert columns of equal length; how many rows that made.

    :raises KeyError: for a column that the table does not have.
    """
    known = columns_of(table)
    names = [known[name].name for name in columns]
    rows = list(zip(*columns.values(), strict=True))
    if connection.dialect.name == "postgresql":
        _copy(connection, table, names, rows)
    else:
        _insert(connection, table, names, rows)
    return len(rows)


def counted(connection: Connection, table: type[SQLModel], *conditions: Any) -> int:
    """How many rows of a table meet the conditions."""
    question = select(func.count()).select_from(table).where(*conditions)
    return int(connection.execute(question).scalar_one())


def _quoted(connection: Connection, table: type[SQLModel], names: Sequence[str]) -> tuple[str, str]:
    quote = connection.dialect.identifier_preparer.quote
    return quote(str(table.__tablename__)), ", ".join(quote(name) for name in names)


def _insert(
    connection: Connection, table: type[SQLModel], names: Sequence[str], rows: Rows
) -> None:
    into, listed = _quoted(connection, table, names)
    marks = ", ".join("?" * len(names))
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")  # of this connection, until it is closed
    statement = f"INSERT INTO {into} ({listed}) VALUES ({marks})"  # noqa: S608 (quoted)  # nosec B608
    driver.executemany(statement, rows)


def _copy(connection: Connection, table: type[SQLModel], names: Sequence[str], rows: Rows) -> None:
    into, listed = _quoted(connection, table, names)
    driver = connection.connection.driver_connection
    assert driver is not None
    with driver.cursor() as cursor:
        cursor.execute("SET LOCAL TIME ZONE 'UTC'")
        with cursor.copy(f"COPY {into} ({listed}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
