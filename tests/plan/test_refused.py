"""What is refused of a reading, by form and by GraphQL alike: the same reasons, nothing kept."""

import html
import itertools
import json
import re

import pytest
from starlette.testclient import TestClient

from api.negotiation import JSON
from app import clock
from app.asgi import make_app
from core.access import accounts, tokens
from core.access.roles import Asker, Role
from core.access.tokens import Wish
from core.desk.plan_evidence import File, add_evidence
from core.register.columns import uuid7
from tests.factories import SMALL, house_in

MINISTRY, PASSWORD = "MIMDES / MIMP", "una clave bastante larga"
NUMBERS = itertools.count(1)

#: What is changed of a good reading: (of the form, of the input, code, field, what the form says).
REFUSED = {
    "wrong unit": (
        {"unidad": "percentage"},
        {"unit": "PERCENTAGE"},
        ("WRONG_UNIT", "unit"),
        "se mide en «número», no en «porcentaje»",
    ),
    "below its range": (
        {"valor": "-3"},
        {"value": -3},
        ("OUT_OF_RANGE", "value"),
        "«valor» debe estar entre 0",
    ),
    "beyond its range": (
        {"valor": "9" * 14},
        {"value": 9e13},
        ("OUT_OF_RANGE", "value"),
        "«valor» debe estar entre 0",
    ),
    "closed period": (
        {"periodo": "2009"},
        {"period": "2009"},
        ("PERIOD_CLOSED", "period"),
        "El período 2009 está cerrado",
    ),
    "no evidence": (
        {"evidencia": None},
        {"evidence": None},
        ("NEEDED", "evidence"),
        "hace falta «evidencia»",
    ),
    "not responsible": (
        {"de": "MP"},
        {"by": "MP"},
        ("NOT_RESPONSIBLE", "indicator"),
        "«MP» no es responsable del indicador C-09",
    ),
    "counted here": (
        {"codigo": "A-01"},
        {"indicator": "A-01", "unit": "QUANTITY"},
        ("COUNTED_HERE", "indicator"),
        "A-01",
    ),
}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    made = house_in(tmp_path_factory.mktemp("refused"), size=SMALL)
    yield made
    made.register.close()


@pytest.fixture
def enter(house):
    """A browser signed in for an institution."""
    opened = []

    def entered(institution: str) -> TestClient:
        name = f"refused-{next(NUMBERS)}"
        who = house.register, name, Role.RECIPIENT, PASSWORD
        accounts.add(*who, ring=house.keys.seal, clock=clock.now)
        accounts.employ(house.register, name, institution)
        browser = TestClient(make_app(house), base_url="http://127.0.0.1")
        opened.append(browser)
        browser.__enter__()
        browser.post("/entrar", data={"nombre": name, "clave": PASSWORD})
        return browser

    yield entered
    for browser in opened:
        browser.__exit__(None, None, None)


def kept(house) -> int:
    """How many values of every indicator there are."""
    desk = house.desk_of(Asker(Role.MONITOR, "revisora", institution="IOM / OIM"))
    return len(house.planning_of(house.recorder_of(desk)).entered())


def typed(browser, code: str, period: str) -> dict[str, str]:
    """What the form of an indicator holds: hidden and typed fields."""
    page = browser.get(f"/plan/registro/{code}?periodo={period}").text
    held = re.findall(r'name="(\w+)"[^>]*?\svalue="([^"]*)"', page)
    return {name: html.unescape(text) for name, text in held}


GOOD = {"valor": "9", "respaldo": "Acta de la mesa", "motivo": "Conteo revisado"}


def send(browser, key: str = "", content: bytes = b"%PDF-1.7", **changes):
    """Fill the form in and send it; without a file where ``evidencia`` is ``None``."""
    fields = {"codigo": "C-09", "periodo": "2013", "evidencia": content, **GOOD, **changes}
    code, evidence = fields.pop("codigo"), fields.pop("evidencia")
    hidden = typed(browser, code, fields["periodo"])
    data = {"prueba": hidden["prueba"], "clave": key or hidden["clave"], "enviar": "1", **fields}
    files = {"evidencia": ("acta.pdf", evidence)} if evidence else {"x": ("", b"")}
    return browser.post(f"/plan/registro/{code}", data=data, files=files, follow_redirects=False)


@pytest.mark.parametrize("name", REFUSED)
def test_the_form_says_why_keeps_the_draft_and_no_value(house, enter, name):
    changes, _, _, said = REFUSED[name]
    changes = dict(changes)
    browser = enter(changes.pop("de", MINISTRY))
    before = kept(house)
    answer = send(browser, **changes)
    assert answer.status_code == 400
    assert said in answer.text
    assert kept(house) == before
    fields = {**GOOD, **changes}
    again = typed(browser, fields.get("codigo", "C-09"), fields.get("periodo", "2013"))
    assert (again["valor"], again["respaldo"]) == (fields["valor"], fields["respaldo"])


RECORD = "mutation ($input: RecordReadingInput!) { recordReading(input: $input) { repeated } }"


@pytest.fixture
def ask(client, house):
    """Posts a reading as one account of an institution; the answer."""
    held = {}

    def asked(given: dict, institution: str = MINISTRY) -> dict:
        if institution not in held:
            wish = Wish(Role.RECIPIENT, 1, institution=institution)
            held[institution] = tokens.create(house.register, wish, clock.now)
        body = json.dumps({"query": RECORD, "variables": {"input": given}})
        headers = {"Authorization": f"Bearer {held[institution]}", "Content-Type": JSON}
        return client.post("/graphql", content=body, headers=headers).json()

    return asked


def good(house, institution: str = MINISTRY) -> dict:
    desk = house.desk_of(Asker(Role.RECIPIENT, "pruebas", institution=institution))
    at = house.planning_of(house.recorder_of(desk))
    file = add_evidence(at, key=uuid7().hex, file=File(name="acta.pdf", content=b"%PDF-1.7"))
    told = {"indicator": "C-09", "period": "2013", "unit": "NUMBER", "value": 9, "source": "Acta"}
    return {**told, "reason": "Conteo", "evidence": str(file.record), "idempotencyKey": uuid7().hex}


@pytest.mark.parametrize("name", REFUSED)
def test_graphql_names_the_same_reason_and_keeps_no_value(house, ask, name):
    _, changes, expected, _ = REFUSED[name]
    whose = changes.get("by", MINISTRY)
    before = kept(house)
    told = ask({**good(house, whose), **{k: v for k, v in changes.items() if k != "by"}}, whose)
    extensions = told["errors"][0]["extensions"]
    assert (extensions["code"], extensions["field"]) == expected
    assert kept(house) == before


def test_a_key_is_good_for_one_value_by_form(house, enter):
    browser = enter(MINISTRY)
    assert send(browser, "one-form").status_code == 303
    before = kept(house)
    assert send(browser, "one-form").status_code == 303  # sent again: told once more, kept once
    for changes in ({"valor": "10"}, {"content": b"%PDF-1.4 otra"}):
        refused = send(browser, "one-form", **changes)
        assert refused.status_code == 400
        assert "ya se pidió otra cosa" in refused.text
    assert kept(house) == before
    assert typed(browser, "C-09", "2013")["valor"] == GOOD["valor"]


def test_a_key_is_good_for_one_value_by_graphql(house, ask):
    given = good(house)
    assert ask(given)["data"]["recordReading"] == {"repeated": False}
    before = kept(house)
    assert ask(given)["data"]["recordReading"] == {"repeated": True}
    refused = ask({**given, "value": 10})["errors"][0]["extensions"]
    assert (refused["code"], refused["field"]) == ("IDEMPOTENCY_KEY_REUSED", "idempotencyKey")
    assert kept(house) == before
