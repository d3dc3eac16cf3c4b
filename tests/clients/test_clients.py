"""Apollo Client, urql and gql hold the session of a hotline's system, and all are told the same."""

import pytest
import sqlalchemy as sa

from core.access.roles import Role
from core.register.calls import Call
from core.register.columns import columns_of
from tests.acts import call_taken, id_of
from tests.clients.asking import hold_session


def effective_calls(served) -> set[str]:
    call = columns_of(Call)
    asked = sa.select(call.id).where(call.effective == "effective")
    with served.house.the_register().reading() as connection:
        return {id_of("call", key) for key in connection.execute(asked).scalars()}


@pytest.fixture(scope="module")
def urql(served, program):
    """What urql was told, and which calls the register held before."""
    before = effective_calls(served)
    return program("urql.mjs", TOKEN=served.token(Role.OPERATOR)), before


@pytest.fixture(scope="module")
def apollo(served, program):
    before = effective_calls(served)
    return program("apollo.mjs", TOKEN=served.token(Role.OPERATOR)), before


@pytest.fixture(scope="module")
def gql(served):
    before, given = effective_calls(served), {"idempotencyKey": "gql-1", **call_taken()}
    return hold_session(served.graphql, served.token(Role.OPERATOR), given), before


@pytest.fixture(params=["apollo", "urql", "gql"])
def session(request):
    """Each client in turn."""
    return request.getfixturevalue(request.param)


def test_pages_through_a_list_by_cursors_and_misses_nothing(session):
    told, held = session
    assert len(told["ids"]) == len(held) == told["total"] > 300
    assert set(told["ids"]) == held


def test_finds_a_record_again_by_its_id(session):
    told, _ = session
    assert told["node"]["__typename"] == "Call"
    assert told["node"]["id"] == told["ids"][0]


def test_reads_figures_with_what_they_are_worth(session):
    told, _ = session
    cells = told["counted"]["cells"]
    assert [cell["keys"][0]["code"] for cell in cells] == ["08", "17"]
    for cell in cells:
        assert (cell["count"]["value"] is None) is (cell["count"]["status"] == "WITHHELD")
        assert cell["count"]["provisional"] is False


def test_knows_a_mistake_by_its_code(session):
    told, _ = session
    assert told["wrong"] == ["UNKNOWN_UBIGEO"]


def test_sends_an_act_again_without_doing_it_twice(session, served):
    told, held = session
    first, again = told["acts"]
    assert (first["repeated"], again["repeated"]) == (False, True)
    assert first["call"] == again["call"]
    assert first["call"]["id"] not in held
    assert first["call"]["id"] in effective_calls(served)


def test_keeps_what_it_may_see_beside_what_it_may_not(session):
    told, _ = session
    assert [call["case"] for call in told["partial"]] == [None, None]
    assert all(call["id"] for call in told["partial"])
    paths = [["calls", "nodes", place, "case"] for place in range(2)]
    assert told["forbidden"] == [[path, "FORBIDDEN"] for path in paths]


def test_urql_asks_by_get_and_acts_by_post(urql):
    assert urql[0]["methods"] == ["GET", "POST"]
