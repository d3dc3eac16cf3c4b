"""What a plan is: axes, objectives, goals, activities, and the sheet of every indicator.

The sheet joins the fields of CEPLAN, USAID's reference sheet, DHIS2 and IATI (docs/model.md).
What is not public of the plan's text is ``illustrative``, and every exit says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from core.filters import Dimension
from core.plan.periods import Frequency, Period
from core.vocabulary import Term

Words = Term


class Measure(StrEnum):
    """CEPLAN's seven units of an indicator."""

    QUANTITY = "quantity"
    NUMBER = "number"
    PERCENTAGE = "percentage"
    RATIO = "ratio"
    RATE = "rate"
    INDEX = "index"
    RATE_OF_CHANGE = "rate_of_change"


class Direction(StrEnum):
    """Whether more is better, less is better, or neither."""

    ASCENDING = "ascending"
    DESCENDING = "descending"
    NONE = "none"


class Level(StrEnum):
    """What an indicator tells of: means, what was done, what came of it."""

    INPUT = "input"
    OUTPUT = "output"
    OUTCOME = "outcome"


class Accumulation(StrEnum):
    """A flow counts what happened in a period, a stock what there is at its end."""

    FLOW = "flow"
    STOCK = "stock"
    CUMULATIVE = "cumulative"


class RuleName(StrEnum):
    """How progress is told: against this period's target, on the way to the last, or not at all."""

    TARGET = "A"
    TRAJECTORY = "B"
    NONE = "C"


class Territory(StrEnum):
    """For which places an indicator is told."""

    NATIONAL = "national"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class Part:
    """A numerator or a denominator: a named count, narrowed to some codes.

    ``spread``: not the count itself but how many codes of this dimension have any of it.
    """

    count: str
    words: Words
    where: tuple[tuple[Dimension, tuple[str, ...]], ...] = ()
    spread: Dimension | None = None


@dataclass(frozen=True, slots=True)
class Formula:
    """The executable count: numerator over denominator, times ``per`` (100 for a percentage)."""

    numerator: Part
    denominator: Part | None = None
    per: int = 1


@dataclass(frozen=True, slots=True)
class Baseline:
    """Where an indicator stood before the plan. ``period``: when that was."""

    value: float
    period: Period
    source: str


@dataclass(frozen=True, slots=True)
class Thresholds:
    """A version of a rule's limits, from the best class down (shares of what was required)."""

    version: str
    rule: RuleName
    limits: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A break in a series: from this period on its values do not compare with those before."""

    period: Period
    words: Words


@dataclass(frozen=True, slots=True)
class Node:
    """An axis, objective, goal or activity. ``above``: the code of what it belongs to."""

    code: str
    name: Words
    above: str
    illustrative: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """The whole sheet of one indicator.

    ``formula`` is ``None`` for what institutions report; ``method`` says in words how either is
    come by. ``targets``: by year. ``least`` and ``most`` bound every value, both included.
    ``deadline_days``: days after the end of a period until its value is due.
    """

    code: str
    name: Words
    attached_to: str
    illustrative: bool
    definition: Words
    justification: Words
    method: Words
    formula: Formula | None
    unit: Measure
    direction: Direction
    level: Level
    accumulation: Accumulation
    territory: Territory
    disaggregations: tuple[Dimension, ...]
    baseline: Baseline | None
    targets: Mapping[int, float]
    thresholds: Thresholds
    responsible: str
    co_responsible: tuple[str, ...]
    register: str
    frequency: Frequency
    deadline_days: int
    evidence_required: bool
    least: float
    most: float | None
    decimals: int
    limitations: Words
    breaks: tuple[Break, ...]
    next_review: dt.date

    @property
    def computed(self) -> bool:
        """True where the house counts it itself; otherwise an institution reports it."""
        return self.formula is not None

    @property
    def reporters(self) -> frozenset[str]:
        """The institutions that may report it."""
        return frozenset({self.responsible, *self.co_responsible})

    @property
    def share(self) -> bool:
        """True where a value is one number over another."""
        return self.unit not in (Measure.QUANTITY, Measure.NUMBER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How many of each the plan has, as IOM reported; what is defined here may be fewer."""

    axes: int
    objectives: int
    goals: int
    activities: int
    indicators: int


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One plan. Everything hangs together by code; indicators are in the order of their codes."""

    code: str
    name: Words
    note: Words
    source: str
    first_year: int
    last_year: int
    sizes: Sizes
    axes: tuple[Node, ...]
    objectives: tuple[Node, ...]
    goals: tuple[Node, ...]
    activities: tuple[Node, ...]
    thresholds: Mapping[str, Thresholds]
    indicators: tuple[Indicator, ...] = field(repr=False)

    @property
    def years(self) -> range:
        """The years of the plan."""
        return range(self.first_year, self.last_year + 1)

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """Axes, objectives, goals and activities by code."""
        every = (*self.axes, *self.objectives, *self.goals, *self.activities)
        return {node.code: node for node in every}

    @cached_property
    def by_code(self) -> Mapping[str, Indicator]:
        """Indicators by code."""
        return {indicator.code: indicator for indicator in self.indicators}

    def path(self, code: str) -> tuple[Node, ...]:
        """From the axis down to the node of this code."""
        found: list[Node] = []
        while code:
            node = self.nodes[code]
            found.append(node)
            code = node.above
        return tuple(reversed(found))

    def axis_of(self, indicator: Indicator) -> Node:
        """The axis an indicator belongs to."""
        return self.path(indicator.attached_to)[0]

    def periods(self, frequency: Frequency) -> tuple[Period, ...]:
        """Every period of the plan of one frequency, in order."""
        return tuple(p for year in self.years for p in Period.of_year(year, frequency))

    def told_in(self, period: Period) -> tuple[Indicator, ...]:
        """The indicators told in a period: all of them in a year, some in a semester too."""
        if period.frequency is Frequency.YEAR:
            return self.indicators
        return tuple(i for i in self.indicators if i.frequency is Frequency.SEMESTER)
