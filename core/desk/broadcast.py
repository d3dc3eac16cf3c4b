"""News brought to everybody in this process who listens: one thread, however many they are.

Each process reads for itself, so it does not matter which of several processes an act came through.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator

from core.bulletin.shelf import Shelf
from core.errors import BulletinFault
from core.register.database import Register
from core.register.listening import listening
from core.register.news import Item, Reader, Topic

__all__ = ["Broadcast", "Hear", "Item", "Topic"]

_log = logging.getLogger("yanapay.news")

#: What somebody does with a piece of news; called in the thread, must neither wait nor fail.
Hear = Callable[[Item], None]

#: How long, in seconds, until one looks again at the latest.
_ROUND = 0.3
_AFTER_A_FAULT = 1.0


class Broadcast:
    """Reads news while somebody listens. ``register`` is ``None`` for the public edition alone."""

    def __init__(self, register: Register | None, shelf: Shelf) -> None:
        self._register = register
        self._shelf = shelf
        self._hearers: set[Hear] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def join(self, hear: Hear) -> None:
        """Hear whatever is kept from now on, and perhaps what was kept a moment before."""
        with self._lock:
            sources = None if self._thread else _Sources(self._register, self._shelf)
            self._hearers.add(hear)
            if sources is not None:
                self._thread = threading.Thread(
                    target=self._run, args=(sources,), name="news", daemon=True
                )
                self._thread.start()

    def leave(self, hear: Hear) -> None:
        """Hear nothing more."""
        with self._lock:
            self._hearers.discard(hear)

    def close(self) -> None:
        """Tell nobody any more, and wait until the thread has seen that."""
        with self._lock:
            self._hearers.clear()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self, sources: _Sources) -> None:
        while self._wanted():
            try:
                self._tell_of(sources)
            except Exception as fault:  # the database may be away: rows wait, and so do we
                _log.warning("news cannot be read, trying again: %s", type(fault).__name__)
                time.sleep(_AFTER_A_FAULT)

    def _tell_of(self, sources: _Sources) -> None:
        with listening(self._register) as wait:
            while self._wanted():
                for item in sources.fresh():
                    for hear in self._now():
                        hear(item)
                wait(_ROUND)

    def _now(self) -> list[Hear]:
        with self._lock:
            return list(self._hearers)

    def _wanted(self) -> bool:
        with self._lock:
            if not self._hearers:
                self._thread = None
            return self._thread is not None


class _Sources:
    """The rows of the register and the file of the bulletin, since now."""

    def __init__(self, register: Register | None, shelf: Shelf) -> None:
        self._reader = Reader(register) if register is not None else None
        self._shelf = shelf
        self._release = self._released()

    def fresh(self) -> Iterator[Item]:
        """What is new since the last time."""
        if self._reader is not None:
            yield from self._reader.fresh()
        release = self._released()
        if release not in (None, self._release):
            self._release = release
            yield Item(Topic.BULLETIN_RELEASED.value, str(release))

    def _released(self) -> str | None:
        """The id of the release in service; ``None`` where there is none, or none that is good."""
        try:
            return self._shelf.bulletin.release.id
        except BulletinFault:
            return None
