"""How long calls took to be answered and passed on, for those who may see exact figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from core.access.roles import Action
from core.desk.reading import Desk
from core.periods import Span, last_day, month_of
from core.register.response_times import Times, response_times

__all__ = ["Times", "response_of"]


def response_of(desk: Desk, span: Span) -> Mapping[str, Times]:
    """The times of the months asked for, by interval; audited like the internal edition.

    :raises Refused: see :func:`core.access.roles.require`.
    """
    days = dt.date(*month_of(span.first), 1), last_day(span.last)
    with desk.seeing(Action.READ_INTERNAL_FIGURES, "response_times") as act:
        return response_times(act.connection, days)
