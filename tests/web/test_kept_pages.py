"""Pages are given again while the bulletin is the same, each time under a nonce of its own."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from app import clock
from app.asgi import make_app
from core.access.roles import Role
from core.access.sign_in import make_link
from core.desk.planning import Ledgers
from core.plan.loading import load
from tests.factories import FixedShelf

HTMX = {"HX-Request": "true", "HX-Target": "div#vista"}


def nonce(answer) -> str:
    return re.search(r"'nonce-([\w-]{24})'", answer.headers["content-security-policy"])[1]


@pytest.mark.parametrize(
    "path",
    [
        *("/panel", "/llamadas", "/departamentos/17", "/datos", "/"),
        *("/plan", "/plan/matriz", "/plan/indicadores/C-07", "/plan/informes/2012"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_same_page_comes_again_with_another_nonce(client, path, headers):
    one, two = client.get(path, headers=headers), client.get(path, headers=headers)
    assert nonce(one) != nonce(two)
    assert nonce(two) in two.text or not headers
    assert nonce(one) not in two.text
    assert one.text.replace(nonce(one), "") == two.text.replace(nonce(two), "")
    assert dict(one.headers) | {"content-security-policy": ""} == dict(two.headers) | {
        "content-security-policy": ""
    }


def test_languages_blocks_and_questions_are_pages_of_their_own(client):
    def ask(language: str, path: str = "/panel", **headers: str) -> str:
        client.cookies.set("idioma", language)
        return client.get(path, headers=headers).text

    for _ in range(2):
        assert 'lang="fr"' in ask("fr")
        assert 'lang="en"' in ask("en")
        assert "<html" not in ask("en", **HTMX)
        assert "Mining" in ask("en", "/panel?medida=casos&industria=mining")


def test_a_new_bulletin_is_shown_at_once(house, bulletin):
    shelf = FixedShelf(bulletin)
    with TestClient(make_app(replace(house, shelf=shelf)), "http://127.0.0.1") as client:
        assert bulletin.release.id in client.get("/").text
        fresh = replace(bulletin.release, id="20991231-ffffff")
        shelf.bulletin = replace(bulletin, release=fresh)
        assert "20991231-ffffff" in client.get("/").text


def test_a_new_day_is_shown_at_once(house):
    """Reports are late by a day more."""
    present = [clock.now()]
    ledgers = Ledgers(load(), lambda: present[0])
    made = make_app(replace(house, _ledgers=(ledgers,)))
    with TestClient(made, base_url="http://127.0.0.1") as client:
        address = "/plan?periodo=2013"
        before = client.get(address).text
        present[0] += dt.timedelta(days=1)
        after = client.get(address).text
    late = re.compile(r'data-label="Días de atraso">([^<]+)<')
    was, now = ([int(re.sub(r"\D", "", d)) for d in late.findall(p)] for p in (before, after))
    assert was
    assert now == [each + 1 for each in was]


def test_what_somebody_signed_in_sees_is_neither_kept_nor_given(client, house):
    assert "Salir" not in client.get("/metodo").text
    client.get(f"/entrar?enlace={make_link(house.register, Role.PLANNER, clock.now)}")
    page = client.get("/metodo")
    assert 'action="/salir"' in page.text
    assert page.headers["cache-control"] == "no-store"
    client.cookies.clear()
    assert 'action="/salir"' not in client.get("/metodo").text


def test_what_was_not_understood_and_choosing_a_language_are_answered_anew(client):
    for _ in range(2):
        assert client.get("/panel?medida=nada").status_code == 400
        assert "idioma" in client.get("/panel?lang=en").headers["set-cookie"]
