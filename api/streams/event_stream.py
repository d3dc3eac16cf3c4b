"""GraphQL over Server-Sent Events, distinct connections: one operation a request.

Events are those of its PROTOCOL.md (enisdenjo/graphql-sse on GitHub).
"""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import suppress
from typing import Any

from graphql import OperationType
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from api.execution import Outcome, Prepared, refusal
from api.negotiation import EVENTS
from api.streams.callers import Caller, Gone, Showing
from api.streams.hall import Hall, Stopping, TooSlow, answered, in_thread, told
from api.streams.limits import Full
from api.streams.opening import topic_of
from api.view import Streaming
from core.desk.visit import Visit

_log = logging.getLogger("yanapay.streams")

_HEADERS = {
    "Content-Type": f"{EVENTS}; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",  # proxies must hand on each event at once
    "Vary": "Accept, Authorization, Cookie",
}
_ALIVE = ":\n\n"
_RETRY = {"Retry-After": "30"}


class _Left(Exception):
    """The reader has gone."""


class _Done(Exception):
    """All was told."""


def streaming_of(hall: Hall, shown_by: Showing) -> Streaming:
    """Answers as event streams."""

    def streaming(request: Request, ready: Prepared | Outcome, visit: Visit) -> ASGIApp:
        caller = Caller(hall.reception, shown_by(request), visit.asker)
        return _EventStream(hall, caller, ready, visit)

    return streaming


class _EventStream:
    """One operation as an event stream."""

    def __init__(self, hall: Hall, caller: Caller, ready: Prepared | Outcome, visit: Visit) -> None:
        self._hall = hall
        self._caller = caller
        self._ready = ready
        self._visit = visit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request."""
        hall, caller = self._hall, self._caller
        try:
            with hall.entered(caller.shown) as end, hall.seated(caller):
                await self._serve(_Out(send, hall.limits.until_sent), receive, end)
        except Full as full:
            text = "Too many connections are open.\n"
            busy = PlainTextResponse(text, 429 if full.own else 503, headers=_RETRY)
            await busy(scope, receive, send)

    async def _serve(self, out: _Out, receive: Receive, end: asyncio.Event) -> None:
        cause: Exception = _Done()
        try:
            await out.begin()
            async with asyncio.TaskGroup() as group:
                group.create_task(self._hall.watch(self._caller, end))
                group.create_task(_left(receive))
                group.create_task(self._pings(out))
                await self._tell(out)
                raise _Done
        except Exception as raised:
            cause = raised
        with suppress(TooSlow, OSError):
            await self._finish(out, cause)

    async def _tell(self, out: _Out) -> None:
        """All of it; a subscription has no end of its own."""
        ready, caller = self._ready, self._caller
        if isinstance(ready, Outcome):
            await out.next(ready.told)
            return
        if ready.kind is not OperationType.SUBSCRIPTION:
            await out.next((await in_thread(answered, ready, self._visit)).told)
            return
        topic = await in_thread(topic_of, ready, self._visit)
        if isinstance(topic, Outcome):
            await out.next(topic.told)
            return
        inbox = await self._hall.listen(topic)
        try:
            await out.write(_ALIVE)  # whoever reads this misses nothing from now on
            while True:
                result = await in_thread(told, ready, caller, await inbox.next())
                if result is not None:
                    await out.next(result)
        finally:
            self._hall.leave(inbox)

    async def _pings(self, out: _Out) -> None:
        """Proxies and readers shall see that it is alive."""
        while True:
            await asyncio.sleep(self._hall.limits.between_pings)
            await out.write(_ALIVE)

    async def _finish(self, out: _Out, cause: Exception) -> None:
        """The last words; without ``complete`` a client comes again, as it should."""
        while isinstance(cause, ExceptionGroup):
            cause = cause.exceptions[0]
        match cause:
            case _Left() | TooSlow():
                return
            case Gone():
                await out.next(refusal(cause.refused).told)
                await out.complete()
            case _Done():
                await out.complete()
            case Stopping():
                pass
            case _:
                _log.error("a stream failed", exc_info=cause)
        await out.end()


class _Out:
    """What goes to the reader, each piece within a time."""

    def __init__(self, send: Send, seconds: float) -> None:
        self._send = send
        self._seconds = seconds

    async def begin(self) -> None:
        """The head of the answer."""
        headers = [(name.lower().encode(), value.encode()) for name, value in _HEADERS.items()]
        await self._send({"type": "http.response.start", "status": 200, "headers": headers})

    async def next(self, result: dict[str, Any]) -> None:
        """One result."""
        text = json.dumps(result, ensure_ascii=False, separators=(",", ":"))
        await self.write(f"event: next\ndata: {text}\n\n")

    async def complete(self) -> None:
        """No more results. The empty data makes browsers tell of it at all."""
        await self.write("event: complete\ndata: \n\n")

    async def end(self) -> None:
        """The end of the answer."""
        await self._body(b"", more=False)

    async def write(self, text: str) -> None:
        """A piece of the stream. :raises TooSlow: where it is not taken in time."""
        await self._body(text.encode("utf-8", "replace"), more=True)

    async def _body(self, body: bytes, *, more: bool) -> None:
        try:
            async with asyncio.timeout(self._seconds):
                await self._send({"type": "http.response.body", "body": body, "more_body": more})
        except TimeoutError:
            raise TooSlow from None


async def _left(receive: Receive) -> None:
    """Wait until the reader goes."""
    while (await receive())["type"] != "http.disconnect":
        pass
    raise _Left
