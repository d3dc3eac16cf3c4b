"""Opening a case, and taking it from one status to the next."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from dataclasses import asdict, dataclass

from sqlalchemy import Connection

from core import vocabulary as words
from core.access.roles import Action
from core.desk import checks
from core.desk.people import Person, check_person
from core.desk.procedure import FIRST, check_step
from core.desk.recorder import Asked, Done, Recorder
from core.desk.records import reach_of
from core.errors import BadQuestion, Code
from core.moments import lima_day
from core.places import ABROAD
from core.register import changes, entries
from core.register.case_codes import BITS, case_code
from core.register.changes import Course
from core.register.institutions import institution_named
from core.register.news import Topic, announce
from core.vocabulary import UNKNOWN

MOST_VICTIMS = 100
_REASON = 200
_APART = ("opened_on", "register", "forms", "victims", "call")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """A case as it is opened. ``opened_on``: the day in Lima, today where nothing is said.

    ``register``: whose list it is in; ``call``: the call that led to it. Suspects are counts.
    """

    register: str
    reporting_institution: str
    opened_on: dt.date | None = None
    department: str = UNKNOWN
    province: str | None = None
    industry: str = UNKNOWN
    forms: tuple[str, ...] = ()
    legal_article: str = "153"
    suspects_female: int = 0
    suspects_male: int = 0
    suspects_unknown: int = 0
    victims: tuple[Person, ...] = ()
    route_id: uuid.UUID | None = None
    call: uuid.UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From which status a case goes to which. ``on``: the day in Lima, today if not said."""

    case: uuid.UUID
    before: str
    after: str
    on: dt.date | None = None
    reason: str = ""


def open_case(recorder: Recorder, *, key: str, case: NewCase) -> Done:
    """Open a case with the people in it; a call that led to it belongs to it from then on.

    :raises Refused: see :func:`core.access.roles.require`.
    :raises BadQuestion: ``NOT_FOUND`` for a call or route that is not there, ``CONFLICT`` for a
        call that has a case; see :mod:`core.desk.checks` and
        :meth:`core.desk.recorder.Recorder.once`.
    """
    recorder.desk.require(Action.OPEN_CASE)
    now, record = recorder.present(), recorder.new_id()
    _check(case, now)

    def enter(connection: Connection) -> None:
        _check_call(connection, recorder, case.call)
        _enter_case(connection, recorder, record, case)
        for person in case.victims:
            told = asdict(person)
            citizenships = dict.fromkeys(told.pop("citizenships"))
            own = recorder.new_id()
            entries.add_victim(
                connection, recorder.of_record, own, [*citizenships], case_id=record, **told
            )
        if case.call is not None:
            changes.link_call(connection, case.call, record)
        announce(connection, Topic.CASE_CHANGED, str(record), now)

    return recorder.once(Asked(Action.OPEN_CASE, key, case, record), enter)


def update_status(recorder: Recorder, *, key: str, step: Step) -> Done:
    """Take a case one step on. ``submitted`` remembers the day it reached the police.

    :raises Refused: see :func:`core.access.roles.require`.
    :raises BadQuestion: ``NOT_A_NEXT_STEP``; ``NEEDED`` for a reason; ``NOT_FOUND``; ``CONFLICT``
        with the present status, where somebody else was faster; see also
        :meth:`core.desk.recorder.Recorder.once`.
    """
    recorder.desk.require(Action.UPDATE_CASE)
    checks.code(words.CASE_STATUSES, **{"from": step.before, "to": step.after})
    checks.line("reason", step.reason, _REASON)
    check_step(step.before, step.after, step.reason)
    now = recorder.present()

    def enter(connection: Connection) -> None:
        found = changes.locked_case(connection, step.case, reach_of(recorder.desk.asker))
        if found is None:
            raise BadQuestion(Code.NOT_FOUND, field="case")
        present = "merged" if found["merged_into"] else found["status"]
        if present != step.before:
            raise BadQuestion(Code.CONFLICT, field="from", present=present)
        day = step.on or lima_day(now)
        checks.day("on", day, now, earliest=found["opened_on"])
        told = {"changed_by": recorder.desk.asker.name, "reason": step.reason}
        changes.change_status(connection, step.case, (step.before, step.after), (now, day), **told)
        announce(connection, Topic.CASE_CHANGED, str(step.case), now)

    return recorder.once(Asked(Action.UPDATE_CASE, key, step, step.case, known=True), enter)


def _check(case: NewCase, now: dt.datetime) -> None:
    checks.day("openedOn", case.opened_on or lima_day(now), now)
    checks.code(words.REGISTERS, register=case.register)
    checks.code(words.INDUSTRIES, industry=case.industry)
    checks.code(words.LEGAL_ARTICLES, legalArticle=case.legal_article)
    for form in case.forms:
        checks.code(words.FORMS, forms=form)
    checks.place(case.department, case.province)
    checks.between(
        0,
        checks.MOST_PEOPLE,
        suspectsFemale=case.suspects_female,
        suspectsMale=case.suspects_male,
        suspectsUnknown=case.suspects_unknown,
    )
    checks.between(0, MOST_VICTIMS, victims=len(case.victims))
    for person in case.victims:
        check_person(person)


def _check_call(connection: Connection, recorder: Recorder, call: uuid.UUID | None) -> None:
    if call is None:
        return
    found = changes.locked_call(connection, call, reach_of(recorder.desk.asker))
    if found is None:
        raise BadQuestion(Code.NOT_FOUND, field="call")
    if found["case_id"] is not None:
        raise BadQuestion(Code.CONFLICT, field="call", present="linked")


def _enter_case(
    connection: Connection, recorder: Recorder, record: uuid.UUID, case: NewCase
) -> None:
    if not institution_named(connection, case.reporting_institution):
        raise BadQuestion(Code.NOT_FOUND, field="reportingInstitution")
    course = _course(connection, case)
    plain = {name: value for name, value in asdict(case).items() if name not in _APART}
    entries.add_case(
        connection,
        recorder.of_record,
        record,
        [form for form in dict.fromkeys(case.forms) if form != UNKNOWN],
        code=_free_code(connection),
        opened_on=case.opened_on or lima_day(recorder.present()),
        register_code=case.register,
        status=FIRST,
        destination=course.scope,
        route_from=course.first,
        route_to=course.last,
        **plain,
    )


def _course(connection: Connection, case: NewCase) -> Course:
    """Scope and ends of its route; without one, a place abroad tells them, and nothing else does.

    A release counts on it: what ends outside Peru is outbound, whatever is known besides.
    """
    if case.route_id is None:
        outbound = case.department == ABROAD
        return Course("outbound", UNKNOWN, ABROAD) if outbound else Course(*[UNKNOWN] * 3)
    course = changes.course_of_route(connection, case.route_id)
    if course is None:
        raise BadQuestion(Code.NOT_FOUND, field="route")
    return course


def _free_code(connection: Connection) -> str:
    while not entries.code_is_free(connection, code := case_code(secrets.randbits(BITS))):
        pass
    return code
