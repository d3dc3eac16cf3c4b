"""Reporting a value for the plan, and reviewing it. A value is never overwritten."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, RowMapping

from core.access.roles import Action
from core.bulletin.figures import Bound
from core.desk import checks
from core.desk.planning import Planning, heard_as
from core.desk.recorder import Asked, Done
from core.errors import BadQuestion, Code
from core.moments import lima_day
from core.plan.definition import Indicator, Measure, Plan
from core.plan.periods import Period, period
from core.register import audit, plan_rows
from core.register.news import Topic, announce
from core.register.plan_rows import Place
from core.register.plan_tables import PlanComment, PlanReading, PlanReview
from core.vocabulary import Provenance

#: No value of any indicator is larger.
MOST_VALUE = 1e12


class Verdict(StrEnum):
    """What IOM says to a reading."""

    ACCEPT = plan_rows.ACCEPTED
    RETURN = plan_rows.RETURNED


#: Comments that are told at once.
MOST_COMMENTS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A value for an indicator in a period of its frequency.

    ``unit``: what the value is meant as. ``source``: what vouches for it, in words; ``evidence``:
    the file. ``reason``: why it takes the place of an earlier one.
    """

    indicator: str
    period: str
    unit: Measure
    value: float
    bound: Bound = Bound.EXACT
    numerator: float | None = None
    denominator: float | None = None
    source: str = ""
    reason: str = ""
    evidence: uuid.UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What IOM says to a reading; one that is returned needs a note."""

    reading: uuid.UUID
    verdict: Verdict
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commented:
    """A comment on an indicator."""

    indicator: str
    text: str


def record_reading(planning: Planning, *, key: str, reported: Reported) -> Done:
    """Keep a value. It stands in no figure until it is accepted.

    :raises Refused: see :func:`core.access.roles.require`.
    :raises BadQuestion: ``NOT_FOUND`` for an unknown indicator or evidence, ``COUNTED_HERE``,
        ``NOT_RESPONSIBLE``, ``WRONG_UNIT``, ``OUT_OF_RANGE``, ``PERIOD_NOT_OVER``,
        ``PERIOD_CLOSED``, ``NEEDED`` for missing evidence or a missing reason; see also
        :mod:`core.desk.checks` and :meth:`core.desk.recorder.Recorder.once`.
    """
    recorder, plan = planning.recording(), planning.plan
    desk = recorder.desk
    desk.require(Action.RECORD_READING)
    indicator = indicator_called(plan, reported.indicator)
    whose = _responsible(planning, indicator)
    _check_value(indicator, reported)
    at = _period(planning, indicator, reported.period)
    record, now = recorder.new_id(), recorder.present()
    place = Place(plan.code, indicator.code, at.code)

    def enter(connection: Connection) -> None:
        audit.take_turn(connection)
        refuse_closed(connection, plan, at)
        revision = plan_rows.next_revision(connection, place)
        if revision > 1 and not reported.reason.strip():
            raise BadQuestion(Code.NEEDED, field="reason")
        _check_evidence(connection, reported.evidence, whose)
        plan_rows.add(
            connection,
            PlanReading,
            **{"id": record, "provenance": Provenance.RECORDED.value, "revision": revision},
            **{"plan": plan.code, "indicator": indicator.code, "period": at.code},
            **{"value": reported.value, "bound": reported.bound.value},
            **{"numerator": reported.numerator, "denominator": reported.denominator},
            **{"source": reported.source, "reason": reported.reason},
            **{"evidence_id": reported.evidence, "institution": whose},
            **{"entered_by": desk.asker.name, "entered_as": desk.asker.role.value},
            **{"entered_at": now},
        )
        plan_rows.drop_draft(connection, desk.asker.name, place)
        announce(connection, Topic.INDICATOR_CHANGED, heard_as(plan, indicator.code, at), now)

    return recorder.once(planning.asked(Action.RECORD_READING, key, reported, record), enter)


def indicator_called(plan: Plan, code: str) -> Indicator:
    """The indicator of a code.

    :raises BadQuestion: ``NOT_FOUND``.
    """
    found = plan.by_code.get(code)
    if found is None:
        raise BadQuestion(Code.NOT_FOUND, field="indicator")
    return found


def _responsible(planning: Planning, indicator: Indicator) -> str:
    """Whom the asker reports for."""
    if indicator.computed:
        raise BadQuestion(Code.COUNTED_HERE, field="indicator", indicator=indicator.code)
    whose = planning.recording().desk.asker.institution
    if whose is None or whose not in indicator.reporters:
        facts = {"institution": whose or "–", "indicator": indicator.code}
        raise BadQuestion(Code.NOT_RESPONSIBLE, field="indicator", **facts)
    return whose


def _check_value(indicator: Indicator, told: Reported) -> None:
    if told.unit is not indicator.unit:
        facts = {"expected": indicator.unit.value, "value": told.unit.value}
        raise BadQuestion(Code.WRONG_UNIT, field="unit", **facts)
    most = MOST_VALUE if indicator.most is None else indicator.most
    checks.between(indicator.least, most, value=told.value)
    checks.between(0, MOST_VALUE, numerator=told.numerator, denominator=told.denominator)
    if (told.numerator is None) != (told.denominator is None):
        missing = "numerator" if told.numerator is None else "denominator"
        raise BadQuestion(Code.NEEDED, field=missing)
    if told.denominator is not None and told.denominator <= 0:
        raise BadQuestion(Code.OUT_OF_RANGE, field="denominator", least="1", most=f"{MOST_VALUE:g}")
    checks.line("source", told.source, 300, least=1)
    checks.line("reason", told.reason, 200)
    if indicator.evidence_required and told.evidence is None:
        raise BadQuestion(Code.NEEDED, field="evidence")


def _period(planning: Planning, indicator: Indicator, code: str) -> Period:
    """A period of the plan, of the indicator's frequency, that is over."""
    at = period(code)
    plan, today = planning.plan, lima_day(planning.recording().present())
    if at.year not in plan.years or at.frequency is not indicator.frequency:
        raise BadQuestion(Code.UNKNOWN_VALUE, field="period", value=code)
    if at.last_day >= today:
        facts = {"period": at.code, "day": at.last_day.isoformat()}
        raise BadQuestion(Code.PERIOD_NOT_OVER, field="period", **facts)
    return at


def refuse_closed(connection: Connection, plan: Plan, at: Period) -> None:
    """Nothing while a period, and the year a semester belongs to, are open.

    :raises BadQuestion: ``PERIOD_CLOSED``.
    """
    for code in dict.fromkeys((at.code, str(at.year))):
        step = plan_rows.last_step(connection, plan.code, code)
        if step is not None and step["state"] != plan_rows.OPEN:
            raise BadQuestion(Code.PERIOD_CLOSED, field="period", period=code)


def _check_evidence(connection: Connection, evidence: uuid.UUID | None, whose: str) -> None:
    if evidence is None:
        return
    found = plan_rows.evidence(connection, evidence)
    if found is None or found["institution"] != whose:
        raise BadQuestion(Code.NOT_FOUND, field="evidence")


def review_reading(planning: Planning, *, key: str, reviewed: Reviewed) -> Done:
    """Accept a reading, or return it with a note. Whoever reported it may not.

    :raises Refused: see :func:`core.access.roles.require`.
    :raises BadQuestion: ``NOT_FOUND``, ``OWN_WORK``, ``CONFLICT`` for one that was reviewed,
        ``PERIOD_CLOSED``, ``NEEDED`` for a missing note; see also
        :meth:`core.desk.recorder.Recorder.once`.
    """
    recorder = planning.recording()
    desk = recorder.desk
    desk.require(Action.REVIEW_READING)
    checks.line("note", reviewed.note, 400)
    if reviewed.verdict is Verdict.RETURN and not reviewed.note.strip():
        raise BadQuestion(Code.NEEDED, field="note")
    now = recorder.present()

    def enter(connection: Connection) -> None:
        audit.take_turn(connection)
        found = plan_rows.reading(connection, reviewed.reading)
        if found is None:
            raise BadQuestion(Code.NOT_FOUND, field="reading")
        plan = planning.called(found["plan"]).plan
        if found["entered_by"] == desk.asker.name:
            raise BadQuestion(Code.OWN_WORK, field="reading")
        if found["verdict"] is not None:
            raise BadQuestion(Code.CONFLICT, field="verdict", present=found["verdict"])
        at = period(found["period"])
        refuse_closed(connection, plan, at)
        told = {"verdict": reviewed.verdict.value, "note": reviewed.note}
        by = {"reviewed_by": desk.asker.name, "reviewed_at": now}
        plan_rows.add(connection, PlanReview, reading_id=reviewed.reading, **told, **by)
        announce(connection, Topic.INDICATOR_CHANGED, heard_as(plan, found["indicator"], at), now)

    asked = Asked(Action.REVIEW_READING, key, reviewed, reviewed.reading, known=True)
    return recorder.once(asked, enter)


def comment(planning: Planning, *, key: str, commented: Commented) -> Done:
    """Keep a dated comment on an indicator.

    :raises Refused: see :func:`core.access.roles.require`.
    :raises BadQuestion: ``NOT_FOUND``; see also :mod:`core.desk.checks` and
        :meth:`core.desk.recorder.Recorder.once`.
    """
    recorder = planning.recording()
    recorder.desk.require(Action.COMMENT_INDICATOR)
    indicator = indicator_called(planning.plan, commented.indicator)
    checks.line("text", commented.text, 400, least=1)
    record, now = recorder.new_id(), recorder.present()

    def enter(connection: Connection) -> None:
        told = {"plan": planning.plan.code, "indicator": indicator.code, "text": commented.text}
        by = {"made_by": recorder.desk.asker.name, "made_at": now}
        plan_rows.add(connection, PlanComment, id=record, **told, **by)
        announce(connection, Topic.INDICATOR_CHANGED, heard_as(planning.plan, indicator.code), now)

    return recorder.once(planning.asked(Action.COMMENT_INDICATOR, key, commented, record), enter)


def comments_on(planning: Planning, indicator: Indicator) -> Sequence[RowMapping]:
    """The comments on an indicator, the newest first, at most MOST_COMMENTS; audited.

    :raises Refused: see :func:`core.access.roles.require`.
    """
    with planning.recording().desk.acting(Action.COMMENT_INDICATOR, indicator.code) as act:
        found = plan_rows.comments(
            act.connection, planning.plan.code, indicator.code, MOST_COMMENTS
        )
        act.records = len(found)
    return found
