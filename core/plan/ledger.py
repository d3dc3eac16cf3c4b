"""The ledger: every reading of a plan as one edition may tell it, and how each indicator stands."""

from __future__ import annotations

import datetime as dt
from collections import Counter as Tally
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeVar

from core.bulletin.bulletin import Edition
from core.plan.definition import Indicator, Node, Plan, RuleName
from core.plan.periods import Period
from core.plan.readings import NOTHING, Reading, Readings, figures_of
from core.plan.status import Progress, Reporting, Standing, due_on, reporting, standing

Made = TypeVar("Made")

_REMEMBERED = 64


class State(StrEnum):
    """Where a period is on its way. One that was closed may be opened again, visibly."""

    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Closing:
    """What is known of a period: its state, and the newest cut that was made of it."""

    state: State = State.OPEN
    revision: int = 0
    sha256: str = ""
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of a plan in one period of the scorecard. ``days``: how late it is."""

    plan: str
    indicator: Indicator
    axis: Node
    period: Period
    reading: Reading
    standing: Standing
    reporting: Reporting
    days: int
    readings: Readings

    @property
    def rule(self) -> RuleName:
        """The rule that told how it stands."""
        return self.indicator.thresholds.rule


@dataclass(frozen=True)
class Ledger:
    """Readings by indicator and period. ``waiting``: those somebody must still review.

    ``today``: the day reports are late on. ``synthetic``: where one value was generated.
    """

    plan: Plan
    edition: Edition
    today: dt.date
    readings: Mapping[str, Readings] = field(repr=False)
    waiting: frozenset[tuple[str, Period]] = frozenset()
    closings: Mapping[Period, Closing] = field(default_factory=dict)
    release: str = ""
    synthetic: bool = False

    def of(self, indicator: Indicator) -> Readings:
        """The readings of one indicator."""
        return self.readings.get(indicator.code, {})

    def closing(self, period: Period) -> Closing:
        """What is known of a period."""
        return self.closings.get(period, Closing())

    def line(self, indicator: Indicator, period: Period) -> Line:
        """How an indicator stands in a period."""
        told = self.of(indicator)
        reading = told.get(period, NOTHING)
        waits = (indicator.code, period) in self.waiting
        state, days = reporting(indicator, period, reading.figure, self.today, waits=waits)
        return Line(
            self.plan.code,
            indicator,
            self.plan.axis_of(indicator),
            period,
            reading,
            standing(indicator, period, figures_of(told)),
            state,
            days,
            told,
        )

    def scorecard(self, period: Period) -> tuple[Line, ...]:
        """Every indicator told in a period, by axis and code."""
        if period not in self._cards:
            told = self.plan.told_in(period)
            self._cards[period] = tuple(self.line(indicator, period) for indicator in told)
        return self._cards[period]

    def remembered(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What somebody made of this ledger, which never changes, made once for a while."""
        if key not in self._made:
            self._made[key] = make()
            if len(self._made) > _REMEMBERED:
                self._made.popitem(last=False)
        made: Made = self._made[key]
        return made

    @cached_property
    def _made(self) -> OrderedDict[Hashable, Any]:
        return OrderedDict()

    @cached_property
    def _cards(self) -> dict[Period, tuple[Line, ...]]:
        return {}

    @property
    def last_closed(self) -> Period:
        """The year that is shown where nobody asks for another: the last that was closed, or else
        the last of the plan."""
        years = [p for p, c in self.closings.items() if c.revision and not p.half]
        return max(years, default=Period(self.plan.last_year))


def tally(lines: tuple[Line, ...]) -> Mapping[Progress, int]:
    """How many indicators stand where, in the order of :class:`Progress`."""
    found = Tally(line.standing.progress for line in lines)
    return {progress: found[progress] for progress in Progress if found[progress]}


@dataclass(frozen=True, slots=True)
class Late:
    """What an institution owes of a period. ``days``: since the first of them was due."""

    institution: str
    indicators: tuple[Indicator, ...]
    due: dt.date
    days: int


def late_reports(lines: tuple[Line, ...]) -> tuple[Late, ...]:
    """Reports that are late, by institution; whoever owes longest comes first."""
    owed: dict[str, list[Line]] = {}
    for line in lines:
        if line.reporting is Reporting.LATE and not line.indicator.computed:
            owed.setdefault(line.indicator.responsible, []).append(line)
    found = [
        Late(
            whose,
            tuple(line.indicator for line in group),
            min(due_on(line.indicator, line.period) for line in group),
            max(line.days for line in group),
        )
        for whose, group in owed.items()
    ]
    return tuple(sorted(found, key=lambda late: (-late.days, late.institution)))
