"""The interval attacker: everything that can be concluded from the published cells alone.

He knows the rule, its constants and every sum of the cube, and narrows the interval of every true
count until nothing moves. A withheld cell he can place between 1 and k-1, or fix exactly, is a
breach; the release is then not published (docs/security.md, promise e).

He reckons with finer tables than he is shown as well: two quarters make up a semester whether or
not anybody tells the quarters, and what a part cannot hold the other must. So the attacker of every
tier is given the tables of the finest one, empty where his own does not tell them. That is also why
a tier which adds nothing to the one beneath can never tell more than that one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.bulletin.cube import HIDDEN, Address, Counts, Cube, Table, addresses
from core.disclosure import FINEST_GRAIN, FINEST_GRAIN_AGREED, RULE, Grains
from core.release.margins import relations
from core.release.narrowing import ENDLESS, Interval, Knowledge, settle
from core.vocabulary import Unit


@dataclass(frozen=True, slots=True)
class Breach:
    """One withheld cell that can be proven small, and the sum that proves it."""

    address: Address
    index: tuple[int, ...]
    low: int
    high: int

    def __str__(self) -> str:
        cell = self.address.cell_name(self.index)
        return f"{cell}: provably between {self.low} and {self.high}"


@dataclass(frozen=True, slots=True)
class Tier:
    """Who reads: from which count on cells are shown, and what they can read besides.

    Tiers stand on each other, the public one at the bottom: readers of a tier, and readers of two
    tiers who talk to each other, know what stands ``beneath``; it cannot be taken back.
    """

    k: int = RULE.k
    finest: Grains = FINEST_GRAIN
    beneath: Beneath | None = None

    def tables(self, unit: Unit) -> Iterator[Address]:
        """Every table of a unit that readers of the tier may ask for."""
        return addresses(unit, self.finest)

    def has_shown(self, address: Address) -> NDArray[np.bool_]:
        """Which cells of a table the tiers beneath show."""
        if self.beneath is None or address not in self.beneath.cube:
            return np.zeros(address.shape, bool)
        shown: NDArray[np.bool_] = self.beneath.cube[address].shown != HIDDEN
        return shown

    def is_bound_to(self, address: Address, index: tuple[int, ...]) -> bool:
        """True for a cell that the tiers beneath show, and that cannot be withheld here."""
        return self.beneath is not None and is_told(self.beneath.cube, address, index)

    def floor(self, address: Address) -> Counts:
        """The smallest true count of each cell of a table, if it is shown."""
        if self.beneath is None:
            return np.full(address.shape, self.k)
        return np.where(self.has_shown(address), self.beneath.tier.floor(address), self.k)


@dataclass(frozen=True, slots=True)
class Beneath:
    """The tier below another, with its cube."""

    tier: Tier
    cube: Cube


EVERYBODY = Tier()


def is_told(cube: Cube, address: Address, index: tuple[int, ...]) -> bool:
    """True where a cube shows a cell; False as well for one of a table that is not in it."""
    return address in cube and bool(cube[address].shown[index] != HIDDEN)


def first_knowledge(cube: Cube, unit: Unit, tier: Tier = EVERYBODY) -> Knowledge:
    """What each cell tells by itself: v - D .. v + D and at least k; nothing where withheld, or in
    tables that are not told."""
    return {
        address: _told_by(cube[address], tier.floor(address))
        if address in cube
        else _nothing(address)
        for address in addresses(unit, FINEST_GRAIN_AGREED)
    }


def _told_by(table: Table, floor: Counts) -> Interval:
    hidden, noise = table.shown == HIDDEN, RULE.largest_noise
    return Interval(
        np.where(hidden, 0, np.maximum(table.shown - noise, floor)),
        np.where(hidden, ENDLESS, table.shown + noise),
    )


def _nothing(address: Address) -> Interval:
    return Interval(np.zeros(address.shape, np.int64), np.full(address.shape, ENDLESS))


def conclude(cube: Cube, unit: Unit, tier: Tier = EVERYBODY) -> Knowledge:
    """The narrowest intervals that follow from all sums of a unit together."""
    known = first_knowledge(cube, unit, tier)
    settle(known, relations(unit))
    return known


def breaches(cube: Cube, units: Sequence[Unit], tier: Tier = EVERYBODY) -> Iterator[Breach]:
    """Every cell the attacker can prove small (1 to k-1) or fix to one value below k, in tables he
    is not shown as well. What is told is k and more."""
    for unit in units:
        for address, interval in conclude(cube, unit, tier).items():
            small = (interval.low >= 1) & (interval.high < tier.k)
            fixed = (interval.low == interval.high) & (interval.high < tier.k)
            for index in zip(*np.nonzero(small | fixed), strict=True):
                low, high = int(interval.low[index]), int(interval.high[index])
                yield Breach(address, tuple(int(i) for i in index), low, high)
