"""Opening a subscription passes the guard and is charged once; its events are not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from app.asgi import make_app
from core.access.metering import Meter
from core.access.roles import Asker, Role
from tests.acts import new_call
from tests.streams.conftest import CALLS, HERE, connected, subscribe, token_of

POINTS = 1_000


@pytest.fixture
def poor(house):
    """The same house where little may be asked for in a minute."""
    return replace(house, meter=Meter(signed_in=POINTS))


@pytest.fixture
def client(poor) -> Iterator[TestClient]:
    with TestClient(make_app(poor), base_url=HERE) as made:
        yield made


def left(poor, token: str) -> int:
    asker = Asker(Role.OPERATOR, f"token-{token[4:12]}")
    return poor.meter.allowance(asker, "").quota().remaining


def refused(opened, query: str) -> list[str]:
    """The codes a subscription is refused with."""
    opened.send_json({"id": "x", "type": "subscribe", "payload": {"query": query}})
    told = opened.receive_json()
    assert (told["id"], told["type"]) == ("x", "error")
    return [error["extensions"]["code"] for error in told["payload"]]


def test_opening_is_charged_once_and_events_are_not(client, poor):
    token = token_of(poor, Role.OPERATOR)
    with connected(client, token) as opened:
        assert left(poor, token) == POINTS
        subscribe(opened, CALLS)
        before = left(poor, token)
        assert 0 < before < POINTS
        for _ in range(3):
            new_call(poor)
            told = opened.receive_json()
            assert "extensions" not in told["payload"]
        assert left(poor, token) == before


def test_whoever_has_no_points_left_opens_nothing_more_and_goes_on_hearing(client, poor):
    token = token_of(poor, Role.OPERATOR)
    with connected(client, token) as opened:
        subscribe(opened, CALLS)
        price = POINTS - left(poor, token)
        for _ in range(left(poor, token) // price):
            subscribe(opened, CALLS, "again")
            opened.send_json({"id": "again", "type": "complete"})
        assert refused(opened, CALLS) == ["RATE_LIMITED"]
        new_call(poor)
        assert opened.receive_json()["type"] == "next"


def test_an_event_that_would_cost_much_is_not_heard(client, poor):
    inner = "id"
    for _ in range(4):
        inner = f"id case {{ id calls {{ id referrals {{ {inner} }} }} }}"
    query = f"subscription {{ callReceived {{ referrals {{ {inner} }} }} }}"
    with connected(client, token_of(poor, Role.OPERATOR)) as opened:
        assert refused(opened, query) == ["TOO_COMPLEX"]
