"""Acts on the plan."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry

from api.inputs.given import plain
from api.inputs.plan import (
    ClosePeriodInput,
    CommentIndicatorInput,
    PublishPeriodInput,
    RecordReadingInput,
    ReopenPeriodInput,
    ReviewReadingInput,
)
from api.mutations.acting import INPUT, Info, acting
from api.types.payloads import RecordReadingPayload
from api.types.plan_desk import (
    ClosePeriodPayload,
    CommentIndicatorPayload,
    PublishPeriodPayload,
    ReopenPeriodPayload,
    ReviewReadingPayload,
)
from core.access.roles import Action
from core.desk.plan_periods import Moved, close_period, publish_period, reopen_period
from core.desk.plan_readings import Commented, comment, record_reading, review_reading


@strawberry.type
class PlanMutations:
    """What institutions report, and what IOM makes of it."""

    @acting(
        Action.RECORD_READING,
        "Report a value for the plan; for who works at a responsible institution. It stands in no "
        "figure until IOM accepts it, and is never overwritten.",
    )
    def record_reading(
        self, info: Info, input: Annotated[RecordReadingInput, INPUT]
    ) -> RecordReadingPayload | None:
        """A value is reported."""
        planning = info.context.visit.plan(input.plan)
        done = record_reading(planning, key=input.idempotency_key, reported=input.reported())
        return RecordReadingPayload(done=done)

    @acting(
        Action.REVIEW_READING,
        "Accept a value that waits, or return it with a note; for IOM's monitors, of values that "
        "somebody else reported.",
    )
    def review_reading(
        self, info: Info, input: Annotated[ReviewReadingInput, INPUT]
    ) -> ReviewReadingPayload | None:
        """A value is reviewed."""
        planning = info.context.visit.plan()
        done = review_reading(planning, key=input.idempotency_key, reviewed=input.reviewed())
        return ReviewReadingPayload(done=done)

    @acting(
        Action.COMMENT_INDICATOR,
        "Comment on an indicator; for those who report and review. Comments stay.",
    )
    def comment_indicator(
        self, info: Info, input: Annotated[CommentIndicatorInput, INPUT]
    ) -> CommentIndicatorPayload | None:
        """A comment is made."""
        planning = info.context.visit.plan(input.plan)
        said = Commented(**plain(input, "plan"))
        return CommentIndicatorPayload(
            done=comment(planning, key=input.idempotency_key, commented=said)
        )

    @acting(
        Action.CLOSE_PERIOD,
        "Freeze a period that is over: what was accepted and what the public edition counts, in "
        "one text with its SHA-256; for IOM's monitors.",
    )
    def close_period(
        self, info: Info, input: Annotated[ClosePeriodInput, INPUT]
    ) -> ClosePeriodPayload | None:
        """A period is closed."""
        return ClosePeriodPayload(**_moved(info, close_period, input))

    @acting(
        Action.PUBLISH_PERIOD,
        "Let the newest cut of a closed period out, into the bulletin; for IOM's monitors.",
    )
    def publish_period(
        self, info: Info, input: Annotated[PublishPeriodInput, INPUT]
    ) -> PublishPeriodPayload | None:
        """A period is published."""
        return PublishPeriodPayload(**_moved(info, publish_period, input))

    @acting(
        Action.REOPEN_PERIOD,
        "Open a closed period again for a reason; what was published stays until it is closed and "
        "published once more; for IOM's monitors.",
    )
    def reopen_period(
        self, info: Info, input: Annotated[ReopenPeriodInput, INPUT]
    ) -> ReopenPeriodPayload | None:
        """A period is opened again."""
        return ReopenPeriodPayload(**_moved(info, reopen_period, input))


def _moved(info: Info, act: Any, given: Any) -> dict[str, Any]:
    """An act on a period, as its payload tells it."""
    moved = Moved(**plain(given, "plan"))
    done = act(info.context.visit.plan(given.plan), key=given.idempotency_key, moved=moved)
    return {"done": done, "moved": given.period, "plan": given.plan}
