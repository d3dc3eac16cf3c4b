"""graphql-transport-ws to the letter: messages, close codes, who hears what."""

import json
from dataclasses import replace

import pytest
from starlette.testclient import TestClient, WebSocketDenialResponse
from strawberry.schema.schema_converter import GraphQLCoreConverter

from api.policy import declared_of
from api.schema import EXECUTABLE
from api.streams.limits import Limits
from app import clock
from app.asgi import make_app
from app.house import open_public_house
from core.access import tokens
from core.access.roles import Role
from core.access.sign_in import open_session
from core.desk.plan_periods import Moved, close_period, publish_period
from core.plan.definition import Measure
from core.plan.periods import Period
from core.register.columns import uuid7
from tests.acts import OURS, id_of
from tests.streams.conftest import (
    CALLS,
    HERE,
    RELEASES,
    connected,
    desk,
    new_call,
    new_reading,
    new_referral,
    socket,
    subscribe,
    token_of,
)

FIELDS = {
    name: declared_of(field.extensions[GraphQLCoreConverter.DEFINITION_BACKREF]).action
    for name, field in EXECUTABLE.subscription_type.fields.items()
}


def closed(opened) -> int:
    """The code a socket is closed with, whatever is told before."""
    while (message := opened.receive())["type"] != "websocket.close":
        assert message["type"] == "websocket.send"
    return message["code"]


def subscription(name: str = "1", query: str = RELEASES) -> dict:
    return {"id": name, "type": "subscribe", "payload": {"query": query}}


INIT = {"type": "connection_init"}


@pytest.mark.parametrize(
    ("messages", "code"),
    [
        ([b"\x00\x01"], 4400),
        (["{"], 4400),
        (["[" * 60_000], 4400),
        (["null"], 4400),
        (["{}"], 4400),
        (['{"type": 1}'], 4400),
        ([{"type": "start"}], 4400),
        ([{"type": "connection_init", "payload": 1}], 4400),
        ([{"type": "ping", "payload": []}], 4400),
        (["x" * 1_000_000], 1009),
        ([subscription()], 4401),
        ([INIT, INIT], 4429),
        ([INIT, subscription(), subscription()], 4409),
        ([INIT, subscription("\ud800"), subscription("\ud800")], 4409),
        ([INIT, {"type": "nonsense"}], 4400),
        ([INIT, {"type": "subscribe", "payload": {"query": RELEASES}}], 4400),
        ([INIT, {"id": "", "type": "subscribe", "payload": {"query": RELEASES}}], 4400),
        ([INIT, {"id": "x" * 1000, "type": "subscribe", "payload": {"query": RELEASES}}], 4400),
        ([INIT, {"id": "1", "type": "subscribe"}], 4400),
        ([INIT, {"id": "1", "type": "subscribe", "payload": {"query": 1}}], 4400),
        (
            [INIT, {"id": "1", "type": "subscribe", "payload": {"query": "{a}", "variables": 1}}],
            4400,
        ),
        ([INIT, {"type": "complete"}], 4400),
        ([{**INIT, "payload": {"Authorization": "Bearer ynp_nobody"}}], 4403),
        ([{**INIT, "payload": {"authorization": "Basic eDp5"}}], 4403),
        ([{**INIT, "payload": {"authorization": 1}}], 4403),
    ],
)
def test_what_is_no_message_closes_the_socket_with_the_code_of_the_protocol(client, messages, code):
    with socket(client) as opened:
        for message in messages:
            if isinstance(message, bytes):
                opened.send_bytes(message)
            else:
                opened.send_text(message if isinstance(message, str) else json.dumps(message))
        assert closed(opened) == code


def test_without_an_init_in_time_the_socket_is_closed(house):
    with (
        TestClient(make_app(house, Limits(until_init=0.05)), base_url=HERE) as client,
        socket(client) as opened,
    ):
        assert closed(opened) == 4408


def test_another_subprotocol_is_not_acceptable(client):
    for offered in (["graphql-ws"], []):
        with client.websocket_connect(
            "/graphql", subprotocols=offered, headers={"host": "127.0.0.1"}
        ) as opened:
            assert closed(opened) == 4406


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"origin": "https://127.0.0.1"},
        {"origin": "http://127.0.0.1:81"},
        {"host": "elsewhere.example", "origin": "http://elsewhere.example"},
    ],
)
def test_a_page_of_another_site_opens_nothing(client, headers):
    with pytest.raises(WebSocketDenialResponse) as refused, socket(client, **headers):
        pass
    assert refused.value.status_code == (421 if "host" in headers else 403)
    assert refused.value.headers["x-content-type-options"] == "nosniff"


def test_a_page_of_ours_does(client):
    with socket(client, origin=HERE) as opened:
        opened.send_json(INIT)
        assert opened.receive_json() == {"type": "connection_ack"}


def heard(opened) -> dict:
    """The data of the next event."""
    told = opened.receive_json()
    assert told["type"] == "next", told
    assert "errors" not in told["payload"], told
    return told["payload"]["data"]


def test_operators_hear_of_a_call_as_the_lists_tell_it(client, house):
    with connected(client, token_of(house, Role.OPERATOR)) as opened:
        subscribe(opened, CALLS)
        call = new_call(house, "17")
        told = heard(opened)["callReceived"]
        assert told == {"id": id_of("call", call), "department": {"ubigeo": "17"}}


def test_recipients_hear_of_referrals_to_their_own_institution_and_nothing_of_the_call(
    client, house
):
    query = "subscription { referralChanged { id outcome { code } call { id } } }"
    with connected(client, token_of(house, Role.RECIPIENT)) as opened:
        subscribe(opened, query)
        new_referral(house, "CHS")
        ours = new_referral(house)
        payload = opened.receive_json()["payload"]
        told = payload["data"]["referralChanged"]
        assert told == {"id": id_of("referral", ours), "outcome": {"code": "sent"}, "call": None}
        codes = [error["extensions"]["code"] for error in payload["errors"]]
        assert codes == ["FORBIDDEN"]


def test_institutions_hear_of_values_for_the_plan_that_they_report(client, house):
    query = "subscription { indicatorChanged { code status { progress } } }"
    with connected(client, token_of(house, Role.RECIPIENT)) as opened:
        subscribe(opened, query)
        new_reading(house, "IOM / OIM", "C-12", Measure.PERCENTAGE)
        new_reading(house, OURS, "B-03", Measure.NUMBER, "2013-S2")
        told = heard(opened)["indicatorChanged"]
        assert told["code"] == "B-03"


def test_institutions_hear_when_a_period_they_report_in_is_closed_and_published(client, house):
    wanted = "code status { period } reading { value { status } }"
    plan, at = house.ledgers.plan, "2010-S2"
    theirs = {i.code for i in plan.told_in(Period(2010, 2)) if OURS in i.reporters}
    planning = house.planning_of(desk(house, Role.MONITOR))
    with connected(client, token_of(house, Role.RECIPIENT)) as opened:
        subscribe(opened, f"subscription {{ indicatorChanged {{ {wanted} }} }}")
        for act, said in ((close_period, {"MISSING"}), (publish_period, {"SHOWN", "ZERO"})):
            act(planning, key=uuid7().hex, moved=Moved(period=at))
            told = [heard(opened)["indicatorChanged"] for _ in theirs]
            assert {each["code"] for each in told} == theirs
            assert {each["status"]["period"] for each in told} == {at}
            assert {each["reading"]["value"]["status"] for each in told} <= said


def test_an_operation_that_was_completed_hears_nothing_more_and_its_id_is_free(client, house):
    with connected(client, token_of(house, Role.OPERATOR)) as opened:
        subscribe(opened, CALLS, "first")
        subscribe(opened, RELEASES, "other")
        opened.send_json({"id": "first", "type": "complete"})
        opened.send_json({"id": "never", "type": "complete"})
        subscribe(opened, CALLS, "second")
        new_call(house)
        told = opened.receive_json()
        assert (told["id"], told["type"]) == ("second", "next")
        subscribe(opened, CALLS, "first")


def test_questions_and_acts_have_one_result(client, house):
    with connected(client, token_of(house, Role.OPERATOR)) as opened:
        opened.send_json(subscription("q", "{ release { id } }"))
        release = house.shelf.bulletin.release.id
        assert heard(opened) == {"release": {"id": release}}
        assert opened.receive_json() == {"id": "q", "type": "complete"}
        for wrong in ("{ nope }", "{ \ud800 }", '{ node(id: "\ud800") { id } }'):
            opened.send_json(subscription("q", wrong))
            assert opened.receive_json()["type"] == "error"


def test_a_token_revoked_closes_its_streams(client, house):
    token = token_of(house, Role.OPERATOR)
    with connected(client, token) as opened:
        subscribe(opened, CALLS)
        tokens.revoke(house.register, token[4:12], clock.now)
        assert closed(opened) == 4401


def test_a_process_of_the_public_edition_tells_of_releases_and_of_nothing_else(house):
    app = make_app(open_public_house(house.settings))
    with TestClient(app, base_url=HERE) as client, connected(client) as opened:
        subscribe(opened, RELEASES)
        opened.send_json(subscription("2", CALLS))
        told = opened.receive_json()
        assert told["payload"][0]["extensions"]["code"] == "UNAUTHENTICATED"


def test_an_operation_too_many_is_an_error_and_the_others_go_on(house):
    app = make_app(house, Limits(operations=1))
    with TestClient(app, base_url=HERE) as client, connected(client) as opened:
        subscribe(opened, RELEASES)
        opened.send_json(subscription("2"))
        told = opened.receive_json()
        assert (told["id"], told["type"]) == ("2", "error")
        assert told["payload"][0]["extensions"]["code"] == "TOO_MANY_OPERATIONS"
        opened.send_json({"id": "1", "type": "complete"})
        subscribe(opened, RELEASES, "2")


def test_a_page_of_a_site_that_may_ask_opens_by_token_and_never_by_cookie(house):
    site = "https://partner.example"
    app = make_app(replace(house, settings=replace(house.settings, origins=(site,))))
    cookie = f"yanapay_session={open_session(house.register, Role.OPERATOR, None, clock.now)}"
    with TestClient(app, base_url=HERE) as client:
        for payload, code in (
            ({}, "UNAUTHENTICATED"),
            ({"Authorization": f"Bearer {token_of(house, Role.OPERATOR)}"}, None),
        ):
            with socket(client, origin=site, cookie=cookie) as opened:
                opened.send_json({**INIT, "payload": payload})
                assert opened.receive_json() == {"type": "connection_ack"}
                opened.send_json(subscription("1", CALLS))
                opened.send_json({"type": "ping"})
                told = opened.receive_json()
                assert (told["type"] == "pong") is (code is None)
                assert code is None or told["payload"][0]["extensions"]["code"] == code
