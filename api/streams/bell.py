"""The bell of the internal edition: it rings when the figures are others, and says nothing of them.

Whoever hears it asks for the page again, as anybody asks for a page: there the right is asked for,
the reading is written down, and the figures are spelled.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

from starlette.requests import Request
from starlette.types import ASGIApp

from api.streams.callers import Caller, Showing
from api.streams.hall import Hall, in_thread
from api.streams.held import HeldStream, Out
from core.access.roles import Action
from core.desk.broadcast import Item, Topic
from core.desk.visit import Visit
from core.errors import Refused

#: What an act tells of that changes a figure. What tells nothing is seen at the next look.
_TOPICS = frozenset({Topic.CALL_RECEIVED.value, Topic.CASE_CHANGED.value})

#: Seconds until the next look at the latest: as old as the internal edition may become.
_LATEST = 30.0
#: Seconds between two looks, and how many times as long as the counting took: a fifth at most of
#: a processor counts for those who watch.
_SOONEST, _REST = 1.0, 4


def ringing_of(hall: Hall, shown_by: Showing) -> Callable[[Request, Visit, str], ASGIApp]:
    """Bells as event streams. The last text given is the edition that somebody has seen already."""

    def ringing(request: Request, visit: Visit, seen: str) -> ASGIApp:
        caller = Caller(hall.reception, shown_by(request), visit.asker)
        return _Bell(hall, caller, request.headers.get("last-event-id") or seen)

    return ringing


#: The edition is another one; the holder may not see it any more.
RUNG, ENDED = "cambio", "fin"


class _Bell(HeldStream):
    """The bell of one page."""

    def __init__(self, hall: Hall, caller: Caller, seen: str) -> None:
        super().__init__(hall, caller)
        self._seen = seen
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()

    async def _tell(self, out: Out) -> None:
        await self._hall.hear(self._hear)
        try:
            while True:
                began = time.monotonic()
                self._news.clear()
                await self._look(out)
                rest = _REST * (time.monotonic() - began)
                await asyncio.sleep(max(_SOONEST, rest))
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), _LATEST)
        finally:
            self._hall.unhear(self._hear)

    async def _look(self, out: Out) -> None:
        """Ring where the edition is another one. One of all who watch counts at a time."""
        async with self._hall.counting:
            edition = await in_thread(_edition, self._caller)
        if edition != self._seen:
            self._seen = edition
            await out.event(RUNG, number=edition)

    def _hear(self, item: Item) -> None:
        if item.topic in _TOPICS:
            with suppress(RuntimeError):  # the loop has just been closed
                self._loop.call_soon_threadsafe(self._news.set)

    async def _end(self, out: Out, refused: Refused | None) -> None:
        assert refused is not None, "a bell has never told everything"
        await out.event(ENDED, refused.code.value)


def _edition(caller: Caller) -> str:
    """Which internal edition there is now. :raises Gone: where the holder is not who it was."""
    visit = caller.again()
    visit.require(Action.READ_INTERNAL_FIGURES)
    assert visit.editions is not None, "whoever may has a register"
    return visit.editions.exact().release.id
