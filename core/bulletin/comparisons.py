"""Comparisons: a question beside the same question about the period before.

Both sides are answers like any other, so a comparison reads no cell that nobody could ask for. What
is told of them is arithmetic on shown values, and only where both sides were told whole: a
difference across a withheld side would be a number about what is not said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from core.bulletin.answers import Answer, bands_within
from core.bulletin.figures import (
    UNSTABLE_BELOW,
    Bound,
    Figure,
    Missing,
    NotApplicable,
    Shown,
    Withheld,
    Zero,
    number,
)
from core.filters import Question
from core.periods import Grain, Span, band_code

_YEAR = 12


class Before(StrEnum):
    """What a period is compared with: the same months a year earlier, or those just before it."""

    YEAR = "year"
    SPAN = "span"

    def of(self, span: Span) -> Span:
        """The span before, as long as ``span``. It may begin before the series does."""
        back = _YEAR if self is Before.YEAR else span.months
        return Span(span.first - back, span.last - back)


@dataclass(frozen=True, slots=True)
class Compared:
    """One cell of both sides. ``difference``: current minus previous; ``change``: in percent."""

    key: tuple[str, ...]
    earlier: str
    current: Figure
    previous: Figure
    difference: Figure
    change: Figure


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both answers and their cells side by side. ``previous`` is ``None`` where no part of the
    period before lies in the series; ``earlier`` names that period all the same."""

    before: Before
    earlier: Span
    current: Answer
    previous: Answer | None
    cells: tuple[Compared, ...]
    query_id: str

    @property
    def withheld(self) -> int:
        """How many differences are not told because a side is withheld."""
        return sum(isinstance(cell.difference, Withheld) for cell in self.cells)


def normal_form(asked: Question, before: Before) -> str:
    """One text for one comparison; no question has the same."""
    return f"{asked.normal_form}|before {before}"


def earlier_question(asked: Question, before: Before) -> Question | None:
    """The same question about the period before: the part of it that lies in the series.

    Without a grain that is all of the period or nothing; with one, the bands before that are whole.
    """
    spans = [asked.span] if asked.grain is None else [band.span for band in bands_within(asked)]
    inside = [span for span in map(before.of, spans) if span.first >= 0]
    return replace(asked, span=Span(inside[0].first, inside[-1].last)) if inside else None


def compared(before: Before, current: Answer, previous: Answer | None, query_id: str) -> Comparison:
    """The cells of two answers side by side, in the order of the current one."""
    asked = current.question
    known = {cell.key: cell.figure for cell in previous} if previous else {}
    earlier = {band.code: _code(asked, before.of(band.span)) for band in bands_within(asked)}
    alone = _code(asked, before.of(asked.span))
    cells = []
    for cell in current:
        name = alone if asked.grain is None else earlier[cell.key[0]]
        there = cell.key if asked.grain is None else (name, *cell.key[1:])
        found = known.get(there, Missing())
        told = difference(cell.figure, found)
        percent = change(cell.figure, found)
        cells.append(Compared(cell.key, name, cell.figure, found, told, percent))
    span = before.of(asked.span)
    return Comparison(before, span, current, previous, tuple(cells), query_id)


def _code(asked: Question, span: Span) -> str:
    """How a span before is called: a band by its code, any other as an interval of months."""
    banded = asked.grain is not None and asked.grain is not Grain.ALL
    return band_code(asked.grain or Grain.ALL, span.first) if banded else span.code


def difference(current: Figure, previous: Figure) -> Figure:
    """Current minus previous, where both were told whole; otherwise why there is none.

    Sums from which withheld parts are missing are not the same sum twice: not applicable.
    """
    for state in (Missing, NotApplicable, Withheld):
        for side in (current, previous):
            if isinstance(side, state):
                return side
    now, then = number(current), number(previous)
    if now is None or then is None or not (_whole(current) and _whole(previous)):
        return NotApplicable()
    return Shown(now - then, provisional=_provisional(current) or _provisional(previous))


def change(current: Figure, previous: Figure) -> Figure:
    """The difference as a percentage of the previous count, to one decimal.

    Not applicable where fewer than 20 were counted before: each single case would move it by more
    than five points. Unstable where fewer than 20 are counted now.
    """
    told, then, now = difference(current, previous), number(previous), number(current)
    if not isinstance(told, Shown) or then is None or now is None:
        return told
    if then < UNSTABLE_BELOW:
        return NotApplicable()
    percent = round(100 * told.value / then, 1) + 0.0  # never minus zero
    return Shown(percent, provisional=told.provisional, unstable=now < UNSTABLE_BELOW)


def _whole(figure: Figure) -> bool:
    if isinstance(figure, Shown):
        return figure.withheld_parts == 0 and figure.bound is Bound.EXACT
    return isinstance(figure, Zero)


def _provisional(figure: Figure) -> bool:
    return isinstance(figure, Shown | Zero) and figure.provisional
