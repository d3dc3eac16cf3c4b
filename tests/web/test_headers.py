"""Whatever the answer is, its headers say what a browser may load, keep and tell others."""

import re
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from app import clock
from app.asgi import make_app
from app.house import open_house
from app.settings import read
from core.access.roles import Role
from core.access.sign_in import make_link
from core.access.throttling import Throttle
from web.directory import PAGES
from web.headers import policy

SECURE = "https://127.0.0.1"


def enter(client, house, role: Role) -> None:
    client.get(f"/entrar?enlace={make_link(house.register, role, clock.now)}")


@pytest.fixture
def answers(client):
    """One answer of every kind, by what it is."""
    gone = TestClient(client.app, base_url="http://elsewhere.example")
    return {
        "page": client.get("/panel"),
        "file": client.get("/panel?formato=csv"),
        "data": client.get("/panel?formato=json"),
        "style": client.get("/static/yanapay.css"),
        "script": client.get("/static/htmx-with-csp.js"),
        "question": client.post("/graphql", json={"query": "{ release { id } }"}),
        "bad question": client.post("/graphql", content=b"{"),
        "bad address": client.get("/nada"),
        "bad method": client.post("/panel"),
        "bad form": client.post("/entrar", content=b"\xff"),
        "refused": client.get("/auditoria"),
        "another name": gone.get("/panel"),
    }


def test_every_kind_of_answer_carries_every_header(answers):
    for kind, answer in answers.items():
        headers = answer.headers
        assert headers["x-content-type-options"] == "nosniff", kind
        assert headers["referrer-policy"] == "no-referrer", kind
        assert headers["cross-origin-resource-policy"] == "same-origin", kind
        nonce = re.search(r"'nonce-([\w-]{24})'", headers["content-security-policy"])[1]
        assert headers["content-security-policy"] == policy(nonce), kind
        assert "cache-control" in headers, kind


def test_the_policy_names_what_may_be_loaded_and_nothing_else():
    for directive in (
        "default-src 'none'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ):
        assert directive in policy("x").split("; ")


def test_every_answer_says_what_it_is_and_in_which_letters(answers):
    expected = {
        "file": "text/csv; charset=utf-8",
        "data": "application/json",
        "style": "text/css; charset=utf-8",
        "script": "text/javascript; charset=utf-8",
        "question": "application/json; charset=utf-8",
        "bad question": "application/json; charset=utf-8",
        "another name": "text/plain; charset=utf-8",
    }
    for kind, answer in answers.items():
        told = expected.get(kind, "text/html; charset=utf-8")
        assert answer.headers["content-type"] == told, kind


def test_no_other_site_is_told_that_it_may_read(client):
    for path in ("/panel", "/graphql", "/static/yanapay.css"):
        answer = client.get(path, headers={"Origin": "https://evil.example"})
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_with_tls_browsers_never_come_back_without_it(client):
    for path in ("/panel", "/nada", "/static/yanapay.css"):
        told = client.get(f"{SECURE}{path}").headers["strict-transport-security"]
        assert int(re.search(r"max-age=(\d+)", told)[1]) >= 31_536_000
        assert "includeSubDomains" in told
    assert "strict-transport-security" not in client.get("/panel").headers


def test_every_cookie_is_bound_to_host_transport_and_site(client, house):
    link = make_link(house.register, Role.PLANNER, clock.now)
    for path in ("/panel?lang=fr", f"/entrar?enlace={link}"):
        cookie = client.get(f"{SECURE}{path}", follow_redirects=False).headers["set-cookie"]
        assert cookie.startswith("__Host-")
        for part in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"):
            assert part in cookie
        assert "Domain" not in cookie
    assert '<html lang="fr">' in client.get(f"{SECURE}/metodo").text


@pytest.mark.parametrize("path", ["/", "/panel", "/static/yanapay.css", "/graphql", "/entrar"])
def test_a_request_is_never_echoed(client, path):
    assert client.request("TRACE", path, headers={"X-Secret": "x"}).status_code == 405


@pytest.mark.parametrize("path", ["/static/", "/static", "/static/vendor/", "/static/vendor"])
def test_no_folder_is_listed(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "yanapay.css" not in re.sub(r"<link[^>]*>", "", answer.text)


def test_nothing_leads_to_another_host(client):
    for path in ("/", "/panel", "/metodo", "/departamentos/17"):
        text = client.get(path).text
        assert not re.search(r'(?:action|hx-[a-z]+|src)="(?:https?:)?//', text)
    moved = client.get("/entrar?enlace=x&siguiente=//evil.example", follow_redirects=False)
    assert "location" not in moved.headers


def test_what_a_signed_in_person_sees_is_kept_by_nobody(client, house):
    enter(client, house, Role.PLANNER)
    for query in ("", "&formato=csv", "&formato=json", "&cuadro=semestres&formato=csv"):
        answer = client.get(f"/panel?medida=casos&edicion=interna{query}")
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"


def test_every_page_of_a_signed_in_person_offers_the_way_out(client, house):
    enter(client, house, Role.ADMINISTRATOR)
    for address in PAGES:
        given = {"ubigeo": "17", "codigo": "mining", "tipo": "Query", "periodo": "2012", "id": "0"}
        given["archivo"] = "es.pdf"
        answer = client.get(address.path.format_map(given))
        if answer.status_code == 200 and answer.headers["content-type"].startswith("text/html"):
            assert 'action="/salir"' in answer.text, address.path


def test_debugging_is_off(client):
    assert client.app.debug is False


@pytest.fixture
def stranded(house):
    """The house of a server whose register does not answer."""
    url = "postgresql://nobody:geheim@127.0.0.1:1/nothing"
    environment = {"YANAPAY_HOME": str(house.settings.home), "YANAPAY_DATABASE_URL": url}
    made = replace(open_house(read(environment)), throttle=Throttle())
    with TestClient(
        make_app(made), base_url="http://127.0.0.1", raise_server_exceptions=False
    ) as client:
        yield client
    made.register.close()


def test_without_a_register_the_public_figures_stay(stranded):
    assert "Madre de Dios" in stranded.get("/panel").text
    told = stranded.post("/graphql", json={"query": "{ release { id } }"}).json()
    assert told["data"]["release"]["id"]


def test_a_failure_lets_nobody_in_and_names_nothing_of_the_inside(stranded):
    stranded.cookies.set("yanapay_session", "x")
    for answer, told in (
        (stranded.get("/panel?edicion=interna"), "No se pudo responder."),
        (
            stranded.post("/entrar", data={"nombre": "rosa", "clave": "una clave larga"}),
            "No se pudo responder.",
        ),
        (
            stranded.post("/graphql", json={"query": "{ cases { edges { cursor } } }"}),
            '"code":"INTERNAL"',
        ),
    ):
        assert answer.status_code == 500
        assert told in answer.text
        assert not re.search(r"geheim|nobody|Traceback|psycopg|sqlalchemy", answer.text)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "set-cookie" not in answer.headers
