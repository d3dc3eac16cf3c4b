"""A signed-in person makes a token in the browser, sees it once, and ends it."""

import re

import pytest
from starlette.testclient import TestClient

from app import clock
from app.asgi import make_app
from core.access.roles import Action, Asker, Role, may
from core.access.sign_in import open_session
from core.desk.own_tokens import choice_of
from core.register.columns import uuid7
from core.register.people import add_account
from web.cookies import SESSION, form_token
from web.pages.own_tokens import ACTS, PATH, REVOKE

HERE = "http://127.0.0.1"
ASKS = {"query": "{ trainings(first: 1) { totalCount } }"}


@pytest.fixture
def browser(house):
    """A browser in which a planner has signed in."""
    account = uuid7()
    with house.register.writing() as connection:
        add_account(
            connection,
            id=account,
            name=f"credencial-{account.hex[-12:]}",
            role=Role.PLANNER.value,
            password_hash="-",
            created_at=clock.now(),
        )
    session = open_session(house.register, Role.PLANNER, account, clock.now)
    with TestClient(make_app(house), base_url=HERE, cookies={SESSION: session}) as made:
        yield made


def proof(page: str) -> dict[str, str]:
    return {"prueba": re.search(r'name="prueba" value="(\w+)"', page)[1]}


def created(browser, **fields) -> str:
    form = {**proof(browser.get(PATH).text), "dias": "30", **fields}
    answer = browser.post(PATH, data=form)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    return re.search(r"ynp_[0-9a-f]{8}_[\w-]{43}", answer.text)[0]


def asked_with(client, text: str, body=ASKS):
    return client.post("/graphql", json=body, headers={"Authorization": f"Bearer {text}"})


def test_a_token_is_shown_once_works_and_ends_at_the_next_request(browser, client):
    text = created(browser)
    page = browser.get(PATH)
    assert page.headers["cache-control"] == "no-store"
    assert text[4:12] in page.text
    assert text[13:] not in page.text
    assert asked_with(client, text).json()["data"]["trainings"]["totalCount"] > 0
    form = {**proof(page.text), "credencial": text[4:12]}
    ended = browser.post(REVOKE, data=form, follow_redirects=False)
    assert (ended.status_code, ended.headers["location"]) == (303, PATH)
    assert asked_with(client, text).status_code == 401
    assert "revocada" in browser.get(PATH).text
    assert browser.post(REVOKE, data=form).status_code == 404


def test_a_token_for_some_acts_alone(browser, client):
    text = created(browser, **{"acto.read_campaigns": "on", "redes": ""})
    told = asked_with(client, text).json()
    assert told["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert "campañas" in browser.get(PATH).text


def test_every_act_a_token_can_be_for_has_words():
    roles = [role for role in Role if may(role, Action.CREATE_OWN_TOKEN)]
    acts = {act for role in roles for act in choice_of(Asker(role, account="x"), ()).acts}
    assert acts == set(ACTS)


def test_a_token_for_registered_documents_alone(browser, client):
    assert "solo documentos registrados" not in browser.get(PATH).text
    text = created(browser, documentos="on")
    refused = asked_with(client, text)
    assert refused.status_code == 403
    assert refused.json()["errors"][0]["extensions"]["code"] == "DOCUMENTS_ONLY"
    assert "solo documentos registrados" in browser.get(PATH).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"dias": "0"},
        {"dias": "366"},
        {"dias": "-1"},
        {"dias": "9" * 5000},
        {"dias": "²"},
        {"dias": ""},
        {"convenio": "CHS-1"},
        {"redes": "todas"},
        {"redes": "10.0.0.0/8," * 40},
        {"acto.read_cases": "on"},
        {"acto.nada": "on"},
    ],
)
def test_what_cannot_be_made_is_a_400_with_a_sentence_and_nothing_typed_is_lost(browser, wrong):
    before = browser.get(PATH).text.count("<code>")
    form = {**proof(browser.get(PATH).text), "dias": "30", **wrong}
    answer = browser.post(PATH, data=form)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert "ynp_" not in answer.text
    assert f'value="{form["dias"]}"' in answer.text
    assert browser.get(PATH).text.count("<code>") == before


def test_a_form_not_made_here_makes_and_ends_nothing(browser, client):
    text = created(browser)
    form = {**proof(browser.get(PATH).text), "dias": "30", "credencial": text[4:12]}
    for path in (PATH, REVOKE):
        assert browser.post(path, data={**form, "prueba": "0" * 64}).status_code == 403
        foreign = browser.post(path, data=form, headers={"Origin": "http://evil.example"})
        assert foreign.status_code == 403
    assert asked_with(client, text).status_code == 200


def test_a_stolen_token_cannot_make_its_successor(browser, client):
    text = created(browser)
    form = {"prueba": form_token(""), "dias": "365", "credencial": text[4:12]}
    header = {"Authorization": f"Bearer {text}"}
    for path in (PATH, REVOKE):
        assert client.post(path, data=form, headers=header).status_code == 403
    assert "enlace de desarrollo" in client.get(PATH, headers=header).text


def test_the_public_and_roles_of_two_factors_have_no_such_page(client):
    assert client.get(PATH).status_code == 401
    assert client.post(PATH, data={"dias": "3"}).status_code == 401
