"""What the processes of one machine count together: points in a time, and places taken.

Points lie in a file that all of them map into memory: a table of buckets, found by a digest of the
key, under a secret that changes, so that what is left on the disk names nobody for long. Places
are locks on single bytes of the same file, far behind its end: the system gives them back when a
process ends, however it ends.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import mmap
import os
import secrets
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_log = logging.getLogger("yanapay.tallies")

MINUTE, _LONGEST = 60.0, 300.0

#: The secret that keys are digested with, and until when: addresses cannot be tried out later.
_HEAD = struct.Struct("<32sd")
_SECRET_LASTS = 600.0
#: Digest of the key, end of its window, points spent in it.
_SLOT = struct.Struct("<16sdQ")
_WAYS, _BUCKETS = 16, 4096
_BUCKET = _SLOT.size * _WAYS
_SIZE = _BUCKET * (_BUCKETS + 1)  # the first one is the head

#: Which bytes are locked: one for the table, and so many for each name.
_TABLE, _PLACES, _OF_A_NAME = 0, 1 << 56, 1 << 12
_SOONER, _LATEST = 20, 60  # tries for the table at once, and in all, a millisecond apart


@dataclass(frozen=True, slots=True)
class Spent:
    """Points spent in a window of time, and when it ends, in seconds since 1970."""

    points: int
    ends: float


class Tallies:
    """``path``: the file that is shared. Without one, this process counts by itself."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._file: int | None = None
        self._map: mmap.mmap | None = None
        self._table, self._seats = threading.RLock(), threading.Lock()
        self._mine: dict[str, set[int]] = {}

    def spent(self, key: str) -> Spent:
        """Where a key stands. Waits for nobody."""
        table = self._shared()
        _, spent = _slot(table, _mark(table, key), time.time())
        return spent

    def spend(self, key: str, points: int, most: int, lasts: float = MINUTE) -> Spent | None:
        """Add points to a key's window of time, and tell where it stands; ``None``, and nothing
        added, where there would be too many. ``lasts``: seconds of the window, 300 at most; it
        begins with the first points."""
        table = self._shared()
        with self._turn():
            now = time.time()
            self._renew_secret(table, now)
            mark = _mark(table, key)
            at, spent = _slot(table, mark, now)
            if spent.points + points > most:
                return None
            after = Spent(spent.points + points, spent.ends if spent.points else now + lasts)
            _SLOT.pack_into(table, at, mark, after.ends, after.points)
        return after

    def sit(self, name: str, most: int) -> bool:
        """Take one of a few places; False where all of them are taken."""
        self._shared()
        with self._seats:
            mine = self._mine.get(name, set())
            for place in range(most):
                if place not in mine and self._locked(_byte_of(name, place)):
                    self._mine.setdefault(name, mine).add(place)
                    return True
            return False

    def rise(self, name: str) -> None:
        """The opposite of :meth:`sit`."""
        with self._seats:
            mine = self._mine[name]
            self._unlock(_byte_of(name, mine.pop()))
            if not mine:
                del self._mine[name]

    def _shared(self) -> mmap.mmap:
        if self._map is None:
            with self._table:
                self._map = self._map or self._opened()
        return self._map

    def _opened(self) -> mmap.mmap:
        """The table of the machine, or of this process alone where no file can be had."""
        if self._path is not None:
            try:
                self._file = _file_at(self._path)
                return mmap.mmap(self._file, _SIZE)
            except OSError as error:
                _log.warning("limits are counted in this process alone: %s", error)
        return mmap.mmap(-1, _SIZE)

    def _renew_secret(self, table: mmap.mmap, now: float) -> None:
        _, until = _HEAD.unpack_from(table)
        if not now < until <= now + _SECRET_LASTS:
            _HEAD.pack_into(table, 0, secrets.token_bytes(32), now + _SECRET_LASTS)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """The table for us alone. A process that stands still keeps nobody waiting for long: who
        has waited goes on, and at worst a few points are forgotten."""
        with self._table:
            held = False
            for attempt in range(_LATEST):
                held = self._locked(_TABLE)
                if held:
                    break
                time.sleep(0.001 if attempt > _SOONER else 0)
            try:
                yield
            finally:
                if held:
                    self._unlock(_TABLE)

    def _locked(self, byte: int) -> bool:
        if self._file is None:
            return True
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
        except OSError:
            return False
        return True

    def _unlock(self, byte: int) -> None:
        if self._file is not None:
            fcntl.lockf(self._file, fcntl.LOCK_UN, 1, byte)


def _file_at(path: Path) -> int:
    """The file, written out to its whole length: memory that has no disk behind it would fail."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        length = os.fstat(file).st_size
        os.pwrite(file, bytes(max(0, _SIZE - length)), length)
    except OSError:
        os.close(file)
        raise
    return file


def _slot(table: mmap.mmap, wanted: bytes, now: float) -> tuple[int, Spent]:
    """Where a mark lies, or would lie: in place of whoever spent least."""
    start = _BUCKET * (1 + int.from_bytes(wanted[:4]) % _BUCKETS)
    found = table.find(wanted, start, start + _BUCKET)
    if found >= 0 and not (found - start) % _SLOT.size:
        _, ends, points = _SLOT.unpack_from(table, found)
        return found, Spent(points, ends) if _counts(ends, now) else Spent(0, now)
    least, at = None, start
    for way, (_, ends, points) in enumerate(_SLOT.iter_unpack(table[start : start + _BUCKET])):
        weight = points if _counts(ends, now) else -1
        if least is None or weight < least:
            least, at = weight, start + way * _SLOT.size
    return at, Spent(0, now)


def _counts(ends: float, now: float) -> bool:
    """True for a window of time that has not ended, and that a clock set back left no longer."""
    return now < ends <= now + _LONGEST


def _mark(table: mmap.mmap, key: str) -> bytes:
    return hashlib.blake2b(key.encode(), digest_size=16, key=table[:32]).digest()


def _byte_of(name: str, place: int) -> int:
    """Names are told apart by 40 bits: two that meet share their places, one in a billion."""
    number = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=5).digest())
    return _PLACES + number * _OF_A_NAME + place
