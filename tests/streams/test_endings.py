"""Whatever ends the rights behind a connection closes it, with the code that says how."""

import datetime as dt

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from api.streams.limits import Limits
from app import clock
from app.asgi import make_app
from core.access import tokens
from core.access.roles import Role
from core.access.sealing import fingerprint
from core.access.sign_in import IDLE, open_session
from core.access.tokens import Wish
from core.register import people
from core.register.accounts import Agreement, ApiToken, Session
from core.register.columns import columns_of, uuid7
from core.register.tokens import add_agreement
from tests.access.test_states import SESSIONS
from tests.streams.conftest import (
    CALLS,
    HERE,
    RELEASES,
    agreement,
    connected,
    new_call,
    socket,
    subscribe,
)
from tests.streams.test_websocket import closed

TOKEN, AGREED = columns_of(ApiToken), columns_of(Agreement)
INIT = {"type": "connection_init"}


@pytest.fixture
def session(house) -> str:
    """A session of a fresh account of an operator."""
    account = uuid7()
    with house.register.writing() as connection:
        people.add_account(
            connection,
            id=account,
            name=f"oye-{account.hex[-11:]}",
            role=Role.OPERATOR.value,
            password_hash="-",
            created_at=clock.now(),
        )
    return open_session(house.register, Role.OPERATOR, account, clock.now)


@pytest.mark.parametrize("state", [state for state in SESSIONS if state != "fresh"])
def test_what_happens_to_a_session_closes_its_streams(house, client, session, state):
    with socket(client, cookie=f"yanapay_session={session}") as opened:
        opened.send_json(INIT)
        opened.receive_json()
        subscribe(opened, CALLS)
        happens, becomes = SESSIONS[state]
        happens(house, session)
        assert closed(opened) == (4401 if becomes is Role.PUBLIC else 4403)


def test_before_an_event_the_rights_are_read_anew_without_waiting_for_the_next_check(
    house, session
):
    app = make_app(house, Limits(between_checks=3600))
    with (
        TestClient(app, base_url=HERE) as client,
        socket(client, cookie=f"yanapay_session={session}") as opened,
    ):
        opened.send_json(INIT)
        opened.receive_json()
        subscribe(opened, CALLS)
        SESSIONS["role lowered"][0](house, session)
        new_call(house)
        assert closed(opened) == 4403


def test_a_stream_keeps_no_session_alive(house, client, session):
    row = columns_of(Session)
    mine = row.secret_hash == fingerprint(session)
    with socket(client, cookie=f"yanapay_session={session}") as opened:
        opened.send_json(INIT)
        opened.receive_json()
        subscribe(opened, CALLS)
        nearly = clock.now() - IDLE / 2
        with house.register.writing() as connection:
            connection.execute(sa.update(Session).where(mine).values(last_used_at=nearly))
        new_call(house)
        assert opened.receive_json()["type"] == "next"
        with house.register.reading() as connection:
            kept = connection.execute(sa.select(row.last_used_at).where(mine)).scalar_one()
        assert kept == nearly


@pytest.mark.parametrize("ends", ["token revoked", "token expired", "agreement over", "narrowed"])
def test_what_happens_to_a_token_closes_its_streams(house, client, ends):
    yesterday = clock.now() - dt.timedelta(days=1)
    code = f"C-{uuid7().hex[-8:]}"
    with house.register.writing() as connection:
        add_agreement(connection, **agreement(code))
    text = tokens.create(house.register, Wish(Role.PARTNER, 1, code), clock.now)
    mine, ours = TOKEN.prefix == text[4:12], AGREED.code == code
    happens = {
        "token revoked": sa.update(ApiToken).where(mine).values(revoked_at=clock.now()),
        "token expired": sa.update(ApiToken).where(mine).values(expires_at=clock.now()),
        "agreement over": sa.update(Agreement).where(ours).values(ends_on=yesterday.date()),
        "narrowed": sa.update(Agreement).where(ours).values(departments="17"),
    }
    with connected(client, text) as opened:
        subscribe(opened, RELEASES)
        with house.register.writing() as connection:
            connection.execute(happens[ends])
        assert closed(opened) == (4403 if ends == "narrowed" else 4401)
