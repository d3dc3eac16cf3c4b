"""What is told of each end of a corridor, and why not of both ends at once."""

import re

import pytest

from core.bulletin.figures import number
from core.disclosure import RULE, Reason
from core.filters import Dimension, question
from core.periods import Grain, between
from core.places import departments
from core.vocabulary import Unit

SPLITS = {
    "cases_by_year": (Unit.CASES, None),
    "cases_by_form": (Unit.CASES, Dimension.FORM),
    "cases_by_industry": (Unit.CASES, Dimension.INDUSTRY),
    "victims_by_sex": (Unit.VICTIMS, Dimension.SEX),
    "victims_by_age": (Unit.VICTIMS, Dimension.AGE),
}


def told(client, **asked: str) -> dict:
    query = "".join(f"&{name}={code}" for name, code in asked.items())
    return client.get(f"/rutas?cuadro=extremos&formato=json{query}").json()


def answers(bulletin, split: str, where, span):
    unit, by = SPLITS[split]
    if by is None:
        return bulletin.figures(question(unit, where=where, span=span, grain=Grain.YEAR))
    return bulletin.figures(question(unit, by=[by], where=where, span=span))


@pytest.mark.parametrize(
    ("asked", "column", "where"),
    [
        ({"origen": "16"}, "from_origin", {Dimension.ORIGIN: ("16",)}),
        ({"destino": "15"}, "to_arrival", {Dimension.ARRIVAL: ("15",)}),
        ({"origen": "PE"}, "from_origin", {Dimension.ORIGIN: tuple(departments())}),
        ({"origen": "16", "desde": "2009", "hasta": "2011"}, "from_origin", None),
    ],
)
def test_an_end_is_split_five_ways_as_released(client, bulletin, asked, column, where):
    span = between(asked.get("desde"), asked.get("hasta"))
    rows = told(client, **asked)["rows"]
    assert {row["split"] for row in rows} == set(SPLITS)
    for split in SPLITS:
        answer = answers(bulletin, split, where or {Dimension.ORIGIN: ("16",)}, span)
        kept = {(row["part"],): row[column]["value"] for row in rows if row["split"] == split}
        assert kept == {cell.key: number(cell.figure) for cell in answer}


def test_of_both_ends_together_only_the_years_are_told_and_the_page_says_why(client, bulletin):
    where = {Dimension.ORIGIN: ("16",), Dimension.ARRIVAL: ("15",)}
    rows = told(client, origen="16", destino="15")["rows"]
    for row in rows:
        if row["split"] == "cases_by_year":
            year = bulletin.figure(
                question(Unit.CASES, where=where, span=between(*[row["part"]] * 2))
            )
            assert row["between_ends"]["value"] == number(year)
        else:
            assert row["between_ends"]["reason"] == Reason.DIMENSIONS
    page = client.get("/rutas?origen=16&destino=15").text
    figure = re.search(r'<figure id="extremos".*?</figure>', page, re.S)[0]
    assert f"la regla permite {RULE.most_dimensions}" in page
    crossed = "/reservado?de=cases&amp;form=sexual&amp;origin=16&amp;arrival=15"
    assert crossed in figure
    why = client.get(crossed.replace("&amp;", "&")).text
    assert "dimensiones" in why


def test_where_no_end_is_chosen_it_is_the_origin_of_the_largest_corridor(client, bulletin):
    largest = next(iter(bulletin.corridors(Unit.CASES, between(None, None))))
    rows = told(client)["rows"]
    assert rows == told(client, origen=largest.first)["rows"]
    assert told(client, desde="2006", hasta="2006")["rows"] is not None


def test_every_withheld_cell_of_an_end_leads_to_why(client):
    page = client.get("/rutas?origen=24").text
    figure = re.search(r'<figure id="extremos".*?</figure>', page, re.S)[0]
    cells = re.findall(r'<td class="right">(.*?)</td>', figure, re.S)
    withheld = [cell for cell in cells if "[c]" in cell]
    assert withheld
    assert all('href="/reservado?' in cell for cell in withheld)
