"""Wrong passwords are slowed down by account and by address, in the memory of each process."""

from __future__ import annotations

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

_FAILURES = RateLimitItemPerMinute(5, 5)  # five wrong passwords of an account in five minutes
_ATTEMPTS = RateLimitItemPerMinute(30)  # thirty attempts of an address in a minute
_TOLD = RateLimitItemPerMinute(1)


class Throttle:
    """Whether somebody may try again."""

    def __init__(self) -> None:
        self._windows = MovingWindowRateLimiter(MemoryStorage())

    def may_try(self, account: str, address: str) -> bool:
        """False where the account or the address has tried too often; counts this attempt."""
        free = self._windows.test(_FAILURES, "account", account)
        return self.may_ask(address) and free

    def may_ask(self, address: str) -> bool:
        """False where the address has tried too often; counts this attempt."""
        return self._windows.hit(_ATTEMPTS, "address", address)

    def floods(self, address: str) -> bool:
        """True where the address has tried too often and that has been told; counts nothing."""
        told = not self._windows.test(_TOLD, "told", address)
        return told and not self._windows.test(_ATTEMPTS, "address", address)

    def worth_telling(self, address: str) -> bool:
        """True once a minute for each address: a flood must not flood the audit trail too."""
        return self._windows.hit(_TOLD, "told", address)

    def failed(self, account: str) -> None:
        """Remember a wrong password."""
        self._windows.hit(_FAILURES, "account", account)
