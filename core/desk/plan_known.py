"""What the register knows of a plan: readings that were accepted, counts, and closed periods."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, RowMapping

from core.bulletin.figures import Bound, Figure, Missing
from core.moments import lima_day
from core.periods import Span, last_day, month_of
from core.plan.assembling import Known, wanted_counts
from core.plan.changes import Change, Voucher
from core.plan.counting import Recorded
from core.plan.definition import Plan
from core.plan.ledger import Closing, State
from core.plan.periods import Period, period
from core.plan.readings import Origin, Reading, figure_of
from core.register import plan_counts, plan_rows
from core.vocabulary import Provenance


def known_of(connection: Connection, plan: Plan, until: Period | None = None) -> Known:
    """What the register knows of a plan (``until``: see :func:`ledger_of`)."""
    rows = plan_rows.readings(connection, plan.code)
    accepted = [row for row in rows if row["verdict"] == plan_rows.ACCEPTED]
    reported: dict[str, dict[Period, Reading]] = {}
    for row in accepted:  # the newest revision comes last and takes the place of the others
        held, at = reported.setdefault(row["indicator"], {}), period(row["period"])
        held[at] = _reading(row, at, held.get(at))
    return Known(
        reported,
        recorded_of(connection, plan, until),
        closings_of(connection, plan),
        frozenset((r["indicator"], period(r["period"])) for r in rows if r["verdict"] is None),
        any(row["provenance"] == Provenance.SYNTHETIC.value for row in accepted),
    )


def _reading(row: RowMapping, at: Period, before: Reading | None) -> Reading:
    """The reading of a row, with what it took the place of."""
    above, below = row["numerator"], row["denominator"]
    figure = figure_of(row["value"], Bound(row["bound"]), revised=row["revision"] > 1)
    earlier = before.changes if before is not None else ()
    return Reading(
        figure,
        Origin.REPORTED,
        figure_of(above) if above is not None else None,
        figure_of(below) if below is not None else None,
        (),
        row["revision"],
        row["source"],
        (*earlier, _change(row, at, before.figure if before is not None else None, figure)),
    )


def _change(row: RowMapping, at: Period, before: Figure | None, now: Figure) -> Change:
    return Change(
        period=at,
        revision=row["revision"],
        on=lima_day(row["entered_at"]),
        before=before,
        now=now,
        institution=row["institution"],
        role=row["entered_as"] or "",
        reason=row["reason"],
        source=row["source"],
        voucher=_voucher(row),
    )


def _voucher(row: RowMapping) -> Voucher | None:
    if row["evidence_id"] is None:
        return None
    told = row["evidence_sha256"], row["evidence_type"], row["evidence_size"]
    return Voucher(str(row["evidence_id"]), *told)


def recorded_of(connection: Connection, plan: Plan, until: Period | None) -> Recorded:
    """Every count of the register the plan needs."""
    asked = {(name, span): (name, _days(span)) for name, span in wanted_counts(plan, until)}
    counted = plan_counts.counts(connection, asked.values())
    return {wanted: _figure(counted[of]) for wanted, of in asked.items()}


def _days(span: Span) -> plan_counts.Days:
    return dt.date(*month_of(span.first), 1), last_day(span.last)


def _figure(counted: plan_counts.Counted) -> Figure:
    bound = Bound.AT_LEAST if counted.at_least else Bound.EXACT
    return Missing() if counted.value is None else figure_of(counted.value, bound)


def closings_of(connection: Connection, plan: Plan) -> dict[Period, Closing]:
    """Where every period is that was ever closed. One that is open again keeps its newest cut."""
    found: dict[Period, Closing] = {}
    for row in plan_rows.steps(connection, plan.code):
        at = period(row["period"])
        before = found.get(at, Closing())
        found[at] = Closing(
            State(row["state"]),
            row["revision"] or before.revision,
            row["sha256"] or before.sha256,
            lima_day(row["made_at"]),
        )
    return found
