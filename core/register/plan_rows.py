"""Readings, reviews, evidence, cuts and steps of the plan: adding them and finding them again."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, delete, func, insert, select
from sqlmodel import SQLModel

from core.register.columns import columns_of
from core.register.plan_tables import (
    PlanComment,
    PlanCut,
    PlanDraft,
    PlanEvidence,
    PlanReading,
    PlanReview,
    PlanStep,
)

READING, REVIEW = columns_of(PlanReading), columns_of(PlanReview)
EVIDENCE, CUT = columns_of(PlanEvidence), columns_of(PlanCut)
STEP, COMMENT, DRAFT = columns_of(PlanStep), columns_of(PlanComment), columns_of(PlanDraft)

ACCEPTED, RETURNED = "accepted", "returned"
OPEN, CLOSED, PUBLISHED = "open", "closed", "published"


@dataclass(frozen=True, slots=True)
class Place:
    """An indicator in a period of a plan, by their codes."""

    plan: str
    indicator: str
    period: str


def add(connection: Connection, table: type[SQLModel], **fields: Any) -> None:
    """Keep one row of any of these tables."""
    connection.execute(insert(table).values(**fields))


def add_many(connection: Connection, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    """Keep many rows that name the same columns."""
    if rows:
        connection.execute(insert(table), rows)


def readings(
    connection: Connection, plan: str, indicator: str | None = None
) -> Sequence[RowMapping]:
    """Every reading with its review and what its evidence is; the oldest revision first."""
    question = _readings().where(READING.plan == plan)
    if indicator is not None:
        question = question.where(READING.indicator == indicator)
    order = READING.indicator, READING.period, READING.revision
    return connection.execute(question.order_by(*order)).mappings().all()


def reading(connection: Connection, record: uuid.UUID) -> RowMapping | None:
    """One reading with its review."""
    return connection.execute(_readings().where(READING.id == record)).mappings().one_or_none()


def _readings() -> Select[Any]:
    shown = REVIEW.verdict, REVIEW.note, REVIEW.reviewed_by, REVIEW.reviewed_at
    file = (
        EVIDENCE.name.label("evidence_name"),
        EVIDENCE.sha256.label("evidence_sha256"),
        EVIDENCE.media_type.label("evidence_type"),
        EVIDENCE.size.label("evidence_size"),
    )
    return (
        select(*READING, *shown, *file)
        .outerjoin(PlanReview, REVIEW.reading_id == READING.id)
        .outerjoin(PlanEvidence, EVIDENCE.id == READING.evidence_id)
    )


def next_revision(connection: Connection, at: Place) -> int:
    """The number of the next revision of a reading."""
    question = select(func.coalesce(func.max(READING.revision), 0) + 1).where(
        READING.plan == at.plan, READING.indicator == at.indicator, READING.period == at.period
    )
    return int(connection.execute(question).scalar_one())


def evidence(connection: Connection, record: uuid.UUID) -> RowMapping | None:
    """A file of evidence, sealed."""
    return connection.execute(select(*EVIDENCE).where(EVIDENCE.id == record)).mappings().first()


def steps(connection: Connection, plan: str, period: str | None = None) -> Sequence[RowMapping]:
    """Every step of the periods of a plan, the oldest first, with the digest of its cut."""
    question = (
        select(*STEP, CUT.sha256, CUT.revision)
        .outerjoin(PlanCut, CUT.id == STEP.cut_id)
        .where(STEP.plan == plan)
    )
    if period is not None:
        question = question.where(STEP.period == period)
    return connection.execute(question.order_by(STEP.period, STEP.number)).mappings().all()


def last_step(connection: Connection, plan: str, period: str) -> RowMapping | None:
    """The last step of a period; ``None`` where it was never closed."""
    found = steps(connection, plan, period)
    return found[-1] if found else None


def last_cut(connection: Connection, plan: str, period: str) -> RowMapping | None:
    """The newest cut of a period."""
    question = select(*CUT).where(CUT.plan == plan, CUT.period == period)
    newest = question.order_by(CUT.revision.desc()).limit(1)
    return connection.execute(newest).mappings().first()


def published_cuts(connection: Connection) -> list[dict[str, Any]]:
    """The newest published cut of every period, oldest period first, as a release carries it."""
    newest = (
        select(STEP.plan, STEP.period, func.max(STEP.number).label("number"))
        .where(STEP.state == PUBLISHED)
        .group_by(STEP.plan, STEP.period)
        .subquery()
    )
    at = newest.c
    same = and_(STEP.plan == at.plan, STEP.period == at.period, STEP.number == at.number)
    question = (
        select(CUT.plan, CUT.period, CUT.revision, CUT.content, CUT.sha256, STEP.made_at)
        .join(PlanStep, STEP.cut_id == CUT.id)
        .join(newest, same)
        .order_by(CUT.plan, CUT.period)
    )
    return [
        {
            **{name: row[name] for name in ("plan", "period", "revision", "content", "sha256")},
            "published_on": row["made_at"].date().isoformat(),
        }
        for row in connection.execute(question).mappings()
    ]


def comments(connection: Connection, plan: str, indicator: str, limit: int) -> Sequence[RowMapping]:
    """The newest comments on an indicator, the newest first."""
    question = select(*COMMENT).where(COMMENT.plan == plan, COMMENT.indicator == indicator)
    newest = question.order_by(COMMENT.id.desc()).limit(limit)
    return connection.execute(newest).mappings().all()


def keep_draft(
    connection: Connection, actor: str, at: Place, content: str, now: dt.datetime
) -> None:
    """Keep what somebody has typed, in place of what they had typed before."""
    drop_draft(connection, actor, at)
    add(connection, PlanDraft, actor=actor, **_place(at), content=content, kept_at=now)


def draft(connection: Connection, actor: str, at: Place) -> str | None:
    """What somebody has typed and not sent."""
    question = select(DRAFT.content).where(*_theirs(actor, at))
    return connection.execute(question).scalar_one_or_none()


def drop_draft(connection: Connection, actor: str, at: Place) -> None:
    """Forget a draft."""
    connection.execute(delete(PlanDraft).where(*_theirs(actor, at)))


def _place(at: Place) -> dict[str, str]:
    return {"plan": at.plan, "indicator": at.indicator, "period": at.period}


def _theirs(actor: str, at: Place) -> list[Any]:
    return [DRAFT.actor == actor, *(DRAFT[name] == value for name, value in _place(at).items())]


def mark(connection: Connection) -> tuple[int, ...]:
    """Tells whether anything was added: how many readings, reviews and steps there are."""
    counts = [select(func.count()).select_from(t).scalar_subquery() for t in _MARKED]
    return tuple(connection.execute(select(*counts)).one())


_MARKED = (PlanReading, PlanReview, PlanStep)
