"""Wrong passwords are slowed down by account and by address.

Each process counts in windows that move along; all processes of a machine together, in windows that
begin with the first attempt (core.access.tallies). Both must have room.
"""

from __future__ import annotations

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from core.access.tallies import Tallies

_FAILURES = RateLimitItemPerMinute(5, 5)  # five wrong passwords of an account in five minutes
_ATTEMPTS = RateLimitItemPerMinute(30)  # thirty attempts of an address in a minute
_TOLD = RateLimitItemPerMinute(1)

#: Points of one attempt: a table that is full forgets whoever spent least.
_WEIGHT = 10_000


class Throttle:
    """Whether somebody may try again."""

    def __init__(self, tallies: Tallies | None = None) -> None:
        self._windows = MovingWindowRateLimiter(MemoryStorage())
        self._tallies = tallies or Tallies()

    def may_try(self, account: str, address: str) -> bool:
        """False where the account or the address has tried too often; counts this attempt."""
        free = self._free(_FAILURES, "account", account)
        return self.may_ask(address) and free

    def may_ask(self, address: str) -> bool:
        """False where the address has tried too often; counts this attempt."""
        return self._hit(_ATTEMPTS, "address", address)

    def floods(self, address: str) -> bool:
        """True where the address has tried too often and that has been told; counts nothing."""
        told = not self._free(_TOLD, "told", address)
        return told and not self._free(_ATTEMPTS, "address", address)

    def worth_telling(self, address: str) -> bool:
        """True once a minute for each address: a flood must not flood the audit trail too."""
        return self._hit(_TOLD, "told", address)

    def failed(self, account: str) -> None:
        """Remember a wrong password."""
        self._hit(_FAILURES, "account", account)

    def _free(self, item: RateLimitItem, kind: str, name: str) -> bool:
        spent = self._tallies.spent(f"{kind} {name}").points
        return spent < item.amount * _WEIGHT and self._windows.test(item, kind, name)

    def _hit(self, item: RateLimitItem, kind: str, name: str) -> bool:
        most, lasts = item.amount * _WEIGHT, item.get_expiry()
        together = self._tallies.spend(f"{kind} {name}", _WEIGHT, most, lasts) is not None
        return self._windows.hit(item, kind, name) and together
