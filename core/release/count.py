"""Count the register once into dense exact arrays: a count and a cell key for every cell.

Records are streamed into one small integer per dimension (about 12 bytes a record), then counted
with ``bincount`` at the finest grain of each table; coarser grains are sums of finer ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from core.bulletin.cube import Address, Counts, allowed_grains, subsets
from core.disclosure import FINEST_GRAIN_AGREED, RULE, Grains
from core.filters import DIMENSIONS_OF, DOMAINS, SEVERAL_VALUED, Dimension
from core.moments import LIMA
from core.periods import FIRST_MONTH, MONTHS, Grain, band_position, bands
from core.places import NATURAL_REGIONS, natural_region
from core.register import counted
from core.vocabulary import Unit

Progress = Callable[[str, int], None]
_KEY_MASK = (1 << RULE.key_bits) - 1

#: Not read as they are: made from the department, from the day, and from the route.
_DERIVED = frozenset({Dimension.NATURAL_REGION, Dimension.WEEKDAY, Dimension.TRANSIT})
_FIRST_MONTH = (FIRST_MONTH[0] - 1970) * 12 + FIRST_MONTH[1] - 1
_THURSDAY = 3  # 1970-01-01, where Monday is 0

_ENDS = (Dimension.ORIGIN, Dimension.ARRIVAL)

_QUESTIONS: dict[Unit, Callable[[Connection], Iterator[Sequence[Any]]]] = {
    Unit.CALLS: counted.call_rows,
    Unit.CASES: counted.case_rows,
    Unit.VICTIMS: counted.victim_rows,
}


@dataclass(frozen=True, slots=True)
class Exact:
    """True counts ``n`` and cell keys of one table. They never leave core.release."""

    n: Counts
    cell_key: Counts


ExactCube = dict[Address, Exact]


@dataclass(frozen=True, slots=True)
class _Columns:
    """The streamed records of one unit, one row per (record, form).

    ``first`` marks the first row of each record: tables without the several-valued dimension
    count those alone. ``route``: which of the routes a case is on, counted from 1; 0 for none.
    """

    month: NDArray[np.int16]
    rkey: NDArray[np.uint32]
    codes: dict[Dimension, NDArray[np.uint8]]
    first: NDArray[np.bool_]
    route: NDArray[np.uint32]


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
    for unit, rows in _QUESTIONS.items():
        columns = _read(unit, rows(connection), routes, progress)
        passing = _passing(columns, [(), *between.values()])
        for chosen in subsets(unit):
            of = passing if Dimension.TRANSIT in chosen else columns
            cube.update(_tables(unit, chosen, of, finest))
    return cube


def _read(
    unit: Unit, chunks: Iterator[Sequence[Any]], routes: Mapping[Any, int], progress: Progress
) -> _Columns:
    stored = [d for d in DIMENSIONS_OF[unit] if d not in _DERIVED]
    find = {d: _positions(d).__getitem__ for d in stored}
    day_of = counted.Days().__getitem__
    days, keys, firsts, on = [], [], [], []
    codes: dict[Dimension, list[NDArray[np.uint8]]] = {d: [] for d in stored}
    previous: Any = None
    done = 0
    for chunk in chunks:
        ids, rkeys, said, *values = zip(*chunk, strict=True)
        days.append(np.fromiter(map(day_of, said), np.int32, len(said)))
        keys.append(np.array(rkeys, np.uint32))
        firsts.append(_changes(previous, ids))
        previous = ids[-1]
        for dimension, column in zip(stored, values, strict=False):
            codes[dimension].append(np.fromiter(map(find[dimension], column), np.uint8, len(said)))
        if len(values) > len(stored):
            on.append(np.fromiter(map(routes.__getitem__, values[-1]), np.uint32, len(said)))
        done += len(chunk)
        progress(unit.value, done)
    return _joined(days, keys, firsts, codes, on)


def _changes(previous: Any, ids: tuple[Any, ...]) -> NDArray[np.bool_]:
    """Where another record begins; records without an id are one row each."""
    if ids[0] is None:
        return np.ones(len(ids), bool)
    return np.array([a != b for a, b in zip((previous, *ids), ids, strict=False)])


def _positions(dimension: Dimension) -> dict[Any, int]:
    """The place of each stored value in its domain (see core.register.counted)."""
    if dimension is Dimension.HOUR:
        hours = {_utc_hour(hour): hour for hour in range(24)}
        return {**hours, **{f"{utc:02d}": hour for utc, hour in hours.items()}}
    return {code: i for i, code in enumerate(DOMAINS[dimension].codes)}


def _utc_hour(hour: int) -> int:
    """The hour in UTC when it is this hour in Lima; the same on every day."""
    return dt.datetime(2006, 3, 1, hour, tzinfo=LIMA).astimezone(dt.UTC).hour


def _joined(days: Any, keys: Any, firsts: Any, codes: Any, on: Any) -> _Columns:
    """One array per column, records outside the series left out, the rest derived."""
    day = np.concatenate([np.zeros(0, np.int32), *days]).astype("datetime64[D]")
    month = day.astype("datetime64[M]").astype(np.int32) - _FIRST_MONTH
    inside = (month >= 0) & (month < MONTHS)
    kept = {
        d: np.concatenate([np.zeros(0, np.uint8), *column])[inside] for d, column in codes.items()
    }
    kept[Dimension.NATURAL_REGION] = _region_of()[kept[Dimension.DEPARTMENT]]
    kept[Dimension.WEEKDAY] = ((day[inside].astype(np.int32) + _THURSDAY) % 7).astype(np.uint8)
    return _Columns(
        month[inside].astype(np.int16),
        np.concatenate([np.zeros(0, np.uint32), *keys])[inside],
        kept,
        np.concatenate([np.zeros(0, bool), *firsts])[inside],
        (np.concatenate(on) if on else np.zeros(len(month), np.uint32))[inside],
    )


def _passing(columns: _Columns, stops: Sequence[tuple[str, ...]]) -> _Columns:
    """One row for each place that a record passes between the ends of its route."""
    place = {code: at for at, code in enumerate(DOMAINS[Dimension.TRANSIT].codes)}
    flat = np.array([place[code] for codes in stops for code in codes], np.uint8)
    length = np.array([len(codes) for codes in stops], np.int64)
    start = length.cumsum() - length
    records = np.nonzero(columns.first & (length[columns.route] > 0))[0]
    each = length[columns.route[records]]
    rows = np.repeat(records, each)
    within = np.arange(len(rows)) - np.repeat(each.cumsum() - each, each)
    codes = {d: columns.codes[d][rows] for d in _ENDS if d in columns.codes}
    codes[Dimension.TRANSIT] = flat[start[columns.route[rows]] + within]
    return _Columns(
        columns.month[rows], columns.rkey[rows], codes, columns.first[rows], columns.route[rows]
    )


def _region_of() -> NDArray[np.uint8]:
    """The natural region of each department, both by their places in their domains."""
    regions, departments = NATURAL_REGIONS.codes, DOMAINS[Dimension.DEPARTMENT].codes
    return np.array([regions.index(natural_region(code)) for code in departments], np.uint8)


def _tables(
    unit: Unit, chosen: tuple[Dimension, ...], columns: _Columns, finest: Grains
) -> ExactCube:
    counted_at = finest[len(chosen)]
    exact = _finest(Address(unit, chosen, counted_at), columns)
    return {
        Address(unit, chosen, grain): _coarser(exact, counted_at, grain)
        for grain in allowed_grains(len(chosen), finest)
    }


def _finest(address: Address, columns: _Columns) -> Exact:
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
