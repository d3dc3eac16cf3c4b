"""What an event stream is, whatever it tells: opened, watched, kept alive, and ended in time."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from contextlib import suppress

from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from api.negotiation import EVENTS
from api.streams.callers import Caller, Gone
from api.streams.hall import Hall, Stopping, TooSlow
from api.streams.limits import Full
from core.errors import Refused

_log = logging.getLogger("yanapay.streams")

_HEADERS = {
    "Content-Type": f"{EVENTS}; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",  # proxies must hand on each event at once
    "Vary": "Accept, Authorization, Cookie",
}
ALIVE = ":\n\n"
_RETRY = {"Retry-After": "30"}


class _Left(Exception):
    """The reader has gone."""


class _Done(Exception):
    """All was told."""


class HeldStream(ABC):
    """One event stream and whoever holds it."""

    def __init__(self, hall: Hall, caller: Caller) -> None:
        self._hall = hall
        self._caller = caller

    @abstractmethod
    async def _tell(self, out: Out) -> None:
        """All that there is to tell; it may never end by itself."""

    @abstractmethod
    async def _end(self, out: Out, refused: Refused | None) -> None:
        """The last words: after everything was told, or to a holder who is not who it was."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request."""
        hall, caller = self._hall, self._caller
        try:
            with hall.entered(caller.shown) as end, hall.seated(caller):
                await self._serve(Out(send, hall.limits.until_sent), receive, end)
        except Full as full:
            text = "Too many connections are open.\n"
            busy = PlainTextResponse(text, 429 if full.own else 503, headers=_RETRY)
            await busy(scope, receive, send)

    async def _serve(self, out: Out, receive: Receive, end: asyncio.Event) -> None:
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

    async def _pings(self, out: Out) -> None:
        """Proxies and readers shall see that it is alive."""
        while True:
            await asyncio.sleep(self._hall.limits.between_pings)
            await out.write(ALIVE)

    async def _finish(self, out: Out, cause: Exception) -> None:
        """The last words; without any a client comes again, as it should."""
        while isinstance(cause, ExceptionGroup):
            cause = cause.exceptions[0]
        match cause:
            case _Left() | TooSlow():
                return
            case Gone():
                await self._end(out, cause.refused)
            case _Done():
                await self._end(out, None)
            case Stopping():
                pass
            case _:
                _log.error("a stream failed", exc_info=cause)
        await out.end()


class Out:
    """What goes to the reader, each piece within a time."""

    def __init__(self, send: Send, seconds: float) -> None:
        self._send = send
        self._seconds = seconds

    async def begin(self) -> None:
        """The head of the answer."""
        headers = [(name.lower().encode(), value.encode()) for name, value in _HEADERS.items()]
        await self._send({"type": "http.response.start", "status": 200, "headers": headers})

    async def event(self, name: str, data: str = "", number: str = "") -> None:
        """One event, on one line. Even empty data makes browsers tell of it at all."""
        known = f"id: {number}\n" if number else ""
        await self.write(f"event: {name}\n{known}data: {data}\n\n")

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
