"""Connections as clients open them, and what can happen while they are open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from starlette.testclient import TestClient, WebSocketTestSession

from api.streams.limits import Limits
from app import clock
from app.asgi import make_app
from app.house import House
from core.access import tokens
from core.access.roles import Asker, Role
from core.access.tokens import Wish
from core.desk.plan_evidence import File, add_evidence
from core.desk.plan_readings import Reported, record_reading
from core.desk.referrals import NewReferral, submit_referral
from core.plan.definition import Measure
from core.register.columns import uuid7
from core.register.tokens import add_agreement
from tests.acts import OURS, new_call
from tests.factories import SMALL, house_in

HERE = "http://127.0.0.1"
AGREEMENT = "CHS-1"
PROTOCOL = "graphql-transport-ws"
CALLS = "subscription { callReceived { id department { ubigeo } } }"
RELEASES = "subscription { bulletinReleased { id } }"


def agreement(code: str) -> dict[str, Any]:
    """An agreement in force, as the register keeps it."""
    today = clock.now().date()
    return {
        **{"code": code, "partner": "CHS", "purpose": "test", "departments": "", "dimensions": ""},
        **{"k": 10, "starts_on": today - dt.timedelta(days=2), "signed_hash": "0" * 64},
        "ends_on": today + dt.timedelta(days=30),
    }


@pytest.fixture(scope="package")
def house(tmp_path_factory) -> Iterator[House]:
    """A house of its own: these tests write."""
    made = house_in(tmp_path_factory.mktemp("streams"), size=SMALL)
    with made.the_register().writing() as connection:
        add_agreement(connection, **agreement(AGREEMENT))
    yield made
    made.the_register().close()


@pytest.fixture
def client(house) -> Iterator[TestClient]:
    with TestClient(make_app(house, Limits(between_checks=0.2)), base_url=HERE) as made:
        yield made


@contextmanager
def socket(client: TestClient, **headers: str) -> Iterator[WebSocketTestSession]:
    """A WebSocket before its first message."""
    headers = {"host": "127.0.0.1", **headers}
    with client.websocket_connect("/graphql", subprotocols=[PROTOCOL], headers=headers) as opened:
        yield opened


@contextmanager
def connected(client: TestClient, token: str | None = None) -> Iterator[WebSocketTestSession]:
    """A WebSocket that was acknowledged."""
    with socket(client) as opened:
        payload = {"Authorization": f"Bearer {token}"} if token else {}
        opened.send_json({"type": "connection_init", "payload": payload})
        assert opened.receive_json() == {"type": "connection_ack"}
        yield opened


def subscribe(opened: WebSocketTestSession, query: str, name: str = "1") -> None:
    """Ask for a stream; it hears whatever is kept after this."""
    opened.send_json({"id": name, "type": "subscribe", "payload": {"query": query}})
    opened.send_json({"type": "ping"})
    assert opened.receive_json() == {"type": "pong"}


def token_of(house: House, role: Role, **wish) -> str:
    institution = OURS if role is Role.RECIPIENT else None
    agreement = AGREEMENT if role is Role.PARTNER else None
    whose = Wish(role, 1, agreement, institution=institution, **wish)
    return tokens.create(house.the_register(), whose, clock.now)


def desk(house: House, role: Role):
    return house.recorder_of(house.desk_of(Asker(role, "pruebas")))


def new_referral(house: House, institution: str = OURS):
    """A call is recorded and referred; the referral's id in the register."""
    handed = NewReferral(institution=institution, call=new_call(house))
    return submit_referral(desk(house, Role.OPERATOR), key=uuid7().hex, referral=handed).record


def new_reading(
    house: House, institution: str, indicator: str, unit: Measure, period: str = "2013"
) -> None:
    """An institution reports a value for the plan."""
    who = Asker(Role.RECIPIENT, "pruebas", institution=institution)
    planning = house.planning_of(house.recorder_of(house.desk_of(who)))
    file = File(name="acta.pdf", content=b"%PDF-1.7")
    evidence = add_evidence(planning, key=uuid7().hex, file=file).record
    told = Reported(
        indicator=indicator,
        period=period,
        unit=unit,
        value=20,
        source="Acta",
        reason="Conteo",
        evidence=evidence,
    )
    record_reading(planning, key=uuid7().hex, reported=told)
