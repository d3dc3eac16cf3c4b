"""The two engines the register runs on, set so that what is committed stays committed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

from core.register import schema

__all__ = ["Register", "schema"]

_MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"

#: Every SQLite connection says these before its first statement.
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=5000",
)


def _engine(url: str) -> Engine:
    engine = create_engine(url, hide_parameters=True)  # a failure tells no values to the log
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own
    for pragma in _PRAGMAS:
        connection.execute(pragma).close()


def _begin_immediate(connection: Connection) -> None:
    reads_only = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


class Register:
    """One register, by its address. Opening it makes no connection until it is needed."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine = _engine(url)

    def migrate(self, revision: str = "head") -> None:
        """Bring the tables to a revision, the newest if nothing is said; an empty database gets
        all of them."""
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        with self.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the register; writes by others do not show in it."""
        with self.engine.connect() as plain:
            level: dict[str, Any] = {"reads_only": True}
            if self.engine.dialect.name == "postgresql":
                level["isolation_level"] = "REPEATABLE READ"
            connection = plain.execution_options(**level)
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is kept, or none."""
        with self.engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()
