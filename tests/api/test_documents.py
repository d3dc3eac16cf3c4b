"""Documents that a partner registers and asks for by name; pages of other sites that may ask."""

import datetime as dt
import hashlib
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from app import clock
from app.asgi import make_app
from core.access import tokens
from core.access.roles import Action, Role
from core.access.tokens import Wish
from core.desk import documents
from core.register.tokens import add_agreement
from tests.factories import SMALL, house_in

TEXT = "query Latest($first: Int = 2) { trainings(first: $first) { nodes { id topic } } }"
REGISTER = """mutation ($input: RegisterDocumentInput!) {
  registerDocument(input: $input) { documentId repeated } }"""
REMOVE = """mutation ($input: RemoveDocumentInput!) {
  removeDocument(input: $input) { documentId repeated } }"""
MINE = "{ documents { id text registeredAt } }"


def named(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A house with two agreements in force."""
    made = house_in(tmp_path_factory.mktemp("documents"), size=SMALL)
    today = clock.now().date()
    with made.register.writing() as connection:
        for code in ("ONE", "TWO"):
            add_agreement(
                connection,
                code=code,
                partner="CHS",
                purpose="test",
                departments="",
                dimensions="",
                k=5,
                starts_on=today - dt.timedelta(days=1),
                ends_on=today + dt.timedelta(days=30),
                signed_hash="0" * 64,
            )
    yield made
    made.register.close()


@pytest.fixture(scope="module")
def client(house):
    """Whoever asks."""
    with TestClient(make_app(house), base_url="http://127.0.0.1") as made:
        yield made


@pytest.fixture
def partner(client, house):
    """Posts for a new token of an agreement."""

    def holding(agreement: str = "ONE", **wish):
        text = tokens.create(house.register, Wish(Role.PARTNER, 1, agreement, **wish), clock.now)
        headers = {"Authorization": f"Bearer {text}"}
        return lambda **body: client.post("/graphql", json=body, headers=headers)

    return holding


def register(post, text: str = TEXT, key: str = "k"):
    given = {"idempotencyKey": key, "text": text}
    return post(query=REGISTER, variables={"input": given}).json()


def code(told: dict) -> str:
    return told["errors"][0]["extensions"]["code"]


def test_what_one_token_registers_another_of_the_agreement_runs_by_its_name(partner, client):
    told = register(partner())["data"]["registerDocument"]
    assert told == {"documentId": named(TEXT), "repeated": False}
    runs = partner(documents_only=True)
    whole = runs(documentId=named(TEXT)).json()["data"]["trainings"]["nodes"]
    assert len(whole) == 2
    one = runs(documentId=named(TEXT), variables={"first": 1}, operationName="Latest").json()
    assert one["data"]["trainings"]["nodes"] == whole[:1]
    assert one["extensions"]["cost"] > 0
    (kept,) = runs_all(partner())
    assert (kept["id"], kept["text"]) == (named(TEXT), TEXT)


def runs_all(post):
    return post(query=MINE).json()["data"]["documents"]


def test_nobody_else_can_ask_for_it(partner, client):
    register(partner())
    for post in (partner("TWO"), lambda **body: client.post("/graphql", json=body)):
        answer = post(documentId=named(TEXT))
        assert answer.status_code == 404
        assert code(answer.json()) == "UNKNOWN_DOCUMENT"
    assert runs_all(partner("TWO")) == []


def test_a_token_for_documents_alone_runs_no_other_text(partner):
    register(partner())
    strict = partner(documents_only=True)
    for body in ({"query": TEXT}, {"query": "{ release { id } }"}, {"query": REGISTER}):
        answer = strict(**body)
        assert answer.status_code == 403
        assert code(answer.json()) == "DOCUMENTS_ONLY"
    assert strict(documentId=named(TEXT)).status_code == 200


def test_it_opens_no_page_and_no_file_either(client, house):
    wish = Wish(Role.PLANNER, 1, documents_only=True)
    text = tokens.create(house.register, wish, clock.now)
    headers = {"Authorization": f"Bearer {text}"}
    for path in ("/", "/panel?edicion=interna", "/panel?formato=csv", "/api", "/sesiones"):
        answer = client.get(path, headers=headers)
        assert (answer.status_code, answer.headers["cache-control"]) == (403, "no-store"), path
    posted = client.post("/api", data={"documento": TEXT}, headers=headers)
    assert posted.status_code == 403
    assert "documentId" in posted.text


def test_a_document_that_was_removed_is_not_good_from_then_on(partner):
    post = partner()
    register(post, TEXT + " # soon")
    name = named(TEXT + " # soon")
    assert post(documentId=name).status_code == 200
    given = {"idempotencyKey": "gone", "documentId": name}
    told = post(query=REMOVE, variables={"input": given}).json()["data"]["removeDocument"]
    assert told == {"documentId": name, "repeated": False}
    assert post(documentId=name).status_code == 404
    assert post(query=REMOVE, variables={"input": given}).json()["data"]["removeDocument"][
        "repeated"
    ]
    given["idempotencyKey"] = "again"
    assert code(post(query=REMOVE, variables={"input": given}).json()) == "UNKNOWN_DOCUMENT"


def test_a_document_is_registered_once_under_its_key_and_stays_what_it_was(partner):
    post = partner()
    text = TEXT + " # once"
    assert not register(post, text, "once")["data"]["registerDocument"]["repeated"]
    assert register(post, text, "once")["data"]["registerDocument"]["repeated"]
    assert code(register(post, TEXT + " # other", "once")) == "IDEMPOTENCY_KEY_REUSED"
    register(partner(), text, "anew")
    assert [kept["id"] for kept in runs_all(post)].count(named(text)) == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ release { id } } # \0", "GRAPHQL_PARSE_FAILED"),
        ("{ nope }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ departments { " + "name " * 30 + "} }", "TOO_COMPLEX"),
    ],
)
def test_what_cannot_run_is_not_registered(partner, text, why):
    told = register(partner(), text, "bad")
    assert code(told) == why
    assert told["errors"][0]["extensions"]["why"]


def test_an_owner_has_a_bounded_number_of_them(partner, monkeypatch):
    post = partner("TWO")
    register(post)
    monkeypatch.setattr(documents, "MOST", 1)
    assert code(register(post, TEXT + " # more", "more")) == "OUT_OF_RANGE"
    assert "errors" not in register(post, TEXT, "same")


def test_a_token_that_may_not_register_still_runs_what_is_there(partner):
    register(partner())
    narrow = partner(only=(Action.READ_TRAININGS,))
    assert code(register(narrow, TEXT + " # no")) == "FORBIDDEN"
    assert "errors" not in narrow(documentId=named(TEXT)).json()


@pytest.mark.parametrize(
    "body",
    [
        {"documentId": "sha256:abc"},
        {"documentId": "md5:" + "0" * 64},
        {"documentId": named(TEXT).upper()},
        {"documentId": 7},
        {"documentId": named(TEXT), "query": TEXT},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": named(TEXT)[7:]}}},
    ],
)
def test_an_id_that_is_none_is_a_400(client, body):
    answer = client.post("/graphql", json=body)
    assert answer.status_code == 400
    assert code(answer.json()) == "BAD_REQUEST"


def test_a_registered_question_can_be_a_get_and_a_registered_act_cannot(partner, client, house):
    text = tokens.create(house.register, Wish(Role.PARTNER, 1, "ONE"), clock.now)
    headers = {"Authorization": f"Bearer {text}"}
    act = REGISTER.replace("registerDocument", "again: registerDocument")
    for kept in (TEXT, act):
        register(partner(), kept, named(kept)[:60])
    by_get = [
        client.get("/graphql", params={"documentId": named(kept)}, headers=headers).status_code
        for kept in (TEXT, act)
    ]
    assert by_get == [200, 405]


PREFLIGHT = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "content-type",
}


def test_pages_of_other_sites_may_ask_where_they_are_named(house):
    settings = replace(house.settings, origins=("https://ngo.example",))
    with TestClient(make_app(replace(house, settings=settings)), "http://127.0.0.1") as client:
        for origin, allowed in (("https://ngo.example", True), ("https://evil.example", False)):
            asked = client.options("/graphql", headers={"Origin": origin, **PREFLIGHT})
            assert (asked.status_code == 200) is allowed
            told = client.post(
                "/graphql", json={"query": "{ __typename }"}, headers={"Origin": origin}
            )
            for answer in (asked, told):
                named_there = answer.headers.get("access-control-allow-origin")
                assert named_there == (origin if allowed else None)
                assert "access-control-allow-credentials" not in answer.headers
        assert "Origin" in told.headers["vary"]
        page = client.get("/", headers={"Origin": "https://ngo.example"})
        assert "access-control-allow-origin" not in page.headers


def test_nobody_is_named_unless_somebody_names_them(client):
    headers = {"Origin": "https://ngo.example", **PREFLIGHT}
    assert client.options("/graphql", headers=headers).status_code == 405
    told = client.post("/graphql", json={"query": "{ __typename }"}, headers=headers)
    assert "access-control-allow-origin" not in told.headers
