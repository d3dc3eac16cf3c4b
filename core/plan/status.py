"""How an indicator stands: rule A against a period's target, rule B on the way to the last one.

Rule C tells no progress: more calls or cases may be better reporting. Whether a value was reported
in time is another question (:func:`reporting`). A period without a value is never a zero.
Sources: CEPLAN's formulas by direction; the method of the SDG progress charts for rule B.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import nextafter

from core.bulletin.figures import Bound, Figure, Shown, number
from core.plan.definition import Accumulation, Baseline, Direction, Indicator, RuleName
from core.plan.periods import Period

#: Rule B needs this many values to see a movement.
LEAST_READINGS = 2

#: From next to nothing every growth is endless: below this, rule B goes in a line.
LEAST_COMPOUND = 1e-6


class Progress(StrEnum):
    """Where an indicator stands. The last three are no judgment."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    NEEDS_ACCELERATION = "needs_acceleration"
    LIMITED = "limited"
    DETERIORATION = "deterioration"
    NO_DATA = "no_data"
    NOT_ENOUGH_DATA = "not_enough_data"
    NO_TARGET = "no_target"


class Reporting(StrEnum):
    """Whether the value of a period has come, and whether it had to."""

    REPORTED = "reported"
    DUE = "due"  # its day has not come
    LATE = "late"
    IN_REVIEW = "in_review"


_CLASSES: Mapping[RuleName, tuple[Progress, ...]] = {
    RuleName.TARGET: (Progress.ON_TRACK, Progress.AT_RISK, Progress.OFF_TRACK),
    RuleName.TRAJECTORY: (
        Progress.ON_TRACK,
        Progress.NEEDS_ACCELERATION,
        Progress.LIMITED,
        Progress.DETERIORATION,
    ),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What a rule says. ``share``: of what was required, 1.0 for all of it; rule B's may be
    negative. ``target``: this period's, pro-rated where it had to be."""

    progress: Progress
    share: float | None = None
    target: float | None = None


def standing(indicator: Indicator, period: Period, values: Mapping[Period, Figure]) -> Standing:
    """How an indicator stood at the end of a period, by its own rule.

    ``values``: its values by period; those of later periods are not looked at.
    """
    target = target_of(indicator, period)
    rule, figure = indicator.thresholds.rule, values.get(period)
    if rule is RuleName.NONE:
        return Standing(Progress.NO_TARGET)
    actual = number(figure) if figure is not None else None
    if figure is None or actual is None:
        return Standing(Progress.NO_DATA, target=target)
    if rule is RuleName.TRAJECTORY:
        share = _trajectory(indicator, period, values)
        if share is None:
            return Standing(Progress.NOT_ENOUGH_DATA, target=target)
    elif target is None:
        return Standing(Progress.NO_TARGET)
    else:
        share = share_of_target(actual, target, indicator.direction, indicator.baseline)
    progress = _classed(indicator, share)
    if isinstance(figure, Shown) and not _proven(figure.bound, indicator.direction, progress):
        progress = Progress.NOT_ENOUGH_DATA
    return Standing(progress, share, target)


def target_of(indicator: Indicator, period: Period) -> float | None:
    """The target of a period. A semester gets its part of what a year counts up to; a share or a
    stock is due whole at any time."""
    yearly = indicator.targets.get(period.year)
    if yearly is None or indicator.share or period.length == 1:
        return yearly
    match indicator.accumulation:
        case Accumulation.FLOW:
            return yearly * period.length
        case Accumulation.CUMULATIVE:
            before = indicator.targets.get(period.year - 1, 0.0)
            return before + (yearly - before) * period.elapsed
    return yearly


def share_of_target(
    actual: float, target: float, direction: Direction, baseline: Baseline | None = None
) -> float:
    """Rule A. Ascending: actual / target; descending: target / actual. It is 1 or more exactly
    where the target is met.

    Where a ratio says nothing (a target of zero or below, or nothing left to reduce) the way from
    the baseline is taken instead; without a baseline, met or not.
    """
    falling = direction is Direction.DESCENDING
    met = actual <= target if falling else actual >= target
    above, below = (target, actual) if falling else (actual, target)
    if below > 0 and target > 0:
        return _told(above / below, met=met)
    start = baseline.value if baseline is not None else target
    required, done = target - start, actual - start
    if met or required == 0 or (required < 0) is not falling:
        return 1.0 if met else 0.0
    return _told(done / required, met=met)


def _told(share: float, *, met: bool) -> float:
    """The share, but for what rounding adds to or takes from the whole."""
    return max(share, 1.0) if met else min(share, nextafter(1.0, 0.0))


def growth_share(start: float, actual: float, target: float, elapsed: float, whole: float) -> float:
    """Rule B: yearly growth observed over yearly growth required, both since the baseline.

    Compound growth where all three are positive (:data:`LEAST_COMPOUND`), linear otherwise.
    ``elapsed`` and ``whole`` are years since the baseline. The target must not equal the start.
    """
    if min(start, actual, target) >= LEAST_COMPOUND:
        observed = (actual / start) ** (1 / elapsed) - 1
        return float(observed / ((target / start) ** (1 / whole) - 1))
    return ((actual - start) / elapsed) / ((target - start) / whole)


def _trajectory(
    indicator: Indicator, period: Period, values: Mapping[Period, Figure]
) -> float | None:
    """The share of rule B; ``None`` where there is too little to see a movement."""
    start, actual = indicator.baseline, number(values[period])
    told = [p for p, f in values.items() if _before(p, period) and number(f) is not None]
    assert start is not None
    last_year = max(indicator.targets)
    target = indicator.targets[last_year]
    elapsed = _years(start.period, period)
    if actual is None or len(told) < LEAST_READINGS or elapsed <= 0:
        return None
    if indicator.accumulation is Accumulation.FLOW and not indicator.share:
        actual /= period.length  # targets are of whole years
    falling = indicator.direction is Direction.DESCENDING
    if target == start.value or (target < start.value) is not falling:
        kept = actual <= start.value if falling else actual >= start.value
        return 1.0 if kept else -1.0  # nothing was required but to lose nothing
    whole = max(_years(start.period, Period(last_year)), elapsed)
    return growth_share(start.value, actual, target, elapsed, whole)


def _before(one: Period, other: Period) -> bool:
    """True for a period of the same length that ended no later."""
    return one.frequency is other.frequency and one <= other


def _years(first: Period, last: Period) -> float:
    return last.year + last.elapsed - first.year - first.elapsed


def _classed(indicator: Indicator, share: float) -> Progress:
    limits = indicator.thresholds.limits
    passed = sum(share < limit for limit in limits)
    return _CLASSES[indicator.thresholds.rule][passed]


def _proven(bound: Bound, direction: Direction, progress: Progress) -> bool:
    """Whether a class holds for every number a bound allows: "at least" proves that enough was
    reached, or that too much was left, and nothing else."""
    if bound is not Bound.AT_LEAST:
        return True
    worst = progress in (Progress.OFF_TRACK, Progress.DETERIORATION)
    return worst if direction is Direction.DESCENDING else progress is Progress.ON_TRACK


def reporting(
    indicator: Indicator, period: Period, figure: Figure | None, today: dt.date, *, waits: bool
) -> tuple[Reporting, int]:
    """(whether it has come, how many days late). ``waits``: one is being reviewed."""
    if figure is not None and figure.status not in ("missing",):
        return Reporting.REPORTED, 0
    due = due_on(indicator, period)
    if waits:
        return Reporting.IN_REVIEW, max((today - due).days, 0)
    return (Reporting.LATE, (today - due).days) if today > due else (Reporting.DUE, 0)


def due_on(indicator: Indicator, period: Period) -> dt.date:
    """The last day a value of this period comes in time."""
    return period.last_day + dt.timedelta(days=indicator.deadline_days)
