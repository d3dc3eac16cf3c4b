"""Pages of several figures: calls, cases, industries. Same numbers on the page and in its files."""

import csv
import io
import json
import re

import pytest

from app import clock
from core.access.roles import Role
from core.access.sign_in import make_link
from core.bulletin.figures import number
from core.filters import DOMAINS, Dimension, question
from core.vocabulary import INDUSTRIES, Unit

PAGES = {
    "/llamadas": ("meses", "embudo", "horas", "tipo", "efectividad", "medio"),
    "/casos": ("embudo", "registros", "meses", "estado", "registro", "alcance"),
    "/departamentos/15": ("registro", "anos", "provincias", "industrias", "formas"),
    "/industrias/mining": ("departamentos", "formas", "sexo", "edad", "anos"),
}
EVERY = [(path, sheet) for path, sheets in PAGES.items() for sheet in sheets]


def rows(text: str) -> list[dict[str, str]]:
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return list(csv.DictReader(io.StringIO("\n".join(lines))))


@pytest.mark.parametrize(("path", "sheet"), EVERY)
def test_every_figure_is_a_file_with_the_same_numbers_in_both_formats(client, path, sheet):
    as_csv = rows(client.get(f"{path}?cuadro={sheet}&formato=csv").text)
    told = client.get(f"{path}?cuadro={sheet}&formato=json").json()
    assert told["query_id"]
    assert len(told["rows"]) == len(as_csv) > 1
    for one, other in zip(as_csv, told["rows"], strict=True):
        for name, cell in other.items():
            if isinstance(cell, dict):
                assert one[name] == ("" if cell["value"] is None else str(cell["value"]))
                assert one[f"{name}_status"] == cell["status"]


@pytest.mark.parametrize(("path", "sheet"), EVERY)
def test_the_page_shows_the_numbers_of_its_files(client, path, sheet):
    told = client.get(f"{path}?cuadro={sheet}&formato=json").json()
    text = re.sub(r"<[^>]+>", " ", client.get(f"{path}?lang=en").text)
    shown = [c for row in told["rows"] for c in row.values() if isinstance(c, dict)]
    values = {f"{c['value']:,}" for c in shown if isinstance(c["value"], int)}
    assert values
    assert all(re.search(rf"(?<![\d,]){value}(?![\d,])", text) for value in values)


def test_calls_by_hour_are_the_bulletins(client, bulletin):
    told = client.get("/llamadas?cuadro=horas&formato=json&desde=2006&hasta=2009").json()
    from core.periods import between

    asked = question(
        Unit.CALLS, by=(Dimension.HOUR, Dimension.WEEKDAY), span=between("2006", "2009")
    )
    answer = bulletin.figures(asked)
    for row in told["rows"]:
        for day in DOMAINS[Dimension.WEEKDAY].codes:
            assert row[f"weekday_{day}"]["value"] == number(answer[row["hour"], day])


def test_registers_are_never_added_up(client):
    told = client.get("/casos?cuadro=registros&formato=json").json()
    kept = {(row["register"], row["value"]["value"]) for row in told["rows"]}
    assert ("RETA-PNP", 538) in kept
    assert ("Ministerio Público", 1112) in kept
    assert any(value == 1976 for _, value in kept)
    assert told["provenance"] == "published"


@pytest.mark.parametrize("code", INDUSTRIES.codes)
@pytest.mark.parametrize("language", ["es", "en", "fr"])
def test_every_industry_has_its_page(client, code, language):
    page = client.get(f"/industrias/{code}?lang={language}")
    assert page.status_code == 200
    assert INDUSTRIES[code].label(language) in page.text


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    "asked",
    [
        "desde=1999",
        "desde=2009&hasta=2007",
        "desde=x",
        "nada=1",
        "cuadro=otro",
        "formato=doc",
        "edicion=secreta",
        "desde=2008&desde=2009",
        "desde=" + "9" * 10_000,
        "desde=%00%1b",
    ],
)
def test_what_is_not_understood_is_said_and_the_rest_still_works(client, path, asked):
    page = client.get(f"{path}?{asked}")
    assert page.status_code == 400
    assert 'class="problems"' in page.text
    assert "<table" in page.text


def test_an_industry_that_does_not_exist_is_a_sentence(client):
    page = client.get("/industrias/oro")
    assert page.status_code == 400
    assert "oro" in page.text


def test_the_internal_edition_is_for_cleared_staff(client):
    for path in PAGES:
        assert client.get(f"{path}?edicion=interna").status_code == 401


@pytest.mark.parametrize("path", [*PAGES, "/panel?medida=casos"])
def test_the_internal_edition_is_marked_live_and_can_be_left(client, house, path):
    asked = f"{path}{'&' if '?' in path else '?'}edicion=interna"
    public = client.get(path).text
    assert "bell.js" not in public
    assert 'class="switch"' not in public
    client.get(f"/entrar?enlace={make_link(house.register, Role.PLANNER, clock.now)}")
    inside = client.get(asked).text
    assert re.search(r'class="edition exact"', inside)
    assert '<b class="tag">provisional</b>' in inside
    assert "bell.js" in inside
    switch = inside[inside.index('class="switch"') :]
    assert f'href="{path.replace("&", "&amp;")}"' in switch[: switch.index("</ul>")]
    assert f'href="{asked.replace("&", "&amp;")}" aria-current="true"' in switch
    assert "bell.js" not in client.get(path).text
    assert 'class="switch"' in client.get(path).text


def test_synthetic_is_said_beside_every_figure_and_in_every_file(client):
    for path, sheets in PAGES.items():
        page = client.get(path).text
        assert page.count('class="tag"') >= len(sheets) - 1
        for sheet in set(sheets) - {"registros"}:
            told = client.get(f"{path}?cuadro={sheet}&formato=json").json()
            assert told["provenance"] == "synthetic"
            assert json.dumps(told["warning"])
