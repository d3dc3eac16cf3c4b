"""The moment it is, given by whoever assembles the house, so that tests can set it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

#: The present moment in UTC.
Clock = Callable[[], dt.datetime]

#: Peru's time: five hours behind UTC all year, without summer time in the years of the series.
LIMA = dt.timezone(dt.timedelta(hours=-5))


def lima_day(moment: dt.datetime) -> dt.date:
    """The day it is in Lima at a moment: what figures count by."""
    return moment.astimezone(LIMA).date()


def within(moment: dt.datetime | None, span: dt.timedelta, now: dt.datetime) -> bool:
    """True for a moment that is no longer ago than a span."""
    return moment is not None and moment >= now - span
