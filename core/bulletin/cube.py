"""The closed cube: for every subset of dimensions and every time grain, a dense array of cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.disclosure import FINEST_GRAIN, RULE, Grains, Reason
from core.filters import DIMENSIONS_OF, DOMAINS, Dimension
from core.periods import Grain, bands
from core.vocabulary import Unit

Counts = NDArray[np.int64]
Codes = NDArray[np.int8]

#: How a withheld cell stands in an array of shown values.
HIDDEN = -1

#: Reasons as small integers, in the file and in memory; position 0 means "not withheld".
REASONS: tuple[Reason | None, ...] = (None, *Reason)

_NESTED = {Dimension.DEPARTMENT, Dimension.NATURAL_REGION}


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """Which table of the cube: a unit, its dimensions in axis order, and a time grain."""

    unit: Unit
    dimensions: tuple[Dimension, ...]
    grain: Grain

    @property
    def shape(self) -> tuple[int, ...]:
        """(bands, size of each dimension's domain ...)."""
        return (
            len(bands(self.grain)),
            *(len(DOMAINS[d].terms) for d in self.dimensions),
        )

    @property
    def name(self) -> str:
        """``cases.department+form.year``: how the table is called in the file and in logs."""
        return f"{self.unit}.{'+'.join(self.dimensions) or 'total'}.{self.grain}"

    def cell_name(self, index: tuple[Any, ...]) -> str:
        """One cell in words, for the release log: codes only, never its count."""
        band = bands(self.grain)[int(index[0])].code
        codes = [DOMAINS[d].codes[int(i)] for d, i in zip(self.dimensions, index[1:], strict=True)]
        return f"{self.name}[{', '.join([band, *codes])}]"


def subsets(unit: Unit) -> Iterator[tuple[Dimension, ...]]:
    """Every set of dimensions the rule lets a question cross (time is one dimension more)."""
    for size in range(RULE.most_dimensions):
        for chosen in combinations(DIMENSIONS_OF[unit], size):
            if not nested(chosen):
                yield chosen


def nested(dimensions: tuple[Dimension, ...]) -> bool:
    """True where departments would be crossed with the regions they make up: no table has both."""
    return set(dimensions) >= _NESTED


def addresses(unit: Unit, finest: Grains = FINEST_GRAIN) -> Iterator[Address]:
    """Every table of a unit that ``finest`` allows, coarse grains first."""
    for chosen in subsets(unit):
        for grain in allowed_grains(len(chosen), finest):
            yield Address(unit, chosen, grain)


def allowed_grains(dimensions: int, finest: Grains) -> tuple[Grain, ...]:
    """The grains that so many dimensions may be crossed with, the coarsest first."""
    return tuple(grain for grain in Grain if grain.months >= finest[dimensions].months)


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of one address: shown values (``HIDDEN`` where withheld) and why withheld."""

    shown: Counts
    reason: Codes


Cube = dict[Address, Table]
