"""The two engines the register runs on, set so that what is committed stays committed."""

from __future__ import annotations

import copy
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    column,
    create_engine,
    event,
    func,
    inspect,
    select,
    table,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DataError, DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFree

from core.errors import BadQuestion, Code, Unavailable
from core.register import schema, versions

__all__ = ["Register", "schema"]

_VERSION = table("alembic_version")  # kept by Alembic
_MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"

#: Every SQLite connection says these before its first statement.
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=5000",
)

_WAIT_SECONDS = 5
_PATIENCE = "statement_timeout"  # among what is kept beside a connection
_STEPS = 20_000  # of SQLite's machine between two looks at the clock; some milliseconds

#: What both engines say where the same would do a moment later, and where it took too long.
_NAMED = {
    **dict.fromkeys(("40001", "40P01", "55P03"), Code.BUSY),  # PostgreSQL: conflict, deadlock, lock
    **dict.fromkeys(("SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT", "SQLITE_LOCKED"), Code.BUSY),
    **dict.fromkeys(("57014", "SQLITE_INTERRUPT"), Code.TIMED_OUT),
}


def _engine(url: str) -> Engine:
    # A failure tells no values to the log; who finds no free connection is told soon.
    engine = create_engine(url, hide_parameters=True, pool_timeout=_WAIT_SECONDS)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own
    for pragma in _PRAGMAS:
        connection.execute(pragma).close()


def _begin_immediate(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("glances"):  # a statement is one view by itself
        return
    reads_only = options.get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


@contextmanager
def _named_failures() -> Iterator[None]:
    """Failures that pass, and texts that cannot be held, under their names; others as they are."""
    try:
        yield
    except NoneFree as error:
        raise Unavailable(Code.BUSY) from error
    except DBAPIError as error:
        if isinstance(error, DataError) and "NUL" in str(error.orig):
            raise BadQuestion(Code.MALFORMED_TEXT) from error
        told = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", "")
        if told not in _NAMED:
            raise
        raise Unavailable(_NAMED[told]) from error


def _revision(connection: Connection) -> str | None:
    """The revision of the tables that are there; ``None`` for an empty database."""
    if not inspect(connection).has_table(_VERSION.name):
        return None
    return connection.execute(select(column("version_num")).select_from(_VERSION)).scalar()


def _newest() -> str:
    """The last of the migrations, which are numbered in one chain."""
    return max(path.stem for path in (_MIGRATIONS / "versions").glob("[0-9]*.py")).partition("_")[0]


def wait_for_turn(connection: Connection, name: str) -> None:
    """Go on once nobody else's transaction has this turn; ours has it until it ends.

    For what is counted before it is added to. SQLite's writers wait for each other anyway.
    """
    if connection.dialect.name == "postgresql":
        number = func.hashtextextended(name, 0)
        connection.execute(select(func.pg_advisory_xact_lock(number)))


class Register:
    """One register, by its address. Opening it makes no connection until it is needed."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine = _engine(url)
        self._patience: float | None = None
        self._turn = threading.Lock() if self.engine.dialect.name == "sqlite" else None

    def within(self, seconds: float) -> Register:
        """The same register for somebody who waits: what takes longer is stopped.

        PostgreSQL measures each statement, SQLite each transaction.
        """
        impatient = copy.copy(self)
        impatient._patience = seconds
        return impatient

    def migrate(self, revision: str = "head") -> None:
        """Bring the tables to a revision, the newest if nothing is said; an empty database gets
        all of them."""
        with self.reading() as connection:  # a start that changes nothing waits for no writer
            if revision == "head" and _revision(connection) == _newest():
                return
        from alembic import command  # noqa: PLC0415  (not loaded by a start that changes nothing)
        from alembic.config import Config  # noqa: PLC0415

        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        with self.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the register; writes by others do not show in it.

        :raises Unavailable: ``BUSY`` or ``TIMED_OUT``.
        :raises BadQuestion: ``MALFORMED_TEXT`` for a null character, on PostgreSQL.
        """
        with _named_failures(), self.engine.connect() as plain:
            level: dict[str, Any] = {"reads_only": True}
            if self.engine.dialect.name == "postgresql":
                level["isolation_level"] = "REPEATABLE READ"
            connection = plain.execution_options(**level)
            with connection.begin(), self._stopped(connection):
                yield connection

    @contextmanager
    def glancing(self) -> Iterator[Connection]:
        """For single statements, each of which is kept or seen by itself: no engine is told of any
        transaction. SQLite's driver may change nothing in here.

        :raises Unavailable: ``BUSY`` or ``TIMED_OUT``.
        """
        with _named_failures(), self.engine.connect() as plain:
            if self.engine.dialect.name != "postgresql":
                connection = plain.execution_options(glances=True)
                with connection.begin(), self._stopped(connection):
                    yield connection
                return
            connection = plain.execution_options(isolation_level="AUTOCOMMIT")
            self._tell_patience(connection, for_good=True)
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is kept, or none. What is told of the register has another
        version from then on.

        :raises Unavailable: ``BUSY`` or ``TIMED_OUT``.
        """
        with self.noting() as connection:
            yield connection
            versions.change(connection)

    @contextmanager
    def noting(self) -> Iterator[Connection]:
        """One transaction that changes nothing of what is told of records: the audit, sessions,
        when something was used.

        :raises Unavailable: ``BUSY`` or ``TIMED_OUT``.
        """
        with (
            _named_failures(),
            self._waited(),
            self.engine.begin() as connection,
            self._stopped(connection),
        ):
            yield connection

    @contextmanager
    def _waited(self) -> Iterator[None]:
        """SQLite lets one writer in; another asks again after a sleep that gets longer and longer.
        Writers of one process wait here instead, and go on at once when it is their turn."""
        if self._turn is None:
            yield
            return
        if not self._turn.acquire(timeout=_WAIT_SECONDS):
            raise Unavailable(Code.BUSY)
        try:
            yield
        finally:
            self._turn.release()

    @contextmanager
    def _stopped(self, connection: Connection) -> Iterator[None]:
        """What runs in here is stopped once patience is at its end."""
        if connection.dialect.name == "postgresql":
            self._tell_patience(connection)
            yield
        elif self._patience is None:
            yield
        else:
            end = time.monotonic() + self._patience
            driver: Any = connection.connection.driver_connection
            driver.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
            try:
                yield
            finally:
                driver.set_progress_handler(None, 0)

    def _tell_patience(self, connection: Connection, *, for_good: bool = False) -> None:
        """Tell PostgreSQL how long a statement may take: for this transaction, or until somebody
        else says so. A connection knows what it was told for good; that is not told again."""
        wanted = f"{(self._patience or 0) * 1000:.0f}"
        if connection.info.get(_PATIENCE, "0") != wanted:
            told = func.set_config("statement_timeout", wanted, not for_good)
            connection.execute(select(told))
            if for_good:
                connection.info[_PATIENCE] = wanted

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()
