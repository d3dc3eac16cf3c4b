"""Waiting for news: PostgreSQL shouts when there are some; on SQLite one looks every so often."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from core.register.database import Register
from core.register.news import CHANNEL

#: Waits for so many seconds at most.
Wait = Callable[[float], None]


@contextmanager
def listening(register: Register | None) -> Iterator[Wait]:
    """A way to wait until there may be news, on a connection of its own where one is needed."""
    if register is None or register.engine.dialect.name != "postgresql":
        yield time.sleep
        return
    from psycopg import Connection, sql  # noqa: PLC0415  (a third of a second of the start)

    taken = register.engine.raw_connection()
    connection = taken.driver_connection
    assert isinstance(connection, Connection)
    taken.detach()  # it listens for ever and never goes back among the others
    with connection:
        connection.autocommit = True
        connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))

        def wait(seconds: float) -> None:
            for _ in connection.notifies(timeout=seconds, stop_after=1):
                return

        yield wait
