"""How the tables of the cube add up: which cells are parts of which other cell.

An attacker knows these sums as well as we do. A relation says that the cells of ``child`` along
``axis``, grouped by ``group``, add up to a cell of ``parent`` (``additive``), or, where a record
may count in several parts, at least to it and each at most it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from core.bulletin.cube import Address, addresses, allowed_grains
from core.disclosure import FINEST_GRAIN_AGREED
from core.filters import (
    DIMENSIONS_OF,
    DOMAINS,
    MAY_BE_ABSENT,
    SEVERAL_VALUED,
    Dimension,
    may_cross,
)
from core.periods import band_position, bands
from core.places import OUTSIDE_PERU, department_of_province, natural_region
from core.vocabulary import Unit


@dataclass(frozen=True, slots=True)
class Relation:
    """``child`` cells along ``axis`` make up ``parent`` cells.

    ``group``: for each position along the axis the position of its parent, shape (size,);
    ``keeps_axis``: False where the parent has no such axis at all; ``membership``: the same as
    ``group`` as a 0/1 matrix, shape (children, parents along the axis). ``of`` and ``into``: the
    stretches of the child's and the parent's axis that the relation speaks of; positions in
    ``group`` count from their beginnings. ``contained``: False where parts may hold records that
    the parent does not; ``covering``: False where the parent may hold records that no part does.
    """

    parent: Address
    child: Address
    axis: int
    group: NDArray[np.intp]
    keeps_axis: bool
    additive: bool
    of: slice = field(default_factory=lambda: slice(None))
    into: slice = field(default_factory=lambda: slice(None))
    contained: bool = True
    covering: bool = True
    membership: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        parents = np.arange(self.group.max() + 1)
        membership = np.equal.outer(self.group, parents).astype(np.int64)
        object.__setattr__(self, "membership", membership)

    def siblings(self, position: int) -> tuple[NDArray[np.intp], int] | None:
        """(positions that share a parent with this one, the parent's); ``None`` for one that the
        relation does not speak of."""
        first = self.of.start or 0
        if not 0 <= position - first < len(self.group):
            return None
        group = self.group[position - first]
        return np.nonzero(self.group == group)[0] + first, int(group) + (self.into.start or 0)


@cache
def relations(unit: Unit) -> tuple[Relation, ...]:
    """Every sum of a unit's tables, the finest tier's: over a dimension, over time, and over
    natural regions."""
    return tuple(
        relation
        for child in addresses(unit, FINEST_GRAIN_AGREED)
        for sums in (
            _over_dimensions(child),
            _over_time(child),
            _over_wider_places(child),
            _over_scopes(child),
        )
        for relation in sums
    )


def _over_dimensions(child: Address) -> Iterator[Relation]:
    for axis, dimension in enumerate(child.dimensions, start=1):
        rest = tuple(d for d in child.dimensions if d is not dimension)
        additive = (child.unit, dimension) not in SEVERAL_VALUED
        nothing = np.zeros(child.shape[axis], np.intp)
        parent = Address(child.unit, rest, child.grain)
        covering = (child.unit, dimension) not in MAY_BE_ABSENT
        yield Relation(
            parent, child, axis, nothing, keeps_axis=False, additive=additive, covering=covering
        )


def _over_time(child: Address) -> Iterator[Relation]:
    grains = allowed_grains(len(child.dimensions), FINEST_GRAIN_AGREED)
    at = grains.index(child.grain)
    if at == 0:
        return
    parent = Address(child.unit, child.dimensions, grains[at - 1])
    coarse = band_position(parent.grain)
    group = np.array([coarse[band.span.first] for band in bands(child.grain)], np.intp)
    yield Relation(parent, child, 0, group, keeps_axis=True, additive=True)


def _over_wider_places(child: Address) -> Iterator[Relation]:
    """Departments make up natural regions, provinces make up departments."""
    for narrow, wide, of in _WIDER:
        if narrow not in child.dimensions:
            continue
        codes = DOMAINS[wide].codes
        group = np.array([codes.index(of(c)) for c in DOMAINS[narrow].codes], np.intp)
        # The two hold the same place in the order of axes: a province is crossed with nothing.
        axis = child.dimensions.index(narrow) + 1
        parent = _with(child, narrow, wide)
        yield Relation(parent, child, axis, group, keeps_axis=True, additive=True)


_WIDER = (
    (Dimension.DEPARTMENT, Dimension.NATURAL_REGION, natural_region),
    (Dimension.PROVINCE, Dimension.DEPARTMENT, department_of_province),
)


def _over_scopes(child: Address) -> Iterator[Relation]:
    """Routes that end outside Peru are the outbound ones. All inbound ones begin there, and so do
    those that only pass through Peru.
    """
    for end, scope in ((Dimension.ARRIVAL, "outbound"), (Dimension.ORIGIN, "inbound")):
        parent = _with(child, end, Dimension.DESTINATION)
        if end not in child.dimensions or not may_cross(parent.dimensions):
            continue
        at = DOMAINS[Dimension.DESTINATION].codes.index(scope)
        yield Relation(
            parent,
            child,
            child.dimensions.index(end) + 1,  # scope and ends are the last axes of both
            np.zeros(OUTSIDE_PERU.stop - OUTSIDE_PERU.start, np.intp),
            keeps_axis=True,
            additive=True,
            contained=end is Dimension.ARRIVAL,
            of=OUTSIDE_PERU,
            into=slice(at, at + 1),
        )


def _with(child: Address, dimension: Dimension, instead: Dimension) -> Address:
    """The address with another dimension instead of one of its own."""
    asked = {instead, *child.dimensions} - {dimension}
    ordered = tuple(d for d in DIMENSIONS_OF[child.unit] if d in asked)
    return Address(child.unit, ordered, child.grain)
