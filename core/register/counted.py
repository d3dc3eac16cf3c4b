"""The columns a release counts, streamed: one named question per unit, no free text, no ids out.

Every row is (id, record key, day, then the dimensions in the order of the cube's axes, but for
those that follow from others: natural region, weekday, and where a route passes). A case has the id
of its route last; its stops are read from :func:`stops_between`. Dimensions are codes, the hour is
that in UTC. A record with several forms of exploitation comes once per form, its rows beside each
other.

Codes that stand beside each other come as one value with spaces between them, ``15 mining forced``,
as many as CALL_WORDS, CASE_WORDS and VICTIM_WORDS say: there are few thousand of those, and whoever
looks up one for three reads millions of rows in half the time.

Days (see :class:`Days`), hours (``13`` or 13) and ids come as the engine keeps them: millions of
them are compared and looked up, and none is made into an object of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    String,
    case,
    exists,
    extract,
    func,
    literal,
    or_,
    select,
    type_coerce,
)

from core.places import WITHOUT_PROVINCE, route_end
from core.register.calls import Call
from core.register.cases import Case, CaseForm, Victim
from core.register.columns import columns_of
from core.register.derived import FORM, age_band
from core.register.routes import Leg, Place
from core.register.streaming import stream, words
from core.vocabulary import UNKNOWN, Provenance

CALL = columns_of(Call)
CASE_FORM = columns_of(CaseForm)
CASE = columns_of(Case)
VICTIM = columns_of(Victim)
LEG, PLACE = columns_of(Leg), columns_of(Place)

CALL_WORDS = (4, 1, 1, 1)
CASE_WORDS = (4, 3, 2)
VICTIM_WORDS = (3, 3, 2)

#: Where the route of a case begins and ends; unknown where it has none.
_ENDS = tuple(
    func.coalesce(column, literal(UNKNOWN)) for column in (CASE.route_from, CASE.route_to)
)


def call_rows(connection: Connection) -> Iterator[Sequence[Any]]:
    """Calls by the day they came in, in Lima; effective or not."""
    return stream(
        connection,
        select(
            literal(None),  # a call is one row: there is nothing to compare
            CALL.rkey,
            _plain(CALL.received_on),
            words(CALL.department, CALL.industry, CALL.form, CALL.call_type),
            CALL.effective,
            CALL.how_heard,
            _utc_hour(connection, CALL.received_at),
        ),
    )


def case_rows(connection: Connection) -> Iterator[Sequence[Any]]:
    """Cases by the day they were opened; a case joined into another is counted once."""
    return stream(
        connection,
        select(
            _plain(CASE.id),
            CASE.rkey,
            _plain(CASE.opened_on),
            words(CASE.department, CASE.industry, FORM, CASE.status),
            words(CASE.register_code, CASE.destination, _province()),
            words(*_ENDS),
            _plain(CASE.route_id),
        )
        .outerjoin(CaseForm, CASE_FORM.case_id == CASE.id)
        .where(CASE.merged_into.is_(None))
        .order_by(CASE.id),
    )


def victim_rows(connection: Connection) -> Iterator[Sequence[Any]]:
    """Victims by the day their case was opened; persons found not to be victims are left out."""
    return stream(
        connection,
        select(
            _plain(VICTIM.id),
            VICTIM.rkey,
            _plain(CASE.opened_on),
            words(CASE.department, CASE.industry, FORM),
            words(VICTIM.sex, age_band(), CASE.destination),
            words(*_ENDS),
        )
        .join(Case, CASE.id == VICTIM.case_id)
        .outerjoin(CaseForm, CASE_FORM.case_id == CASE.id)
        .where(VICTIM.trafficking_status != "not_victim", CASE.merged_into.is_(None))
        .order_by(VICTIM.id),
    )


def stops_between(connection: Connection) -> dict[Any, tuple[str, ...]]:
    """Where each route passes between its ends (places.ROUTE_ENDS), each place once; by route id,
    as :func:`case_rows` gives it."""
    question = (
        select(_plain(LEG.route_id), PLACE.country, PLACE.department)
        .join(Place, PLACE.id == LEG.place_id)
        .order_by(LEG.route_id, LEG.position)
    )
    stops: dict[Any, list[str]] = {}
    for route, country, department in connection.execute(question):
        stops.setdefault(route, []).append(route_end(country, department))
    return {route: tuple(dict.fromkeys(codes[1:-1])) for route, codes in stops.items()}


def any_synthetic(connection: Connection) -> bool:
    """True while one record of those that are counted was generated."""
    generated = [
        exists().where(columns.provenance == Provenance.SYNTHETIC.value)
        for columns in (CALL, CASE, VICTIM)
    ]
    return bool(connection.execute(select(or_(*generated))).scalar_one())


class Days(dict[Any, int]):
    """Days since 1970-01-01, by what the engine says: ``2008-03-01``, or the day itself."""

    def __missing__(self, said: Any) -> int:
        day = said if isinstance(said, dt.date) else dt.date.fromisoformat(said)
        self[said] = (day - dt.date(1970, 1, 1)).days
        return self[said]


def _plain(column: Any) -> ColumnElement[str]:
    """An id or a day as the engine keeps it: no object is made of it."""
    return type_coerce(column, String)


def _utc_hour(connection: Connection, moment: Any) -> ColumnElement[Any]:
    """The hour in UTC: SQLite keeps moments in it, PostgreSQL must be told which zone to tell."""
    if connection.dialect.name == "postgresql":
        return extract("hour", func.timezone("UTC", moment))
    return func.substr(type_coerce(moment, String), len("2008-03-01 ") + 1, 2)


def _province() -> ColumnElement[str]:
    """The province, or else that none was recorded in this department."""
    unnamed = case(WITHOUT_PROVINCE, value=CASE.department, else_=CASE.department)
    return func.coalesce(CASE.province, unnamed)
