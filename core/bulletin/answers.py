"""Answers: the cells of a question, read from the cube without ever touching a record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from core.bulletin.cube import REASONS, Address, Cube
from core.bulletin.figures import Figure, Shown, Withheld, Zero
from core.disclosure import Grains, Reason, within_limits
from core.filters import DIMENSIONS_OF, DOMAINS, Dimension, Question, may_cross
from core.periods import WHOLE, Band, Grain, band_position, bands, cover, parse


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its codes (time band first where the question has a grain) and its figure."""

    key: tuple[str, ...]
    figure: Figure


@dataclass(frozen=True, slots=True)
class Answer:
    """All cells of a question over its whole domain: absence says nothing."""

    question: Question
    cells: tuple[Cell, ...]
    query_id: str
    provisional: bool

    def __iter__(self) -> Iterator[Cell]:
        return iter(self.cells)

    def __getitem__(self, key: tuple[str, ...]) -> Figure:
        return next(cell.figure for cell in self.cells if cell.key == key)

    @property
    def withheld(self) -> int:
        """How many of the cells are withheld."""
        return sum(isinstance(cell.figure, Withheld) for cell in self.cells)

    @property
    def withheld_share(self) -> float:
        """The same as a part of all cells, 0 to 1."""
        return self.withheld / len(self.cells) if self.cells else 0.0


@dataclass(frozen=True, slots=True)
class Source:
    """What answers are read from: a cube, the grains it holds, and whether it may still move."""

    cube: Cube
    finest: Grains
    provisional: bool


def answer(source: Source, asked: Question, query_id: str) -> Answer:
    """The answer to ``asked``: one figure per time band (if it has a grain) and combination."""
    spans = [("", asked.span)]
    if asked.grain is not None:
        spans = [(band.code, band.span) for band in bands_within(asked)]
    cells: list[Cell] = []
    for band_code, span in spans:
        figures = _figures(source, replace(asked, span=span))
        lead = (band_code,) if asked.grain is not None else ()
        keys = product(*(asked.chosen(d) for d in asked.by))
        cells += [Cell((*lead, *key), figure) for key, figure in zip(keys, figures, strict=True)]
    return Answer(asked, tuple(cells), query_id, source.provisional)


def bands_within(asked: Question) -> list[Band]:
    """The bands of the question's grain that lie wholly inside its span, in time order."""
    return [
        band
        for band in bands(asked.grain or Grain.ALL)
        if asked.span.first <= band.span.first and band.span.last <= asked.span.last
    ]


def _figures(source: Source, asked: Question) -> list[Figure]:
    dimensions = asked.dimensions
    size = int(np.prod([len(asked.chosen(d)) for d in asked.by], initial=1))
    if not within_limits(len(dimensions)) or not may_cross(dimensions):
        return [Withheld(Reason.DIMENSIONS)] * size
    chosen = cover(asked.span, source.finest[len(dimensions)])
    if chosen is None:
        return [Withheld(Reason.TIME_TOO_FINE)] * size
    value, hidden, reason, parts = _sums(source.cube, asked, dimensions, chosen)
    return [
        _figure(int(v), int(h), int(r), parts, source.provisional)
        for v, h, r in zip(value.flat, hidden.flat, reason.flat, strict=True)
    ]


def _figure(value: int, hidden: int, reason: int, parts: int, provisional: bool) -> Figure:
    if hidden and (hidden == parts or value == 0):
        return Withheld(REASONS[reason] or Reason.SMALL)
    if value == 0:
        return Zero(provisional)
    return Shown(value, provisional=provisional, withheld_parts=hidden)


def _sums(
    cube: Cube,
    asked: Question,
    dimensions: tuple[Dimension, ...],
    chosen: tuple[Band, ...],
) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """(sum of shown cells, number of withheld, a reason, cells per sum), axes as ``asked.by``."""
    picks = [
        np.array([DOMAINS[d].codes.index(code) for code in asked.chosen(d)]) for d in dimensions
    ]
    summed = tuple(axis for axis, d in enumerate(dimensions) if d not in asked.by)
    kept = [d for d in dimensions if d in asked.by]
    order = [kept.index(d) for d in asked.by]
    value = hidden = reason = None
    for band in chosen:
        table = cube[Address(asked.unit, dimensions, band.grain)]
        at = band_position(band.grain)[band.span.first]
        shown, why = table.shown[at], table.reason[at]
        if picks:
            shown, why = shown[np.ix_(*picks)], why[np.ix_(*picks)]
        block = (
            np.where(shown < 0, 0, shown).sum(axis=summed).transpose(order),
            (shown < 0).sum(axis=summed).transpose(order),
            why.max(axis=summed, initial=0).transpose(order),
        )
        value = block[0] if value is None else value + block[0]
        hidden = block[1] if hidden is None else hidden + block[1]
        reason = block[2] if reason is None else np.maximum(reason, block[2])
    assert value is not None
    assert hidden is not None
    assert reason is not None
    parts = len(chosen)
    for axis in summed:
        parts *= len(picks[axis])
    return value, hidden, reason, parts


def cell_question(asked: Question, key: tuple[str, ...]) -> Question:
    """The question whose only cell is the cell of ``asked`` under ``key``."""
    span, codes = asked.span, key
    if asked.grain is not None:
        span, codes = parse(key[0]), key[1:]
    chosen = dict(asked.where) | {d: (c,) for d, c in zip(asked.by, codes, strict=True)}
    where = tuple((d, chosen[d]) for d in DIMENSIONS_OF[asked.unit] if d in chosen)
    return Question(asked.unit, where=where, span=span)


def coarser(asked: Question) -> Iterator[Question]:
    """Views one step coarser: the whole period, natural regions, one dimension or filter less."""
    if not asked.span.whole or asked.grain is not None:
        yield replace(asked, span=WHOLE, grain=None)
    yield from _in_wider_places(asked)
    for dropped in reversed(asked.by):
        yield replace(
            asked,
            by=tuple(d for d in asked.by if d is not dropped),
            where=tuple(w for w in asked.where if w[0] is not dropped),
        )
    for dropped, _ in reversed(asked.where):
        yield replace(asked, where=tuple(w for w in asked.where if w[0] is not dropped))


def _in_wider_places(asked: Question) -> Iterator[Question]:
    """By natural region instead of department, by department instead of province."""
    for narrow, wide in _WIDER:
        if narrow in asked.by and wide not in asked.dimensions and len(asked.dimensions) <= 2:
            by = tuple(wide if d is narrow else d for d in asked.by)
            where = tuple(w for w in asked.where if w[0] is not narrow)
            yield replace(asked, by=by, where=where)


_WIDER = (
    (Dimension.DEPARTMENT, Dimension.NATURAL_REGION),
    (Dimension.PROVINCE, Dimension.DEPARTMENT),
)
