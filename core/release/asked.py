"""Count the register for some tables alone, exactly: seconds where the whole cube takes a minute.

The numbers are those of :mod:`core.release.count`. Nothing here is protected, so it is for cleared
staff alone, as the internal edition is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain

import numpy as np
from sqlalchemy import Connection

from core.bulletin.cube import Address, Counts, Cube, Table, allowed_grains
from core.disclosure import FINEST_GRAIN_AGREED
from core.filters import DIMENSIONS_OF, SEVERAL_VALUED, Dimension
from core.periods import MONTHS, Grain, band_position, bands, month_code
from core.register.grouped import groups
from core.register.plan_records import COLUMNS
from core.release.count import count
from core.release.gathering import Gathering, Records
from core.release.protect import unprotected
from core.release.told_columns import Column, places
from core.vocabulary import Unit

#: Tables by their unit and their dimensions, in the order of the cube's axes.
Asked = Collection[tuple[Unit, tuple[Dimension, ...]]]

_MONTHS = {month_code(month): month for month in range(MONTHS)}


def count_asked(connection: Connection, asked: Asked) -> Cube:
    """The tables that are asked for at every grain an internal edition holds.

    Where one of them needs what no column of a record says, such as the hour, all are counted.
    """
    if any(dimension not in COLUMNS[unit] for unit, by in asked for dimension in by):
        return unprotected(count(connection))
    needed = {unit: _needed(unit, asked) for unit, _ in asked}
    gathering = Gathering(connection, needed)  # SQLite would sort what it groups
    columns = connection.dialect.name == "sqlite"
    cube: Cube = {}
    for unit, by in needed.items():
        records = gathering.records(unit) if columns else _grouped(connection, unit, by)
        for dimensions in (dimensions for of, dimensions in asked if of is unit):
            cube.update(_tables(unit, dimensions, _counted(records, unit, dimensions)))
    return cube


def _needed(unit: Unit, asked: Asked) -> list[Dimension]:
    every = set(chain.from_iterable(dimensions for of, dimensions in asked if of is unit))
    return [dimension for dimension in DIMENSIONS_OF[unit] if dimension in every]


def _grouped(connection: Connection, unit: Unit, needed: Sequence[Dimension]) -> Records:
    """Records that are alike as one group, as PostgreSQL counts them."""
    order, found = groups(connection, unit, needed)
    inside = {name: n for name, n in found.items() if name[: len("2008-03")] in _MONTHS}
    said = " ".join(inside).split(" ") if inside else []  # one list: no object for each group
    width = 1 + len(order)
    codes = {dimension: said[at::width] for at, dimension in enumerate(order, start=1)}
    several = {d: _several(d, codes.pop(d)) for d in order if (unit, d) in SEVERAL_VALUED}
    return Records(
        np.fromiter(map(_MONTHS.__getitem__, said[::width]), np.int64, len(inside)),
        {dimension: _places(dimension, column) for dimension, column in codes.items()},
        several,
        np.fromiter(inside.values(), np.int64, len(inside)),
    )


def _several(dimension: Dimension, told: Sequence[str]) -> tuple[Column, Column]:
    """Which group has which code: all of a record stand as one, ``sexual,begging``."""
    each = [codes.split(",") for codes in told]
    rows = np.repeat(np.arange(len(each)), np.fromiter(map(len, each), np.int64, len(each)))
    return rows, _places(dimension, list(chain.from_iterable(each)))


def _places(dimension: Dimension, codes: Sequence[str]) -> Column:
    return places(dimension, " ".join(codes)) if codes else np.zeros(0, np.uint8)


def _counted(records: Records, unit: Unit, dimensions: tuple[Dimension, ...]) -> Counts:
    """The cells of a table, month by month."""
    shape = Address(unit, dimensions, Grain.MONTH).shape
    several = next((d for d in dimensions if d in records.several), None)  # forms: one at most
    rows = slice(None) if several is None else records.several[several][0]
    index = records.month[rows]
    for dimension, size in zip(dimensions, shape[1:], strict=True):
        apart = dimension is several
        index = index * size
        index += records.several[dimension][1] if apart else records.places[dimension][rows]
    n = None if records.n is None else records.n[rows]
    return np.bincount(index, n, int(np.prod(shape))).astype(np.int64).reshape(shape)


def _tables(unit: Unit, dimensions: tuple[Dimension, ...], monthly: Counts) -> Cube:
    cube: Cube = {}
    for grain in allowed_grains(len(dimensions), FINEST_GRAIN_AGREED):
        starts = [band_position(Grain.MONTH)[band.span.first] for band in bands(grain)]
        n = np.add.reduceat(monthly, starts, axis=0)
        cube[Address(unit, dimensions, grain)] = Table(n, np.zeros(n.shape, np.int8))
    return cube
