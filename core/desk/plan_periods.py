"""A period of the plan: closed and frozen, published, or opened again for a reason."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from core.access.roles import Action
from core.desk import checks
from core.desk.plan_known import known_of
from core.desk.planning import Planning, heard_as
from core.desk.recorder import Done, Recorder
from core.errors import BadQuestion, Code
from core.moments import lima_day
from core.plan.assembling import ledger_of
from core.plan.cuts import Making, cut_of, freeze
from core.plan.periods import Period, period
from core.register import audit, plan_rows
from core.register.columns import uuid7
from core.register.news import Topic, announce_each
from core.register.plan_tables import PlanCut, PlanStep
from core.vocabulary import Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A period by its code, and why: needed to open it again, and to close it once more."""

    period: str
    reason: str = ""


def close_period(planning: Planning, *, key: str, moved: Moved) -> Done:
    """Freeze a period: what was accepted, and what the public edition counts at this moment.

    :raises Refused: see :func:`core.access.roles.require`.
    :raises BadQuestion: ``PERIOD_NOT_OVER``, ``PERIOD_CLOSED``, ``NEEDED`` for a reason to close
        it once more; see also :meth:`core.desk.recorder.Recorder.once`.
    """
    recorder, at = _asked(planning, Action.CLOSE_PERIOD, moved)
    now = recorder.present()
    if at.last_day >= lima_day(now):
        facts = {"period": at.code, "day": at.last_day.isoformat()}
        raise BadQuestion(Code.PERIOD_NOT_OVER, field="period", **facts)
    record = recorder.new_id()

    def enter(connection: Connection) -> None:
        audit.take_turn(connection)
        number, state = _where(connection, planning, at)
        if state != plan_rows.OPEN:
            raise BadQuestion(Code.PERIOD_CLOSED, field="period", period=at.code)
        cut = _freeze(connection, planning, at, moved.reason)
        told = {"state": plan_rows.CLOSED, "cut_id": cut, "reason": moved.reason}
        _step(connection, planning, (at, number), id=record, **told)
        _tell(connection, planning, at)

    return recorder.once(planning.asked(Action.CLOSE_PERIOD, key, moved, record), enter)


def _tell(connection: Connection, planning: Planning, at: Period) -> None:
    """News of every indicator that is told in a period."""
    told = [heard_as(planning.plan, each.code, at) for each in planning.plan.told_in(at)]
    announce_each(connection, Topic.INDICATOR_CHANGED, told, planning.recording().present())


def _freeze(connection: Connection, planning: Planning, at: Period, reason: str) -> uuid.UUID:
    recorder, plan = planning.recording(), planning.plan
    kept = plan_rows.last_cut(connection, plan.code, at.code)
    if kept is not None and not reason.strip():
        raise BadQuestion(Code.NEEDED, field="reason")
    now, asker = recorder.present(), recorder.desk.asker
    known = known_of(connection, plan, at)
    ledger = ledger_of(plan, planning.bulletin, lima_day(now), known, at)
    before = cut_of(dict(kept)) if kept is not None else None
    number = before.revision + 1 if before else 1
    making = Making(number, asker.institution or "", asker.role.value, now, reason)
    cut, made = freeze(ledger, at, making, before), uuid7()
    provenance = Provenance.SYNTHETIC if ledger.synthetic else Provenance.RECORDED
    plan_rows.add(
        connection,
        PlanCut,
        **{"id": made, "provenance": provenance.value, "plan": plan.code, "period": at.code},
        **{"revision": cut.revision, "content": cut.content, "sha256": cut.sha256},
        **{"made_by": asker.name, "made_at": now},
    )
    return made


def publish_period(planning: Planning, *, key: str, moved: Moved) -> Done:
    """Let the newest cut of a closed period out, into the bulletin in service.

    :raises Refused: see :func:`core.access.roles.require`.
    :raises BadQuestion: ``CONFLICT`` for a period that is not closed.
    """
    done = _move(planning, Action.PUBLISH_PERIOD, key, moved, (plan_rows.CLOSED,))
    planning.carry()  # also when it is asked once more: perhaps the first time failed here
    if not done.repeated:
        with planning.recording().desk.register.writing() as connection:
            _tell(connection, planning, period(moved.period))
    return done


def reopen_period(planning: Planning, *, key: str, moved: Moved) -> Done:
    """Open a closed period again. What was published of it stays until it is closed once more.

    :raises Refused: see :func:`core.access.roles.require`.
    :raises BadQuestion: ``NEEDED`` for the reason; ``CONFLICT`` for a period that is open.
    """
    if not moved.reason.strip():
        planning.recording().desk.require(Action.REOPEN_PERIOD)
        raise BadQuestion(Code.NEEDED, field="reason")
    closed = plan_rows.CLOSED, plan_rows.PUBLISHED
    return _move(planning, Action.REOPEN_PERIOD, key, moved, closed)


_TOWARDS = {Action.PUBLISH_PERIOD: plan_rows.PUBLISHED, Action.REOPEN_PERIOD: plan_rows.OPEN}


def _move(
    planning: Planning, action: Action, key: str, moved: Moved, possible: tuple[str, ...]
) -> Done:
    recorder, at = _asked(planning, action, moved)
    record = recorder.new_id()

    def enter(connection: Connection) -> None:
        audit.take_turn(connection)
        number, state = _where(connection, planning, at)
        if state not in possible:
            raise BadQuestion(Code.CONFLICT, field="period", present=state)
        publishing = action is Action.PUBLISH_PERIOD
        cut = plan_rows.last_cut(connection, planning.plan.code, at.code) if publishing else None
        kept = cut["id"] if cut is not None else None
        told = {"state": _TOWARDS[action], "cut_id": kept, "reason": moved.reason}
        _step(connection, planning, (at, number), id=record, **told)
        if not publishing:  # what is published is told of once the bulletin carries it
            _tell(connection, planning, at)

    return recorder.once(planning.asked(action, key, moved, record), enter)


def _asked(planning: Planning, action: Action, moved: Moved) -> tuple[Recorder, Period]:
    """The recorder and the period, where the asker may and the plan has it."""
    recorder = planning.recording()
    recorder.desk.require(action)
    checks.line("reason", moved.reason, 200)
    at = period(moved.period)
    if at.year not in planning.plan.years:
        raise BadQuestion(Code.UNKNOWN_VALUE, field="period", value=moved.period)
    return recorder, at


def _where(connection: Connection, planning: Planning, at: Period) -> tuple[int, str]:
    """(the number of the next step, the present state) of a period."""
    step = plan_rows.last_step(connection, planning.plan.code, at.code)
    return (1, plan_rows.OPEN) if step is None else (step["number"] + 1, step["state"])


def _step(
    connection: Connection, planning: Planning, period_and_number: tuple[Period, int], **told: Any
) -> None:
    """Keep a step. ``told``: its id, state, reason, and the cut it lets out."""
    at, number = period_and_number
    recorder = planning.recording()
    by = {"made_by": recorder.desk.asker.name, "made_at": recorder.present()}
    place = {"plan": planning.plan.code, "period": at.code, "number": number}
    plan_rows.add(connection, PlanStep, **place, **by, **told)
