"""Readings: what an indicator was in a period, with the numbers behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from core.bulletin.figures import Bound, Figure, Missing, Shown, Zero, number
from core.plan.changes import Change
from core.plan.definition import Accumulation, Indicator, Measure
from core.plan.periods import Frequency, Period


class Origin(StrEnum):
    """Where a reading comes from."""

    COUNTED = "counted"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True)
class Reading:
    """One value. ``queries``: the ids of the questions behind a counted one; ``revision``: 1 for
    the first, 2 for what took its place, and so on. ``source``: what vouches for a reported one.
    ``changes``: what became of it, oldest first."""

    figure: Figure
    origin: Origin
    numerator: Figure | None = None
    denominator: Figure | None = None
    queries: tuple[str, ...] = ()
    revision: int = 1
    source: str = ""
    changes: tuple[Change, ...] = ()


#: Readings of one indicator by period.
Readings = Mapping[Period, Reading]

NOTHING = Reading(Missing(), Origin.REPORTED)


def figures_of(readings: Readings) -> dict[Period, Figure]:
    """The figures alone."""
    return {period: reading.figure for period, reading in readings.items()}


def figure_of(value: float, bound: Bound = Bound.EXACT, *, revised: bool = False) -> Figure:
    """The figure of a number that was reported; whole numbers as integers."""
    if value == 0 and bound is Bound.EXACT:
        return Zero()
    return Shown(int(value) if float(value).is_integer() else value, bound, revised=revised)


def with_years(indicator: Indicator, reported: Readings) -> dict[Period, Reading]:
    """Readings by semester with those of their years, made of them.

    A flow adds up; a year with one semester missing is a lower bound, not a sum with a zero. A
    stock, and what is counted up from the start, is that of the second semester. A share is made
    of the sums of its numerators and denominators, where both are known.
    """
    made = dict(reported)
    if indicator.frequency is Frequency.YEAR:
        return made
    for year in {period.year for period in reported}:
        halves = [reported.get(half, NOTHING) for half in Period.of_year(year, Frequency.SEMESTER)]
        made.setdefault(Period(year), _year(indicator, halves))
    return made


def _year(indicator: Indicator, halves: list[Reading]) -> Reading:
    if indicator.share and indicator.accumulation is Accumulation.FLOW:
        return _share(indicator, halves)
    if indicator.accumulation is not Accumulation.FLOW:
        return replace(halves[-1], changes=_changes(halves))
    figure = added(half.figure for half in halves)
    return Reading(
        figure,
        Origin.REPORTED,
        revision=_revision(halves),
        source=_sources(halves),
        changes=_changes(halves),
    )


def _share(indicator: Indicator, halves: list[Reading]) -> Reading:
    above = [half.numerator or Missing() for half in halves]
    below = [half.denominator or Missing() for half in halves]
    if any(number(figure) is None for figure in (*above, *below)):
        return NOTHING
    top, bottom = added(above), added(below)
    if not number(bottom):
        return NOTHING
    per = 100 if indicator.unit is Measure.PERCENTAGE else 1
    value = round((number(top) or 0) * per / (number(bottom) or 1), indicator.decimals)
    revision, source = _revision(halves), _sources(halves)
    changes = _changes(halves)
    return Reading(figure_of(value), Origin.REPORTED, top, bottom, (), revision, source, changes)


def _changes(halves: list[Reading]) -> tuple[Change, ...]:
    return tuple(change for half in halves for change in half.changes)


def _revision(halves: list[Reading]) -> int:
    return max(half.revision for half in halves)


def _sources(halves: list[Reading]) -> str:
    return " · ".join(dict.fromkeys(half.source for half in halves if half.source))


def added(figures: Iterable[Figure]) -> Figure:
    """The sum. One that has no number makes the rest a lower bound; none at all is missing."""
    held = list(figures)
    known = [n for figure in held if (n := number(figure)) is not None]
    if not known:
        return next(iter(held), Missing())
    bounds = {figure.bound for figure in held if isinstance(figure, Shown)}
    least = len(known) < len(held) or Bound.AT_LEAST in bounds
    bound = Bound.AT_LEAST if least else Bound.ABOUT if Bound.ABOUT in bounds else Bound.EXACT
    revised = any(figure.revised for figure in held if isinstance(figure, Shown))
    return figure_of(sum(known), bound, revised=revised)
