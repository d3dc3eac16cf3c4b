"""Acts on calls."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.inputs.acts import RecordCallInput
from api.mutations.acting import INPUT, Info, acting
from api.types.payloads import RecordCallPayload
from core.access.roles import Action
from core.desk.calls import record_call


@strawberry.type
class CallMutations:
    """What operators do."""

    @acting(Action.RECORD_CALL, "Record a call to the hotline; for operators.")
    def record_call(
        self, info: Info, input: Annotated[RecordCallInput, INPUT]
    ) -> RecordCallPayload | None:
        """A call is recorded."""
        recorder = info.context.visit.recording()
        done = record_call(recorder, key=input.idempotency_key, call=input.call())
        return RecordCallPayload(done=done)
