"""Every withheld cell leads to a page that says why and what can be seen instead."""

import html
import re

import pytest

from core.disclosure import RULE
from core.filters import Dimension, question
from core.vocabulary import Unit
from web.parts.why import address

PAGES = [
    "/panel?medida=casos",
    "/panel?medida=casos&industria=logging&desde=2009&hasta=2009",
    "/panel?medida=victimas&sexo=male",
    "/llamadas",
    "/casos?desde=2007&hasta=2007",
    "/departamentos/19",
    "/industrias/fishing",
    "/panel?medida=casos&industria=fishing&sexo=male",
    "/rutas?origen=01&destino=02",
]


def cells(text: str) -> list[str]:
    """The contents of the table cells that say [c]."""
    found = re.findall(r"<td[^>]*>(.*?)</td>", text, re.S)
    return [cell for cell in found if "[c]" in cell]


def links(text: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(r'href="(/reservado[^"]+)"', text)]


@pytest.mark.parametrize("path", PAGES)
def test_every_withheld_count_of_a_page_leads_to_why(client, path):
    text = client.get(path).text
    withheld = cells(text)
    assert withheld
    rates = [cell for cell in withheld if "href" not in cell]
    assert len(links(text)) >= len(withheld) - len(rates)
    beside = len(re.findall(r'<td class="right">\s*\[c\]\s*</td>', text))
    assert len(rates) == beside, "only what is computed from the cell beside it has no link"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["es", "en", "fr"])
def test_each_of_those_pages_says_the_rule_and_offers_what_is_shown(client, path, language):
    for link in sorted(set(links(client.get(path).text)))[::9]:
        page = client.get(f"{link}&lang={language}")
        assert page.status_code == 200, link
        told = page.text.partition("<h1>")[2]
        assert "[c]</h1>" in told.replace("\n", "").replace("  ", ""), link
        assert str(RULE.k) in told or str(RULE.most_dimensions) in told or "lead" in told
        nearest = told.partition('class="ranked"')[2].partition("</ul>")[0]
        assert re.search(r"<b>\d", nearest), link


def test_every_withheld_cell_of_the_comparison_leads_to_the_semester_it_is_withheld_for(client):
    text = client.get("/panel?medida=casos&industria=fishing&sexo=male").text
    table = text.partition('id="tendencia"')[2].partition("</table>")[0]
    rows = re.findall(r"<th scope=\"row\"[^>]*>\s*(\S+?)\s*</th>(.*?)</tr>", table, re.S)
    seen = set()
    for semester, row in rows:
        now, *others = re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)
        earlier = f"{int(semester[:4]) - 1}{semester[4:]}"
        for at, cell in enumerate(others):
            if "[c]" in cell:
                named = semester if at and "[c]" in now else earlier
                month = {"S1": "01", "S2": "07"}[named[5:]]
                month = "03" if named == "2006-S1" else month
                assert f"desde={named[:4]}-{month}" in links(cell)[0]
                seen.add((at, named == semester))
    assert {(0, False), (1, True), (2, True)} <= seen


def test_a_withheld_corridor_that_is_asked_for_leads_to_why(client):
    text = client.get("/rutas?origen=01&destino=02").text
    table = text.partition('id="corredores"')[2].partition("</table>")[0]
    (link,) = links(table)
    assert "origin=01" in link
    assert "arrival=02" in link
    page = client.get(link)
    assert page.status_code == 200
    assert "[c]" in page.text.partition("<h1>")[2].partition("</h1>")[0]
    assert 'class="ranked"' in page.text
    whole = client.get("/rutas").text.partition('id="corredores"')[2].partition("</figure>")[0]
    assert 'href="/metodo"' in whole
    assert "[c]" not in whole


def test_the_views_it_offers_are_pages_of_ours_that_show_the_figure(client, bulletin):
    asked = question(
        Unit.CASES, where={Dimension.DEPARTMENT: ("19",), Dimension.INDUSTRY: ("logging",)}
    )
    text = client.get(address(asked)).text
    views = [html.unescape(v) for v in re.findall(r'<a href="(/(?:panel|casos|llam)[^"]*)"', text)]
    views = [view for view in views if "?" in view]
    assert views
    for view in views:
        assert client.get(view).status_code == 200


def test_a_cell_that_is_shown_says_so(client):
    page = client.get("/reservado?de=cases")
    assert page.status_code == 200
    assert "[c]" not in page.text.partition("<h1>")[2].partition("</h1>")[0]


@pytest.mark.parametrize(
    "query",
    [
        "de=nada",
        "department=99",
        "de=complaints",
        "de=calls&province=0101",
        "desde=2009&hasta=2008",
        "x=1",
        "form=%00",
        "department=" + "1" * 10_000,
    ],
)
def test_what_names_no_cell_is_a_sentence(client, query):
    page = client.get(f"/reservado?{query}")
    assert page.status_code == 400
    assert 'class="problems"' in page.text
