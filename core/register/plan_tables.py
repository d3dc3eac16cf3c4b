"""What institutions report for the plan, its evidence and reviews, and periods that were closed.

Nothing here is ever changed or removed, but for drafts: a correction is one more row.
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Column, String, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from core.register.columns import coded, key, moment


class PlanEvidence(SQLModel, table=True):
    """A file that vouches for a reading: sealed, known by the digest of what it holds."""

    __tablename__ = "plan_evidence"
    id: uuid.UUID = key()
    name: str = Field(max_length=120)
    media_type: str = Field(max_length=80)
    size: int  # bytes
    sha256: str = Field(max_length=64)
    sealed: bytes
    institution: str = Field(foreign_key="institution.acronym")
    added_by: str = Field(max_length=64)
    added_at: dt.datetime = moment()


class PlanReading(SQLModel, table=True):
    """One value an institution reported. A correction is the next revision, with its reason."""

    __tablename__ = "plan_reading"
    __table_args__ = (UniqueConstraint("plan", "indicator", "period", "revision"),)
    id: uuid.UUID = key()
    provenance: str = coded()
    plan: str = coded()
    indicator: str = coded()
    period: str = Field(max_length=8)
    revision: int
    value: float
    bound: str = coded()
    numerator: float | None = None
    denominator: float | None = None
    source: str = Field(max_length=300)  # what vouches for it, in words
    reason: str = Field(default="", max_length=200)  # why it takes the place of the one before
    evidence_id: uuid.UUID | None = Field(default=None, foreign_key="plan_evidence.id")
    institution: str = Field(foreign_key="institution.acronym")
    entered_by: str = Field(max_length=64)
    entered_as: str | None = Field(default=None, sa_type=String(24))  # the role it was entered in
    entered_at: dt.datetime = moment()


class PlanReview(SQLModel, table=True):
    """What IOM said to a reading: accepted, or returned with a note."""

    __tablename__ = "plan_review"
    id: uuid.UUID = key()
    reading_id: uuid.UUID = Field(foreign_key="plan_reading.id", unique=True)
    verdict: str = coded()
    note: str = Field(default="", max_length=400)
    reviewed_by: str = Field(max_length=64)
    reviewed_at: dt.datetime = moment()


class PlanCut(SQLModel, table=True):
    """A period as it was frozen: everything its report says, and the digest of that."""

    __tablename__ = "plan_cut"
    __table_args__ = (UniqueConstraint("plan", "period", "revision"),)
    id: uuid.UUID = key()
    provenance: str = coded()
    plan: str = coded()
    period: str = Field(max_length=8)
    revision: int
    content: str = Field(sa_column=Column(Text, nullable=False))
    sha256: str = Field(max_length=64)
    made_by: str = Field(max_length=64)
    made_at: dt.datetime = moment()


class PlanStep(SQLModel, table=True):
    """A step of a period: closed, published, or opened again."""

    __tablename__ = "plan_step"
    __table_args__ = (UniqueConstraint("plan", "period", "number"),)
    id: uuid.UUID = key()
    plan: str = coded()
    period: str = Field(max_length=8)
    number: int
    state: str = coded()
    cut_id: uuid.UUID | None = Field(default=None, foreign_key="plan_cut.id")
    reason: str = Field(default="", max_length=200)
    made_by: str = Field(max_length=64)
    made_at: dt.datetime = moment()


class PlanComment(SQLModel, table=True):
    """A dated comment on an indicator."""

    __tablename__ = "plan_comment"
    id: uuid.UUID = key()
    plan: str = coded()
    indicator: str = coded()
    text: str = Field(max_length=400)
    made_by: str = Field(max_length=64)
    made_at: dt.datetime = moment()


class PlanDraft(SQLModel, table=True):
    """What somebody has typed and not sent. It is theirs alone, and goes once it is sent."""

    __tablename__ = "plan_draft"
    actor: str = Field(primary_key=True, max_length=64)
    plan: str = coded(primary_key=True)
    indicator: str = coded(primary_key=True)
    period: str = Field(primary_key=True, max_length=8)
    content: str = Field(sa_column=Column(Text, nullable=False))
    kept_at: dt.datetime = moment()
