"""Series: the cells of one question with a grain, put in time order for each of its groups."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from core.bulletin.answers import Answer, bands_within
from core.bulletin.figures import Figure
from core.bulletin.rates import Rate, rates
from core.periods import Band


@dataclass(frozen=True, slots=True)
class Point:
    """One band of a series. A gap is a point too: its figure says why there is no number."""

    band: Band
    figure: Figure
    rate: Rate


@dataclass(frozen=True, slots=True)
class Series:
    """The points of one group in time order; ``key`` holds its codes in the order of ``by``."""

    key: tuple[str, ...]
    points: tuple[Point, ...]


def series(answer: Answer) -> tuple[Series, ...]:
    """One series for every group of an answer to a question with a grain, over its whole domain.

    Every group has the same bands: those that lie wholly inside the period asked for.
    """
    asked = answer.question
    assert asked.grain is not None
    within = {band.code: band for band in bands_within(asked)}
    held: dict[tuple[str, ...], list[Point]] = {
        key: [] for key in product(*(asked.chosen(dimension) for dimension in asked.by))
    }
    for cell, rate in zip(answer, rates(answer), strict=True):
        code, *key = cell.key
        held[tuple(key)].append(Point(within[code], cell.figure, rate))
    return tuple(Series(key, tuple(points)) for key, points in held.items())
