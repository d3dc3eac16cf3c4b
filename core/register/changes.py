"""Changing records that are there: each is locked first, so that nobody's change is lost."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from core.places import route_end
from core.register.calls import Call
from core.register.cases import Case, CaseStatusChange, Referral
from core.register.columns import columns_of, uuid7
from core.register.kinds import CALLS, CASES, REFERRALS, Kind
from core.register.reach import Reach, within
from core.register.routes import Leg, Place, Route
from core.vocabulary import UNKNOWN

CALL, CASE = columns_of(Call), columns_of(Case)
REFERRAL, ROUTE = columns_of(Referral), columns_of(Route)
LEG, PLACE = columns_of(Leg), columns_of(Place)


@dataclass(frozen=True, slots=True)
class Course:
    """What a case keeps of its route: its scope and its ends (places.ROUTE_ENDS)."""

    scope: str
    first: str
    last: str


def locked_call(connection: Connection, call: uuid.UUID, reach: Reach) -> RowMapping | None:
    """(id, case_id) of a call within reach, locked until the transaction ends."""
    return _locked(connection, CALLS, (CALL.id, CALL.case_id), call, reach)


def locked_case(connection: Connection, case: uuid.UUID, reach: Reach) -> RowMapping | None:
    """(id, status, opened_on, merged_into) of a case within reach, locked likewise."""
    shown = CASE.id, CASE.status, CASE.opened_on, CASE.merged_into
    return _locked(connection, CASES, shown, case, reach)


def locked_referral(connection: Connection, referral: uuid.UUID, reach: Reach) -> RowMapping | None:
    """(id, outcome, sent_at) of a referral within reach, locked likewise."""
    shown = REFERRAL.id, REFERRAL.outcome, REFERRAL.sent_at
    return _locked(connection, REFERRALS, shown, referral, reach)


def _locked(
    connection: Connection, kind: Kind, shown: tuple[Any, ...], key: uuid.UUID, reach: Reach
) -> RowMapping | None:
    question = within(select(*shown).where(kind.column("id") == key), kind, reach)
    locking = question.with_for_update(key_share=True, of=kind.table)
    return connection.execute(locking).mappings().one_or_none()


def course_of_route(connection: Connection, route: uuid.UUID) -> Course | None:
    """Scope and ends of a route; ``None`` where there is no such route."""
    scope = connection.execute(select(ROUTE.scope).where(ROUTE.id == route)).scalar_one_or_none()
    if scope is None:
        return None
    question = (
        select(PLACE.country, PLACE.department)
        .join(Leg, LEG.place_id == PLACE.id)
        .where(LEG.route_id == route)
        .order_by(LEG.position)
    )
    stops = connection.execute(question).all()
    first, last = (route_end(*stops[at]) if stops else UNKNOWN for at in (0, -1))
    return Course(scope, first, last)


def link_call(connection: Connection, call: uuid.UUID, case: uuid.UUID) -> None:
    """A call belongs to a case from now on."""
    connection.execute(update(Call).where(CALL.id == call).values(case_id=case))


def change_status(
    connection: Connection,
    case: uuid.UUID,
    step: tuple[str, str],
    when: tuple[dt.datetime, dt.date],
    **told: str,
) -> None:
    """Take a case one step on, and remember the step. ``when``: written down at, happened on.

    ``told``: ``changed_by``, a pseudonym, and ``reason``.
    """
    (before, after), (at, day) = step, when
    submitted = {"submitted_to_police_on": day} if after == "submitted" else {}
    connection.execute(update(Case).where(CASE.id == case).values(status=after, **submitted))
    connection.execute(
        insert(CaseStatusChange).values(
            id=uuid7(),
            case_id=case,
            from_status=before,
            to_status=after,
            at=at,
            happened_on=day,
            **told,
        )
    )


def is_open_at(connection: Connection, subject: dict[str, uuid.UUID], institution: str) -> bool:
    """True where a referral of this call or case waits for an answer of the institution."""
    waiting = select(REFERRAL.id).where(
        REFERRAL.institution == institution,
        REFERRAL.outcome == "sent",
        *(REFERRAL[name] == key for name, key in subject.items()),
    )
    return connection.execute(waiting.limit(1)).first() is not None


def answer(connection: Connection, referral: uuid.UUID, **fields: Any) -> None:
    """Keep what an institution answered."""
    connection.execute(update(Referral).where(REFERRAL.id == referral).values(**fields))
