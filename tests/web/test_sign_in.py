"""The sign-in form: for people with accounts, safe against other sites."""

import itertools
import re
from dataclasses import replace

import html5lib
import pytest
from starlette.testclient import TestClient

from app import clock
from app.asgi import make_app
from app.settings import Mode
from core.access import accounts
from core.access.roles import Role
from core.access.sign_in import make_link
from core.register.audit import Sought, latest

PASSWORD = "una clave larga"
NUMBERS = itertools.count(1)


@pytest.fixture
def person(house) -> str:
    name = f"persona-{next(NUMBERS)}"
    accounts.add(
        house.register, name, Role.PLANNER, PASSWORD, ring=house.keys.seal, clock=clock.now
    )
    return name


def test_a_right_password_opens_a_session_and_a_wrong_one_says_so(client, person):
    wrong = client.post("/entrar", data={"nombre": person, "clave": "otra"})
    assert wrong.status_code == 401
    assert "El nombre, la contraseña o el código no son correctos." in wrong.text
    assert f'value="{person}"' in wrong.text
    assert wrong.headers["cache-control"] == "no-store"
    right = client.post(
        "/entrar", data={"nombre": person, "clave": PASSWORD}, follow_redirects=False
    )
    assert (right.status_code, right.headers["location"]) == (303, "/panel")
    cookie = right.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert client.get("/panel?edicion=interna").status_code == 200


def test_with_tls_the_cookie_is_bound_to_host_and_transport(client, person):
    answer = client.post(
        "https://127.0.0.1/entrar",
        data={"nombre": person, "clave": PASSWORD},
        follow_redirects=False,
    )
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-yanapay_session=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert answer.headers["strict-transport-security"].startswith("max-age=")


def test_signing_in_again_ends_the_session_before(client, person):
    client.post("/entrar", data={"nombre": person, "clave": PASSWORD})
    first = client.cookies["yanapay_session"]
    client.post("/entrar", data={"nombre": person, "clave": PASSWORD})
    assert client.cookies["yanapay_session"] != first
    client.cookies.clear()
    client.cookies.set("yanapay_session", first)
    assert client.get("/panel?edicion=interna").status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_from_another_site_is_refused(client, person, headers):
    data = {"nombre": person, "clave": PASSWORD}
    answer = client.post("/entrar", data=data, headers=headers, follow_redirects=False)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("origin", ["http://127.0.0.1", "null"])
def test_a_form_from_here_is_taken_even_where_the_browser_hides_its_origin(client, person, origin):
    data = {"nombre": person, "clave": PASSWORD}
    headers = {"Origin": origin, "Sec-Fetch-Site": "same-origin"}
    answer = client.post("/entrar", data=data, headers=headers, follow_redirects=False)
    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"\xff\xfe", 400),
        (b"x" * 20_000, 413),
        (b"", 401),
        (b"nombre=%00", 400),
        (b"clave=%FF", 400),
        (b"nombre=a&nombre=b", 400),
    ],
)
def test_a_form_that_is_none_is_refused(client, body, status):
    answer = client.post(
        "/entrar", content=body, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == status


def test_letters_beyond_ascii_prove_nothing(client, person):
    client.post("/entrar", data={"nombre": person, "clave": PASSWORD})
    assert client.post("/salir", data={"prueba": "é"}).status_code == 403
    assert client.get("/panel?edicion=interna").status_code == 200


def test_the_fields_hide_what_is_typed_and_take_what_a_password_manager_gives(client):
    page = html5lib.parse(client.get("/entrar").text, namespaceHTMLElements=False)
    fields = {e.attrib["name"]: e.attrib for e in page.iter("input") if "name" in e.attrib}
    assert fields["clave"]["type"] == "password"
    assert fields["clave"]["autocomplete"] == "current-password"
    assert "maxlength" not in fields["clave"]
    assert not [name for field in fields.values() for name in field if name.startswith("on")]
    assert set(fields) == {"nombre", "clave", "codigo"}


def test_every_entry_and_every_refusal_is_written_down(client, person, house):
    client.post("/entrar", data={"nombre": person, "clave": "otra"})
    client.post("/entrar", data={"nombre": person, "clave": PASSWORD})
    with house.register.reading() as connection:
        (_, opened), (_, refused) = latest(connection, 2, Sought("sign_in"))
    assert (opened.actor, opened.allowed) == (person, True)
    assert (refused.subject, refused.allowed) == ("SIGN_IN_FAILED", False)


def test_signing_out_ends_the_session_on_the_server_and_clears_the_browser(client, person):
    client.post("/entrar", data={"nombre": person, "clave": PASSWORD})
    secret = client.cookies["yanapay_session"]
    proof = re.search(r'name="prueba" value="(\w+)"', client.get("/panel").text)[1]
    left = client.post("/salir", data={"prueba": proof}, follow_redirects=False)
    assert left.headers["clear-site-data"] == '"cache", "storage"'
    assert "yanapay_session" not in client.cookies
    client.cookies.set("yanapay_session", secret)
    assert client.get("/panel?edicion=interna").status_code == 401


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", ""]
)
def test_a_foreign_name_for_this_machine_reads_nothing(client, host):
    answer = client.get("/panel", headers={"Host": host})
    assert answer.status_code == 421
    assert "Madre de Dios" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:8000", "[::1]:8000"])
def test_its_own_names_are_answered(client, host):
    assert client.get("/metodo", headers={"Host": host}).status_code == 200


def test_a_development_link_is_written_down_when_it_opens_and_when_it_does_not(client, house):
    link = make_link(house.register, Role.PLANNER, clock.now)
    for _ in range(2):
        client.get(f"/entrar?enlace={link}", follow_redirects=False)
    with house.register.reading() as connection:
        (_, refused), (_, opened) = latest(connection, 2, Sought("sign_in"))
    assert (opened.actor, opened.allowed) == ("development-link", True)
    assert (refused.actor, refused.allowed) == ("development-link", False)


def test_in_service_no_link_opens_anything(house):
    link = make_link(house.register, Role.CASE_WORKER, clock.now)
    service = replace(house, settings=replace(house.settings, mode=Mode.SERVICE))
    with TestClient(make_app(service), base_url="http://127.0.0.1") as client:
        answer = client.get(f"/entrar?enlace={link}", follow_redirects=False)
    assert answer.status_code == 410
    assert "set-cookie" not in answer.headers


def test_signing_out_is_written_down_once(client, person, house):
    client.post("/entrar", data={"nombre": person, "clave": PASSWORD})
    form = re.search(r'name="prueba" value="(\w+)"', client.get("/panel").text)[1]
    session = client.cookies["yanapay_session"]
    client.post("/salir", data={"prueba": form})
    client.cookies.set("yanapay_session", session)
    client.post("/salir", data={"prueba": form})
    with house.register.reading() as connection:
        told = latest(connection, 9, Sought("sign_out", person))
    assert [event.allowed for _, event in told] == [True]
