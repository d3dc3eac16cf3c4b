"""The register's records as columns: one small integer per dimension, about 12 bytes a record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from core.filters import DIMENSIONS_OF, DOMAINS, Dimension
from core.moments import LIMA
from core.periods import FIRST_MONTH, MONTHS
from core.places import NATURAL_REGIONS, natural_region
from core.register import counted
from core.vocabulary import Unit

Progress = Callable[[str, int], None]

#: Not read as they are: made from the department, from the day, and from the route.
_DERIVED = frozenset({Dimension.NATURAL_REGION, Dimension.WEEKDAY, Dimension.TRANSIT})
_FIRST_MONTH = (FIRST_MONTH[0] - 1970) * 12 + FIRST_MONTH[1] - 1
_THURSDAY = 3  # 1970-01-01, where Monday is 0

_ENDS = (Dimension.ORIGIN, Dimension.ARRIVAL)

_Rows = Callable[[Connection], Iterator[Sequence[Any]]]
_QUESTIONS: dict[Unit, tuple[_Rows, tuple[int, ...]]] = {
    Unit.CALLS: (counted.call_rows, counted.CALL_WORDS),
    Unit.CASES: (counted.case_rows, counted.CASE_WORDS),
    Unit.VICTIMS: (counted.victim_rows, counted.VICTIM_WORDS),
}

#: What is counted, in this order.
UNITS = tuple(_QUESTIONS)


@dataclass(frozen=True, slots=True)
class Columns:
    """The streamed records of one unit, one row per (record, form).

    ``first`` marks the first row of each record: tables without the several-valued dimension
    count those alone. ``route``: which of the routes a case is on, counted from 1; 0 for none.
    """

    month: NDArray[np.int16]
    rkey: NDArray[np.uint32]
    codes: dict[Dimension, NDArray[np.uint8]]
    first: NDArray[np.bool_]
    route: NDArray[np.uint32]


def _runs(unit: Unit, words: tuple[int, ...]) -> Iterator[tuple[Dimension, ...]]:
    """The dimensions that each value of a row tells of."""
    stored = iter([d for d in DIMENSIONS_OF[unit] if d not in _DERIVED])
    for several in words:
        yield tuple(islice(stored, several))


class _Said(dict[Any, int]):
    """What the values of one place in the rows said, numbered as it was first said; and the number
    of what each row said."""

    def __init__(self, dimensions: tuple[Dimension, ...]) -> None:
        self.dimensions = dimensions
        self._rows: list[NDArray[np.uint32]] = []

    def __missing__(self, said: Any) -> int:
        self[said] = len(self)
        return self[said]

    def hear(self, column: Sequence[Any]) -> None:
        """The values of the next rows."""
        self._rows.append(np.fromiter(map(self.__getitem__, column), np.uint32, len(column)))

    def codes(self) -> Iterator[tuple[Dimension, NDArray[np.uint8]]]:
        """For each dimension the places in its domain, one a row."""
        rows = np.concatenate([np.zeros(0, np.uint32), *self._rows])
        self._rows = []
        words = [said.split() if isinstance(said, str) else [said] for said in self]
        for at, dimension in enumerate(self.dimensions):
            find = _positions(dimension)
            yield dimension, np.array([find[each[at]] for each in words], np.uint8)[rows]


def read(
    unit: Unit,
    connection: Connection,
    routes: Mapping[Any, int],
    progress: Progress,
) -> Columns:
    """The records of a unit, streamed; ``routes``: the number of each route, 0 for none."""
    rows, words = _QUESTIONS[unit]
    said = [_Said(dimensions) for dimensions in _runs(unit, words)]
    day_of = counted.Days().__getitem__
    days, keys, firsts, on = [], [], [], []
    previous: Any = None
    done = 0
    for chunk in rows(connection):
        ids, rkeys, opened, *values = zip(*chunk, strict=True)
        days.append(np.fromiter(map(day_of, opened), np.int32, len(chunk)))
        keys.append(np.array(rkeys, np.uint32))
        firsts.append(_changes(previous, ids))
        previous = ids[-1]
        for of, column in zip(said, values, strict=False):
            of.hear(column)
        if len(values) > len(said):
            on.append(np.fromiter(map(routes.__getitem__, values[-1]), np.uint32, len(chunk)))
        done += len(chunk)
        progress(unit.value, done)
    return _joined(days, keys, firsts, dict(chain.from_iterable(of.codes() for of in said)), on)


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


def _joined(days: Any, keys: Any, firsts: Any, codes: Any, on: Any) -> Columns:
    """One array per column, records outside the series left out, the rest derived."""
    day = np.concatenate([np.zeros(0, np.int32), *days]).astype("datetime64[D]")
    month = day.astype("datetime64[M]").astype(np.int32) - _FIRST_MONTH
    inside = (month >= 0) & (month < MONTHS)
    kept = {dimension: column[inside] for dimension, column in codes.items()}
    kept[Dimension.NATURAL_REGION] = _region_of()[kept[Dimension.DEPARTMENT]]
    kept[Dimension.WEEKDAY] = ((day[inside].astype(np.int32) + _THURSDAY) % 7).astype(np.uint8)
    return Columns(
        month[inside].astype(np.int16),
        np.concatenate([np.zeros(0, np.uint32), *keys])[inside],
        kept,
        np.concatenate([np.zeros(0, bool), *firsts])[inside],
        (np.concatenate(on) if on else np.zeros(len(month), np.uint32))[inside],
    )


def passing(columns: Columns, stops: Sequence[tuple[str, ...]]) -> Columns:
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
    return Columns(
        columns.month[rows], columns.rkey[rows], codes, columns.first[rows], columns.route[rows]
    )


def _region_of() -> NDArray[np.uint8]:
    """The natural region of each department, both by their places in their domains."""
    regions, departments = NATURAL_REGIONS.codes, DOMAINS[Dimension.DEPARTMENT].codes
    return np.array([regions.index(natural_region(code)) for code in departments], np.uint8)
