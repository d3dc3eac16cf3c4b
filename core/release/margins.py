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
from core.disclosure import FINEST_GRAIN, Grains
from core.filters import DIMENSIONS_OF, DOMAINS, SEVERAL_VALUED, Dimension
from core.periods import band_position, bands
from core.places import NATURAL_REGIONS, natural_region
from core.vocabulary import Unit


@dataclass(frozen=True, slots=True)
class Relation:
    """``child`` cells along ``axis`` make up ``parent`` cells.

    ``group``: for each position along the axis the position of its parent, shape (size,);
    ``keeps_axis``: False where the parent has no such axis at all; ``membership``: the same as
    ``group`` as a 0/1 matrix, shape (children, parents along the axis).
    """

    parent: Address
    child: Address
    axis: int
    group: NDArray[np.intp]
    keeps_axis: bool
    additive: bool
    membership: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        parents = np.arange(self.group.max() + 1)
        membership = np.equal.outer(self.group, parents).astype(np.int64)
        object.__setattr__(self, "membership", membership)


@cache
def relations(unit: Unit, finest: Grains = FINEST_GRAIN) -> tuple[Relation, ...]:
    """Every sum of a unit's tables: over a dimension, over time, and over natural regions."""
    return tuple(
        relation
        for child in addresses(unit, finest)
        for sums in (_over_dimensions(child), _over_time(child, finest), _over_regions(child))
        for relation in sums
    )


def _over_dimensions(child: Address) -> Iterator[Relation]:
    for axis, dimension in enumerate(child.dimensions, start=1):
        rest = tuple(d for d in child.dimensions if d is not dimension)
        additive = (child.unit, dimension) not in SEVERAL_VALUED
        nothing = np.zeros(child.shape[axis], np.intp)
        parent = Address(child.unit, rest, child.grain)
        yield Relation(parent, child, axis, nothing, keeps_axis=False, additive=additive)


def _over_time(child: Address, finest: Grains) -> Iterator[Relation]:
    grains = allowed_grains(len(child.dimensions), finest)
    at = grains.index(child.grain)
    if at == 0:
        return
    parent = Address(child.unit, child.dimensions, grains[at - 1])
    coarse = band_position(parent.grain)
    group = np.array([coarse[band.span.first] for band in bands(child.grain)], np.intp)
    yield Relation(parent, child, 0, group, keeps_axis=True, additive=True)


def _over_regions(child: Address) -> Iterator[Relation]:
    if Dimension.DEPARTMENT not in child.dimensions:
        return
    asked = {Dimension.NATURAL_REGION, *child.dimensions} - {Dimension.DEPARTMENT}
    dimensions = tuple(d for d in DIMENSIONS_OF[child.unit] if d in asked)
    regions = NATURAL_REGIONS.codes
    group = np.array(
        [regions.index(natural_region(c)) for c in DOMAINS[Dimension.DEPARTMENT].codes],
        np.intp,
    )
    # Department and natural region hold the same place in the order of axes.
    axis = child.dimensions.index(Dimension.DEPARTMENT) + 1
    parent = Address(child.unit, dimensions, child.grain)
    yield Relation(parent, child, axis, group, keeps_axis=True, additive=True)
