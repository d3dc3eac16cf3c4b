"""An answer about the public bulletin is given again while that bulletin is in service."""

import dataclasses

import pytest
import strawberry
from graphql import parse, validate
from strawberry.schema.config import StrawberryConfig

from api import kept
from api.execution import Asked, Outcome, prepared
from api.kept import KeptAnswers
from api.schema import EXECUTABLE
from api.steady import is_steady
from app import clock
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


def got(client, query=COUNTS, **headers):
    return client.get("/graphql", params={"query": query}, headers=headers)


@pytest.fixture
def executions(monkeypatch):
    """How many documents were answered anew."""
    from api import view

    anew = []
    answered = view.answered
    monkeypatch.setattr(view, "answered", lambda *given: anew.append(1) or answered(*given))
    return anew


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
    left = [int(r.headers["ratelimit"].split("r=")[1].split(";")[0]) for r in (first, unchanged)]
    assert left[1] < left[0]
    assert got(client, **{"If-None-Match": '"other"'}).content == first.content


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
    assert answers._bytes <= kept.MOST
    assert sum(len(each.body) for each in answers._answers.values()) <= kept.MOST
