"""Count the register for some tables alone, exactly: seconds where the whole cube takes a minute.

The numbers are those of :mod:`core.release.count`. Nothing here is protected, so it is for cleared
staff alone, as the internal edition is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from sqlalchemy import Connection

from core.bulletin.cube import Address, Counts, Cube, Table, allowed_grains
from core.disclosure import FINEST_GRAIN_AGREED
from core.filters import DIMENSIONS_OF, DOMAINS, SEVERAL_VALUED, Dimension
from core.periods import MONTHS, Grain, band_position, bands, month_code
from core.register.grouped import groups
from core.release.count import count
from core.release.protect import unprotected
from core.vocabulary import Unit

#: Tables by their unit and their dimensions, in the order of the cube's axes.
Asked = Collection[tuple[Unit, tuple[Dimension, ...]]]

_MONTHS = {month_code(month): month for month in range(MONTHS)}


@dataclass(frozen=True, slots=True)
class _Groups:
    """Records that are alike, within the series: their month, how many they are, and the places of
    their codes. ``several``: all codes of a dimension, where a record may have more than one."""

    n: Counts
    month: Counts
    places: dict[Dimension, Counts]
    several: dict[Dimension, list[str]]

    def counted(self, unit: Unit, dimensions: tuple[Dimension, ...]) -> Counts:
        """The cells of a table, month by month."""
        shape = Address(unit, dimensions, Grain.MONTH).shape
        rows = np.arange(len(self.n))
        apart: dict[Dimension, Counts] = {}
        for dimension in set(dimensions) & set(self.several):  # forms alone: one at most
            each = [codes.split(",") for codes in self.several[dimension]]
            rows = np.repeat(rows, np.fromiter(map(len, each), np.int64, len(each)))
            apart[dimension] = _places(dimension, list(chain.from_iterable(each)))
        index = self.month[rows]
        for dimension, size in zip(dimensions, shape[1:], strict=True):
            of = apart[dimension] if dimension in apart else self.places[dimension][rows]
            index = index * size + of
        found = np.bincount(index, self.n[rows], int(np.prod(shape)))
        return found.astype(np.int64).reshape(shape)


def count_asked(connection: Connection, asked: Asked) -> Cube:
    """The tables that are asked for at every grain an internal edition holds.

    Where one of them needs what no column of a record says, such as the hour, all are counted.
    """
    cube: Cube = {}
    for unit in dict.fromkeys(unit for unit, _ in asked):
        tables = [dimensions for of, dimensions in asked if of is unit]
        needed = [d for d in DIMENSIONS_OF[unit] if d in set(chain.from_iterable(tables))]
        try:
            found = _read(connection, unit, needed)
        except KeyError:
            return unprotected(count(connection))
        for dimensions in tables:
            cube.update(_tables(unit, dimensions, found.counted(unit, dimensions)))
    return cube


def _read(connection: Connection, unit: Unit, needed: list[Dimension]) -> _Groups:
    order, found = groups(connection, unit, needed)
    inside = {name: n for name, n in found.items() if name[: len("2008-03")] in _MONTHS}
    said = " ".join(inside).split(" ") if inside else []  # one list: no object for each group
    width = 1 + len(order)
    codes = {dimension: said[at::width] for at, dimension in enumerate(order, start=1)}
    several = {d: codes.pop(d) for d in order if (unit, d) in SEVERAL_VALUED}
    return _Groups(
        np.fromiter(inside.values(), np.int64, len(inside)),
        np.fromiter(map(_MONTHS.__getitem__, said[::width]), np.int64, len(inside)),
        {dimension: _places(dimension, column) for dimension, column in codes.items()},
        several,
    )


def _places(dimension: Dimension, codes: Sequence[str]) -> Counts:
    """The places of codes in their domain."""
    find = {code: at for at, code in enumerate(DOMAINS[dimension].codes)}
    return np.fromiter(map(find.__getitem__, codes), np.int64, len(codes))


def _tables(unit: Unit, dimensions: tuple[Dimension, ...], monthly: Counts) -> Cube:
    cube: Cube = {}
    for grain in allowed_grains(len(dimensions), FINEST_GRAIN_AGREED):
        starts = [band_position(Grain.MONTH)[band.span.first] for band in bands(grain)]
        n = np.add.reduceat(monthly, starts, axis=0)
        cube[Address(unit, dimensions, grain)] = Table(n, np.zeros(n.shape, np.int8))
    return cube
