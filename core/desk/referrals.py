"""Handing a call or case to an institution, and what the institution answers."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from core.access.roles import Action, may
from core.desk import checks
from core.desk.recorder import Asked, Done, Recorder
from core.desk.records import READ, reach_of
from core.errors import BadQuestion, Code
from core.register import changes, entries
from core.register.institutions import institution_named
from core.register.news import Topic, announce

_SENT = "sent"
_LOCKED = {"call": changes.locked_call, "case": changes.locked_case}


class Answer(StrEnum):
    """What an institution can say to a referral."""

    ACCEPT = "accepted"
    DECLINE = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReferral:
    """A call or a case, and the institution it is handed to, by its acronym."""

    institution: str
    call: uuid.UUID | None = None
    case: uuid.UUID | None = None

    def subject(self) -> tuple[str, uuid.UUID]:
        """What is handed over: its kind and id.

        :raises BadQuestion: ``ONE_OF_THEM`` for both, or none.
        """
        given = [(k, v) for k, v in (("call", self.call), ("case", self.case)) if v is not None]
        if len(given) != 1:
            raise BadQuestion(Code.ONE_OF_THEM, field="call", fields="call, case")
        return given[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What an institution says to a referral. ``received_at``: now, if nothing is said."""

    referral: uuid.UUID
    answer: Answer
    received_at: dt.datetime | None = None
    police_arrived_at: dt.datetime | None = None


def submit_referral(recorder: Recorder, *, key: str, referral: NewReferral) -> Done:
    """Hand a call or case to an institution.

    :raises Refused: also for a kind of record that the role may not read.
    :raises BadQuestion: ``ONE_OF_THEM``; ``NOT_FOUND``; ``CONFLICT`` where the institution has not
        answered an earlier one yet; see also :meth:`core.desk.recorder.Recorder.once`.
    """
    desk = recorder.desk
    desk.require(Action.SUBMIT_REFERRAL)
    kind, subject = referral.subject()
    if not may(desk.asker.role, READ[kind]):
        desk.require(READ[kind])
    now, record = recorder.present(), recorder.new_id()

    def enter(connection: Connection) -> None:
        if not institution_named(connection, referral.institution):
            raise BadQuestion(Code.NOT_FOUND, field="institution")
        if _LOCKED[kind](connection, subject, reach_of(desk.asker)) is None:
            raise BadQuestion(Code.NOT_FOUND, field=kind)
        about = {f"{kind}_id": subject}
        if changes.is_open_at(connection, about, referral.institution):
            raise BadQuestion(Code.CONFLICT, field="institution", present=_SENT)
        told = {"institution": referral.institution, "sent_at": now, "outcome": _SENT}
        entries.add_referral(connection, record, **about, **told)
        announce(connection, Topic.REFERRAL_CHANGED, str(record), now)

    return recorder.once(Asked(Action.SUBMIT_REFERRAL, key, referral, record), enter)


def answer_referral(recorder: Recorder, *, key: str, answered: Answered) -> Done:
    """Accept or decline a referral to one's own institution.

    :raises Refused: see :func:`core.access.roles.require`.
    :raises BadQuestion: ``NOT_FOUND`` also for another institution's; ``CONFLICT`` for one that
        is answered; see also :mod:`core.desk.checks` and
        :meth:`core.desk.recorder.Recorder.once`.
    """
    recorder.desk.require(Action.ANSWER_REFERRAL)
    now = recorder.present()
    for field, moment in _moments(answered):
        checks.moment(field, moment, now)

    def enter(connection: Connection) -> None:
        reach = reach_of(recorder.desk.asker)
        found = changes.locked_referral(connection, answered.referral, reach)
        if found is None:
            raise BadQuestion(Code.NOT_FOUND, field="referral")
        if found["outcome"] != _SENT:
            raise BadQuestion(Code.CONFLICT, field="answer", present=found["outcome"])
        for field, moment in _moments(answered):
            checks.moment(field, moment, now, earliest=found["sent_at"])
        changes.answer(
            connection,
            answered.referral,
            outcome=answered.answer.value,
            received_at=answered.received_at or now,
            police_arrived_at=answered.police_arrived_at,
        )
        announce(connection, Topic.REFERRAL_CHANGED, str(answered.referral), now)

    asked = Asked(Action.ANSWER_REFERRAL, key, answered, answered.referral, known=True)
    return recorder.once(asked, enter)


def _moments(answered: Answered) -> list[tuple[str, dt.datetime]]:
    given = ("receivedAt", answered.received_at), ("policeArrivedAt", answered.police_arrived_at)
    return [(field, moment) for field, moment in given if moment is not None]
