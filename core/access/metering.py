"""What may be asked for in a minute, in points of cost, and how much at once.

Counted by token or account, and by address for whoever has neither; in the memory of each process,
like the attempts of core.access.throttling.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import math
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from core.access.roles import Asker
from core.errors import Code, Refused

AT_ONCE = 8
SIGNED_IN, STRANGERS = 300_000, 150_000


@dataclass(frozen=True, slots=True)
class Quota:
    """Where somebody stands: ``limit`` points a minute, those that remain, when all come back."""

    limit: int
    remaining: int
    resets_at: dt.datetime
    resets_in: int  # seconds


class Meter:
    """Counts the points that were asked for, and what is being answered now."""

    def __init__(self, signed_in: int = SIGNED_IN, strangers: int = STRANGERS) -> None:
        self._windows = FixedWindowRateLimiter(MemoryStorage())
        self._signed_in = RateLimitItemPerMinute(signed_in)
        self._strangers = RateLimitItemPerMinute(strangers)
        self._now: Counter[str] = Counter()
        self._turn = threading.Lock()

    def allowance(self, asker: Asker, address: str) -> Allowance:
        """What somebody may ask for who comes from this address."""
        if asker.signed_in:
            return Allowance(self, self._signed_in, asker.name)
        return Allowance(self, self._strangers, network_of(address))

    def quota(self, asking: Allowance) -> Quota:
        """Where an allowance stands."""
        stats = self._windows.get_window_stats(asking.points, asking.key)
        resets_at = dt.datetime.fromtimestamp(stats.reset_time, dt.UTC)
        left = math.ceil(stats.reset_time - time.time())
        return Quota(asking.points.amount, stats.remaining, resets_at, max(0, left))

    def charge(self, asking: Allowance, points: int) -> Quota:
        """Take points from an allowance. :raises Refused: ``RATE_LIMITED``."""
        with self._turn:
            if not self._windows.test(asking.points, asking.key, cost=points):
                seconds = max(1, self.quota(asking).resets_in)
                raise Refused(Code.RATE_LIMITED, seconds=str(seconds))
            self._windows.hit(asking.points, asking.key, cost=points)
        return self.quota(asking)

    def begin(self, key: str) -> None:
        """Something of this key is answered from now on. :raises Refused: ``TOO_MANY_AT_ONCE``."""
        with self._turn:
            if self._now[key] >= AT_ONCE:
                raise Refused(Code.TOO_MANY_AT_ONCE, most=str(AT_ONCE))
            self._now[key] += 1

    def end(self, key: str) -> None:
        """It has been answered."""
        with self._turn:
            self._now[key] -= 1
            if not self._now[key]:
                del self._now[key]


def network_of(address: str) -> str:
    """An address as limits count it: one IPv6 household has a whole /64."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else address


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one token, account or address may ask for. ``key`` names it."""

    meter: Meter
    points: RateLimitItem
    key: str

    def quota(self) -> Quota:
        """Where it stands now."""
        return self.meter.quota(self)

    def charge(self, points: int) -> Quota:
        """Where it stands after these points. A refusal takes none.

        :raises Refused: ``RATE_LIMITED`` where fewer remain.
        """
        return self.meter.charge(self, points)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One of a few things that are answered at once.

        :raises Refused: ``TOO_MANY_AT_ONCE``.
        """
        self.meter.begin(self.key)
        try:
            yield
        finally:
            self.meter.end(self.key)
