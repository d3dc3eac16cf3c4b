"""Acts on the plan."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.inputs.plan import RecordReadingInput
from api.mutations.acting import INPUT, Info, acting
from api.types.payloads import RecordReadingPayload
from core.access.roles import Action
from core.desk.plan_readings import record_reading


@strawberry.type
class PlanMutations:
    """What institutions report."""

    @acting(
        Action.RECORD_READING,
        "Report a value for the plan; for who works at a responsible institution. It stands in no "
        "figure until IOM accepts it, and is never overwritten.",
    )
    def record_reading(
        self, info: Info, input: Annotated[RecordReadingInput, INPUT]
    ) -> RecordReadingPayload | None:
        """A value is reported."""
        planning = info.context.visit.plan()
        done = record_reading(planning, key=input.idempotency_key, reported=input.reported())
        return RecordReadingPayload(done=done)
