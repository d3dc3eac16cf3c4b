"""The API is asked in the browser at the endpoint of every program, with scripts and without."""

import html
import json
import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app import clock
from app.asgi import make_app
from app.house import open_public_house
from core.access.metering import Meter
from core.access.roles import Role
from core.access.sign_in import make_link, use_link
from web.cookies import SESSION, form_token
from web.i18n import Tongue
from web.pages.explorer import MOST_BYTES, MOST_SHOWN
from web.parts.examples import examples
from web.screen import STATIC

EXAMPLES = examples(Tongue("es"))
RELEASE = "{ release { id } }"
HTMX = {"HX-Request": "true", "HX-Target": "section#respuesta"}


def ask(client, document: str, variables: str = "", session: str = "", **more):
    form = {"prueba": form_token(session), "documento": document, "variables": variables}
    return client.post("/api", data=form, **more)


def told(answer) -> str:
    """The text of the answer in the page."""
    return html.unescape(
        re.search(r"<pre [^>]*Respuesta[^>]*><code>(.*?)</code>", answer.text, re.S)[1]
    )


def typed(page: str, field: str) -> str:
    return html.unescape(re.search(rf'<textarea id="{field}".*?>(.*?)</textarea>', page, re.S)[1])


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.name for example in EXAMPLES])
def test_every_example_is_filled_in_and_answered(client, example):
    page = client.get(f"/api?ejemplo={example.name}").text
    document, variables = typed(page, "documento"), typed(page, "variables")
    assert document == example.asking.document
    answer = ask(client, document, variables)
    assert answer.status_code == 200
    assert '"errors"' not in told(answer)
    assert (typed(answer.text, "documento"), typed(answer.text, "variables")) == (
        document,
        variables,
    )


def test_it_answers_what_the_endpoint_answers(client):
    document = "query ($series: String) { publishedFigures(series: $series) { value source } }"
    variables = {"series": "mp_complaints"}
    direct = client.post("/graphql", json={"query": document, "variables": variables})
    answer = ask(client, document, json.dumps(variables))
    assert json.loads(told(answer)) == direct.json()
    cost = Tongue("es").number(direct.json()["extensions"]["cost"])
    assert f"costo: {cost} puntos" in answer.text


def test_a_browser_with_scripts_is_given_the_answer_alone(client):
    block = ask(client, RELEASE, headers=HTMX)
    assert block.text.strip().startswith('<section id="respuesta"')
    assert "<html" not in block.text
    assert len(block.text) < 1000
    assert json.loads(told(block)) == json.loads(told(ask(client, RELEASE)))


@pytest.mark.parametrize(
    ("document", "variables", "code"),
    [
        ("{ nothing }", "", "GRAPHQL_VALIDATION_FAILED"),
        ("{", "", "GRAPHQL_PARSE_FAILED"),
        ("", "", "BAD_REQUEST"),
        ("{ departments { name } " * 20, "", "GRAPHQL_PARSE_FAILED"),
        (RELEASE, "[1]", "BAD_REQUEST"),
        ("{ " + "release { id } " * 600 + "}", "", "TOO_COMPLEX"),
        ('{ caseCounts(from: "ayer") { queryId } }', "", "MALFORMED_PERIOD"),
        ("subscription { bulletinReleased { id } }", "", "BAD_REQUEST"),
        ("query a { __typename } query b { __typename }", "", "UNKNOWN_OPERATION"),
    ],
)
def test_what_the_endpoint_refuses_is_refused_here_with_its_code(client, document, variables, code):
    answer = ask(client, document, variables)
    assert answer.status_code == 400
    assert json.loads(told(answer))["errors"][0]["extensions"]["code"] == code
    assert typed(answer.text, "documento") == document


@pytest.mark.parametrize("variables", ["{", "nada", "[" * 20_000, "9" * 5_000, "{'a': 1}"])
def test_variables_that_are_not_json_are_said_and_kept(client, variables):
    answer = ask(client, RELEASE, variables)
    assert answer.status_code == 400
    assert "no son JSON" in answer.text
    assert typed(answer.text, "documento") == RELEASE
    assert typed(answer.text, "variables") == variables


def test_whoever_has_signed_in_asks_as_who_they_are(client, house):
    session = use_link(
        house.register, make_link(house.register, Role.CASE_WORKER, clock.now), clock.now
    )
    document = "{ cases(first: 1) { edges { node { code } } } }"
    with TestClient(make_app(house), "http://127.0.0.1", cookies={SESSION: session}) as worker:
        answer = ask(worker, document, session=session)
        assert "vino en un enlace" in worker.get("/api", params={"documento": document}).text
        assert "vino en un enlace" not in worker.get("/api?ejemplo=casos").text
    assert json.loads(told(answer))["data"]["cases"]["edges"]
    assert answer.headers["cache-control"] == "no-store"
    assert '"UNAUTHENTICATED"' in told(ask(client, document))


def test_a_server_of_the_public_edition_has_it_too(house):
    with TestClient(make_app(open_public_house(house.settings)), "http://127.0.0.1") as public:
        assert json.loads(told(ask(public, RELEASE)))["data"]["release"]
        assert '"UNAUTHENTICATED"' in told(ask(public, "{ calls { totalCount } }"))


def test_what_is_asked_here_is_charged_like_everything_else(house):
    few = make_app(replace(house, meter=Meter(strangers=60)))
    with TestClient(few, "http://127.0.0.1") as client:
        assert "Quedan 60 de 60 puntos" in client.get("/api").text
        first = ask(client, RELEASE)
        cost = json.loads(told(first))["extensions"]["cost"]
        assert f"Quedan {60 - cost} de 60 puntos" in first.text
        assert first.headers["ratelimit"].startswith(f'"points";r={60 - cost};')
        while (answer := ask(client, RELEASE)).status_code == 200:
            pass
        assert answer.status_code == 429
        assert 0 < int(answer.headers["retry-after"]) <= 60
        assert json.loads(told(answer))["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
        assert client.post("/graphql", json={"query": RELEASE}).status_code == 429


def test_a_form_of_another_site_asks_nothing(client):
    for more in ({"headers": {"Origin": "http://evil.example"}}, {"session": "x"}):
        assert ask(client, RELEASE, **more).status_code == 403


def test_a_form_too_large_is_read_no_further(client):
    assert ask(client, "{" + "a" * MOST_BYTES).status_code == 413


def test_a_long_answer_is_cut_in_the_page_and_whole_for_programs(client):
    document = "{ departments { geometry } }"
    answer = ask(client, document)
    assert len(told(answer)) == MOST_SHOWN
    assert "Un programa la recibe entera" in answer.text
    assert len(client.post("/graphql", json={"query": document}).text) > MOST_SHOWN


def test_nothing_typed_becomes_markup(client):
    attack = "</textarea><script>alert(1)</script>"
    assert "<script>alert" not in ask(client, attack, attack).text
    shown = client.get("/api", params={"documento": attack, "variables": attack}).text
    assert "<script>alert" not in shown
    assert typed(shown, "documento") == attack


def test_an_example_or_field_that_does_not_exist_is_said(client):
    for address in ("/api?ejemplo=oro", "/api?color=rojo"):
        answer = client.get(address)
        assert answer.status_code == 400
        assert 'id="documento"' in answer.text


@given(
    path=st.sampled_from(["/api", "/api/esquema", "/api/esquema/Case"]),
    asked=st.lists(
        st.tuples(
            st.sampled_from(["documento", "variables", "ejemplo", "buscar", "lang", "otro"]),
            st.text(max_size=40),
        ),
        max_size=4,
    ),
)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_stands_in_the_address_there_is_a_page(client, path, asked):
    answer = client.get(path, params=asked)
    assert answer.status_code in (200, 400)
    assert "0800-2-3232" in answer.text


def test_it_needs_no_script_of_its_own(client):
    scripts = re.findall(r"<script[^>]*>", client.get("/api").text)
    assert [script for script in scripts if "htmx-with-csp" not in script] == []
    own = {path.name for path in STATIC.glob("*.js")}
    assert own == {"htmx-with-csp.js", "bell.js"}  # the bell rings on pages of figures alone
