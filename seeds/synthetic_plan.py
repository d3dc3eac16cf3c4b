"""What institutions might have reported for the plan: synthetic, drawn from each sheet's own path.

No institution ever reported these values. Each is fixed by its indicator and period, so the same
plan always gives the same readings; a few are left out, so that late reports can be seen.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from core.access.roles import Role
from core.plan.definition import Accumulation, Direction, Indicator, Measure, Plan
from core.plan.periods import Period
from core.register import plan_rows
from core.register.plan_tables import PlanReading, PlanReview
from core.vocabulary import Provenance

Key = Callable[[], uuid.UUID]

_SOURCE = "Lectura sintética: ninguna institución la informó"
_MISSING = 0.03
_LEAST, _WIDTH = 0.6, 0.5  # of what the target asks for
_LAST_YEAR_MISSING = 0.55
_CORRECTED = 0.06
_WHY = "Corrección sintética: un registro estaba dos veces"


def reporters(plan: Plan) -> tuple[str, ...]:
    """The institutions that report something, by acronym."""
    return tuple(sorted({i.responsible for i in plan.indicators if not i.computed}))


def report(
    connection: Connection,
    plan: Plan,
    key: Key,
    at: dt.datetime,
    evidence: Mapping[str, uuid.UUID],
) -> int:
    """Keep a reading for every reported indicator and period of its own, accepted; how many. A few
    took the place of an earlier one.

    ``key`` makes the ids; ``evidence``: the file of each institution.
    """
    entered = {"bound": "exact", "source": _SOURCE, "entered_by": "synthetic", "entered_at": at}
    synthetic = {"provenance": Provenance.SYNTHETIC.value, "plan": plan.code}
    readings = [
        {
            **{"id": key(), "numerator": None, "denominator": None, "reason": ""},
            **{"evidence_id": evidence[told["institution"]], "entered_as": Role.RECIPIENT.value},
            **entered,
            **synthetic,
            **told,
        }
        for told in _told(plan)
    ]
    verdict = {"verdict": plan_rows.ACCEPTED, "reviewed_by": "synthetic-review", "reviewed_at": at}
    reviews = [{"id": key(), "reading_id": reading["id"], **verdict} for reading in readings]
    plan_rows.add_many(connection, PlanReading, readings)
    plan_rows.add_many(connection, PlanReview, reviews)
    return len(readings)


def _told(plan: Plan) -> Iterator[dict[str, Any]]:
    """What each institution tells of each period of each indicator of its own."""
    for indicator in plan.indicators:
        periods = () if indicator.computed else plan.periods(indicator.frequency)
        for period in periods:
            if _drawn(indicator, period, "told") >= _left_out(plan, period):
                told = {"indicator": indicator.code, "period": period.code}
                told = {**told, "institution": indicator.responsible}
                yield from ({**told, **revision} for revision in _revisions(indicator, period))


def _revisions(indicator: Indicator, period: Period) -> Iterator[dict[str, Any]]:
    """The value; a whole number now and then after one that was one too many."""
    values, number = _values(indicator, period), 1
    counted = "denominator" not in values
    if counted and _drawn(indicator, period, "corrected") < _CORRECTED:
        yield {**values, "value": values["value"] + 1, "revision": number}
        number, values = 2, {**values, "reason": _WHY}
    yield {**values, "revision": number}


def _left_out(plan: Plan, period: Period) -> float:
    return _LAST_YEAR_MISSING if period.year == plan.last_year else _MISSING


def _drawn(indicator: Indicator, period: Period, what: str) -> float:
    """A number in [0, 1), fixed by its words."""
    digest = hashlib.sha256(f"{indicator.code}:{period.code}:{what}".encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def _values(indicator: Indicator, period: Period) -> dict[str, Any]:
    """A value near the path to the target; a share with its numerator and denominator."""
    reached = _LEAST + _WIDTH * _drawn(indicator, period, "reached")
    if indicator.direction is Direction.DESCENDING:
        reached = 1 / reached
    target = indicator.targets[period.year]
    start = indicator.baseline.value if indicator.baseline else 0.0
    value = start + (target - start) * reached
    if indicator.unit is Measure.PERCENTAGE:
        below = 30 + int(90 * _drawn(indicator, period, "below"))
        above = min(round(value * below / 100), below)
        share = round(100 * above / below, indicator.decimals)
        return {"value": share, "numerator": above, "denominator": below}
    if indicator.accumulation is Accumulation.FLOW:
        value *= period.length
    highest = indicator.most if indicator.most is not None else value
    return {"value": float(round(min(max(value, indicator.least), highest)))}
