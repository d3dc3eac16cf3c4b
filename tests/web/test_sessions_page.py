"""Signed-in people see where they are signed in and end what they forgot."""

import itertools
import re

import pytest
from starlette.testclient import TestClient

from app import clock
from app.asgi import make_app
from core.access import accounts
from core.access.roles import Role
from web.i18n import LANGUAGES, Tongue
from web.roles import role_in_words

PASSWORD = "una clave larga"
NUMBERS = itertools.count(1)
HERE = "http://127.0.0.1"


@pytest.fixture
def two_browsers(house):
    name = f"sesiones-{next(NUMBERS)}"
    accounts.add(
        house.register, name, Role.PLANNER, PASSWORD, ring=house.keys.seal, clock=clock.now
    )
    app = make_app(house)
    with TestClient(app, base_url=HERE) as first, TestClient(app, base_url=HERE) as second:
        for browser in (first, second):
            browser.post("/entrar", data={"nombre": name, "clave": PASSWORD})
        yield first, second


def offered(browser) -> dict[str, str]:
    """The fields of the form that ends the other session."""
    page = browser.get("/sesiones").text
    row = page[page.index('action="/sesiones"') :]
    return dict(re.findall(r'name="(prueba|sesion)" value="(\w+)"', row)[:2])


def test_the_other_browser_is_signed_out_by_its_form(two_browsers):
    first, second = two_browsers
    ended = first.post("/sesiones", data=offered(first), follow_redirects=False)
    assert (ended.status_code, ended.headers["location"]) == (303, "/sesiones")
    assert second.get("/panel?edicion=interna").status_code == 401
    page = first.get("/sesiones")
    assert page.headers["cache-control"] == "no-store"
    assert 'action="/sesiones"' not in page.text


@pytest.mark.parametrize(
    ("change", "status"),
    [({"prueba": "0" * 64}, 403), ({"prueba": "é"}, 403), ({"sesion": "000000000000"}, 404)],
)
def test_a_form_not_made_here_or_of_another_session_ends_nothing(two_browsers, change, status):
    first, second = two_browsers
    form = {**offered(first), **change}
    assert first.post("/sesiones", data=form).status_code == status
    assert second.get("/panel?edicion=interna").status_code == 200


def test_another_site_ends_nothing(two_browsers):
    first, second = two_browsers
    sent = first.post("/sesiones", data=offered(first), headers={"Origin": "http://evil.example"})
    assert sent.status_code == 403
    assert second.get("/panel?edicion=interna").status_code == 200


def test_the_public_has_no_sessions(client):
    assert client.get("/sesiones").status_code == 401
    assert client.post("/sesiones", data={"sesion": "0" * 12}).status_code == 401


@pytest.mark.parametrize(
    ("language", "said"), [("es", "planificación"), ("en", "planning"), ("fr", "planification")]
)
def test_the_strip_says_the_role_in_words(two_browsers, language, said):
    page = two_browsers[0].get(f"/sesiones?lang={language}").text
    assert f"{said} ·" in re.sub(r"\s+", " ", page)
    assert "planner" not in page


def test_every_role_that_signs_in_has_words_in_every_language():
    for role in set(Role) - {Role.PUBLIC}:
        told = {role_in_words(role, Tongue(code)) for code in LANGUAGES}
        assert all(told)
        assert role.value not in told
