"""What the panel and the pages beside it hold: order, campaigns, years, corridors, provinces."""

import re

import html5lib
import pytest

from core.places import departments, provinces
from tests.promises.test_same_number_at_every_exit import table_of


def part(text: str, name: str):
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    return next(e for e in tree.iter() if e.attrib.get("id") == name)


def counts(cells) -> list[float]:
    """Numbers of a column as it is printed; what is withheld comes last."""
    bare = (re.sub(r"[^\d,]", "", cell).replace(",", ".") for cell in cells)
    return [float(text) if text else -1.0 for text in bare]


@pytest.mark.parametrize("measure", ["denuncias", "casos", "llamadas"])
def test_the_table_is_sorted_by_links_of_its_head(client, measure):
    page = client.get(f"/panel?medida={measure}").text
    heads = re.findall(r'<a id="orden-\d"\s+href="([^"]+)"', page)
    assert len(heads) == 3
    by_name, by_count, by_rate = (
        table_of(client.get(head.replace("&amp;", "&")).text) for head in heads
    )
    names = [departments()[code].name for code in by_name]
    assert names == sorted(names)
    for at, table in ((0, by_count), (1, by_rate)):
        column = counts(cells[at] for cells in table.values())
        assert column == sorted(column, reverse=True)
    assert set(by_name.items()) == set(by_count.items()) == set(by_rate.items())
    assert page.count("aria-sort=") == 1


@pytest.mark.parametrize("path", ["/panel?medida=llamadas", "/panel?medida=casos", "/llamadas"])
def test_campaigns_are_marked_on_the_months_and_named_below(client, bulletin, path):
    text = client.get(path).text
    dated = [c for c in bulletin.facts.campaigns if c.starts_on and c.starts_on >= "2006-03"]
    assert dated
    figure = part(text, "meses" if path.startswith("/panel") else "serie")
    drawn = [e for e in figure.iter() if e.attrib.get("class") == "campaign"]
    named = next(e for e in figure.iter("ol"))
    assert len(drawn) == len(list(named.iter("li"))) == len(dated)
    for campaign in dated:
        assert campaign.starts_on[:7] in "".join(named.itertext())


def test_every_year_has_its_map_and_leads_to_its_view(client):
    figure = part(client.get("/panel?medida=casos").text, "anos")
    links = [e.attrib["href"] for e in figure.iter("a") if "formato" not in e.attrib["href"]]
    assert links == [f"/panel?medida=casos&desde={year}&hasta={year}" for year in range(2006, 2014)]
    maps = [e for e in figure.iter() if e.attrib.get("class") == "regions"]
    assert [len(list(each)) for each in maps] == [25] * 8
    assert {client.get(link).status_code for link in links} == {200}


def test_top_corridors_stand_on_the_panel_with_their_evidence(client):
    text = client.get("/panel").text
    rows = re.findall(r"<b>([^<]+ → [^<]+)</b>.*?grade-([A-D])", text, re.S)
    assert len(rows) == 6
    assert all(name and grade for name, grade in rows)


def test_all_195_provinces_are_circles_of_their_departments(client):
    assert len(provinces()) == 195
    drawn = 0
    for code in departments():
        text = client.get(f"/departamentos/{code}").text
        drawn += len(re.findall(r'<circle class="spot-', text))
        for place in provinces().values():
            if place.department == code:
                assert place.name in text
    assert drawn == 195
