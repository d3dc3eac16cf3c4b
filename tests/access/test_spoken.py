"""What is said at every request is told as SQLAlchemy itself would tell it, on both engines."""

import datetime as dt

import pytest

from core.access.roles import Role
from core.access.sealing import fingerprint
from core.access.sign_in import open_session
from core.access.tokens import Wish, create
from core.register import sessions, tokens

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
        expected = connection.execute(question._question, values).mappings().one()
        assert question.one(connection, **values) == dict(expected)


@pytest.mark.parametrize("at", [0, 1])
def test_nothing_is_found_where_nothing_is(register, at):
    question, values = list(asked_of(register))[at]
    with register.reading() as connection:
        assert question.one(connection, **{**values, next(iter(values)): "nothing"}) is None
