"""What may be asked for in a minute, in points of cost, and how much at once.

Counted by token or account, and by address for whoever has neither; by all processes of a machine
together (core.access.tallies).
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

from core.access.roles import Asker
from core.access.tallies import Spent, Tallies
from core.errors import Code, Refused

AT_ONCE = 8
SIGNED_IN, STRANGERS = 300_000, 150_000

#: Points of a stranger's refusal, of a minute's worth beside the other: sixty are written down.
REFUSAL = 2_500


@dataclass(frozen=True, slots=True)
class Quota:
    """Where somebody stands: ``limit`` points a minute, those that remain, and the ``end`` of the
    window, when all of them are there again."""

    limit: int
    remaining: int
    end: float  # seconds since 1970
    resets_in: int  # seconds

    @property
    def resets_at(self) -> dt.datetime:
        """When all points come back."""
        return dt.datetime.fromtimestamp(self.end, dt.UTC)


class Meter:
    """Counts the points that were asked for, and what is being answered now."""

    def __init__(
        self, signed_in: int = SIGNED_IN, strangers: int = STRANGERS, tallies: Tallies | None = None
    ) -> None:
        self.tallies = tallies or Tallies()
        self._signed_in = signed_in
        self._strangers = strangers

    def allowance(self, asker: Asker, address: str) -> Allowance:
        """What somebody may ask for who comes from this address."""
        if asker.signed_in:
            return Allowance(self, self._signed_in, asker.name)
        return Allowance(self, self._strangers, network_of(address))

    def worth_telling(self, address: str) -> bool:
        """False where strangers at this address were refused so often in this minute that one more
        need not be written down: a flood must not flood the audit trail, or the disk, too."""
        told = self.tallies.spend(f"refused {network_of(address)}", REFUSAL, self._strangers)
        return told is not None

    def quota(self, asking: Allowance) -> Quota:
        """Where an allowance stands."""
        return _standing(asking.points, self.tallies.spent(asking.key))

    def charge(self, asking: Allowance, points: int) -> Quota:
        """Take points from an allowance. :raises Refused: ``RATE_LIMITED``."""
        spent = self.tallies.spend(asking.key, points, asking.points)
        if spent is None:
            seconds = max(1, self.quota(asking).resets_in)
            raise Refused(Code.RATE_LIMITED, seconds=str(seconds))
        return _standing(asking.points, spent)


def _standing(points: int, spent: Spent) -> Quota:
    left = math.ceil(spent.ends - time.time())
    return Quota(points, max(0, points - spent.points), spent.ends, max(0, left))


@lru_cache(1024)
def network_of(address: str) -> str:
    """An address as limits count it: one IPv6 household has a whole /64."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else address


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one token, account or address may ask for: so many points a minute. ``key`` names it."""

    meter: Meter
    points: int
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
        name = f"answered {self.key}"
        if not self.meter.tallies.sit(name, AT_ONCE):
            raise Refused(Code.TOO_MANY_AT_ONCE, most=str(AT_ONCE))
        try:
            yield
        finally:
            self.meter.tallies.rise(name)
