"""Months, quarters, semesters and years of the series, and spans of whole bands.

A month is counted from March 2006 (index 0), when the hotline opened: January and February 2006
are not zero, they do not exist. The plan ends with December 2013. Codes: ``2008``, ``2008-S1``,
``2008-Q1``, ``2008-03``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from core.errors import BadQuestion, Code
from core.vocabulary import CodeList, Term

FIRST_MONTH = (2006, 3)
LAST_MONTH = (2013, 12)
MONTHS = (LAST_MONTH[0] - FIRST_MONTH[0]) * 12 + LAST_MONTH[1] - FIRST_MONTH[1] + 1


class Grain(StrEnum):
    """Width of a time band, from the whole series down to one month."""

    ALL = "all"
    YEAR = "year"
    SEMESTER = "semester"
    QUARTER = "quarter"
    MONTH = "month"

    @property
    def months(self) -> int:
        """Months in a whole band of this grain (the whole series: all of them)."""
        return {"all": MONTHS, "year": 12, "semester": 6, "quarter": 3, "month": 1}[self.value]


_CODE = re.compile(r"(\d{4})(?:-(?:S([12])|[QT]([1-4])|(0[1-9]|1[0-2])))?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Whole months ``first`` to ``last`` (indices, both included)."""

    first: int
    last: int

    @property
    def whole(self) -> bool:
        """True for the whole series."""
        return self.first == 0 and self.last == MONTHS - 1

    @property
    def months(self) -> int:
        """How many months the span covers."""
        return self.last - self.first + 1

    @property
    def code(self) -> str:
        """``2006-03/2013-12``: the ISO 8601 interval of the first and the last month."""
        return f"{month_code(self.first)}/{month_code(self.last)}"


WHOLE = Span(0, MONTHS - 1)


def month_of(index: int) -> tuple[int, int]:
    """(year, month) of a month index."""
    months = FIRST_MONTH[0] * 12 + FIRST_MONTH[1] - 1 + index
    return months // 12, months % 12 + 1


@cache
def month_code(index: int) -> str:
    """``2008-03`` for a month index."""
    year, month = month_of(index)
    return f"{year}-{month:02d}"


def last_day(index: int) -> dt.date:
    """The last calendar day of a month index."""
    year, month = month_of(index + 1)
    return dt.date(year, month, 1) - dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Band:
    """One time band of a grain: its code, and the months of it that the series holds."""

    code: str
    grain: Grain
    span: Span

    @property
    def complete(self) -> bool:
        """False for a band that the series only partly covers (2006, 2006-S1, 2006-Q1)."""
        return self.grain is Grain.ALL or self.span.months == self.grain.months


def band_code(grain: Grain, index: int) -> str:
    """The code of the band of ``grain`` that holds a month index."""
    year, month = month_of(index)
    match grain:
        case Grain.ALL:
            return WHOLE.code
        case Grain.YEAR:
            return str(year)
        case Grain.SEMESTER:
            return f"{year}-S{(month + 5) // 6}"
        case Grain.QUARTER:
            return f"{year}-Q{(month + 2) // 3}"
    return f"{year}-{month:02d}"


@cache
def bands(grain: Grain) -> tuple[Band, ...]:
    """All bands of a grain in order; together they cover the series exactly once."""
    edges: dict[str, list[int]] = {}
    for index in range(MONTHS):
        edges.setdefault(band_code(grain, index), []).append(index)
    return tuple(Band(code, grain, Span(held[0], held[-1])) for code, held in edges.items())


@cache
def band_position(grain: Grain) -> tuple[int, ...]:
    """For every month index the position of its band among :func:`bands` of the grain."""
    return tuple(
        position for position, band in enumerate(bands(grain)) for _ in range(band.span.months)
    )


def parse(text: str) -> Span:
    """The span of one period code, cut to the series.

    :raises BadQuestion: ``MALFORMED_PERIOD``, or ``OUTSIDE_SERIES`` where no month of it exists.
    """
    found = _CODE.fullmatch(text)
    if found is None:
        raise BadQuestion(Code.MALFORMED_PERIOD, value=text)
    year, semester, quarter, month = (int(part) if part else 0 for part in found.groups())
    if semester:
        start, length = semester * 6 - 5, 6
    elif quarter:
        start, length = quarter * 3 - 2, 3
    elif month:
        start, length = month, 1
    else:
        start, length = 1, 12
    first = (year - FIRST_MONTH[0]) * 12 + start - FIRST_MONTH[1]
    last = first + length - 1
    if last < 0 or first >= MONTHS:
        raise BadQuestion(
            Code.OUTSIDE_SERIES,
            value=text,
            first=month_code(0),
            last=month_code(MONTHS - 1),
        )
    return Span(max(first, 0), min(last, MONTHS - 1))


def between(start: str | None, end: str | None) -> Span:
    """The span from the first month of ``start`` to the last of ``end`` (either may be open).

    :raises BadQuestion: as :func:`parse`; ``REVERSED_RANGE`` where it runs backwards.
    """
    first = parse(start).first if start else 0
    last = parse(end).last if end else MONTHS - 1
    if first > last:
        raise BadQuestion(Code.REVERSED_RANGE, first=start or "", last=end or "")
    return Span(first, last)


@cache
def cover(span: Span, finest: Grain) -> tuple[Band, ...] | None:
    """The fewest whole bands, no finer than ``finest``, that make up ``span`` exactly.

    ``None`` where the span cuts through a band of the finest grain.
    """
    grains = [grain for grain in Grain if grain.months >= finest.months]
    chosen: list[Band] = []
    at = span.first
    while at <= span.last:
        fitting: Iterator[Band] = (
            band
            for grain in grains
            if (band := bands(grain)[band_position(grain)[at]]).span.first == at
            and band.span.last <= span.last
        )
        widest = next(fitting, None)
        if widest is None:
            return None
        chosen.append(widest)
        at = widest.span.last + 1
    return tuple(chosen)


HOURS = CodeList(
    "hour",
    tuple(Term(f"{h:02}", f"{h} h", f"{h:02}:00", f"{h} h") for h in range(24)),
    "Hour of the day in Lima (UTC-5 all year)",
)

WEEKDAYS = CodeList(
    "weekday",
    (
        Term("1", "Lunes", "Monday", "Lundi"),
        Term("2", "Martes", "Tuesday", "Mardi"),
        Term("3", "Miércoles", "Wednesday", "Mercredi"),
        Term("4", "Jueves", "Thursday", "Jeudi"),
        Term("5", "Viernes", "Friday", "Vendredi"),
        Term("6", "Sábado", "Saturday", "Samedi"),
        Term("7", "Domingo", "Sunday", "Dimanche"),
    ),
    "ISO 8601, the day in Lima",
)
