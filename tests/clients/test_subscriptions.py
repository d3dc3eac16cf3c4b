"""The reference clients of both protocols listen unmodified, and are shut out with their tokens."""

import json
import os
import subprocess

import pytest

from app import clock
from core.access import tokens
from core.access.roles import Role
from tests.acts import call_taken
from tests.clients.conftest import HERE
from tests.clients.hearing import hear_of_a_call


@pytest.fixture(scope="module", params=["websocket", "eventstream"])
def told(request, program, served):
    """What a client of graphql-transport-ws was told, and one of event streams."""
    return program(f"{request.param}.mjs", TOKEN=served.token(Role.OPERATOR))


def test_a_client_hears_of_a_call_that_was_recorded(told):
    assert told["event"]["id"] in told["calls"]
    assert told["event"]["durationSeconds"] == 240


def test_questions_and_acts_go_the_same_way(told, served):
    assert told["release"] == served.house.shelf.bulletin.release.id
    assert told["forbidden"] == ["FORBIDDEN", "FORBIDDEN"]


def test_what_cannot_be_heard_is_told_by_its_code(told):
    assert told["wrong"] == ["GRAPHQL_VALIDATION_FAILED"]
    assert told["refused"] == ["UNAUTHENTICATED"]


def test_a_token_that_is_not_good_opens_nothing(told):
    assert told["shut"] in (4403, 401)


def test_gql_hears_of_a_call_over_its_socket(served):
    call = {"idempotencyKey": "gql-websocket-1", **call_taken()}
    told = hear_of_a_call(served.graphql, served.token(Role.OPERATOR), call)
    assert told["heard"] == {"id": told["recorded"], "durationSeconds": 240}


def test_a_revoked_token_closes_its_socket(served):
    token = served.token(Role.OPERATOR)
    asking = {"GRAPHQL": served.graphql, "TOKEN": token}
    with subprocess.Popen(
        ["node", str(HERE / "listening.mjs")],
        env={**os.environ, **asking},
        stdout=subprocess.PIPE,
        text=True,
    ) as screen:
        assert json.loads(screen.stdout.readline()) == {"listens": True}
        assert tokens.revoke(served.house.the_register(), token.split("_")[1], clock.now)
        assert json.loads(screen.stdout.readline()) == {"code": 4401, "reason": "Unauthorized"}
        assert screen.wait(timeout=20) == 0
