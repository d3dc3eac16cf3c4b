"""What is said at every request is told as SQLAlchemy itself would tell it, on both engines."""

import datetime as dt

import pytest
import sqlalchemy as sa

from core.access.roles import Role
from core.access.sealing import fingerprint
from core.access.sign_in import open_session
from core.access.tokens import Wish, create
from core.register import sessions, tokens
from core.register.accounts import AuditEvent, AuditHead
from core.register.columns import columns_of, uuid7
from core.register.spoken import Spoken

NOW = dt.datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=dt.UTC)


def asked_of(register):
    """(question, its values) of each, with something to find."""
    token = create(register, Wish(Role.PLANNER, 1, documents_only=True), lambda: NOW)
    session = open_session(register, Role.OPERATOR, None, lambda: NOW)
    yield tokens._TOKEN_OF, {"wanted": token.split("_")[1], "now": NOW, "today": NOW.date()}
    earlier = NOW - dt.timedelta(hours=1)
    mark = fingerprint(session)
    yield sessions._ROLE_OF, {"mark": mark, "used_since": earlier, "created_since": earlier}


@pytest.mark.parametrize("at", [0, 1])
def test_a_row_is_what_sqlalchemy_would_make_of_it(register, at):
    question, values = list(asked_of(register))[at]
    with register.reading() as connection:
        expected = connection.execute(question._statement, values).mappings().one()
        assert question.one(connection, **values) == dict(expected)


@pytest.mark.parametrize("at", [0, 1])
def test_nothing_is_found_where_nothing_is(register, at):
    question, values = list(asked_of(register))[at]
    with register.reading() as connection:
        assert question.one(connection, **{**values, next(iter(values)): "nothing"}) is None


def test_what_is_changed_by_it_is_what_sqlalchemy_would_change(register):
    columns = columns_of(AuditEvent)
    told = {"actor": "rosa", "role": "operator", "action": "read_cases", "subject": "", "mac": "m"}
    rows = [
        {**told, "id": uuid7(), "number": n, "at": NOW, "records": n, "allowed": n == 2}
        for n in (1, 2, 3)
    ]
    head = columns_of(AuditHead)
    moved = sa.update(AuditHead).where(head.number == sa.bindparam("which"))
    with register.noting() as connection:
        assert Spoken(sa.insert(AuditEvent)).change(connection, *rows) == 3
        asked = sa.select(*columns).order_by(columns.number)
        assert [dict(row) for row in connection.execute(asked).mappings()] == rows
        move = Spoken(moved.values(number=sa.bindparam("to")))
        now = connection.execute(sa.select(head.number)).scalar_one()
        assert move.change(connection, {"which": now + 1, "to": now + 2}) == 0
        assert move.change(connection, {"which": now, "to": now + 1}) == 1
        assert connection.execute(sa.select(head.number)).scalar_one() == now + 1
