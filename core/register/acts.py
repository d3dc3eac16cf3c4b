"""Acts of programs and what follows from them: done once, told to who listens, asked by name."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, Column, Integer, Text
from sqlmodel import Field, SQLModel

from core.register.columns import coded, moment

#: SQLite numbers rows by itself under this type alone.
_COUNTED = BigInteger().with_variant(Integer, "sqlite")


class DoneAct(SQLModel, table=True):
    """An act somebody did under a key of their own: the same key again does nothing anew."""

    __tablename__ = "done_act"
    actor: str = Field(primary_key=True, max_length=64)
    idempotency_key: str = Field(primary_key=True, max_length=64)
    action: str = coded()
    input_hash: str = Field(max_length=64)  # SHA-256 of what was asked for
    result: str = Field(max_length=80)  # the key of the record that came of it
    at: dt.datetime = moment(index=True)


class News(SQLModel, table=True):
    """Something that happened, for whoever listens. It names a record and holds nothing of it."""

    __tablename__ = "news"
    number: int | None = Field(
        default=None, sa_column=Column(_COUNTED, primary_key=True, autoincrement=True)
    )
    at: dt.datetime = moment(index=True)
    topic: str = coded()
    subject: str = Field(max_length=80)


class TrustedDocument(SQLModel, table=True):
    """A GraphQL document somebody registered, asked for by its SHA-256 ever after."""

    __tablename__ = "trusted_document"
    owner: str = Field(primary_key=True, max_length=64)
    digest: str = Field(primary_key=True, max_length=64)
    text: str = Field(sa_column=Column(Text, nullable=False))
    registered_at: dt.datetime = moment()
