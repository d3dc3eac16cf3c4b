"""Corridors: origin and arrival of the routes of cases, read from one table of the cube.

Only what is shown stands in the list; every other pair of the fixed domain is withheld, so that
absence says nothing. A corridor crosses two dimensions, and the period is the third: no corridor is
told by form or age. Its ends are, each by itself, by an ordinary question.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from core.bulletin.answers import Source
from core.bulletin.cube import HIDDEN, Address, Counts, Cube
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
    return question(unit, by=ENDS, span=span)


def corridors(
    source: Source, asked: Question, query_id: str, newly: frozenset[tuple[str, str]]
) -> Corridors:
    """The corridors of a question of :func:`corridor_question`."""
    chosen = cover(asked.span, source.finest[len(ENDS)]) or ()
    value: Counts = np.zeros(_KNOWN * _KNOWN, np.int64)
    hidden = value.copy()
    for band in chosen:
        at = band_position(band.grain)[band.span.first]
        cells = _table(source.cube, asked.unit, band.grain)[at, :_KNOWN, :_KNOWN].ravel()
        withheld = cells == HIDDEN
        hidden += withheld
        value += np.where(withheld, 0, cells)
    (there,) = np.nonzero(value)
    there = there[np.argsort(-value[there], kind="stable")]
    by_year = _table(source.cube, asked.unit, Grain.YEAR)[:, :_KNOWN, :_KNOWN]
    years = (by_year > 0).sum(axis=0).ravel()[there]
    return Corridors(
        asked.unit,
        asked.span,
        query_id,
        len(chosen),
        len(value) - len(there),
        source.provisional,
        there,
        value[there],
        hidden[there],
        years,
        newly,
    )


def _table(cube: Cube, unit: Unit, grain: Grain) -> Counts:
    return cube[Address(unit, ENDS, grain)].shown
