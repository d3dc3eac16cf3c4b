"""Several plans at once: one in force, another added as a folder; neither tells of the other."""

import json
import re
import shutil
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from app import clock
from app.asgi import make_app
from app.cli import main
from app.house import plans_of
from app.settings import WrongSetting, read
from core.access import accounts
from core.access.roles import Asker, Role
from core.desk.plan_evidence import File, add_evidence
from core.desk.plan_periods import Moved, close_period, publish_period
from core.desk.plan_readings import (
    Commented,
    Reported,
    Reviewed,
    Verdict,
    comment,
    comments_on,
    record_reading,
    review_reading,
)
from core.desk.planning import heard_as
from core.errors import BadQuestion, Code
from core.plan.definition import Measure
from core.plan.entries import WrongDefinition
from core.plan.loading import HERE, load_every
from core.plan.periods import Period
from core.plan.readings import figure_of
from core.register.columns import uuid7
from tests.factories import SMALL, house_in

ADDED = "2011-2016"
PASSWORD = "una clave bastante larga"
MONITOR = (Role.MONITOR, "IOM / OIM", "revisora")


def added_plan(folder, code: str = ADDED):
    """A folder with a plan of two indicators: one is counted, one reported as in the first plan."""
    made = folder / code
    (made / "indicators").mkdir(parents=True)
    text = (HERE / "plan.toml").read_text("utf-8").replace('code = "2007-2013"', f'code = "{code}"')
    text = text.replace("_year = 2007", "_year = 2011").replace("_year = 2013", "_year = 2016")
    (made / "plan.toml").write_text(text.replace("2007-2013", code), "utf-8")
    shutil.copy(HERE / "indicators" / "A-01.toml", made / "indicators")
    sheet = (HERE / "indicators" / "C-08.toml").read_text("utf-8").partition("[targets]")[0]
    (made / "indicators" / "C-08.toml").write_text(f"{sheet}[targets]\n2012 = 40\n", "utf-8")
    return made


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A house with a plan beside that in force; these tests write."""
    made = house_in(tmp_path_factory.mktemp("several"), size=SMALL)
    folder = tmp_path_factory.mktemp("plans")
    added_plan(folder)
    yield replace(made, settings=replace(made.settings, plans=folder), _ledgers=())
    made.register.close()


@pytest.fixture
def browser(house):
    with TestClient(make_app(house), base_url="http://127.0.0.1") as opened:
        yield opened


def planning(house, role: Role, institution: str, name: str, plan: str | None = None):
    desk = house.desk_of(Asker(role, name, institution=institution))
    return house.planning_of(house.recorder_of(desk)).called(plan)


def report(house, plan: str | None, value: float, key: str):
    """A value of C-08 in 2012 for one of the plans; what was reported before is replaced."""
    ministry = planning(house, Role.RECIPIENT, "MIMDES / MIMP", "ministerio", plan)
    file = File(name="acta.pdf", content=b"%PDF-1.7")
    told = Reported(
        indicator="C-08",
        period="2012",
        unit=Measure.NUMBER,
        value=value,
        source="Acta",
        reason="Conteo",
        evidence=add_evidence(ministry, key=f"file {key}", file=file).record,
    )
    return record_reading(ministry, key=key, reported=told)


def accept(house, reading, plan: str | None = None):
    monitor = planning(house, Role.MONITOR, "IOM / OIM", "revisora", plan)
    said = Reviewed(reading=reading, verdict=Verdict.ACCEPT)
    return review_reading(monitor, key=f"accept {reading}", reviewed=said)


def test_a_folder_of_folders_adds_plans_and_the_first_stays_in_force(house):
    assert [plan.code for plan in plans_of(house.settings)] == ["2007-2013", ADDED]


def test_two_plans_of_one_code_a_wrong_file_and_an_empty_folder_stop_the_start(
    tmp_path, monkeypatch, capsys
):
    added_plan(tmp_path, "2007-2013")
    with pytest.raises(WrongDefinition, match="“2007-2013” is there twice"):
        load_every(HERE, tmp_path)
    monkeypatch.setenv("YANAPAY_HOME", str(tmp_path / "home"))
    with pytest.raises(WrongSetting, match="YANAPAY_PLANS is not a folder of folders"):
        read({"YANAPAY_PLANS": str(tmp_path / "home")})
    other = tmp_path / "other"
    added_plan(other, "2017-2021")
    path = other / "2017-2021" / "plan.toml"
    path.write_text(path.read_text("utf-8").replace('"2017-2021"', '"2017/2021"'), "utf-8")
    monkeypatch.setenv("YANAPAY_PLANS", str(other))
    assert main(["check"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("yanapay: the plan: 2017-2021/plan.toml, line ")
    assert "letters, digits and hyphens" in told


def test_the_list_of_plans_leads_to_each_and_the_plan_in_force_leads_to_the_list(house, browser):
    page = browser.get("/planes").text
    listed = re.findall(r'<a href="(/plan[^"]*)">Plan nacional', page)
    assert listed == ["/plan", f"/planes/{ADDED}"]
    assert 'href="/planes"' in browser.get("/plan").text
    alone = replace(house, settings=replace(house.settings, plans=None), _ledgers=())
    with TestClient(make_app(alone), base_url="http://127.0.0.1") as client:
        assert 'href="/planes"' not in client.get("/plan").text


PAGES = ["", "/matriz", "/indicadores/C-08", "/indicadores/A-01"]


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_an_added_plan_stays_within_it(browser, page):
    answer = browser.get(f"/planes/{ADDED}{page}")
    assert answer.status_code == 200
    links = re.findall(r'(?:href|action)="(/plan[^"]*)"', answer.text)
    assert [each for each in links if not each.startswith(f"/planes/{ADDED}")] in (
        ["/plan"],  # the menu
        ["/plan", "/planes"],
    )


def test_a_plan_in_force_has_an_address_of_its_own_that_stays(browser):
    for page in PAGES:
        answer = browser.get(f"/planes/2007-2013{page}")
        assert answer.status_code == 200
        assert f'href="/planes/2007-2013{page}' in answer.text or not page
    assert "/planes/" not in browser.get("/plan").text.replace('href="/planes"', "")


@pytest.mark.parametrize("page", ["", "/matriz", "/indicadores/C-08", "/informes/2012"])
def test_a_plan_that_is_nowhere_is_not_found(browser, page):
    assert browser.get(f"/planes/1999-2003{page}").status_code == 404


def test_readings_of_two_plans_are_never_mixed(house, browser):
    accept(house, report(house, ADDED, 37, "one").record)
    live = {
        code: ledger.live(house.register, house.shelf.bulletin)
        for code, ledger in zip((None, ADDED), house.every_ledgers, strict=True)
    }
    at = Period(2012)
    told = {code: each.of(each.plan.by_code["C-08"]).get(at) for code, each in live.items()}
    assert told[ADDED].figure == figure_of(37)
    assert told[None].figure != figure_of(37)
    entered = planning(house, Role.PLANNER, "IOM / OIM", "planificadora", ADDED).entered()
    assert [row["value"] for row in entered] == [37]


def test_the_same_key_and_value_for_another_plan_is_another_act(house):
    said = Commented(indicator="C-08", text="Se abrió uno más")
    here, there = (planning(house, Role.PLANNER, "IOM / OIM", "ana", p) for p in (None, ADDED))
    comment(here, key="once", commented=said)
    assert comment(here, key="once", commented=said).repeated
    with pytest.raises(BadQuestion) as refused:
        comment(there, key="once", commented=said)
    assert refused.value.code is Code.IDEMPOTENCY_KEY_REUSED
    comment(there, key="another", commented=said)
    for at in (here, there):
        assert len(comments_on(at, at.plan.by_code["C-08"])) == 1


def test_a_review_finds_the_plan_of_its_reading(house):
    done = report(house, ADDED, 38, "reviewed")
    assert accept(house, done.record, plan=None).record == done.record


def test_news_name_the_plan(house):
    added = house.every_ledgers[1].plan
    monitor = planning(house, Role.MONITOR, "IOM / OIM", "revisora")
    line = monitor.heard(heard_as(added, "C-08", Period(2012)))
    assert dict(line.indicator.targets) == {2012: 40}
    assert monitor.heard("1999-2003 C-08 2012") is None
    assert monitor.heard(f"{ADDED} B-03 2012") is None


def ask(browser, query: str) -> dict:
    return browser.post("/graphql", json={"query": query}).json()


def test_the_api_tells_every_plan_and_each_indicator_of_its_own(browser):
    told = ask(browser, "{ plans { code inForce } }")["data"]["plans"]
    assert [each["code"] for each in told if each["inForce"]] == ["2007-2013"]
    assert [each["code"] for each in told if not each["inForce"]] == [ADDED]
    query = f'''{{ plan(code: "{ADDED}") {{ code periods {{ period }} }}
        indicators(plan: "{ADDED}", period: "2012") {{ code }}
        indicator(plan: "{ADDED}", code: "C-08") {{ plan targets {{ year value }} }} }}'''
    told = ask(browser, query)["data"]
    assert told["plan"]["code"] == ADDED
    assert [each["code"] for each in told["indicators"]] == ["A-01", "C-08"]
    assert told["indicator"] == {"plan": ADDED, "targets": [{"year": 2012, "value": 40}]}
    wrong = ask(browser, '{ indicator(plan: "1999", code: "C-08") { code } }')["errors"][0]
    assert (wrong["extensions"]["code"], wrong["extensions"]["field"]) == ("NOT_FOUND", "plan")


def test_a_period_of_an_added_plan_is_published_beside_that_of_the_other(house, browser):
    before = browser.get("/plan/informes/2011?formato=json").content
    at = planning(house, Role.MONITOR, "IOM / OIM", "revisora", ADDED)
    assert browser.get(f"/planes/{ADDED}/informes/2011").status_code == 404
    for act in (close_period, publish_period):
        act(at, key=uuid7().hex, moved=Moved(period="2011"))
    assert browser.get("/plan/informes/2011?formato=json").content == before
    cuts = [c for c in house.shelf.bulletin.facts.plan if c.period == "2011"]
    assert sorted(c.plan for c in cuts) == ["2007-2013", ADDED]
    for cut in cuts:
        root = "/plan" if cut.plan == "2007-2013" else f"/planes/{ADDED}"
        assert cut.sha256 in browser.get(f"{root}/informes/2011").text
        told = json.loads(browser.get(f"{root}/informes/2011?formato=json").text)
        assert told["sha256"] == cut.sha256


def test_the_command_line_names_a_plan(house, monkeypatch, capsys):
    monkeypatch.setenv("YANAPAY_HOME", str(house.settings.home))
    monkeypatch.setenv("YANAPAY_PLANS", str(house.settings.plans))
    assert main(["plan", "close", "2014", "--plan", ADDED]) == 0
    assert main(["plan", "periods", "--plan", ADDED]) == 0
    told = capsys.readouterr().out
    assert re.search(r"^2014 +closed", told, re.MULTILINE)
    assert "2007" not in told
    assert main(["plan", "periods", "--plan", "1999"]) != 0


def test_the_desk_of_an_added_plan_asks_for_the_same_rights_and_stays_within_it(house, browser):
    desk = f"/planes/{ADDED}/registro"
    assert browser.get(desk).status_code == 401
    who = house.register, "enlace", Role.RECIPIENT, PASSWORD
    accounts.add(*who, ring=house.keys.seal, clock=clock.now)
    accounts.employ(house.register, "enlace", "MIMDES / MIMP")
    browser.post("/entrar", data={"nombre": "enlace", "clave": PASSWORD})
    page = browser.get(f"{desk}/C-08?periodo=2015").text
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)">', page))
    assert f'action="{desk}/C-08"' in page
    typed = {"periodo": "2015", "valor": "41", "respaldo": "Acta", "enviar": "1"}
    files = {"evidencia": ("acta.pdf", b"%PDF-1.7")}
    sent = browser.post(f"{desk}/C-08", data={**form, **typed}, files=files, follow_redirects=False)
    assert (sent.status_code, sent.headers["location"]) == (303, desk)
    values = {
        plan: [row["value"] for row in planning(house, *MONITOR, plan).entered("C-08")]
        for plan in ("2007-2013", ADDED)
    }
    assert 41 in values[ADDED]
    assert 41 not in values["2007-2013"]
