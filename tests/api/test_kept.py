"""An answer about the public bulletin is given again while that bulletin is in service."""

import dataclasses

import pytest
import strawberry
from graphql import parse, validate
from starlette.testclient import TestClient
from strawberry.schema.config import StrawberryConfig

from api import kept, working
from api.execution import Asked, Outcome, prepared
from api.kept import KeptAnswers
from api.requests import Letters
from api.schema import EXECUTABLE
from api.steady import is_steady
from api.working import Working
from app import clock
from app.asgi import make_app
from core.access import tokens
from core.access.metering import Meter
from core.access.roles import PUBLIC, Role
from core.access.tokens import Wish

COUNTS = """query Counts($by: [Dimension!]) {
    caseCounts(groupBy: $by) { cells { count { value } } }
}"""
STEADY = (
    COUNTS,
    "{ release { id } departments { ubigeo name } }",
    "{ caseCounts(edition: PUBLIC) { queryId } }",
    "query A { release { ...Told } } fragment Told on Release { id __typename }",
)
NOT_STEADY = (
    "{ caseCounts(edition: INTERNAL) { queryId } }",
    "query E($edition: Edition!) { caseCounts(edition: $edition) { queryId } }",
    "{ release { id } cases { nodes { code } } }",
    "query A { release { id } } query B { ...Q } fragment Q on Query { calls { nodes { id } } }",
    "{ rateLimit { remaining } }",
    "{ plan { code } }",
    "{ node(id: 1) { id } }",
    'mutation { removeDocument(input: {idempotencyKey: "1", documentId: "2"}) { __typename } }',
)


def posted(client, query=COUNTS, token=None, **variables):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    asked = {"query": query, "variables": variables}
    return client.post("/graphql", json=asked, headers=headers)


def left_of(response):
    return int(response.headers["ratelimit"].split("r=")[1].split(";")[0])


def got(client, query=COUNTS, **headers):
    return client.get("/graphql", params={"query": query}, headers=headers)


@pytest.fixture
def counting(monkeypatch):
    """Counts how often something of an owner is called from now on."""

    def count(owner, name):
        calls, called = [], getattr(owner, name)
        monkeypatch.setattr(owner, name, lambda *given: calls.append(1) or called(*given))
        return calls

    return count


@pytest.fixture
def executions(counting):
    """How many documents were answered anew."""
    return counting(working, "answered")


def steady(document: str) -> bool:
    parsed = parse(document)
    assert validate(EXECUTABLE, parsed) == []
    return is_steady(EXECUTABLE, parsed)


@pytest.mark.parametrize("document", STEADY)
def test_what_tells_the_public_bulletin_alone_is_steady(document):
    assert steady(document)


@pytest.mark.parametrize("document", NOT_STEADY)
def test_whatever_reads_anything_else_is_not(document):
    assert not steady(document)


def test_a_field_that_declares_nothing_is_not_steady():
    @strawberry.type
    class Query:
        @strawberry.field
        def secret(self) -> str:
            return "who called"

    schema = strawberry.Schema(Query, config=StrawberryConfig())
    assert not is_steady(schema._schema, parse("{ secret }"))


def test_the_same_question_is_run_once(client, executions):
    first, again = posted(client, by=["INDUSTRY"]), posted(client, by=["INDUSTRY"])
    assert first.status_code == again.status_code == 200
    assert first.content == again.content
    assert first.headers["etag"] == again.headers["etag"]
    assert len(executions) == 1
    other = posted(client, by=["FORM"])
    assert len(executions) == 2
    assert other.headers["etag"] != first.headers["etag"]


def test_whoever_holds_it_already_is_told_so_and_still_pays(client):
    first = got(client)
    assert first.headers["cache-control"] == "no-cache"
    unchanged = got(client, **{"If-None-Match": f'"other", {first.headers["etag"]}'})
    assert unchanged.status_code == 304
    assert unchanged.content == b""
    assert left_of(unchanged) < left_of(first)
    assert got(client, **{"If-None-Match": '"other"'}).content == first.content


@pytest.fixture
def long_ways(counting):
    """The requests that somebody had to be signed in for, and a document looked at."""
    return counting(Working, "worked")


def test_what_a_stranger_says_again_is_answered_at_once_and_paid_for(client, long_ways):
    first, again, known = (posted(client, by=["INDUSTRY", "FORM"]) for _ in range(3))
    assert len(long_ways) == 2  # the second found the answer, which was remembered by its letters
    assert known.content == first.content
    assert left_of(first) - left_of(again) == left_of(again) - left_of(known) > 0
    varying = ("ratelimit", "content-security-policy")
    told = [{k: v for k, v in each.headers.items() if k not in varying} for each in (again, known)]
    assert told[0] == told[1]


def test_whoever_shows_anything_goes_the_long_way(house, client, long_ways):
    for _ in range(2):
        posted(client, by=["INDUSTRY"])
    token = tokens.create(house.register, Wish(Role.PLANNER, 1), clock.now)
    asked = {"query": COUNTS, "variables": {"by": ["INDUSTRY"]}}
    planner = posted(client, token=token, by=["INDUSTRY"])
    old = client.post("/graphql", json=asked, headers={"Cookie": "yanapay_session=old"})
    wrong = posted(client, token="ynp_wrong", by=["INDUSTRY"])
    assert len(long_ways) == 5
    assert [each.status_code for each in (planner, old, wrong)] == [200, 200, 401]


def test_who_has_asked_enough_is_refused_what_is_known_as_well(house, long_ways):
    metered = dataclasses.replace(house, meter=Meter(1000, 500))
    with TestClient(make_app(metered), base_url="http://127.0.0.1") as client:
        answers = [posted(client, "{ release { id } }") for _ in range(20)]
    refused = [each for each in answers if each.status_code == 429]
    assert refused
    assert answers[: -len(refused)] == [each for each in answers if each.status_code == 200]
    assert refused[0].json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert refused[0].headers["retry-after"]
    assert len(long_ways) == 2 + len(refused)


def test_letters_are_known_while_their_bulletin_is_in_service(house):
    answers, visit, letters = KeptAnswers(), house.visit(None), Letters("POST", b"letters")
    ready = prepared(Asked("{ release { id } }"), visit)
    answers.given(ready, visit)
    answers.remember(letters, ready, visit)
    assert answers.again(letters, house.shelf.serves) is None  # nothing is kept under them yet
    answers.keep(ready, visit, Outcome({"data": {}}))
    answers.remember(letters, ready, visit)
    told = answers.again(letters, house.shelf.serves)
    assert told is not None
    assert told[1] == ready.cost
    assert answers.again(Letters("GET", b"letters"), house.shelf.serves) is None
    assert answers.again(letters, lambda _: False) is None


def test_a_post_is_answered_whole(client):
    etag = posted(client).headers["etag"]
    headers = {"If-None-Match": etag}
    assert client.post("/graphql", json={"query": COUNTS}, headers=headers).status_code == 200


@pytest.mark.parametrize("document", ["{ plan { code } }", "{ rateLimit { remaining } }"])
def test_what_changes_without_a_release_has_no_name(client, document):
    response = got(client, document)
    assert response.status_code == 200
    assert "etag" not in response.headers


def test_errors_are_not_kept(client, executions):
    wrong = "{ department(code: 1) { name } caseCounts(from: 1) { queryId } }"
    bad = '{ caseCounts(from: "never") { queryId } }'
    for document in (wrong, bad, bad):
        assert "etag" not in got(client, document).headers
    assert len(executions) == 2


def test_a_new_bulletin_empties_what_was_kept(house):
    answers, visit = KeptAnswers(), house.visit(None)
    ready = prepared(Asked("{ release { id } }"), visit)
    told = Outcome({"data": {"release": {"id": "1"}}})
    answers.given(ready, visit)
    answers.keep(ready, visit, told)
    assert answers.given(ready, visit) is not None
    later = dataclasses.replace(visit, bulletin=dataclasses.replace(visit.bulletin))
    assert answers.given(ready, later) is None
    assert answers.keep(ready, visit, told) is not None  # asked of the old one, told late
    assert answers.given(ready, later) is None


def test_everybody_gets_the_same_public_answer_and_the_signed_in_keep_none(house, client):
    public = posted(client)
    token = tokens.create(house.register, Wish(Role.PLANNER, 1), clock.now)
    planner = posted(client, token=token)
    assert planner.content == public.content
    assert planner.headers["cache-control"] == "no-store"


def test_strangers_with_ten_thousand_documents_fill_no_memory(house):
    answers = KeptAnswers()
    visit = dataclasses.replace(house.visit(None), allowance=Meter().allowance(PUBLIC, ""))
    big = Outcome({"data": {"told": "x" * 100_000}})
    for number in range(300):
        ready = prepared(Asked(f"query Q{number} {{ release {{ id }} }}"), visit)
        assert answers.given(ready, visit) is None
        assert answers.keep(ready, visit, big) is not None
        assert answers.given(ready, visit) is not None
    assert answers._answers._bytes <= kept.MOST
    assert sum(len(each.body) for each in answers._answers._things.values()) <= kept.MOST
