"""Periods as people read them."""

from __future__ import annotations

import datetime as dt

from core.periods import FIRST_MONTH, Span, last_day
from web.i18n import Tongue

#: The prosecutors' table: 88 months, as its source gives them.
COMPLAINTS_FIRST, COMPLAINTS_LAST = dt.date(2007, 1, 1), dt.date(2014, 4, 30)


def between_days(first: dt.date, last: dt.date, tongue: Tongue) -> str:
    """``ene 2007 – abr 2014``; one month stands alone."""
    start, end = tongue.month(first), tongue.month(last)
    return start if start == end else f"{start} – {end}"


def span_words(span: Span, tongue: Tongue) -> str:
    """The months of a span of the series, in words."""
    return between_days(last_day(span.first), last_day(span.last), tongue)


def year_words(code: str, tongue: Tongue) -> str:
    """The year, and that the first one is not whole."""
    if code != str(FIRST_MONTH[0]):
        return code
    since_march = tongue.say("desde marzo")
    return f"{code} ({since_march})"


def complaints_period(tongue: Tongue) -> str:
    """The period of the published complaints."""
    return between_days(COMPLAINTS_FIRST, COMPLAINTS_LAST, tongue)
