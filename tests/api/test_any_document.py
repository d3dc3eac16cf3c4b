"""A thousand documents of everything the schema allows, as nobody would write them: no failure."""

import time
from pathlib import Path

import hypothesis
import pytest
import schemathesis
from graphql import StringValueNode
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app import clock
from app.asgi import make_app
from core.access import tokens
from core.access.roles import Role
from core.access.tokens import Wish
from tests.acts import OURS, there
from tests.factories import SMALL, house_in

EXAMPLES, A_ROUND, SECONDS = 1000, 50, 40
AS_WRITTEN = settings(
    max_examples=A_ROUND,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)

SCHEMA = schemathesis.graphql.from_file(Path("api/schema.graphql").read_text("utf-8"))
ANY = SCHEMA.as_strategy()
ROLES = (None, Role.OPERATOR, Role.CASE_WORKER, Role.RECIPIENT, Role.MONITOR)


def written(strategy):
    return strategy.map(lambda text: StringValueNode(value=text))


schemathesis.graphql.scalar("Date", written(st.dates().map(str)))
schemathesis.graphql.scalar(
    "DateTime", written(st.datetimes(timezones=st.timezones()).map(lambda at: at.isoformat()))
)


@pytest.fixture(scope="module")
def asking(tmp_path_factory):
    """Posts a document as somebody of each role, in a house of its own: acts are among them."""
    house = house_in(tmp_path_factory.mktemp("any"), size=SMALL)
    there(house)

    def client_of(role):
        wish = Wish(role, 1, institution=OURS) if role else None
        text = tokens.create(house.register, wish, clock.now) if wish else ""
        headers = {"Authorization": f"Bearer {text}"} if text else {}
        return TestClient(app, "http://127.0.0.1", headers=headers, raise_server_exceptions=False)

    app = make_app(house)
    clients = {role: client_of(role) for role in ROLES}
    yield lambda role, body: clients[role].post("/graphql", json=body)
    house.register.close()


def test_no_document_of_a_thousand_makes_the_server_fail(asking):
    """In rounds of fifty, each with its own seed; on a busy machine as many as fit the time."""
    tried, end = set(), time.monotonic() + SECONDS

    def asked(case, role):
        answer = asking(role, {"query": case.body})
        told = answer.json()
        hypothesis.note(case.body)
        assert answer.status_code < 500, told
        codes = {error["extensions"]["code"] for error in told.get("errors", [])}
        assert "INTERNAL" not in codes, told
        tried.add(case.operation.label)

    for number in range(EXAMPLES // A_ROUND):
        seed(number)(AS_WRITTEN(given(case=ANY, role=st.sampled_from(ROLES))(asked)))()
        if time.monotonic() > end:
            break
    assert len(tried) > 15
