"""Count the register once into dense exact arrays: a count and a cell key for every cell.

The columns of :mod:`core.release.columns` are counted with ``bincount`` at the finest grain of each
table; coarser grains are sums of finer ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from core.bulletin.cube import Address, Counts, allowed_grains, subsets
from core.disclosure import FINEST_GRAIN_AGREED, RULE, Grains
from core.filters import SEVERAL_VALUED, Dimension
from core.periods import Grain, band_position, bands
from core.register import counted
from core.release.columns import UNITS, Columns, Progress, passing, read
from core.vocabulary import Unit

_KEY_MASK = (1 << RULE.key_bits) - 1


@dataclass(frozen=True, slots=True)
class Exact:
    """True counts ``n`` and cell keys of one table. They never leave core.release."""

    n: Counts
    cell_key: Counts


ExactCube = dict[Address, Exact]


def count(
    connection: Connection,
    progress: Progress = lambda _step, _done: None,
    finest: Grains = FINEST_GRAIN_AGREED,
) -> ExactCube:
    """Every table that ``finest`` allows, counted from one consistent view of the register.

    Without another word it is every table that any edition holds.
    """
    cube: ExactCube = {}
    between = counted.stops_between(connection)
    routes = {None: 0, **{route: at for at, route in enumerate(between, start=1)}}
    for unit in UNITS:
        columns = read(unit, connection, routes, progress)
        on_the_way = passing(columns, [(), *between.values()])
        for chosen in subsets(unit):
            of = on_the_way if Dimension.TRANSIT in chosen else columns
            cube.update(_tables(unit, chosen, of, finest))
    return cube


def _tables(
    unit: Unit, chosen: tuple[Dimension, ...], columns: Columns, finest: Grains
) -> ExactCube:
    counted_at = finest[len(chosen)]
    exact = _finest(Address(unit, chosen, counted_at), columns)
    return {
        Address(unit, chosen, grain): _coarser(exact, counted_at, grain)
        for grain in allowed_grains(len(chosen), finest)
    }


def _finest(address: Address, columns: Columns) -> Exact:
    several = any((address.unit, d) in SEVERAL_VALUED for d in address.dimensions)
    rows = slice(None) if several else columns.first
    position = np.array(band_position(address.grain), np.int64)
    index = position[columns.month[rows]]
    for dimension, size in zip(address.dimensions, address.shape[1:], strict=True):
        index = index * size + columns.codes[dimension][rows]
    cells = int(np.prod(address.shape))
    rkey = columns.rkey[rows]
    # bincount adds in doubles: halves of 16 bits keep every sum exact up to 2**37 records.
    low = np.bincount(index, (rkey & 0xFFFF).astype(np.float64), cells).astype(np.int64)
    high = np.bincount(index, (rkey >> 16).astype(np.float64), cells).astype(np.int64)
    key = (low + (high << 16)) & _KEY_MASK
    n = np.bincount(index, minlength=cells)
    return Exact(n.reshape(address.shape), key.reshape(address.shape))


def _coarser(exact: Exact, finest: Grain, grain: Grain) -> Exact:
    if grain is finest:
        return exact
    starts = [band_position(finest)[band.span.first] for band in bands(grain)]
    return Exact(
        np.add.reduceat(exact.n, starts, axis=0),
        np.add.reduceat(exact.cell_key, starts, axis=0) & _KEY_MASK,
    )
