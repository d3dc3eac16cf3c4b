"""Aggregate figures other institutions published: facts, kept apart from records."""

from __future__ import annotations

import uuid

from sqlmodel import Field, SQLModel

from core.register.columns import coded, key


class PublishedFigure(SQLModel, table=True):
    """One published number with the register, unit, period, bound and source it came with."""

    __tablename__ = "published_figure"
    id: uuid.UUID = key()
    series: str = Field(max_length=48, index=True)
    register_name: str = Field(max_length=80)
    measure: str = Field(max_length=80)
    unit: str = Field(max_length=48)
    period: str = Field(max_length=48)
    department: str | None = coded(default=None)
    area: str = Field(default="", max_length=80)  # the area as the source names it
    sex: str = coded(default="all")
    age: str = coded(default="all")
    value: float
    bound: str = coded()  # exact | at_least | about
    approximate_place: bool = False  # the judicial district was mapped to a department by us
    source: str = Field(max_length=300)
    note: str = Field(default="", max_length=300)
