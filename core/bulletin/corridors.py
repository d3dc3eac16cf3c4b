"""Corridors: origin and arrival of the routes of cases, read from one table of the cube.

Only what is shown stands in the list; every other pair of the fixed domain is withheld, so that
absence says nothing. A corridor crosses two dimensions, and the period is the third: no corridor is
told by form or age. Its ends are, each by itself, by an ordinary question.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate

import numpy as np

from core.bulletin.answers import Source
from core.bulletin.cube import HIDDEN, Counts, Cube
from core.bulletin.figures import Shown
from core.filters import DOMAINS, Dimension, Question, question
from core.periods import Grain, Span, band_position, cover
from core.vocabulary import UNKNOWN, Unit

ENDS = (Dimension.ORIGIN, Dimension.ARRIVAL)

_CODES = DOMAINS[Dimension.ORIGIN].codes
_KNOWN = len(_CODES) - 1
assert _CODES[-1] == UNKNOWN


@dataclass(frozen=True, slots=True)
class Corridor:
    """One corridor. ``years``: in how many years of the series it is shown."""

    first: str
    last: str
    figure: Shown
    years: int
    newly_shown: bool


@dataclass(frozen=True, slots=True, eq=False)
class Corridors:
    """The shown corridors of a span, the largest first; a corridor is made when it is read.

    ``parts``: cells a count is the sum of; ``withheld``: pairs of known ends that are not shown.
    """

    unit: Unit
    span: Span
    query_id: str
    parts: int
    withheld: int
    provisional: bool
    at: Counts
    value: Counts
    hidden: Counts
    years: Counts
    newly: frozenset[tuple[str, str]]

    def __len__(self) -> int:
        return len(self.at)

    def __iter__(self) -> Iterator[Corridor]:
        columns = (a.tolist() for a in (self.at, self.value, self.hidden, self.years))
        for at, value, hidden, years in zip(*columns, strict=True):
            pair = _CODES[at // _KNOWN], _CODES[at % _KNOWN]
            figure = Shown(value, provisional=self.provisional, withheld_parts=hidden)
            yield Corridor(*pair, figure, years, pair in self.newly)


@cache
def corridor_question(unit: Unit, span: Span) -> Question:
    """The question behind the corridors of a span."""
    return replace(_whole(unit), span=span)


@cache
def _whole(unit: Unit) -> Question:
    return question(unit, by=ENDS)


#: Of the pairs that are shown, the largest first: where they stand, count, hidden parts, years.
_Shown = tuple[Counts, Counts, Counts, Counts]


@dataclass(frozen=True, slots=True, eq=False)
class CorridorTables:
    """What a bulletin keeps at hand of the corridors of one unit: pairs that are ever shown alone.

    ``at``: where they stand among all pairs; ``years``: in how many years each is shown; ``cells``:
    for each band of each grain, the counts of the pairs (zero where withheld) and whether they are
    withheld, shape (bands, 2, pairs); ``begins``: where the bands of a grain begin in it;
    ``alone``: what is shown in each band by itself, which most questions ask for.
    """

    at: Counts
    years: Counts
    cells: Counts
    begins: Mapping[Grain, int]
    alone: tuple[_Shown, ...]


def corridor_tables(cube: Cube) -> Mapping[Unit, CorridorTables]:
    """Made once for a bulletin, so that no question reads the pairs that are never shown."""
    cells: dict[Unit, dict[Grain, Counts]] = {}
    for address, table in cube.items():
        if address.dimensions == ENDS:
            known = table.shown[:, :_KNOWN, :_KNOWN].reshape(len(table.shown), -1)
            cells.setdefault(address.unit, {})[address.grain] = known
    return {unit: _kept(by_grain) for unit, by_grain in cells.items()}


def _kept(by_grain: Mapping[Grain, Counts]) -> CorridorTables:
    cells = np.concatenate(tuple(by_grain.values()))
    (at,) = np.nonzero((cells > 0).any(axis=0))
    cells, hidden = cells[:, at], cells[:, at] == HIDDEN
    both = np.ascontiguousarray(np.stack((np.where(hidden, 0, cells), hidden), axis=1))
    years = (by_grain[Grain.YEAR][:, at] > 0).sum(axis=0)
    begins = accumulate(map(len, by_grain.values()), initial=0)
    return CorridorTables(
        at,
        years,
        both,
        dict(zip(by_grain, begins, strict=False)),
        tuple(_shown(at, years, band) for band in both),
    )


def _shown(at: Counts, years: Counts, both: Counts) -> _Shown:
    value, hidden = both
    order = (-value).argsort(kind="stable")[: value.nonzero()[0].size]
    return at[order], value[order], hidden[order], years[order]


def corridors(
    tables: CorridorTables,
    source: Source,
    asked: Question,
    query_id: str,
    newly: frozenset[tuple[str, str]],
) -> Corridors:
    """The corridors of a question of :func:`corridor_question`."""
    chosen = cover(asked.span, source.finest[len(ENDS)]) or ()
    rows = [tables.begins[b.grain] + band_position(b.grain)[b.span.first] for b in chosen]
    if len(rows) == 1:
        shown = tables.alone[rows[0]]
    else:
        shown = _shown(tables.at, tables.years, np.add.reduce(tables.cells[rows]))
    return Corridors(
        asked.unit,
        asked.span,
        query_id,
        len(chosen),
        _KNOWN * _KNOWN - len(shown[0]),
        source.provisional,
        *shown,
        newly,
    )
