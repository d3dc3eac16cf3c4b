"""Trafficking routes: ordered legs, roles of stops, and the evidence."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel

from core.register.columns import coded, key, moment
from core.vocabulary import UNKNOWN


class Place(SQLModel, table=True):
    """A town, department or country that a route touches."""

    id: uuid.UUID = key()
    name: str = Field(max_length=80)
    country: str = coded(index=True)
    department: str | None = coded(default=None, index=True)
    province: str | None = coded(default=None)
    border_point: bool = False
    precision: str = coded(default=UNKNOWN)  # how exactly it is known: core.stops.PRECISIONS


class Route(SQLModel, table=True):
    """An ordered list of legs. Documented routes and synthetic case routes are never mixed."""

    id: uuid.UUID = key()
    provenance: str = coded(index=True)
    code: str = Field(max_length=24, unique=True)
    name: str = Field(default="", max_length=120)
    form: str = coded()
    scope: str = coded()  # internal | outbound | inbound, derived from the legs
    note: str = Field(default="", max_length=300)
    grade: str | None = Field(default=None, max_length=1)  # of all its evidence (core.evidence)
    corroboration: int = 0  # independent sources, likewise


class Leg(SQLModel, table=True):
    """One stop of a route, in order from 1. The mode is how people reach it."""

    id: uuid.UUID = key()
    route_id: uuid.UUID = Field(foreign_key="route.id", index=True)
    position: int
    role: str = coded()
    place_id: uuid.UUID = Field(foreign_key="place.id", index=True)
    mode: str = coded()
    exploited_here: bool | None = None
    first_seen: dt.date | None = None
    last_seen: dt.date | None = None


class Evidence(SQLModel, table=True):
    """One source behind a route: its type, who published it, its address and date.

    ``grade``: what it would be worth alone, A to D, by the written rule (core.evidence).
    """

    id: uuid.UUID = key()
    route_id: uuid.UUID = Field(foreign_key="route.id", index=True)
    source_type: str = coded()
    grade: str = Field(max_length=1)
    publisher: str = Field(max_length=120)
    source: str = Field(max_length=300)
    dated: str = Field(default="", max_length=24)  # as the source says it: '2011', 'about 2012'


class RouteDraft(SQLModel, table=True):
    """Rows of routes that somebody has typed and that are no routes yet. They are theirs alone."""

    __tablename__ = "route_draft"
    actor: str = Field(primary_key=True, max_length=64)
    content: str = Field(sa_column=Column(Text, nullable=False))
    kept_at: dt.datetime = moment()
