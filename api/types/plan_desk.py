"""The plan at the desk: what was reported and reviewed, comments, and the steps of its periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import strawberry

from api.policy import Declared, Stands, guarded, plain
from api.types.payloads import Payload
from api.types.plan import PlanPeriod
from api.types.plan_readings import ReadingEvidence
from api.types.plan_words import State, Verdict
from core.access.roles import Action
from core.bulletin.figures import Bound
from core.plan.periods import period

_READ = Declared(Stands.LIST, "", Action.READ_READINGS)
_REMARK = Declared(Stands.LIST, "", Action.COMMENT_INDICATOR)


@strawberry.type(description="A value that an institution reported, reviewed or not.")
class ReportedReading:
    id: strawberry.ID = plain(_READ, "Its id, for `reviewReading`.")
    indicator: str = plain(_READ, "Code of the indicator.")
    period: str = plain(_READ, "2009 or 2009-S1.")
    revision: int = plain(_READ, "Number of the value: 1 for the first.")
    value: float = plain(_READ, "In the unit of the indicator.")
    bound: Bound = plain(_READ, "How the value is meant.")
    numerator: float | None = plain(_READ, "Number of what was counted.")
    denominator: float | None = plain(_READ, "Number of what it was divided by.")
    source: str = plain(_READ, "What vouches for it, in words.")
    reason: str = plain(_READ, "Why it took the place of another; empty for the first.")
    evidence: ReadingEvidence | None = plain(_READ, "The file that vouches for it.")
    institution: str = plain(_READ, "Acronym of whoever reported it.")
    entered_at: dt.datetime = plain(_READ, "When it was reported (UTC).")
    own: bool = plain(_READ, "True where the asker reported it: somebody else reviews it.")
    verdict: Verdict | None = plain(_READ, "What IOM said; null while it waits.")
    note: str = plain(_READ, "Why it was returned; empty otherwise.")
    reviewed_at: dt.datetime | None = plain(_READ, "When it was reviewed (UTC).")

    @staticmethod
    def of(row: Mapping[str, Any], asker: str) -> ReportedReading:
        """A row as GraphQL spells it. ``asker``: the name of whoever asks."""
        same = ("indicator", "period", "revision", "value", "numerator", "denominator", "source")
        more = ("reason", "institution", "entered_at", "reviewed_at")
        return ReportedReading(
            id=strawberry.ID(str(row["id"])),
            bound=Bound(row["bound"]),
            evidence=_evidence(row),
            own=row["entered_by"] == asker,
            verdict=None if row["verdict"] is None else Verdict(row["verdict"]),
            note=row["note"] or "",
            **{name: row[name] for name in (*same, *more)},
        )


def _evidence(row: Mapping[str, Any]) -> ReadingEvidence | None:
    if row["evidence_id"] is None:
        return None
    return ReadingEvidence(
        reference=str(row["evidence_id"]),
        sha256=row["evidence_sha256"],
        media_type=row["evidence_type"],
        size=row["evidence_size"],
    )


@strawberry.type(description="A dated comment on an indicator, for those who report and review.")
class IndicatorComment:
    id: strawberry.ID = plain(_REMARK, "Its id.")
    text: str = plain(_REMARK, "The comment.")
    made_by: str = plain(_REMARK, "The account that made it.")
    made_at: dt.datetime = plain(_REMARK, "When (UTC).")

    @staticmethod
    def of(row: Mapping[str, Any]) -> IndicatorComment:
        """A row as GraphQL spells it."""
        told = {name: row[name] for name in ("text", "made_by", "made_at")}
        return IndicatorComment(id=strawberry.ID(str(row["id"])), **told)


@strawberry.type(description="A period that was closed, published or opened again.")
class PlanStep:
    period: str = plain(_READ, "2009 or 2009-S1.")
    number: int = plain(_READ, "Number in the order of the steps of its period.")
    state: State = plain(_READ, "What it came to.")
    reason: str = plain(_READ, "Why; needed to open it again and to close it once more.")
    revision: int | None = plain(_READ, "Number of the cut; null where it was opened again.")
    sha256: str | None = plain(_READ, "SHA-256 of the cut; its report prints it.")
    made_at: dt.datetime = plain(_READ, "When (UTC).")

    @staticmethod
    def of(row: Mapping[str, Any]) -> PlanStep:
        """A row as GraphQL spells it."""
        same = ("period", "number", "reason", "revision", "sha256", "made_at")
        return PlanStep(state=State(row["state"]), **{name: row[name] for name in same})


@strawberry.type(description="A comment that was made.")
class CommentIndicatorPayload(Payload):
    @plain(Declared(Stands.ACT, "comment", Action.READ_BULLETIN), "Id of the comment.")
    def comment(self) -> strawberry.ID:
        """The id."""
        return strawberry.ID(str(self.done.record))


@strawberry.type(description="A value that was accepted or returned.")
class ReviewReadingPayload(Payload):
    @plain(Declared(Stands.ACT, "reading", Action.READ_BULLETIN), "Id of the reading.")
    def reading(self) -> strawberry.ID:
        """The id."""
        return strawberry.ID(str(self.done.record))


@strawberry.interface(description="What an act on a period answers.")
class PeriodPayload(Payload):
    moved: strawberry.Private[str]
    plan: strawberry.Private[str | None]

    @guarded(_READ, "The period as it is now, with the digest of its newest cut.")
    def period(self, info: strawberry.Info) -> PlanPeriod | None:
        """The period."""
        at = period(self.moved)
        return PlanPeriod.of(at, info.context.visit.plan(self.plan).closings()[at])


@strawberry.type(description="A period that was closed.")
class ClosePeriodPayload(PeriodPayload):
    """See the description."""


@strawberry.type(description="A period that was published.")
class PublishPeriodPayload(PeriodPayload):
    """See the description."""


@strawberry.type(description="A period that was opened again.")
class ReopenPeriodPayload(PeriodPayload):
    """See the description."""
