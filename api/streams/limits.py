"""How much may be open at once, and how long anything may take; in the memory of each process."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Counts of connections and operations, sizes in bytes, times in seconds."""

    connections: int = 500  # of a process
    of_an_address: int = 100  # an office shares one
    of_a_holder: int = 20  # a token, an account, or a stranger's address
    operations: int = 20  # of a connection
    message: int = 65_536
    waiting: int = 300  # events that wait for a slow reader; a plan that closes tells many
    until_init: float = 3.0
    until_sent: float = 10.0
    between_checks: float = 1.5
    between_pings: float = 15.0


class Full(Exception):
    """No more connections are taken now; ``own``: the holder has too many already."""

    def __init__(self, *, own: bool) -> None:
        super().__init__("the holder has too many" if own else "the house is full")
        self.own = own


_ALL = ""


class Seats:
    """Who has how many connections. One event loop uses it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._taken: Counter[str] = Counter()

    def enter(self, address: str) -> None:
        """Take a seat. :raises Full: where the house, or the address, has none left."""
        if self._taken[_ALL] >= self._limits.connections:
            raise Full(own=False)
        self._take(f"address {address}", self._limits.of_an_address)
        self._taken[_ALL] += 1

    def sit(self, holder: str) -> None:
        """Say who it is for. :raises Full: where the holder has too many."""
        self._take(f"holder {holder}", self._limits.of_a_holder)

    def rise(self, holder: str) -> None:
        """The opposite of :meth:`sit`."""
        self._give(f"holder {holder}")

    def leave(self, address: str) -> None:
        """The opposite of :meth:`enter`."""
        self._give(f"address {address}")
        self._give(_ALL)

    def _take(self, name: str, most: int) -> None:
        if self._taken[name] >= most:
            raise Full(own=True)
        self._taken[name] += 1

    def _give(self, name: str) -> None:
        self._taken[name] -= 1
        if not self._taken[name]:
            del self._taken[name]
