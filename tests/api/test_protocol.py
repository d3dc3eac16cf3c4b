"""GraphQL over HTTP: whatever is sent gets a 4xx with a reason, never a 500."""

import json
import time
from pathlib import Path

import pytest

from api.negotiation import GRAPHQL_JSON, JSON, chosen_media_type
from core.access.roles import Role

OK = {"query": "{ release { id } }"}


def post(client, body: bytes, kind: str = JSON, **headers: str):
    return client.post("/graphql", content=body, headers={"content-type": kind, **headers})


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"null", b'"x"', b"1", b"[]", b"[{}]", b"{}", b"{", b"\xff\xfe", b"[" * 90_000),
        b'{"query": 1}',
        b'{"query": "  "}',
        b'{"query": "{release{id}}", "variables": []}',
        b'{"query": "{release{id}}", "operationName": 7}',
        b'{"query": "{release{id}}", "extensions": "x"}',
        b'{"query": "{release{id}}", "variables": {"a": ' + b"9" * 6000 + b"}}",
        b'{"query": "{release{id}}", "variables": {"a": NaN}}',
        b'{"query": "{release{id}}", "variables": {"a": -Infinity}}',
        b'{"query": "{release{id}}", "query": "{method{threshold}}"}',
        b'{"query": "{release{id}}", "variables": {"a": 1, "a": 2}}',
        b'{"query": "{release{id}}", "variables": {"a": "\\ud800"}}',
        b'{"query": "{release{id}} # \\udfff"}',
        b'{"query": "{release{id}}", "variables": {"a": ' + b"[" * 30 + b"]" * 30 + b"}}",
        b'{"query": "{release{id}}", "variables": {"a": '
        + b'{"a":' * 900
        + b"1"
        + b"}" * 901
        + b"}",
        b'[{"query": "{release{id}}"}, {"query": "{release{id}}"}]',
        b'{"operations": "{}", "map": {}, "0": "file"}',
    ],
)
def test_a_body_that_is_no_request_is_a_400(client, body: bytes):
    response = post(client, body)
    assert response.status_code == 400
    assert response.json()["errors"][0]["message"]
    assert "data" not in response.json()


def test_ten_megabytes_are_not_read(client):
    assert post(client, b"x" * 10_000_000).status_code == 413


def test_a_body_that_hides_its_length_is_not_read_either(client):
    pieces = (b"x" * 10_000 for _ in range(1000))
    response = client.post("/graphql", content=pieces, headers={"content-type": JSON})
    assert response.status_code == 413


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "x/y"])
def test_another_content_type_is_a_415(client, kind: str):
    assert post(client, json.dumps(OK).encode(), kind).status_code == 415


def test_another_charset_is_a_415(client):
    assert post(client, json.dumps(OK).encode(), f"{JSON}; charset=latin-1").status_code == 415
    assert post(client, json.dumps(OK).encode(), f"{JSON}; charset=UTF-8").status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_another_method_is_a_405_that_says_which_are_allowed(client, method: str):
    response = client.request(method, "/graphql")
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, POST"


def test_a_query_can_be_a_get(client):
    response = client.get("/graphql", params={"query": "{ release { id } }"})
    assert response.status_code == 200
    assert client.get("/graphql", params={"query": "{", "variables": "{"}).status_code == 400
    assert client.get("/graphql").status_code == 400
    assert client.get("/graphql?query={method{threshold}}&query={x}").status_code == 400


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (GRAPHQL_JSON, GRAPHQL_JSON),
        (f"{GRAPHQL_JSON}, {JSON}", GRAPHQL_JSON),
        (f"{JSON}, {GRAPHQL_JSON};q=0.9", JSON),
        (f"{GRAPHQL_JSON};q=0, */*", JSON),
        ("text/html", None),
        (f"{JSON};q=0", None),
        (f"{GRAPHQL_JSON};q=nonsense, {JSON};q=0.1", JSON),
    ],
)
def test_the_media_type_is_the_one_the_client_likes_best(accept, chosen):
    assert chosen_media_type(accept) == chosen


def test_nothing_acceptable_is_a_406(client):
    assert post(client, json.dumps(OK).encode(), accept="text/html").status_code == 406


@pytest.mark.parametrize(("accept", "status"), [(GRAPHQL_JSON, 400), (JSON, 200)])
@pytest.mark.parametrize("query", ["{ nope }", "{", "query A{release{id}} query B{release{id}}"])
def test_a_document_that_cannot_run_has_no_data(client, accept, status, query):
    response = post(client, json.dumps({"query": query}).encode(), accept=accept)
    assert response.status_code == status
    assert response.headers["content-type"].startswith(accept)
    assert "data" not in response.json()
    assert response.json()["errors"][0]["extensions"]["code"]


def test_the_named_operation_is_run(client):
    query = "query A{release{id}} query B{method{threshold}}"
    told = client.post("/graphql", json={"query": query, "operationName": "B"}).json()
    assert told == {"data": {"method": {"threshold": 11}}, "extensions": {"cost": 42}}
    told = client.post("/graphql", json={"query": query, "operationName": "C"}).json()
    assert told["errors"][0]["extensions"]["code"] == "UNKNOWN_OPERATION"


def nested(levels: int) -> str:
    parts = [f"fragment f{i} on Department{{...f{i + 1} ...f{i + 1}}}" for i in range(levels)]
    return "{departments{...f0}}" + "".join(parts) + f"fragment f{levels} on Department{{name}}"


@pytest.mark.parametrize(
    "query",
    [
        nested(60),
        "{" + " ".join(f"a{i}: release {{ id }}" for i in range(600)) + "}",
        "{" + " ".join(f"a{i}: release {{ id }}" for i in range(2000)) + "}",
        "{" + "a{" * 1200 + "b" + "}" * 1200 + "}",
    ],
)
def test_documents_that_ask_for_too_much_are_refused_at_once(client, query: str):
    begun = time.process_time()
    told = client.post("/graphql", json={"query": query}).json()
    assert told["errors"][0]["extensions"]["code"] in ("TOO_COMPLEX", "GRAPHQL_PARSE_FAILED")
    assert time.process_time() - begun < 5  # exponential limiters need minutes for the first one


def test_a_fragment_that_spreads_itself_is_refused(client):
    query = "{departments{...a}} fragment a on Department{...b} fragment b on Department{...a}"
    told = client.post("/graphql", json={"query": query}).json()
    assert told["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


def test_an_unexpected_failure_names_nothing_of_the_inside(client, monkeypatch, caplog):
    def broken() -> None:
        raise RuntimeError("secret path of a table")

    monkeypatch.setattr("api.queries.figures.method_in_force", broken)
    response = client.post("/graphql", json={"query": "{ method { threshold } release { id } }"})
    assert response.status_code == 200
    told = response.json()["errors"][0]["extensions"]
    assert told["code"] == "INTERNAL"
    assert "secret" not in response.text
    assert "secret" in caplog.text
    assert f"correlation id {told['correlationId']}" in caplog.text


def test_a_failure_before_anything_is_run_is_masked_too(client, monkeypatch, caplog):
    monkeypatch.setattr("api.working.prepared", lambda *_: 1 / 0)
    response = client.post("/graphql", json=OK)
    assert response.status_code == 500
    told = response.json()["errors"][0]["extensions"]
    assert told["code"] == "INTERNAL"
    assert "ZeroDivisionError" in caplog.text
    assert told["correlationId"] in caplog.text


SECRET = "ynp_0123abcd_" + "s3cr3t" * 7 + "x"
VARIABLES = [
    (
        "query ($w: CountWhere) { caseCounts(where: $w) { withheld } }",
        {"w": {"form": [{"a": SECRET}]}},
    ),
    ("query ($w: CountWhere) { caseCounts(where: $w) { withheld } }", {"w": {SECRET: 1}}),
    ("query ($w: CountWhere) { caseCounts(where: $w) { withheld } }", {"w": {"form": [SECRET]}}),
    ("query ($w: [Dimension!]) { caseCounts(groupBy: $w) { withheld } }", {"w": [SECRET]}),
    ("query ($w: Int) { cases(first: $w) { totalCount } }", {"w": SECRET}),
    ("query ($w: ID!) { node(id: $w) { id } }", {"w": {"a": SECRET}}),
    ("query ($w: ID!) { node(id: $w) { id } }", {"w": SECRET}),
    ("query ($w: ID!) { department(ubigeo: $w) { name } }", {"w": SECRET}),
    ('{ cases(first: "' + SECRET + '") { totalCount } }', {}),
    ("{ caseCounts(groupBy: [" + SECRET + "]) { withheld } }", {}),
    ('{ release "' + SECRET + '" }', {}),
    ("{ release { id } }", {"w": SECRET}),
]


@pytest.mark.parametrize(("query", "variables"), VARIABLES)
def test_no_secret_that_was_put_in_the_wrong_place_is_told_back(client, query, variables, caplog):
    response = client.post("/graphql", json={"query": query, "variables": variables})
    assert "s3cr3t" not in response.text
    assert "s3cr3t" not in caplog.text


def test_people_in_a_variable_that_does_not_fit_are_not_told_back(client):
    query = "mutation ($i: RecordCallInput!) { recordCall(input: $i) { repeated } }"
    given = {"receivedAt": "María Quispe", "tel": "987654321", "duration_seconds": 987654321}
    told = client.post("/graphql", json={"query": query, "variables": {"i": given}}).text
    assert "RecordCallInput" in told
    for part in ("Mar", "Quispe", "987654321"):
        assert part not in told


@pytest.mark.parametrize(
    "query",
    [
        "{ __schema { types { name } } }",
        '{ __type(name: "Case") { name } }',
        "{ ...a } fragment a on Query { __schema { types { name } } }",
    ],
)
def test_who_has_not_signed_in_is_shown_where_the_schema_lies(client, signed_in, query):
    error = client.post("/graphql", json={"query": query}).json()["errors"][0]
    assert error["extensions"]["code"] == "UNAUTHENTICATED"
    assert "/api/esquema.graphql" in error["message"]
    told = client.get("/api/esquema.graphql").text
    assert told.strip() == Path("api/schema.graphql").read_text("utf-8").strip()
    assert "errors" not in signed_in(Role.PLANNER).post("/graphql", json={"query": query}).json()
    assert client.post("/graphql", json={"query": "{ __typename }"}).json()["data"]


@pytest.mark.parametrize(
    "body",
    [
        {"query": "{ releas { id } }"},
        {"query": "{ caseCounts(groupBy: [FORMS]) { withheld } }"},
        {"query": "{ caseCounts(group: [FORM]) { withheld } }"},
        {
            "query": "query ($g: [Dimension!]) { caseCounts(groupBy: $g) { withheld } }",
            "variables": {"g": ["FORMS"]},
        },
    ],
)
def test_what_a_mistake_may_have_meant_is_told_to_who_has_signed_in(client, signed_in, body):
    assert "Did you mean" not in client.post("/graphql", json=body).text
    assert "Did you mean" in signed_in(Role.PLANNER).post("/graphql", json=body).text


def test_a_subscription_by_plain_post_is_refused(client):
    response = client.post("/graphql", json={"query": "subscription { release { id } }"})
    assert "data" not in response.json()
    assert response.json()["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


def test_a_mutation_by_get_is_refused_whatever_stands_beside_it(client):
    query = "mutation A { recordCall(input: {}) { repeated } } query B { release { id } }"
    response = client.get("/graphql", params={"query": "mutation { __typename }"})
    assert response.status_code == 405
    assert response.headers["allow"] == "POST"
    assert client.get("/graphql", params={"query": query}).json()["errors"]
