"""Things that are kept together: whoever waits for a commit goes with whoever waits meanwhile.

A disk takes as long to keep a hundred rows as one. So one of those who come leads: it writes what
all who wait have brought; who comes while it writes waits, and goes with the next.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class NotKept(Exception):
    """Whoever led was stopped before it could say what became of a thing."""


@dataclass(eq=False, slots=True)
class _Waiting(Generic[Thing]):
    """Somebody with a thing. ``turn`` comes once it is ``over``, or when it is theirs to lead."""

    thing: Thing
    turn: threading.Event = field(default_factory=threading.Event)
    over: bool = False
    failure: Exception | None = field(default_factory=NotKept)


class Together(Generic[Thing]):
    """``write`` keeps several things in one go, all of them or none."""

    def __init__(self, write: Callable[[Sequence[Thing]], None]) -> None:
        self._write = write
        self._lock = threading.Lock()
        self._waiting: list[_Waiting[Thing]] = []
        self._led = False

    def keep(self, thing: Thing) -> None:
        """Come back once it is kept.

        :raises Exception: what ``write`` says of this thing alone; what waits beside it is kept.
        """
        mine = _Waiting(thing)
        with self._lock:
            self._waiting.append(mine)
            leads, self._led = not self._led, True
        if not leads:
            mine.turn.wait()
        if not mine.over:
            self._lead()
        if mine.failure is not None:
            raise mine.failure

    def _lead(self) -> None:
        """Write what waits, and let the first of those who came meanwhile lead."""
        with self._lock:
            taken, self._waiting = self._waiting, []
        try:
            self._write_all(taken)
        finally:
            with self._lock:
                following = self._waiting[:1]
                self._led = bool(following)
            for each in following:
                each.turn.set()

    def _write_all(self, taken: Sequence[_Waiting[Thing]]) -> None:
        try:
            failure = self._failure_of([each.thing for each in taken])
            for each in taken:
                alone = failure is not None and len(taken) > 1
                each.failure = self._failure_of([each.thing]) if alone else failure
        finally:
            for each in taken:
                each.over = True
                each.turn.set()

    def _failure_of(self, things: Sequence[Thing]) -> Exception | None:
        """Why some things cannot be kept; nothing where they now are."""
        try:
            self._write(things)
        except Exception as failure:
            return failure
        return None
