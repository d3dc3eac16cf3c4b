"""Who works on trafficking in Peru, and what was taught and campaigned."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Connection, exists, select
from sqlmodel import Field, SQLModel

from core.register.columns import coded, columns_of, key


class Institution(SQLModel, table=True):
    """A ministry, police unit, prosecutor, NGO or international body, by its acronym."""

    acronym: str = Field(primary_key=True, max_length=32)
    name: str = Field(max_length=160)
    kind: str = coded()
    role: str = Field(default="", max_length=400)
    source: str = Field(default="", max_length=300)
    certainty: str = coded()


class Training(SQLModel, table=True):
    """A training: how many people of which audience, where; bounds are kept as bounds."""

    id: uuid.UUID = key()
    provenance: str = coded()
    dated: str = Field(max_length=48)  # as the source says it
    held_on: dt.date | None = None
    topic: str = Field(max_length=200)
    audience: str = Field(default="", max_length=80)
    place: str = Field(default="", max_length=120)
    participants: int | None = None
    participants_bound: str = coded()  # exact | at_least | about
    hours: float | None = None
    module_version: str | None = Field(default=None, max_length=24)
    institution: str | None = Field(default=None, foreign_key="institution.acronym")
    source: str = Field(default="", max_length=300)


class Campaign(SQLModel, table=True):
    """An awareness campaign; call series show it as a mark."""

    id: uuid.UUID = key()
    provenance: str = coded()
    name: str = Field(max_length=160)
    dated: str = Field(max_length=48)
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    channels: str = Field(default="", max_length=160)
    places: str = Field(default="", max_length=200)
    reach: int | None = None
    reach_bound: str = coded()
    cost_pen: float | None = None
    source: str = Field(default="", max_length=300)


def institution_named(connection: Connection, acronym: str) -> bool:
    """True where there is an institution of this acronym."""
    known = exists().where(columns_of(Institution).acronym == acronym)
    return bool(connection.execute(select(known)).scalar_one())
