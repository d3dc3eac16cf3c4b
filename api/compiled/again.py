"""What somebody was told of records, told again while the register tells the same.

An answer is kept for one asker, whole: role, scope and name. Told again it is audited again, in one
transaction that ends in nothing where the register has changed; rights are asked before, as always.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from api.bounded import Bounded, size_of
from api.execution import Prepared, Said
from core.access.roles import Asker
from core.desk.reading import Changed, Desk, Event

#: Bytes that are kept in a process, and of one answer that is.
MOST, LARGEST = 16 << 20, 1 << 20

_Key = tuple[Asker, Said]


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer, what was written down for it, and what the register told at the latest before."""

    body: bytes
    etag: str
    done: Sequence[Event]
    version: uuid.UUID


@dataclass(slots=True)
class SeenAnswers:
    """Answers of one version; another empties it."""

    _version: uuid.UUID | None = None
    _seen: Bounded[_Key, Seen] = field(
        default_factory=lambda: Bounded(MOST, lambda key, seen: size_of(key[1], seen.body))
    )
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def again(self, ready: Prepared, desk: Desk) -> Seen | None:
        """The answer, once it is written down that it is told again; ``None`` where there is none
        that still holds.

        :raises Unavailable: where that cannot be written down now.
        """
        with self._lock:
            seen = self._seen.get((desk.asker, ready.said))
        if seen is None:
            return None
        try:
            desk.seen_again(seen.done, seen.version)
        except Changed:
            self._forget(seen.version)
            return None
        return seen

    def version(self, desk: Desk) -> uuid.UUID:
        """A version that the register has told by now, to be asked for before anything is read:
        what is read later and still told under it has not changed since."""
        with self._lock:
            known = self._version
        if known is None:
            known = desk.version()
            with self._lock:
                self._version = known
        return known

    def keep(self, ready: Prepared, asker: Asker, seen: Seen) -> None:
        """Keep an answer for its asker."""
        with self._lock:
            if seen.version == self._version and len(seen.body) <= LARGEST:
                self._seen.put((asker, ready.said), seen)

    def _forget(self, version: uuid.UUID) -> None:
        """Nothing of this version holds any more."""
        with self._lock:
            if self._version == version:
                self._version = None
                self._seen.clear()
