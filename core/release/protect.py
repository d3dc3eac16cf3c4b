"""Turn exact counts into publishable cells: noise, threshold, dominance, complements."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from core.bulletin.cube import HIDDEN, REASONS, Address, Codes, Counts, Cube, Table
from core.disclosure import SENSITIVE, Reason, dominated, publishable, shown_value
from core.release.attack import EVERYBODY, Breach, Tier, breaches, is_told
from core.release.count import ExactCube
from core.release.margins import Relation, relations

_MOST_REPAIRS = 40
_SMALL = REASONS.index(Reason.SMALL)
_DOMINANT = REASONS.index(Reason.DOMINANT)


class Unprotectable(Exception):
    """The attacker still proves a cell after every repair: nothing is published."""

    def __init__(self, found: Sequence[Breach]) -> None:
        super().__init__(f"{len(found)} cells can be proven small, first: {found[0]}")
        self.found = tuple(found)


def protect(exact: ExactCube, secret: bytes, tier: Tier = EVERYBODY) -> Cube:
    """The cube of a tier: the same shown values for all of them, only k and complements differ.

    :raises Unprotectable: when the interval attacker still proves a cell small.
    """
    units = sorted({address.unit for address in exact})
    tables = [address for unit in units for address in tier.tables(unit)]
    cube = {address: _threshold(address, exact, secret, tier.k) for address in tables}
    for address in tables:
        _dominance(address, exact, cube[address])
    _withhold_complements(cube, tier)
    return cube


def unprotected(exact: ExactCube) -> Cube:
    """The internal edition's cube: exact counts, nothing withheld. For cleared staff alone."""
    return {
        address: Table(counts.n, np.zeros(counts.n.shape, np.int8))
        for address, counts in exact.items()
    }


def _threshold(address: Address, exact: ExactCube, secret: bytes, k: int) -> Table:
    n, key = exact[address].n, exact[address].cell_key
    shown: Counts = np.full(n.shape, HIDDEN, np.int64)
    reason: Codes = np.full(n.shape, _SMALL, np.int8)
    for index in zip(*np.nonzero(n >= k), strict=True):
        true = int(n[index])
        value = shown_value(true, int(key[index]), secret)
        if publishable(true, value, k):
            shown[index], reason[index] = value, 0
    return Table(shown, reason)


def _dominance(address: Address, exact: ExactCube, table: Table) -> None:
    """Withhold a whole split where one part of a sensitive attribute is nearly all of it."""
    for axis, dimension in enumerate(address.dimensions, start=1):
        if dimension not in SENSITIVE:
            continue
        rest = tuple(d for d in address.dimensions if d is not dimension)
        parent = exact[Address(address.unit, rest, address.grain)].n
        largest = exact[address].n.max(axis=axis)
        tells = dominated(largest, parent)
        split = np.broadcast_to(np.expand_dims(tells, axis), table.shown.shape)
        table.reason[split & (table.shown != HIDDEN)] = _DOMINANT
        table.shown[split] = HIDDEN


def _withhold_complements(cube: Cube, tier: Tier) -> None:
    """Withhold the smallest neighbour of every cell a subtraction would prove, until none is.

    Where that does not come to an end, a tier on another takes back what it adds around them.
    """
    for unit in sorted({address.unit for address in cube}):
        repairs = _Repairs(cube, tier, relations(unit))
        for turn in range(2 * _MOST_REPAIRS):
            found = list(breaches(cube, (unit,), tier))
            if not found:
                break
            for breach in found:
                repairs.mend(breach, by_neighbours=turn < _MOST_REPAIRS)
        else:
            raise Unprotectable(list(breaches(cube, (unit,), tier)))


class _Repairs:
    """Withholding what proves a cell, breach after breach, in the tables of one unit.

    ``reach``: how many sums around a table were taken back for it so far; ``taken``: the tables
    of which nothing is left to take back.
    """

    def __init__(self, cube: Cube, tier: Tier, sums: Sequence[Relation]) -> None:
        self._cube, self._tier = cube, tier
        self._above: dict[Address, list[Relation]] = defaultdict(list)
        for each in sums:
            self._above[each.child].append(each)
        self._joined = _joined(sums)
        self._reach: Counter[Address] = Counter()
        self._taken: set[Address] = set()

    def mend(self, breach: Breach, *, by_neighbours: bool) -> None:
        """Withhold a neighbour of a breach; where all are known from the tier beneath, take back
        what this tier shows beyond it, further around each time. At worst nothing is added."""
        address = breach.address
        sums = self._above[address]
        if by_neighbours and _withhold_a_neighbour(self._cube, breach, sums, self._tier):
            return
        if not self._tier.beneath:
            return
        self._reach[address] += 1
        near = _near(address, self._joined, self._reach[address])
        _take_back(self._cube, near - self._taken, self._tier)
        self._taken |= near


def _joined(sums: Sequence[Relation]) -> dict[Address, set[Address]]:
    """The tables each table shares a sum with."""
    joined: dict[Address, set[Address]] = defaultdict(set)
    for each in sums:
        joined[each.child].add(each.parent)
        joined[each.parent].add(each.child)
    return joined


def _near(address: Address, joined: Mapping[Address, set[Address]], steps: int) -> set[Address]:
    """The tables within so many sums of a table; all that can be reached are soon found."""
    near, edge = {address}, {address}
    for _ in range(steps):
        edge = set().union(*(joined[table] for table in edge)) - near
        if not edge:
            break
        near |= edge
    return near


def _take_back(cube: Cube, tables: set[Address], tier: Tier) -> None:
    """Withhold what this tier shows in some tables beyond the one beneath."""
    for address in tables & cube.keys():
        added = (cube[address].shown != HIDDEN) & ~tier.has_shown(address)
        cube[address].shown[added] = HIDDEN
        cube[address].reason[added] = _SMALL


def _withhold_a_neighbour(cube: Cube, breach: Breach, sums: Sequence[Relation], tier: Tier) -> bool:
    """Hide a sibling or total in ``sums``, those the breach is part of; False without any.

    The fewer parts a sum has, the more it tells of each: those come first, and in them the
    smallest number.
    """
    found = [_siblings(cube, relation, breach.index, tier) for relation in sums]
    best = min((candidate for each in found for candidate in each), default=None)
    if best is None:
        return False
    _, _, address, index = best
    cube[address].shown[index] = HIDDEN
    cube[address].reason[index] = _SMALL
    return True


def _siblings(
    cube: Cube, relation: Relation, index: tuple[int, ...], tier: Tier
) -> list[tuple[int, int, Address, tuple[int, ...]]]:
    """(parts of the sum, shown value, address, index) of what can be withheld in it, its total
    included."""
    axis = relation.axis
    found = relation.siblings(index[axis])
    if found is None:
        return []
    beside, group = found
    cells = [
        (relation.child, (*index[:axis], int(position), *index[axis + 1 :])) for position in beside
    ]
    above = (group,) if relation.keeps_axis else ()
    cells.append((relation.parent, (*index[:axis], *above, *index[axis + 1 :])))
    return [
        (len(beside), int(cube[address].shown[at]), address, at)
        for address, at in cells
        if is_told(cube, address, at) and not tier.is_bound_to(address, at)
    ]
