"""Named counts of the register for the plan (core.plan.counts), over days from first to last.

``WORK`` is what institutions did; ``COURSES`` are told from single referrals. Medians are taken
here, so that the same hours give the same number on either engine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from core.moments import LIMA
from core.register.cases import Referral
from core.register.columns import columns_of
from core.register.institutions import Campaign, Training

TRAINING, CAMPAIGN, REFERRAL = columns_of(Training), columns_of(Campaign), columns_of(Referral)


@dataclass(frozen=True, slots=True)
class Counted:
    """A number, ``None`` where nothing was recorded, and whether it is a lower bound."""

    value: float | None
    at_least: bool = False


Days = tuple[dt.date, dt.date]


def counts(
    connection: Connection, wanted: Iterable[tuple[str, Days]]
) -> dict[tuple[str, Days], Counted]:
    """Named counts over days, both included; referrals of the same days are read once for all."""
    found: dict[tuple[str, Days], Counted] = {}
    of_referrals: dict[Days, list[str]] = {}
    for name, days in wanted:
        if name in _COUNTS:
            found[name, days] = _COUNTS[name](connection, days)
        else:
            of_referrals.setdefault(days, []).append(name)
    for days, names in of_referrals.items():
        for name, counted in _referrals(connection, names, days).items():
            found[name, days] = counted
    return found


def _events(column: Any) -> Callable[[Connection, Days], Counted]:
    def counted(connection: Connection, days: Days) -> Counted:
        found = connection.execute(select(func.count()).where(column.between(*days))).scalar_one()
        return Counted(float(found))

    return counted


def _people(people: Any, bound: Any, day: Any) -> Callable[[Connection, Days], Counted]:
    """People in events; a lower bound where one event has a bound, or did not count them."""

    def counted(connection: Connection, days: Days) -> Counted:
        question = select(people, bound).where(day.between(*days))
        rows = connection.execute(question).all()
        known = [number for number, _ in rows if number is not None]
        loose = len(known) < len(rows) or any(meant != "exact" for _, meant in rows)
        return Counted(float(sum(known)) if known or not rows else None, loose)

    return counted


#: Which referrals a count counts.
CONDITIONS: Mapping[str, tuple[ColumnElement[bool], ...]] = MappingProxyType(
    {
        "referrals": (),
        "referrals_answered": (REFERRAL.outcome.in_(("accepted", "declined")),),
        "referrals_accepted": (REFERRAL.outcome == "accepted",),
        "referrals_expired": (REFERRAL.outcome == "expired",),
        "referrals_with_police": (REFERRAL.police_arrived_at.is_not(None),),
        "hours_to_police": (REFERRAL.police_arrived_at.is_not(None),),
    }
)


def _referrals(connection: Connection, names: Sequence[str], days: Days) -> dict[str, Counted]:
    each = [
        func.count().filter(*CONDITIONS[name]) if CONDITIONS[name] else func.count()
        for name in names
    ]
    row = connection.execute(select(*each).where(sent_on(days))).one()
    return {name: Counted(float(n)) for name, n in zip(names, row, strict=True)}


def _hours_to_police(connection: Connection, days: Days) -> Counted:
    question = select(REFERRAL.sent_at, REFERRAL.police_arrived_at).where(
        sent_on(days), *CONDITIONS["hours_to_police"]
    )
    hours = [
        (came - sent).total_seconds() / 3600 for sent, came in connection.execute(question).all()
    ]
    return Counted(median(hours) if hours else None)


def sent_on(days: Days) -> ColumnElement[bool]:
    """Referrals sent on these days in Lima."""
    first, last = days
    start = dt.datetime.combine(first, dt.time(), LIMA)
    end = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), LIMA)
    return (REFERRAL.sent_at >= start) & (REFERRAL.sent_at < end)


#: How each is counted; what is not here is a number of referrals.
_COUNTS: Mapping[str, Callable[[Connection, Days], Counted]] = MappingProxyType(
    {
        "trainings": _events(TRAINING.held_on),
        "people_trained": _people(
            TRAINING.participants, TRAINING.participants_bound, TRAINING.held_on
        ),
        "campaigns": _events(CAMPAIGN.starts_on),
        "people_reached": _people(CAMPAIGN.reach, CAMPAIGN.reach_bound, CAMPAIGN.starts_on),
        "hours_to_police": _hours_to_police,
    }
)
