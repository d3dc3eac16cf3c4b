"""The plan drawn: a spark line for each indicator, and the large chart of one.

Both show the values of the years and the path of the targets. A year without a value breaks the
line: it is never drawn as a zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.bulletin.figures import number
from core.plan.definition import Indicator, Measure
from core.plan.periods import Period
from core.plan.readings import Reading
from web.i18n import Tongue
from web.plan_words import amount, value

SPARK_WIDTH, SPARK_HEIGHT, _PAD = 136, 32, 5
WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 56, 610, 24, 260

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spark:
    """Paths as SVG writes them, and the last value's place; empty where there is none."""

    values: str
    targets: str
    last: Point | None
    dots: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Dot:
    """A value or a target of the large chart: its place and what stands beside it."""

    x: float
    y: float
    text: str
    text_y: float


@dataclass(frozen=True, slots=True)
class Chart:
    """``ticks``: (y, text); ``years``: (x, year, whether it has no value)."""

    values: str
    targets: str
    dots: tuple[Dot, ...]
    goals: tuple[Dot, ...]
    ticks: tuple[tuple[float, str], ...]
    years: tuple[tuple[float, int, bool], ...]
    width: float
    said: str


@dataclass(frozen=True, slots=True)
class _Scale:
    """Years and amounts as places."""

    first: int
    last: int
    most: float
    left: float
    right: float
    top: float
    bottom: float

    def x(self, year: float) -> float:
        """The place of a year."""
        return round(self.left + (year - self.first) * (self.right - self.left) / self._years, 1)

    def y(self, amount: float) -> float:
        """The place of an amount."""
        return round(self.bottom - (self.bottom - self.top) * amount / (self.most or 1), 1)

    @property
    def _years(self) -> int:
        return max(self.last - self.first, 1)


@dataclass(frozen=True, slots=True)
class Sparks:
    """Where the values of the years stand, and the path of the targets: the same in every year."""

    points: Mapping[int, Point]
    targets: str

    def until(self, year: int) -> Spark:
        """The line of the years up to this one."""
        points = {y: point for y, point in self.points.items() if y <= year}
        last = points[max(points)] if points else None
        alone = tuple(p for y, p in points.items() if y - 1 not in points and y + 1 not in points)
        return Spark(_broken(points), self.targets, last, alone)


def sparks(indicator: Indicator, readings: Mapping[Period, Reading], years: range) -> Sparks:
    """The small lines of an indicator; all years share a scale, so that periods compare."""
    told = _yearly(readings, years)
    scale = _scale(indicator, told, years, (_PAD, SPARK_WIDTH - _PAD, 4, SPARK_HEIGHT - 4))
    points = {year: (scale.x(year), scale.y(amount)) for year, amount in told.items()}
    goals = [(scale.x(y), scale.y(t)) for y, t in indicator.targets.items() if y in years]
    return Sparks(points, _path(goals))


def _yearly(readings: Mapping[Period, Reading], years: range) -> dict[int, float]:
    return {
        year: float(n)
        for year in years
        if (reading := readings.get(Period(year))) and (n := number(reading.figure)) is not None
    }


def _scale(
    indicator: Indicator,
    told: Mapping[int, float],
    years: range,
    box: tuple[float, float, float, float],
    most: float | None = None,
) -> _Scale:
    highest = max((*told.values(), *indicator.targets.values()), default=1.0)
    return _Scale(years[0], years[-1], most or highest, *box)


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) if points else ""


def _broken(points: Mapping[int, Point]) -> str:
    """A path that stops where a year has no value."""
    runs: list[list[Point]] = []
    before = None
    for year, point in sorted(points.items()):
        if before is None or year != before + 1:
            runs.append([])
        runs[-1].append(point)
        before = year
    return "".join(_path(run) for run in runs)


def chart(
    indicator: Indicator, readings: Mapping[Period, Reading], years: range, tongue: Tongue
) -> Chart:
    """Values, targets and the baseline of one indicator by year."""
    told = _yearly(readings, years)
    start = indicator.baseline
    highest = max((*told.values(), *indicator.targets.values()), default=1.0)
    most = 100.0 if indicator.unit is Measure.PERCENTAGE else _round_up(highest)
    scale = _scale(indicator, told, years, (LEFT + 24, RIGHT - 24, TOP, BOTTOM), max(most, highest))

    def dots(
        amounts: Mapping[int, float], beside: Mapping[int, float], least: float
    ) -> tuple[Dot, ...]:
        """The higher of a value and its target is told above, the lower below. ``least``: how much
        higher the first of two that are the same counts."""
        return tuple(
            _dot(
                scale,
                year,
                each,
                amount(each, indicator.unit, tongue),
                above=each + least > beside.get(year, -1),
            )
            for year, each in amounts.items()
        )

    goals = {year: each for year, each in indicator.targets.items() if year in years}
    points = {year: (scale.x(year), scale.y(each)) for year, each in told.items()}
    return Chart(
        _broken(points),
        _path([(scale.x(year), scale.y(each)) for year, each in goals.items()]),
        dots(told, goals, 1e-9),
        dots(goals, told, 0),
        tuple(
            (scale.y(scale.most * part / 4), amount(scale.most * part / 4, indicator.unit, tongue))
            for part in range(5)
        ),
        tuple((scale.x(year), year, year not in told) for year in years),
        round((RIGHT - LEFT - 48) / max(len(years) - 1, 1), 1),
        _said(indicator, readings, years, tongue, start is not None),
    )


def _dot(scale: _Scale, year: int, each: float, text: str, *, above: bool) -> Dot:
    y = scale.y(each)
    return Dot(scale.x(year), y, text, round(y - 9 if above or y > BOTTOM - 16 else y + 19, 1))


def _round_up(value: float) -> float:
    """The next of 1, 2, 4, 10, 20, 40 ... that is not smaller."""
    step = 1.0
    while True:
        for factor in (1, 2, 4, 8):
            if factor * step >= value:
                return factor * step
        step *= 10


def _said(
    indicator: Indicator,
    readings: Mapping[Period, Reading],
    years: range,
    tongue: Tongue,
    based: bool,
) -> str:
    """What the chart shows, for who cannot see it."""
    told = [
        f"{year}: {value(readings[Period(year)].figure, indicator.unit, tongue).text}"
        for year in years
        if Period(year) in readings
    ]
    return "; ".join(told) + ". " + _start(indicator, tongue) if based else "; ".join(told)


def _start(indicator: Indicator, tongue: Tongue) -> str:
    start = indicator.baseline
    assert start is not None
    return tongue.say(
        "Línea de base: %(value)s (%(period)s).",
        value=amount(start.value, indicator.unit, tongue),
        period=start.period.code,
    )
