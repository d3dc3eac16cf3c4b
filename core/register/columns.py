"""Column types and defaults that every table of the register shares."""

from __future__ import annotations

import datetime as dt
import os
import time
import uuid
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Dialect, String, TypeDecorator
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlmodel import Field, SQLModel


def uuid7(milliseconds: int | None = None) -> uuid.UUID:
    """A version 7 UUID (RFC 9562): 48 bits of Unix milliseconds, then 74 random bits."""
    stamp = time.time_ns() // 1_000_000 if milliseconds is None else milliseconds
    random = int.from_bytes(os.urandom(10), "big")
    high, low = random >> 68, random & ((1 << 62) - 1)
    return uuid.UUID(int=(stamp << 80) | (0x7 << 76) | (high << 64) | (0b10 << 62) | low)


class Instant(TypeDecorator[dt.datetime]):
    """A moment in UTC. SQLite keeps no zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[dt.datetime]:
        """What a row holds."""
        return dt.datetime

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Refuse a moment without a zone: it would be read as another hour elsewhere."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        moment = value.astimezone(dt.UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(
        self,
        value: dt.datetime | None,
        dialect: Dialect,  # noqa: ARG002 (SQLAlchemy's signature)
    ) -> dt.datetime | None:
        """The moment, aware and in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


def key() -> Any:
    """The primary key of a record: a UUIDv7, so that new rows lie beside each other on disk."""
    return Field(default_factory=uuid7, primary_key=True)


def coded(**options: Any) -> Any:
    """A code of a closed list in core.vocabulary, or a UBIGEO; never a label."""
    return Field(sa_type=String(24), **options)


def moment(**options: Any) -> Any:
    """A moment in UTC."""
    return Field(sa_type=Instant, **options)


def record_key() -> Any:
    """``rkey``: 32 bits of HMAC-SHA256(secret1, id). Immutable, never shown, never exported."""
    return Field(sa_type=BigInteger)


def columns_of(table: type[SQLModel]) -> ReadOnlyColumnCollection[str, Column[Any]]:
    """The columns of a table as SQL expressions (the class itself is typed as a record)."""
    columns: ReadOnlyColumnCollection[str, Column[Any]] = table.__table__.columns  # type: ignore[attr-defined]
    return columns
