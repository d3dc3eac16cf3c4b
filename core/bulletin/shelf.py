"""The shelf holds the bulletin in service and takes up a new file without a restart."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from core.bulletin.bulletin import Bulletin
from core.bulletin.file import read
from core.errors import BulletinFault

_log = logging.getLogger("yanapay.bulletin")

_Mark = tuple[int, int, int]


class Shelf:
    """The newest good bulletin of one path. A bad file never replaces a good one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mark: _Mark | None = None
        self._held: Bulletin | None = None
        self._lock = threading.Lock()

    @property
    def bulletin(self) -> Bulletin:
        """The bulletin in service, read again when the file has been replaced (one ``stat``).

        :raises BulletinFault: when there has never been a good one.
        """
        mark = self._look()
        if mark != self._mark:
            with self._lock:
                self._take_up(mark)
        if self._held is None:
            raise BulletinFault(f"{self._path.name}: no release has been made yet")
        return self._held

    def serves(self, bulletin: Bulletin) -> bool:
        """True for the bulletin in service; nothing is read for it (one ``stat``)."""
        return bulletin is self._held and self._look() == self._mark

    def _look(self) -> _Mark | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def _take_up(self, mark: _Mark | None) -> None:
        if mark == self._mark:
            return
        try:
            self._held = read(self._path)
        except BulletinFault as fault:
            _log.error("bulletin refused, the last good one stays: %s", fault.facts["why"])
        self._mark = mark  # last: whoever finds it known finds the bulletin there
