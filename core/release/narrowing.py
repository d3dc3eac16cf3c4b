"""Intervals of true counts, made narrower by one sum after another until nothing moves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from core.bulletin.cube import Address, Counts
from core.release.margins import Relation

#: Larger than any count: "no upper end known".
ENDLESS = 1 << 40

_MOST_ROUNDS = 30


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds of the true counts of one table, both ends included."""

    low: Counts
    high: Counts


Knowledge = dict[Address, Interval]


def settle(known: Knowledge, relations: Iterable[Relation]) -> None:
    """Apply every relation, in place, until none makes an interval narrower.

    A relation whose two tables have not moved since it moved nothing would move nothing again, and
    is passed over.
    """
    sums = [Sum(known, relation) for relation in relations]
    sharing: dict[Address, set[int]] = defaultdict(set)
    for at, each in enumerate(sums):
        sharing[each.relation.child].add(at)
        sharing[each.relation.parent].add(at)
    waiting = set(range(len(sums)))
    for _ in range(_MOST_ROUNDS):
        for at, each in enumerate(sums):
            if at in waiting:
                waiting.discard(at)
                waiting.update(*(sharing[table] for table in each.narrow()))
        if not waiting:
            break


class Sum:
    """One relation over the bounds of its two tables, the summed axis last in each of them."""

    def __init__(self, known: Knowledge, relation: Relation) -> None:
        child, parent = known[relation.child], known[relation.parent]
        self.relation = relation
        self.low = np.moveaxis(child.low, relation.axis, -1)[..., relation.of]
        self.high = np.moveaxis(child.high, relation.axis, -1)[..., relation.of]
        self.parent_low = self._along(parent.low)
        self.parent_high = self._along(parent.high)

    def narrow(self) -> list[Address]:
        """Apply the relation both ways; the tables of which some interval became narrower."""
        child = parent = False
        if self.relation.contained:
            child, parent = self._narrow_contained()
        if self.relation.covering:
            sum_high = self._added(self.high)
            child |= _raise(self.low, self._spread(self.parent_low - sum_high) + self.high)
            parent |= _lower(self.parent_high, np.minimum(sum_high, ENDLESS))
        moved = ((self.relation.child, child), (self.relation.parent, parent))
        return [table for table, has_moved in moved if has_moved]

    def _narrow_contained(self) -> tuple[bool, bool]:
        """No part is more than what its parent leaves it; (a child moved, a parent moved)."""
        low, high = self.low, self.high
        if not self.relation.additive:
            child = _lower(high, self._spread(self.parent_high))
            return child, _raise(self.parent_low, low.max(axis=-1, keepdims=True))
        sum_low = self._added(low)
        child = _lower(high, _less(self._spread(self.parent_high), self._spread(sum_low), low))
        return child, _raise(self.parent_low, sum_low)

    def _along(self, bounds: Counts) -> Counts:
        """A view of the parent's bounds with the summed axis last."""
        if self.relation.keeps_axis:
            return np.moveaxis(bounds, self.relation.axis, -1)[..., self.relation.into]
        return bounds[..., None]

    def _added(self, bounds: Counts) -> Counts:
        """The bounds of the parts of each parent, added up."""
        if self.relation.keeps_axis:
            return bounds @ self.relation.membership
        total: Counts = bounds.sum(axis=-1, keepdims=True)
        return total

    def _spread(self, bounds: Counts) -> Counts:
        """The bounds of its parent for every part."""
        return bounds[..., self.relation.group] if self.relation.keeps_axis else bounds


def _less(ends: Counts, taken: Counts, own: Counts) -> Counts:
    """What is left of upper ends for a part, after the lower ends of the others."""
    return np.where(ends >= ENDLESS, ENDLESS, ends - (taken - own))


def _raise(bounds: Counts, to: Counts) -> bool:
    better = to > bounds
    if not better.any():
        return False
    np.copyto(bounds, to, where=better)
    return True


def _lower(bounds: Counts, to: Counts) -> bool:
    better = to < bounds
    if not better.any():
        return False
    np.copyto(bounds, to, where=better)
    return True
