"""Millions of rows as the driver hands them over, and codes that come as one value in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, literal, type_coerce

CHUNK = 1_000  # rows that a processor's cache holds while they are looked at


def stream(connection: Connection, question: Select[Any]) -> Iterator[Sequence[Any]]:
    """Rows by the :data:`CHUNK`, as the driver hands them over: for whoever needs no more."""
    if connection.dialect.name != "sqlite":
        streaming = connection.execution_options(stream_results=True, yield_per=CHUNK)
        yield from streaming.execute(question).partitions(CHUNK)
        return
    with connection.execute(question) as result:  # its cursor streams without being asked to
        assert result.cursor is not None, "a question has rows"
        while chunk := result.cursor.fetchmany(CHUNK):
            yield chunk


def words(*codes: ColumnElement[Any]) -> ColumnElement[str]:
    """Codes as one value, a space between them."""
    plain: list[Any] = [type_coerce(code, String) for code in codes]
    return reduce(lambda said, code: said + literal(" ") + code, plain)
