"""What figures say of themselves: a generated sentence, why registers differ, how long it took."""

import datetime as dt
import re
from dataclasses import replace

import html5lib
import pytest

from app import clock
from core.access.roles import Role
from core.access.sign_in import make_link
from core.disclosure import RULE
from core.register.response_times import Times, response_times
from web import screen

FIGURES = [
    "/panel",
    "/panel?medida=casos",
    "/panel?medida=victimas&como=numero&desde=2009&hasta=2011",
    "/panel?medida=llamadas&mapa=no",
    "/llamadas",
    "/casos",
    "/departamentos/17",
    "/departamentos/07?desde=2009",
    "/industrias/mining",
    "/industrias/logging?desde=2010&hasta=2010",
]
#: A number or a place stands in what is generated; or nothing can be shown, which is said.
NOTHING = ("Ninguna celda", "Ningún departamento")


@pytest.mark.parametrize("path", FIGURES)
def test_every_figure_has_a_sentence_that_was_generated_from_its_numbers(client, path):
    page = client.get(path).text
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    figures = list(tree.iter("figure"))
    assert len(figures) >= 3
    for figure in figures:
        head = figure.find("figcaption")
        said = " ".join("".join(p.itertext()) for p in head.findall("p")[1:])
        known = re.sub(r"\b20\d\d\b", "", said)  # years are those of the filters
        assert re.search(r"(\d|\[[cxz]\])[^.]*\.", known) or any(w in said for w in NOTHING), said


@pytest.mark.parametrize("language", ["es", "en", "fr"])
def test_registers_stand_side_by_side_each_with_its_reason(client, language):
    page = client.get(f"/casos?lang={language}")
    tree = html5lib.parse(page.text, namespaceHTMLElements=False)
    table = next(t for t in tree.iter("table") if t.attrib.get("class") == "registers")
    assert len(list(table.find("thead").iter("th"))) == 4
    groups = table.findall("tbody")
    assert len(groups) == 5
    for group in groups:
        head, *rows = group.findall("tr")
        reason = head.find("th").find("span").text.strip()
        assert len(reason) > 60
        for row in rows:
            unit, period, area, value = ("".join(c.itertext()).strip() for c in row)
            assert all((unit, area, value))
            assert re.search(r"20\d\d", period)
    told = client.get(f"/casos?cuadro=registros&formato=json&lang={language}").json()["rows"]
    assert {row["difference_reason_label"] for row in told} <= {
        " ".join("".join(g.find("tr").find("th").find("span").itertext()).split()) for g in groups
    }
    assert {"hotline_referred", "reta_complaints", "mp_cases"} <= {
        row["difference_reason"] for row in told
    }


def test_response_times_are_told_in_the_internal_edition_alone(client, house):
    public = client.get("/llamadas").text
    assert "edición interna" in public
    assert "Tiempos de respuesta" not in public
    client.get(f"/entrar?enlace={make_link(house.register, Role.PLANNER, clock.now)}")
    assert "Tiempos de respuesta" not in client.get("/llamadas").text
    inside = client.get("/llamadas?edicion=interna").text
    assert "Tiempos de respuesta" in inside
    with house.the_register().reading() as connection:
        known = response_times(connection, (dt.date(2006, 3, 1), dt.date(2013, 12, 31)))
    for times in known.values():
        shown = f"{times.measured:,}".replace(",", "\N{NO-BREAK SPACE}")
        assert f'<td class="right">{shown}</td>' in inside
    assert known["sent"].measured > 0
    assert known["sent"].half < known["sent"].most


def test_nobody_measured_is_no_time(house):
    with house.the_register().reading() as connection:
        known = response_times(connection, (dt.date(2005, 1, 1), dt.date(2005, 1, 2)))
    assert set(known.values()) == {Times(0)}


def test_the_panel_says_how_to_cite_it_in_the_words_of_its_files(client, bulletin):
    page = client.get("/panel").text
    told = client.get("/panel?formato=json").json()
    assert told["citation"].startswith(f"Yanapay, edición {bulletin.release.id}, consulta ")
    assert f"«Yanapay, edición {bulletin.release.id}»" in page
    assert f"<code>{told['query_id']}</code>" in page


EMPTY = [
    "/panel?medida=casos&industria=fishing&forma=begging&desde=2010-03&hasta=2010-03",
    "/panel?medida=victimas&sexo=other&edad=60%2B&desde=2006-03&hasta=2006-03&mapa=no",
    "/panel?medida=casos&papel=transito&forma=other&desde=2006&hasta=2006",
    "/departamentos/09?desde=2007-02&hasta=2007-02",
    "/industrias/fishing?desde=2006-03&hasta=2006-03",
    "/llamadas?desde=2013-12&hasta=2013-12",
    "/casos?desde=2006-03&hasta=2006-03",
    "/revisiones",
    "/datos",
    "/metodo",
    "/",
]


@pytest.mark.parametrize("path", [*FIGURES, *EMPTY])
@pytest.mark.parametrize("language", ["es", "fr"])
def test_no_head_stands_without_a_row_and_what_is_empty_says_why(client, path, language):
    client.cookies.set("idioma", language)
    answer = client.get(path)
    assert answer.status_code in (200, 400)
    tree = html5lib.parse(answer.text, namespaceHTMLElements=False)
    for table in tree.iter("table"):
        rows = [row for body in table.findall("tbody") for row in body.findall("tr")]
        assert rows, table.find("caption").text
        assert all("".join(row.itertext()).strip() for row in rows)
    for each in tree.iter("ul"):
        assert each.find("li") is not None


def test_without_a_semester_before_there_is_no_data_and_no_zero(client):
    told = client.get("/panel?medida=casos&cuadro=semestres&formato=json").json()["rows"]
    assert told[0]["semester"] == "2006-S1"
    assert {told[0][c]["status"] for c in ("year_before", "difference")} == {"missing"}
    row = re.search(
        r'<th scope="row" class="unbroken">2006-S1</th>(.*?)</tr>',
        client.get("/panel?medida=casos").text,
        re.S,
    )
    assert row[1].count("[x]") == 3


@pytest.mark.parametrize("language", ["es", "en", "fr"])
def test_the_method_is_told_from_the_rule_in_force(client, language):
    """Another rule, and the page says another thing."""

    def told() -> str:
        return re.sub(r"<[^>]+>|\s+", " ", client.get(f"/metodo?lang={language}").text)

    here = told()
    assert RULE.version in here
    for number in (f"k = {RULE.k}", f"±{RULE.largest_noise}", f"{int(RULE.dominance * 100)}"):
        assert number in here
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(screen, "RULE", replace(RULE, k=17, version="2099.1"))
        assert "k = 17" in told()
        assert "2099.1" in told()
