"""GraphQL over Server-Sent Events, distinct connections: one operation a request.

Events are those of its PROTOCOL.md (enisdenjo/graphql-sse on GitHub).
"""

from __future__ import annotations

import json
from typing import Any

from graphql import OperationType
from starlette.requests import Request
from starlette.types import ASGIApp

from api.execution import Outcome, Prepared, refusal
from api.streams.callers import Caller, Showing
from api.streams.hall import Hall, answered, in_thread, told
from api.streams.held import ALIVE, HeldStream, Out
from api.streams.opening import topic_of
from api.view import Streaming
from core.desk.visit import Visit
from core.errors import Refused


def streaming_of(hall: Hall, shown_by: Showing) -> Streaming:
    """Answers as event streams."""

    def streaming(request: Request, ready: Prepared | Outcome, visit: Visit) -> ASGIApp:
        caller = Caller(hall.reception, shown_by(request), visit.asker)
        return _EventStream(hall, caller, ready, visit)

    return streaming


class _EventStream(HeldStream):
    """One operation as an event stream."""

    def __init__(self, hall: Hall, caller: Caller, ready: Prepared | Outcome, visit: Visit) -> None:
        super().__init__(hall, caller)
        self._ready = ready
        self._visit = visit

    async def _tell(self, out: Out) -> None:
        """All of it; a subscription has no end of its own."""
        ready, caller = self._ready, self._caller
        if isinstance(ready, Outcome):
            await _next(out, ready.told)
            return
        if ready.kind is not OperationType.SUBSCRIPTION:
            await _next(out, (await in_thread(answered, ready, self._visit)).told)
            return
        topic = await in_thread(topic_of, ready, self._visit)
        if isinstance(topic, Outcome):
            await _next(out, topic.told)
            return
        inbox = await self._hall.listen(topic)
        try:
            await out.write(ALIVE)  # whoever reads this misses nothing from now on
            while True:
                result = await in_thread(told, ready, caller, await inbox.next())
                if result is not None:
                    await _next(out, result)
        finally:
            self._hall.leave(inbox)

    async def _end(self, out: Out, refused: Refused | None) -> None:
        if refused is not None:
            await _next(out, refusal(refused).told)
        await out.event("complete")


async def _next(out: Out, result: dict[str, Any]) -> None:
    """One result."""
    await out.event("next", json.dumps(result, ensure_ascii=False, separators=(",", ":")))
