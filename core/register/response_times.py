"""How long it took: from a call to its answer, to what was sent to an institution, to the Police.

Told from single calls and referrals, so it is for cleared staff alone. Quantiles are taken here, so
that the same times give the same number on either engine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import quantiles

from sqlalchemy import Connection, ScalarSelect, func, select

from core.register.calls import Call
from core.register.cases import Referral
from core.register.columns import columns_of
from core.register.plan_counts import Days, sent_on

CALL, REFERRAL = columns_of(Call), columns_of(Referral)


@dataclass(frozen=True, slots=True)
class Times:
    """How many were measured, and the hours within which half and nine tenths of them were done;
    ``None`` where nothing was measured."""

    measured: int
    half: float | None = None
    most: float | None = None


def response_times(connection: Connection, days: Days) -> Mapping[str, Times]:
    """By interval, of the calls received and the referrals sent on some days in Lima."""
    answered = select(CALL.answered_after_seconds).where(CALL.received_on.between(*days))
    sent = REFERRAL.sent_at
    intervals = {
        "sent": (_first_call(), sent),
        "received": (sent, REFERRAL.received_at),
        "police": (sent, REFERRAL.police_arrived_at),
    }
    found = {"answered": _times(s / 3600 for s in connection.execute(answered).scalars())}
    for name, (start, end) in intervals.items():
        known = select(start, end).where(sent_on(days), start.is_not(None), end.is_not(None))
        found[name] = _times(_hours(*row) for row in connection.execute(known))
    return found


def _first_call() -> ScalarSelect[dt.datetime | None]:
    """When the call that a referral goes back to came in: its own, or the first of its case."""
    return (
        select(func.min(CALL.received_at))
        .where((CALL.id == REFERRAL.call_id) | (CALL.case_id == REFERRAL.case_id))
        .scalar_subquery()
    )


def _hours(start: dt.datetime, end: dt.datetime) -> float:
    return (end - start).total_seconds() / 3600


def _times(hours: Iterable[float]) -> Times:
    """What was sent before its call came in tells no time."""
    known = sorted(each for each in hours if each >= 0)
    if len(known) < 2:
        return Times(len(known), *known, *known)
    tenths = quantiles(known, n=10, method="inclusive")
    return Times(len(known), tenths[4], tenths[8])
