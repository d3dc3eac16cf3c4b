"""The periods a plan reports by: years and semesters. They need not lie in the series."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from core.errors import BadQuestion, Code
from core.periods import FIRST_MONTH, MONTHS, Span

_CODE = re.compile(r"(\d{4})(?:-S([12]))?", re.ASCII)


class Frequency(StrEnum):
    """How often an indicator is told."""

    YEAR = "year"
    SEMESTER = "semester"

    @property
    def per_year(self) -> int:
        """Periods in a year."""
        return 1 if self is Frequency.YEAR else 2


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A year (``half`` 0) or one of its two semesters."""

    year: int
    half: int = 0

    @staticmethod
    def of_year(year: int, frequency: Frequency) -> tuple[Period, ...]:
        """The periods a year has."""
        if frequency is Frequency.YEAR:
            return (Period(year),)
        return Period(year, 1), Period(year, 2)

    @property
    def frequency(self) -> Frequency:
        """A year or a semester."""
        return Frequency.SEMESTER if self.half else Frequency.YEAR

    @property
    def code(self) -> str:
        """``2009`` or ``2009-S1``."""
        return f"{self.year}-S{self.half}" if self.half else str(self.year)

    @property
    def first_day(self) -> dt.date:
        """The day it begins."""
        return dt.date(self.year, 7 if self.half == 2 else 1, 1)

    @property
    def last_day(self) -> dt.date:
        """The day it ends; the cut of its values."""
        return dt.date(self.year, 6, 30) if self.half == 1 else dt.date(self.year, 12, 31)

    @property
    def elapsed(self) -> float:
        """The share of its year that is over when it ends, counted from January."""
        return 0.5 if self.half == 1 else 1.0

    @property
    def length(self) -> float:
        """Its length in years."""
        return 0.5 if self.half else 1.0

    @property
    def span(self) -> Span | None:
        """Its months in the series of figures; ``None`` where the series lacks one of them."""
        first = (self.year - FIRST_MONTH[0]) * 12 + 1 - FIRST_MONTH[1]
        first += 6 if self.half == 2 else 0
        last = first + int(self.length * 12) - 1
        return Span(first, last) if first >= 0 and last < MONTHS else None


def period(text: str) -> Period:
    """The period of a code.

    :raises BadQuestion: ``MALFORMED_PERIOD``.
    """
    found = _CODE.fullmatch(text)
    if found is None:
        raise BadQuestion(Code.MALFORMED_PERIOD, value=text)
    return Period(int(found[1]), int(found[2] or 0))
