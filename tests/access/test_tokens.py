"""Tokens are shown once, checked on every request, and tell nothing when they are refused."""

import datetime as dt
from contextlib import suppress

import pytest
import sqlalchemy as sa

from core.access import tokens
from core.access.roles import Action, Role, require
from core.access.tokens import Wish
from core.errors import BadQuestion, Code, Refused
from core.register.accounts import ApiToken
from core.register.columns import columns_of
from core.register.tokens import add_agreement
from tests.access.conftest import START

HERE = "127.0.0.1"


@pytest.fixture(autouse=True)
def _agreement(register):
    with register.writing() as connection:
        add_agreement(
            connection,
            code="CHS-1",
            partner="CHS",
            purpose="test",
            departments="",
            dimensions="",
            k=10,
            starts_on=START.date(),
            ends_on=START.date() + dt.timedelta(days=30),
            signed_hash="0" * 64,
        )


def refused(register, text: str, clock, address: str = HERE) -> bool:
    with suppress(Refused):
        tokens.asker(register, text, address, clock)
        return False
    with pytest.raises(Refused) as refusal:
        tokens.asker(register, text, address, clock)
    return refusal.value.code is Code.TOKEN_INVALID and refusal.value.facts == {}


def test_a_token_stands_for_its_role(register, clock):
    text = tokens.create(register, Wish(Role.PARTNER, 10, "CHS-1"), clock)
    who = tokens.asker(register, text, HERE, clock)
    assert who.role is Role.PARTNER
    assert who.name == f"token-{text[4:12]}"


def test_only_a_hash_is_kept(register, clock):
    text = tokens.create(register, Wish(Role.MONITOR, 10), clock)
    token = columns_of(ApiToken)
    with register.reading() as connection:
        kept = str(connection.execute(sa.select(*token)).mappings().one())
    assert text[13:] not in kept


@pytest.mark.parametrize(
    "spoil",
    [
        lambda t: "",
        lambda t: "x",
        lambda t: t[:-1],
        lambda t: t + "x",
        lambda t: t[:-1] + ("A" if t[-1] != "A" else "B"),
        lambda t: "ynp_00000000" + t[12:],
        lambda t: t.upper(),
        lambda t: "é" * 56,
        lambda t: t + "\n",
    ],
)
def test_a_spoilt_token_is_refused_without_a_reason(register, clock, spoil):
    text = tokens.create(register, Wish(Role.MONITOR, 10), clock)
    assert refused(register, spoil(text), clock)
    assert not refused(register, text, clock)


def test_it_expires_and_is_revoked_from_the_next_request_on(register, clock):
    text = tokens.create(register, Wish(Role.MONITOR, 10), clock)
    other = tokens.create(register, Wish(Role.MONITOR, 10), clock)
    assert tokens.revoke(register, text[4:12], clock)
    assert refused(register, text, clock)
    assert not tokens.revoke(register, text[4:12], clock)
    clock.forward(days=10)
    assert refused(register, other, clock)


def test_an_agreement_that_ended_takes_its_tokens_with_it(register, clock):
    text = tokens.create(register, Wish(Role.PARTNER, 300, "CHS-1"), clock)
    clock.forward(days=30)
    assert not refused(register, text, clock)
    clock.forward(days=1)
    assert refused(register, text, clock)


def test_a_clock_that_was_set_back_opens_nothing_new(register, clock):
    text = tokens.create(register, Wish(Role.PARTNER, 10, "CHS-1"), clock)
    clock.forward(days=-2)
    assert refused(register, text, clock)


def test_it_is_good_from_its_networks_alone(register, clock):
    wish = Wish(Role.MONITOR, 10, networks=("10.1.0.0/16", "::1/128"))
    text = tokens.create(register, wish, clock)
    assert not refused(register, text, clock, "10.1.2.3")
    assert not refused(register, text, clock, "::1")
    assert refused(register, text, clock, "10.2.0.1")
    assert refused(register, text, clock, "testclient")


@pytest.mark.parametrize(
    "wish",
    [
        Wish(Role.MONITOR, 0),
        Wish(Role.MONITOR, 366),
        Wish(Role.PARTNER, 10),
        Wish(Role.PARTNER, 10, "NONE"),
        Wish(Role.PUBLIC, 10),
        Wish(Role.MONITOR, 10, networks=("everywhere",)),
    ],
)
def test_a_token_that_should_not_be_is_not_made(register, clock, wish):
    with pytest.raises(BadQuestion):
        tokens.create(register, wish, clock)


def test_the_api_takes_it_in_the_header_alone(client, house):
    from app import clock as real

    text = tokens.create(house.register, Wish(Role.CASE_WORKER, 1), real.now)
    body = {"query": "{ cases(first: 1) { edges { node { code } } } }"}
    with_token = client.post("/graphql", json=body, headers={"Authorization": f"Bearer {text}"})
    assert with_token.json()["data"]["cases"]["edges"]
    assert with_token.headers["cache-control"] == "no-store"
    in_url = client.post(f"/graphql?access_token={text}", json=body)
    assert in_url.json()["data"]["cases"] is None
    for header in (f"Bearer {text}x", f"Basic {text}", "Bearer", "nonsense"):
        refused_ = client.post("/graphql", json=body, headers={"Authorization": header})
        assert refused_.status_code == 401
        assert refused_.json()["errors"][0]["extensions"] == {"code": "TOKEN_INVALID"}
        assert refused_.headers["www-authenticate"] == "Bearer"
        assert client.get("/panel", headers={"Authorization": header}).status_code == 401


def test_a_token_may_be_good_for_some_acts_of_its_role_alone(register, clock):
    wish = Wish(Role.OPERATOR, 10, only=(Action.READ_CALLS,))
    who = tokens.asker(register, tokens.create(register, wish, clock), HERE, clock)
    require(who, Action.READ_CALLS)
    with pytest.raises(Refused):
        require(who, Action.READ_NARRATIVES)
    with pytest.raises(BadQuestion):
        tokens.create(register, Wish(Role.OPERATOR, 10, only=(Action.READ_CASES,)), clock)
