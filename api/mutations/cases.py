"""Acts on cases."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.inputs.acts import OpenCaseInput, UpdateCaseStatusInput
from api.mutations.acting import INPUT, Info, acting
from api.types.payloads import OpenCasePayload, UpdateCaseStatusPayload
from core.access.roles import Action
from core.desk.cases import open_case, update_status


@strawberry.type
class CaseMutations:
    """What case workers do."""

    @acting(Action.OPEN_CASE, "Open a case with the people in it; for case workers.")
    def open_case(
        self, info: Info, input: Annotated[OpenCaseInput, INPUT]
    ) -> OpenCasePayload | None:
        """A case is opened."""
        recorder = info.context.visit.recording()
        done = open_case(recorder, key=input.idempotency_key, case=input.case())
        return OpenCasePayload(done=done)

    @acting(
        Action.UPDATE_CASE,
        "Take a case one step on; for case workers. Nobody's step is lost: whoever knew another "
        "status gets CONFLICT with the present one.",
    )
    def update_case_status(
        self, info: Info, input: Annotated[UpdateCaseStatusInput, INPUT]
    ) -> UpdateCaseStatusPayload | None:
        """A case takes a step."""
        recorder = info.context.visit.recording()
        done = update_status(recorder, key=input.idempotency_key, step=input.step())
        return UpdateCaseStatusPayload(done=done)
