"""The form that changes one's own password."""

import re

import pytest
from starlette.testclient import TestClient

from app import clock
from app.asgi import make_app
from core.access import accounts
from core.access.roles import Role
from web.i18n import COOKIE

OLD, NEW = "una clave larga", "caballo pila grapa correcta"


@pytest.fixture(scope="module")
def account(house):
    ring = house.keys.seal
    accounts.add(house.register, "clave-rosa", Role.PLANNER, OLD, ring=ring, clock=clock.now)
    return "clave-rosa"


@pytest.fixture
def browser(house, account):
    with TestClient(make_app(house), base_url="http://127.0.0.1") as opened:
        opened.post("/entrar", data={"nombre": account, "clave": OLD})
        yield opened


def sent(browser, **typed):
    page = browser.get("/clave").text
    proof = re.search(r'action="/clave".*?name="prueba" value="(\w+)"', page, re.DOTALL)[1]
    form = {"prueba": proof, "clave": OLD, "nueva": NEW, "otra_vez": NEW, **typed}
    return browser.post("/clave", data=form)


@pytest.mark.parametrize(
    ("lang", "told"),
    [("es", "no es correcta"), ("en", "is not right"), ("fr", "n&#39;est pas correct")],
)
def test_a_wrong_password_is_told_in_the_language_of_the_page(browser, lang, told):
    browser.cookies.set(COOKIE, lang)
    answer = sent(browser, clave="no es esta clave")
    assert answer.status_code == 400
    assert told in answer.text
    assert "no es esta clave" not in answer.text


def test_a_form_of_another_session_changes_nothing(browser):
    assert sent(browser, prueba="0" * 64).status_code == 403


def test_strangers_have_no_password_to_change(client):
    assert client.get("/clave").status_code == 401
    assert client.post("/clave", data={"clave": OLD}).status_code == 401


def test_the_list_of_sessions_leads_to_it_and_it_says_what_happened(browser):
    assert 'href="/clave"' in browser.get("/sesiones").text
    answer = sent(browser)
    assert answer.status_code == 200
    assert 'role="status"' in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert NEW not in answer.text
