"""Recording a call to the hotline."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from sqlalchemy import Connection

from core import vocabulary as words
from core.access.roles import Action
from core.desk import checks
from core.desk.recorder import Asked, Done, Recorder
from core.moments import lima_day
from core.register import entries
from core.register.news import Topic, announce
from core.vocabulary import UNKNOWN

#: How much of the operator's pseudonym a call keeps; the audit trail keeps all of it.
_OPERATOR = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTaken:
    """A call as an operator tells of it. Nothing in it names the caller.

    ``immediate_danger``: ``None`` where nobody has asked yet. Durations in seconds.
    """

    received_at: dt.datetime
    effective: str
    call_type: str
    duration_seconds: int
    answered_after_seconds: int
    anonymous: bool = True
    caller_relation: str = UNKNOWN
    language: str = "es"
    how_heard: str = UNKNOWN
    caller_department: str = UNKNOWN
    department: str = UNKNOWN
    province: str | None = None
    form: str = UNKNOWN
    industry: str = UNKNOWN
    possible_victims: int = 0
    immediate_danger: bool | None = None


def record_call(recorder: Recorder, *, key: str, call: CallTaken) -> Done:
    """Keep a call that has just been taken, or is entered from paper.

    :raises Refused: see :func:`core.access.roles.require`.
    :raises BadQuestion: see :mod:`core.desk.checks` and :meth:`core.desk.recorder.Recorder.once`.
    """
    recorder.desk.require(Action.RECORD_CALL)
    now, record = recorder.present(), recorder.new_id()
    _check(call, now)

    def enter(connection: Connection) -> None:
        entries.add_call(
            connection,
            recorder.of_record,
            record,
            received_on=lima_day(call.received_at),
            operator=recorder.desk.asker.name[:_OPERATOR],
            **asdict(call),
        )
        announce(connection, Topic.CALL_RECEIVED, str(record), now)

    return recorder.once(Asked(Action.RECORD_CALL, key, call, record), enter)


def _check(call: CallTaken, now: dt.datetime) -> None:
    checks.moment("receivedAt", call.received_at, now)
    for codes, field, value in (
        (words.EFFECTIVE, "effective", call.effective),
        (words.CALL_TYPES, "callType", call.call_type),
        (words.CALLER_RELATIONS, "callerRelation", call.caller_relation),
        (words.LANGUAGES, "language", call.language),
        (words.HOW_HEARD, "howHeard", call.how_heard),
        (words.FORMS, "form", call.form),
        (words.INDUSTRIES, "industry", call.industry),
    ):
        checks.code(codes, **{field: value})
    checks.place(call.department, call.province)
    checks.place(call.caller_department, None, "callerDepartment")
    checks.between(
        0,
        checks.MOST_SECONDS,
        durationSeconds=call.duration_seconds,
        answeredAfterSeconds=call.answered_after_seconds,
    )
    checks.between(0, checks.MOST_PEOPLE, possibleVictims=call.possible_victims)
