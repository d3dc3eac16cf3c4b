"""What somebody was told of records, told again while the register tells the same.

An answer is kept for one asker, whole: role, scope and name. Told again it is audited again, in one
transaction that ends in nothing where the register has changed; rights are asked before, as always.
"""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from api.bounded import AN_ANSWER, Bounded
from api.execution import Prepared
from core.access.roles import Asker
from core.desk.reading import Changed, Desk, Event

#: Bytes that are kept in a process, and of one answer that is.
MOST, LARGEST = 16 << 20, 1 << 20

_Key = tuple[Asker, str, str | None, str]


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer, what was written down for it, and what the register told at the latest before."""

    body: bytes
    etag: str
    done: Sequence[Event]
    version: uuid.UUID


def _size(key: _Key, seen: Seen) -> int:
    return AN_ANSWER + len(seen.body) + len(key[1]) + len(key[3])


@dataclass(slots=True)
class SeenAnswers:
    """Answers of one version; another empties it."""

    _version: uuid.UUID | None = None
    _seen: Bounded[_Key, Seen] = field(default_factory=lambda: Bounded(MOST, _size))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def again(self, ready: Prepared, desk: Desk) -> Seen | None:
        """The answer, once it is written down that it is told again; ``None`` where there is none
        that still holds.

        :raises Unavailable: where that cannot be written down now.
        """
        with self._lock:
            seen = self._seen.get(_key(ready, desk.asker))
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
                self._seen.put(_key(ready, asker), seen)

    def _forget(self, version: uuid.UUID) -> None:
        """Nothing of this version holds any more."""
        with self._lock:
            if self._version == version:
                self._version = None
                self._seen.clear()


def _key(ready: Prepared, asker: Asker) -> _Key:
    name = ready.operation.name
    variables = json.dumps(ready.variables, sort_keys=True)
    return asker, ready.text, name.value if name else None, variables
