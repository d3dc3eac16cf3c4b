"""Everything that is open in this process: who hears what, and how all of it is ended."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn, TypeVar

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar

from api.execution import Outcome, Prepared, refusal, run
from api.streams.callers import Caller, Credentials, Reception
from api.streams.limits import Limits, Seats
from core.access.metering import network_of
from core.access.tallies import Tallies
from core.desk.broadcast import Broadcast, Hear, Item
from core.desk.visit import Visit
from core.errors import Refused

Answer = TypeVar("Answer")

#: Streams read the register in a few threads of their own, so that questions never wait for them.
_THREADS = 8
_limiter: RunVar[CapacityLimiter] = RunVar("streams")


async def in_thread(work: Callable[..., Answer], *given: Any) -> Answer:
    """The answer of something that waits for the register."""
    try:
        limiter = _limiter.get()
    except LookupError:
        limiter = CapacityLimiter(_THREADS)
        _limiter.set(limiter)
    return await to_thread.run_sync(work, *given, limiter=limiter)


class TooSlow(Exception):
    """A reader did not take what it was told."""


class Stopping(Exception):
    """The server ends."""


class Inbox:
    """Events that wait to be told to one operation: never more than a few."""

    def __init__(self, topic: str, most: int) -> None:
        self._topic = topic
        self._loop = asyncio.get_running_loop()
        self._waiting: asyncio.Queue[Item] = asyncio.Queue(most)
        self._lost = False

    def hear(self, item: Item) -> None:
        """Take an event in, from any thread."""
        if item.topic == self._topic:
            with contextlib.suppress(RuntimeError):  # the loop has just been closed
                self._loop.call_soon_threadsafe(self._put, item)

    def _put(self, item: Item) -> None:
        try:
            self._waiting.put_nowait(item)
        except asyncio.QueueFull:
            self._lost = True

    async def next(self) -> Item:
        """The next event. :raises TooSlow: where one was lost meanwhile."""
        if self._lost:
            raise TooSlow
        return await self._waiting.get()


class Hall:
    """The streams of one process."""

    def __init__(
        self,
        reception: Reception,
        broadcast: Broadcast,
        tallies: Tallies,
        limits: Limits | None = None,
    ) -> None:
        self.reception = reception
        self.limits = limits or Limits()
        self._broadcast = broadcast
        self._seats = Seats(self.limits, tallies)
        self._ends: set[asyncio.Event] = set()
        self.counting = asyncio.Lock()  # counting takes long, and threads are few

    def shut(self) -> None:
        """Let every stream end; readers may come again. Called in the event loop."""
        for end in self._ends:
            end.set()

    async def close(self) -> None:
        """End everything."""
        self.shut()
        await in_thread(self._broadcast.close)

    @contextmanager
    def entered(self, shown: Credentials) -> Iterator[asyncio.Event]:
        """A connection from its first word to its last, and the event that ends it.

        :raises Full: where there is no seat left.
        """
        address, end = network_of(shown.address), asyncio.Event()
        self._seats.enter(address)
        self._ends.add(end)
        try:
            yield end
        finally:
            self._ends.discard(end)
            self._seats.leave(address)

    @contextmanager
    def seated(self, caller: Caller) -> Iterator[None]:
        """A connection whose holder is known. :raises Full: where that one has too many."""
        name = caller.name
        self._seats.sit(name)
        try:
            yield
        finally:
            self._seats.rise(name)

    async def watch(self, caller: Caller, end: asyncio.Event) -> NoReturn:
        """Look again and again whether the holder is still who it was.

        :raises Gone: where it is not. :raises Stopping: where everything ends.
        """
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(end.wait(), self.limits.between_checks)
                raise Stopping
            if caller.asker.signed_in:
                await in_thread(caller.again)

    async def listen(self, topic: str) -> Inbox:
        """An inbox for a topic: it gets whatever is kept from now on, until :meth:`leave`."""
        inbox = Inbox(topic, self.limits.waiting)
        await self.hear(inbox.hear)
        return inbox

    def leave(self, inbox: Inbox) -> None:
        """Nothing more goes into an inbox."""
        self.unhear(inbox.hear)

    async def hear(self, hear: Hear) -> None:
        """Hear whatever is kept from now on, until :meth:`unhear`."""
        try:
            await in_thread(self._broadcast.join, hear)
        except BaseException:
            self.unhear(hear)
            raise

    def unhear(self, hear: Hear) -> None:
        """Hear nothing more."""
        self._broadcast.leave(hear)


def answered(ready: Prepared, visit: Visit) -> Outcome:
    """The outcome of a question or an act, when it is its turn."""
    try:
        with visit.allowance.turn():
            return run(ready, visit)
    except Refused as refused:
        return refusal(refused)


def told(ready: Prepared, caller: Caller, event: Item) -> dict[str, Any] | None:
    """What a subscription tells of an event; ``None`` where it lies beyond the holder's reach.

    :raises Gone: where the holder is not who it was.
    """
    answer = run(ready, caller.again(), event).told
    answer.pop("extensions", None)  # it was charged when it was opened; nobody asks for events
    if "errors" not in answer and not any(answer["data"].values()):
        return None
    return answer
