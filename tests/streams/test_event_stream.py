"""GraphQL over Server-Sent Events, distinct connections, against a running server."""

from __future__ import annotations

import urllib.parse
import urllib.request

import pytest

from api.streams.limits import Limits
from app import clock
from core.access import tokens
from core.access.roles import Role
from core.access.sign_in import open_session, sign_out
from tests.acts import id_of, new_call
from tests.streams.conftest import CALLS, RELEASES, token_of
from tests.streams.served import events, eventually, served

VALIDATION = "GRAPHQL_VALIDATION_FAILED"


@pytest.fixture(scope="module")
def port(house):
    with served(house) as number:
        yield number


def codes(told: dict) -> list[str]:
    return [error["extensions"]["code"] for error in told["errors"]]


def test_a_subscription_is_told_as_it_happens(house, port):
    with events(port, CALLS, token_of(house, Role.OPERATOR)) as opened:
        assert opened.response.status == 200
        assert opened.response.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert opened.response.headers["cache-control"] == "no-store"
        opened.ready()
        call = new_call(house, "08")
        told = {"id": id_of("call", call), "department": {"ubigeo": "08"}}
        assert opened.next() == ("next", {"data": {"callReceived": told}})


def test_a_question_has_one_result_and_completes(house, port):
    with events(port, "{ release { id } }") as opened:
        kind, told = opened.next()
        release = {"id": house.shelf.bulletin.release.id}
        assert (kind, told["data"]) == ("next", {"release": release})
        assert opened.next() == ("complete", None)
        assert opened.next() is None


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nope }", VALIDATION),
        ("subscription { bulletinReleased { id } callReceived { id } }", VALIDATION),
        ("query A { release { id } } query B { release { id } }", "UNKNOWN_OPERATION"),
        ("subscription ($x: Boolean!) { bulletinReleased { id @skip(if: $x) } }", "BAD_REQUEST"),
        (CALLS, "UNAUTHENTICATED"),
    ],
)
def test_what_cannot_be_opened_is_told_through_the_stream(port, query, code):
    with events(port, query) as opened:
        assert opened.response.status == 200
        kind, told = opened.next()
        assert kind == "next"
        assert codes(told) == [code]
        assert "data" not in told
        assert opened.next() == ("complete", None)


def test_get_opens_streams_and_does_nothing(port):
    def get(query: str):
        address = f"http://127.0.0.1:{port}/graphql?query={urllib.parse.quote(query)}"
        return urllib.request.Request(address, headers={"Accept": "text/event-stream"})

    with urllib.request.urlopen(get(RELEASES)) as opened:
        assert opened.read(3) == b":\n\n"
    training = '{idempotencyKey: "x", topic: "x", heldOn: "2013-01-01"}'
    act = get(f"mutation {{ recordTraining(input: {training}) {{ repeated }} }}")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(act)
    with refused.value as answer:
        assert answer.code == 405


@pytest.mark.parametrize(
    ("accept", "query", "kind"),
    [
        ("application/json, text/event-stream", "{ release { id } }", "application/json"),
        ("application/json, text/event-stream", RELEASES, "text/event-stream"),
        ("application/json;q=0.5, text/event-stream;q=0", RELEASES, "application/json"),
    ],
)
def test_whoever_takes_both_gets_a_stream_for_what_streams(port, accept, query, kind):
    with events(port, query, Accept=accept) as opened:
        assert opened.response.headers["content-type"].startswith(kind)


def test_a_token_revoked_ends_its_streams_with_an_error_and_complete(house, port):
    token = token_of(house, Role.OPERATOR)
    with events(port, CALLS, token) as opened:
        opened.ready()
        tokens.revoke(house.register, token[4:12], clock.now)
        kind, told = opened.next()
        assert (kind, codes(told)) == ("next", ["TOKEN_INVALID"])
        assert opened.next() == ("complete", None)
        assert opened.next() is None


def test_signing_out_ends_the_streams_of_a_session(house, port):
    session = open_session(house.register, Role.OPERATOR, None, clock.now)
    with events(port, CALLS, Cookie=f"yanapay_session={session}") as opened:
        opened.ready()
        sign_out(house.register, session, clock.now)
        kind, told = opened.next()
        assert (kind, codes(told)) == ("next", ["UNAUTHENTICATED"])
        assert opened.next() == ("complete", None)


def test_a_server_that_stops_ends_streams_without_completing_them(house):
    with served(house) as port:
        opened = events(port, RELEASES)
        stream = opened.__enter__()
        stream.ready()
    assert stream.next() is None
    opened.__exit__(None, None, None)


def test_one_connection_too_many_is_refused_and_a_seat_is_free_once_somebody_has_gone(house):
    with served(house, Limits(of_a_holder=1)) as port:
        with events(port, RELEASES) as first:
            first.ready()
            with events(port, RELEASES) as second:
                assert second.response.status == 429
                assert second.response.headers["retry-after"]
            with events(port, CALLS, token_of(house, Role.OPERATOR)) as other:
                other.ready()

        def seated() -> bool:
            with events(port, RELEASES) as third:
                return third.response.status == 200

        eventually(seated)


def test_a_full_house_says_so(house):
    with served(house, Limits(connections=1)) as port, events(port, RELEASES) as first:
        first.ready()
        with events(port, RELEASES) as second:
            assert second.response.status == 503
