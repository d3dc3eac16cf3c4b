"""How much may be open at once, and how long anything may take."""

from __future__ import annotations

from dataclasses import dataclass

from core.access.tallies import Tallies


@dataclass(frozen=True, slots=True)
class Limits:
    """Counts of connections and operations, sizes in bytes, times in seconds."""

    connections: int = 500  # of a process
    of_an_address: int = 100  # of all processes of a machine; an office shares one
    of_a_holder: int = 20  # likewise: a token, an account, or a stranger's address
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


class Seats:
    """Who has how many connections. One event loop uses it."""

    def __init__(self, limits: Limits, tallies: Tallies) -> None:
        self._limits = limits
        self._tallies = tallies
        self._taken = 0

    def enter(self, address: str) -> None:
        """Take a seat. :raises Full: where the house, or the address, has none left."""
        if self._taken >= self._limits.connections:
            raise Full(own=False)
        self._take(f"address {address}", self._limits.of_an_address)
        self._taken += 1

    def sit(self, holder: str) -> None:
        """Say who it is for. :raises Full: where the holder has too many."""
        self._take(f"holder {holder}", self._limits.of_a_holder)

    def rise(self, holder: str) -> None:
        """The opposite of :meth:`sit`."""
        self._tallies.rise(f"holder {holder}")

    def leave(self, address: str) -> None:
        """The opposite of :meth:`enter`."""
        self._tallies.rise(f"address {address}")
        self._taken -= 1

    def _take(self, name: str, most: int) -> None:
        if not self._tallies.sit(name, most):
            raise Full(own=True)
