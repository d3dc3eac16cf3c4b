"""Acts on routes."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.inputs.routes import RecordRouteInput
from api.mutations.acting import INPUT, Info, acting
from api.types.payloads import RecordRoutePayload
from core.access.roles import Action
from core.desk.routes import record_route


@strawberry.type
class RouteMutations:
    """What case workers record of routes."""

    @acting(
        Action.RECORD_ROUTE,
        "Record a route with its stops in order and its evidence; for case workers. A refusal "
        "names the stop, counted from 1, in its extensions.",
    )
    def record_route(
        self, info: Info, input: Annotated[RecordRouteInput, INPUT]
    ) -> RecordRoutePayload | None:
        """A route is recorded."""
        recorder = info.context.visit.recording()
        done = record_route(recorder, key=input.idempotency_key, route=input.route())
        return RecordRoutePayload(done=done)
