"""The plan on screen: the scorecard, sheets, the matrix, reports, and the desk of institutions."""

import csv
import fcntl
import gzip
import hashlib
import io
import itertools
import json
import re
import zipfile
from dataclasses import asdict, replace

import pytest
from starlette.testclient import TestClient

from app import clock
from app.asgi import make_app
from core.access import accounts
from core.access.roles import Asker, Role
from core.access.sign_in import make_link
from core.bulletin.figures import Shown
from core.desk.plan_readings import Reviewed, Verdict, review_reading
from core.plan.cuts import cut_of, digest
from core.plan.loading import load
from core.plan.periods import Period
from core.plan.readings import Origin, Reading
from core.register.columns import uuid7
from tests.factories import SMALL, house_in
from web.i18n import Tongue
from web.parts.plan_charts import chart
from web.parts.plan_report import report_of
from web.writers.press import order_of

PASSWORD = "una clave bastante larga"
NUMBERS = itertools.count(1)
PDF = b"%PDF-1.7\nActa"
PDF_SHA256 = hashlib.sha256(PDF).hexdigest()


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A house of its own: these tests write."""
    made = house_in(tmp_path_factory.mktemp("plan-pages"), size=SMALL)
    yield made
    made.register.close()


@pytest.fixture
def enter(house):
    """A browser signed in with a role at an institution."""
    opened = []

    def entered(role: Role, institution: str | None = None) -> TestClient:
        name = f"plan-{next(NUMBERS)}"
        accounts.add(house.register, name, role, PASSWORD, ring=house.keys.seal, clock=clock.now)
        if institution:
            accounts.employ(house.register, name, institution)
        browser = TestClient(make_app(house), base_url="http://127.0.0.1")
        opened.append(browser)
        browser.__enter__()
        browser.post("/entrar", data={"nombre": name, "clave": PASSWORD})
        return browser

    yield entered
    for browser in opened:
        browser.__exit__(None, None, None)


def hidden(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form with this action."""
    form = page[page.index(f'action="{action}"') :]
    form = form[: form.index("</form>")]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)">', form))


@pytest.mark.parametrize(
    ("language", "words"),
    [("es", "van en curso"), ("en", "are on track"), ("fr", "sont en bonne voie")],
)
def test_the_scorecard_tells_every_indicator_by_axis_status_and_report(client, language, words):
    page = client.get(f"/plan?lang={language}").text
    assert words in page
    for indicator in load().indicators:
        assert f">{indicator.code}</a>" in page
    assert page.count('class="spark"') == len(load().indicators)
    for shape in ("✔", "▲", "■", "○"):
        assert shape in page


def test_the_scorecard_says_what_is_illustrative_and_what_is_synthetic(client):
    page = client.get("/plan").text
    assert "10 objetivos, 27 metas, 60 actividades y 130 indicadores" in page
    assert "ilustrativo" in page
    assert "datos sintéticos" in page


def test_the_scorecard_is_filtered_by_period_axis_and_progress(client):
    page = client.get("/plan?periodo=2009&eje=C").text
    assert ">C-07</a>" in page
    assert ">A-01</a>" not in page
    assert "cierre de 2009" in page
    none = client.get("/plan?progreso=no_target").text
    assert ">A-01</a>" in none
    assert ">C-08</a>" not in none


@pytest.mark.parametrize(
    "query", ["periodo=2019", "periodo=ayer", "eje=Z", "progreso=bien", "color=rojo", "lang=xx"]
)
@pytest.mark.parametrize("path", ["/plan", "/plan/matriz", "/plan/indicadores/C-07"])
def test_what_is_not_understood_is_said_and_the_rest_still_works(client, path, query):
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 400
    assert 'class="problems"' in answer.text
    assert "C-07" in answer.text


def test_an_indicator_shows_its_sheet_values_lineage_and_history(client):
    page = client.get("/plan/indicadores/A-02?periodo=2010").text
    assert "llamadas efectivas ÷ llamadas recibidas × 100" in page
    assert "calls|-|effective=effective|2010-01/2010-12|-" in page
    assert "2010: publicado" in page
    assert "Departamento" in page
    assert client.get("/plan/indicadores/Z-99").status_code == 404


@pytest.mark.parametrize(("value", "target"), [(40, 30), (30, 40), (40, 40)])
def test_a_value_and_its_target_are_not_written_over_each_other(value, target):
    indicator = replace(load().by_code["C-08"], targets={2009: target})
    drawn = chart(
        indicator,
        {Period(2009): Reading(Shown(value), Origin.REPORTED)},
        range(2007, 2014),
        Tongue("es"),
    )
    (dot,), (goal,) = drawn.dots, drawn.goals
    assert abs(dot.text_y - goal.text_y) >= 16


@pytest.mark.parametrize("path", ["/plan", "/plan/matriz", "/plan/indicadores/C-07"])
def test_every_page_of_the_plan_is_light(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert len(gzip.compress(answer.content)) <= 20_000


def test_a_file_of_the_scorecard_has_a_status_beside_each_number(client):
    text = client.get("/plan?formato=csv").text
    head = next(line for line in text.splitlines() if not line.startswith("#"))
    assert head.startswith("indicator,axis,unit,rule,progress,reporting,responsible,")
    assert "value,value_status,target,target_status,share,share_status" in head
    rows = json.loads(client.get("/plan?formato=json").text)["rows"]
    assert len(rows) == len(load().indicators)


def test_exact_values_are_for_cleared_staff_alone(client, enter):
    assert client.get("/plan?edicion=interna").status_code == 401
    assert enter(Role.RECIPIENT, "MP").get("/plan?edicion=interna").status_code == 403
    page = enter(Role.PLANNER).get("/plan/indicadores/B-11?edicion=interna&periodo=2012")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert "[z]" in client.get("/plan/indicadores/B-11?periodo=2012").text


@pytest.mark.parametrize("name", ["es.pdf", "en.pdf", "fr.xlsx"])
def test_a_report_rebuilt_from_its_cut_is_the_same_to_the_byte(client, house, name):
    language, _, kind = name.partition(".")
    path = f"/plan/informes/2011?formato={kind}&lang={language}"
    first = client.get(path)
    assert first.status_code == 200
    (kept,) = [f for f in house.settings.reports.glob("*.file") if f.read_bytes() == first.content]
    kept.unlink()
    assert client.get(path).content == first.content


def test_a_report_is_asked_for_in_a_form_and_made_while_one_is_away(client):
    path = "/plan/informes/2010/es.xlsx"
    form = hidden(client.get(path).text, path)
    assert client.post(path, data=form, follow_redirects=False).headers["location"] == path
    made = client.get("/plan/informes/2010?formato=xlsx&lang=es").content
    page = client.get(path).text
    assert hashlib.sha256(made).hexdigest() in page
    assert 'http-equiv="refresh"' not in page


def test_a_page_that_waits_asks_again_by_itself_with_and_without_scripts(client, house):
    (cut,) = [c for c in house.shelf.bulletin.facts.plan if c.period == "2009"]
    asked = order_of("xlsx", report_of(cut_of(asdict(cut)), "fr"))
    path = "/plan/informes/2009/fr.xlsx"
    order = house.settings.reports / f"{asked.name}.order"
    order.parent.mkdir(parents=True, exist_ok=True)
    order.write_bytes(asked.text)
    with order.open("rb") as held:  # as another process does that writes it
        fcntl.flock(held, fcntl.LOCK_EX)
        page = client.get(path).text
        assert "Paso 1 de 4" in page
        assert '<meta http-equiv="refresh" content="2">' in page
        assert 'hx-trigger="every 1s"' in page
        part = client.get(path, headers={"HX-Request": "true", "HX-Target": "div#progreso"})
        assert part.text.lstrip().startswith('<div id="progreso"')
    assert client.get("/plan/informes/2009?formato=xlsx&lang=fr").status_code == 200


@pytest.mark.parametrize("path", ["2013/es.pdf", "2012/es.odt", "2012/xx.pdf", "ayer/es.pdf"])
def test_a_report_that_is_not_there_is_not_made(client, path):
    assert client.get(f"/plan/informes/{path}").status_code in (400, 404)
    assert client.post(f"/plan/informes/{path}", data={}).status_code == 403


def test_a_report_prints_the_digest_of_its_cut(client, house):
    (cut,) = [c for c in house.shelf.bulletin.facts.plan if c.period == "2012"]
    assert digest(cut.content) == cut.sha256
    page = client.get("/plan/informes/2012").text
    assert cut.sha256 in page
    assert client.get("/plan/informes/2013").status_code == 404
    told = json.loads(client.get("/plan/informes/2012?formato=json").text)
    assert told["sha256"] == cut.sha256
    assert sum(len(result["indicator"]) for result in told["result"]) == len(load().indicators)


def send(browser, code: str, period: str, *, evidence: bytes | None = PDF, **fields: str):
    """Fill the form of an indicator in and send it."""
    page = browser.get(f"/plan/registro/{code}?periodo={period}").text
    data = {**hidden(page, f"/plan/registro/{code}"), "periodo": period, "enviar": "1", **fields}
    files = {"evidencia": ("acta.pdf", evidence)} if evidence is not None else {"x": ("", b"")}
    return browser.post(f"/plan/registro/{code}", data=data, files=files, follow_redirects=False)


GOOD = {"valor": "9", "respaldo": "Informe anual", "motivo": "Conteo revisado"}


def test_an_institution_reports_a_value_in_one_form(house, enter):
    browser = enter(Role.RECIPIENT, "MIMDES / MIMP")
    assert "C-08" in browser.get("/plan/registro").text
    done = send(browser, "C-08", "2013", **GOOD)
    assert (done.status_code, done.headers["location"]) == (303, "/plan/registro")
    assert "en revisión" in browser.get("/plan/registro").text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"valor": "muchos"}, "«muchos» no existe en «valor»"),
        ({"valor": ""}, "hace falta «valor»"),
        ({"valor": "-3"}, "«valor» debe estar entre 0"),
        ({"unidad": "percentage"}, "se mide en «número», no en «porcentaje»"),
        ({"respaldo": "DNI 45678912"}, "parece identificar a una persona"),
        ({"evidence": None}, "hace falta «evidencia»"),
        ({"evidence": b"MZ program"}, "no sirve"),
        ({"period": "2009"}, "El período 2009 está cerrado"),
    ],
    ids=str,
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(enter, changes, said):
    browser = enter(Role.RECIPIENT, "MIMDES / MIMP")
    fields = {**GOOD, "respaldo": "Acta de la mesa", **changes}
    period, evidence = fields.pop("period", "2013"), fields.pop("evidence", PDF)
    answer = send(browser, "C-09", period, evidence=evidence, **fields)
    assert answer.status_code == 400
    assert said in answer.text
    again = browser.get(f"/plan/registro/C-09?periodo={period}").text
    assert f'value="{fields["respaldo"]}"' in again


def test_another_institution_is_not_responsible(enter):
    browser = enter(Role.RECIPIENT, "MP")
    answer = send(browser, "C-09", "2013", **GOOD)
    assert answer.status_code == 400
    assert "«MP» no es responsable del indicador C-09" in answer.text


def test_a_form_not_made_here_reports_nothing(enter):
    browser = enter(Role.RECIPIENT, "MIMDES / MIMP")
    files = {"evidencia": ("acta.pdf", PDF)}
    data = {"prueba": "0" * 64, "periodo": "2013", **GOOD}
    assert browser.post("/plan/registro/C-09", data=data, files=files).status_code == 403
    assert browser.post("/plan/registro/C-09", data=data).status_code in (400, 403)


def test_a_body_beyond_the_limit_is_not_read(enter):
    browser = enter(Role.RECIPIENT, "MIMDES / MIMP")
    files = {"evidencia": ("acta.pdf", b"%PDF-" + b"0" * (11 * 1024 * 1024))}
    assert browser.post("/plan/registro/C-09", files=files).status_code == 413


def book(rows: list[list[str]]) -> bytes:
    """The smallest workbook of texts."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{c}</t></is></c>' for c in row) + "</row>"
        for row in rows
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("xl/workbook.xml", f"<workbook {space}/>")
        sheet = f"<worksheet {space}><sheetData>{cells}</sheetData></worksheet>"
        made.writestr("xl/worksheets/sheet1.xml", sheet)
    return out.getvalue()


def send_book(browser, content: bytes):
    page = browser.get("/plan/registro").text
    files = {"libro": ("valores.xlsx", content), "evidencia": ("acta.pdf", PDF)}
    data = hidden(page, "/plan/registro/libro")
    return browser.post("/plan/registro/libro", data=data, files=files)


HEAD = ["indicador", "periodo", "valor", "respaldo", "motivo"]


def test_a_workbook_says_of_every_row_what_became_of_it(enter):
    browser = enter(Role.RECIPIENT, "MIMDES / MIMP")
    rows = [
        ["C-14", "2013", "142", "Reporte SIAF", "Cierre"],
        ["C-14", "2013", "muchos", "Reporte SIAF", ""],
        ["B-03", "2013-S1", "7", "Lista", ""],
        ["C-14", "2012", "7", "Lista", "Otra"],
    ]
    answer = send_book(browser, book([HEAD, *rows]))
    assert answer.status_code == 400
    said = re.findall(r"<td(?: class=\"late\")?>([^<]+)</td>", answer.text)
    assert "recibido, en revisión" in said
    assert any("«muchos»" in each for each in said)
    assert any("no es responsable" in each for each in said)
    assert any("está cerrado" in each for each in said)


@pytest.mark.parametrize(
    "content",
    [
        b"no workbook",
        book([["indicador", "color"]]),
        book([["indicador"]]),
        book([]),
    ],
    ids=["no workbook", "unknown column", "missing columns", "empty"],
)
def test_a_workbook_that_cannot_be_read_is_refused_with_a_sentence(enter, content):
    answer = send_book(enter(Role.RECIPIENT, "MIMDES / MIMP"), content)
    assert answer.status_code == 400
    assert 'class="problems"' in answer.text


def test_a_workbook_that_is_a_bomb_is_refused(enter):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/worksheets/sheet1.xml", b"<row>" + b" " * (200 * 1024 * 1024))
    assert len(out.getvalue()) < 1024 * 1024
    answer = send_book(enter(Role.RECIPIENT, "MIMDES / MIMP"), out.getvalue())
    assert answer.status_code == 400
    assert "no sirve" in answer.text


def test_evidence_is_sent_back_as_an_attachment_alone(house, enter):
    browser = enter(Role.RECIPIENT, "MIMDES / MIMP")
    send(browser, "C-08", "2013", **GOOD)
    (*_, row) = [r for r in planning(house).entered("C-08") if r["period"] == "2013"]
    file = enter(Role.MONITOR).get(f"/plan/evidencia/{row['evidence_id']}")
    assert file.content == PDF
    assert file.headers["content-disposition"].startswith("attachment;")
    assert file.headers["x-content-type-options"] == "nosniff"
    assert file.headers["cache-control"] == "no-store"
    assert enter(Role.RECIPIENT, "MP").get(file.url.path).status_code == 404
    assert browser.get("/plan/evidencia/nada").status_code == 404


def test_the_monitor_reviews_closes_and_publishes_and_the_public_page_tells_it(house, enter):
    reporter = enter(Role.RECIPIENT, "MRE")
    send(reporter, "C-13", "2013", **{**GOOD, "valor": "17"})
    monitor = enter(Role.MONITOR, "IOM / OIM")
    page = monitor.get("/plan/registro").text
    row = page[page.index("<b>C-13</b>") - 500 :]
    form = hidden(row, "/plan/registro/revisiones") if "revisiones" in row else {}
    form = form or hidden(page, "/plan/registro/revisiones")
    assert monitor.post("/plan/registro/revisiones", data=form).status_code == 400
    waiting = [r for r in planning(house).entered("C-13") if r["verdict"] is None]
    said = Reviewed(reading=waiting[-1]["id"], verdict=Verdict.ACCEPT)
    review_reading(planning(house), key="accept c-13", reviewed=said)
    for act in ("cerrar", "publicar"):
        moved = {**hidden(page, "/plan/registro/periodos"), "periodo": "2013", "acto": act}
        moved["clave"] = f"{act} 2013"
        done = monitor.post("/plan/registro/periodos", data=moved, follow_redirects=False)
        assert done.status_code == 303, done.text
    public = monitor.get("/plan/informes/2013").text
    assert "Connacionales retornados con asistencia" in public
    assert "2013: publicado" in monitor.get("/plan/indicadores/C-13").text
    page = enter(Role.PARTNER).get("/plan/indicadores/C-13").text
    for told in ("MRE · enlace institucional", "Conteo revisado · Informe anual", PDF_SHA256):
        assert told in page
    assert waiting[-1]["entered_by"] not in page
    assert "/plan/evidencia/" not in page
    assert (
        f'href="/plan/evidencia/{waiting[-1]["evidence_id"]}"'
        in reporter.get("/plan/indicadores/C-13").text
    )
    again = {**moved, "acto": "reabrir", "clave": "reabrir 2013"}
    refused = monitor.post("/plan/registro/periodos", data=again)
    assert refused.status_code == 400
    assert "hace falta «motivo»" in refused.text


def planning(house):
    desk = house.desk_of(Asker(Role.MONITOR, "revisora", institution="IOM / OIM"))
    return house.planning_of(house.recorder_of(desk))


def test_strangers_do_not_reach_the_desk_of_the_plan(client, enter):
    assert client.get("/plan/registro").status_code == 401
    for role in (Role.PARTNER, Role.PLANNER):
        status = enter(role).get("/plan/registro").status_code
        assert status == (200 if role is Role.PLANNER else 403)


def test_the_records_behind_a_value_are_one_link_away_for_who_may_read_them(client, house):
    operator = TestClient(make_app(house), base_url="http://127.0.0.1")
    operator.get(f"/entrar?enlace={make_link(house.register, Role.OPERATOR, clock.now)}")
    address = "/plan/indicadores/A-02/registros?periodo=2010&amp;parte=denominador"
    assert address in operator.get("/plan/indicadores/A-02?periodo=2010").text
    page = operator.get(address.replace("&amp;", "&")).text
    days = re.findall(r'<th scope="row">([^<]+)</th>', page)
    assert days
    assert {day[-4:] for day in days} == {"2010"}
    last = operator.get(f"{address.replace('&amp;', '&')}&despues={uuid7()}").text
    assert "Ningún registro se cuenta en este período." in last
    wrong = operator.get("/plan/indicadores/A-02/registros?parte=todo")
    assert wrong.status_code == 400
    assert "/registros" not in client.get("/plan/indicadores/A-02?periodo=2010").text
    assert client.get("/plan/indicadores/A-02/registros").status_code == 401


def test_a_comment_is_kept_and_shown_to_those_who_report(enter):
    browser = enter(Role.RECIPIENT, "MIMDES / MIMP")
    page = browser.get("/plan/indicadores/C-10").text
    form = {**hidden(page, "/plan/comentarios"), "texto": "Se abrió un consultorio"}
    assert browser.post("/plan/comentarios", data=form).status_code == 200
    assert "Se abrió un consultorio" in browser.get("/plan/indicadores/C-10").text
    bad = browser.post("/plan/comentarios", data={**form, "clave": "otra", "texto": " "})
    assert bad.status_code == 400


def test_a_scorecard_without_a_line_says_so_and_leads_to_all(client):
    page = client.get("/plan?periodo=2009&eje=A&progreso=deterioration").text
    assert "0 de 53 indicadores" in page
    assert "Ningún indicador está así en este período." in page
    assert '<a href="/plan?periodo=2009">Ver todos</a>' in page
    assert "Ningún indicador está así" not in client.get("/plan").text


def test_the_matrix_as_a_file_has_every_year_with_its_target_and_a_state_beside_each(client):
    text = client.get("/plan/matriz?formato=csv&periodo=2012").text
    head, *rows = csv.reader(line for line in text.splitlines() if not line.startswith("#"))
    assert [row[0] for row in rows if row[0] in load().by_code] == [
        each["indicator"] for each in client.get("/plan/matriz?formato=json").json()["rows"]
    ]
    assert len(rows) >= len(load().indicators)
    (shelters,) = [dict(zip(head, row, strict=True)) for row in rows if row[0] == "C-08"]
    assert shelters["baseline"] == "1"
    for year, target in load().by_code["C-08"].targets.items():
        assert float(shelters[f"target_{year}"]) == target
        assert shelters[f"value_{year}_status"] in ("shown", "missing")
    (calls,) = [dict(zip(head, row, strict=True)) for row in rows if row[0] == "A-01"]
    assert calls["target_2012"] == ""
    book = client.get("/plan/matriz?formato=xlsx&periodo=2012&lang=fr").content
    with zipfile.ZipFile(io.BytesIO(book)) as held:
        told = "".join(held.read(n).decode() for n in held.namelist() if n.endswith(".xml"))
    assert "Foyers avec service spécialisé" in told
    axis = client.get("/plan/matriz?formato=json&eje=C").json()["rows"]
    assert {row["indicator"][0] for row in axis} == {"C"}
