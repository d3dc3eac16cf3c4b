"""The internal edition, counted again when an act has been recorded, or when it has grown old."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from core.bulletin.bulletin import Bulletin
from core.moments import Clock
from core.register.database import Register
from core.register.news import newest
from core.release.publish import internal_edition

#: Not every act tells of itself, and imports tell nothing: they are seen after this at the latest.
LIFE = dt.timedelta(seconds=30)


@dataclass(slots=True)
class LiveEdition:
    """The edition that ``make`` counted last. Counting takes seconds, so whoever asks meanwhile
    waits for it."""

    make: Callable[[Register, Clock], Bulletin] = internal_edition
    _kept: tuple[dt.datetime, int, Bulletin] | None = None
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def of(self, register: Register, clock: Clock) -> Bulletin:
        """The edition of the present moment."""
        with self._turn:
            now, latest = clock(), newest(register)
            if self._kept is not None:
                at, known, edition = self._kept
                if known == latest and now - at <= LIFE:
                    return edition
            edition = self.make(register, clock)
            self._kept = now, latest, edition
            return edition
