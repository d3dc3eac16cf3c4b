"""The panel by what a department is to a record: where it was recorded, or a stop of its route."""

import re

import pytest

from core.bulletin.figures import number
from core.filters import Dimension, question
from core.periods import between
from core.places import departments
from core.vocabulary import Unit
from tests.promises.test_same_number_at_every_exit import table_of

ROLES = {
    "origen": Dimension.ORIGIN,
    "transito": Dimension.TRANSIT,
    "destino": Dimension.ARRIVAL,
}
ASKED = [
    *(("casos", Unit.CASES, role) for role in ROLES),
    *(("victimas", Unit.VICTIMS, role) for role in ("origen", "destino")),
]


@pytest.mark.parametrize(("measure", "unit", "role"), ASKED)
def test_the_page_and_its_files_count_the_stops_of_routes(client, bulletin, measure, unit, role):
    path = f"/panel?medida={measure}&papel={role}&desde=2009&hasta=2011"
    page = client.get(path)
    assert page.status_code == 200
    by = ROLES[role]
    known = {
        cell.key[0]: cell.figure
        for cell in bulletin.figures(question(unit, by=(by,), span=between("2009", "2011")))
    }
    shown = table_of(page.text)
    assert set(shown) == set(departments())
    for code, (count, rate) in shown.items():
        value = number(known[code])
        assert count == ("[c]" if value is None else f"{value:,}".replace(",", "\xa0"))
        assert rate == "[z]"
    told = client.get(f"{path}&formato=json").json()
    for row in told["rows"][:-1]:
        assert row[unit.value]["value"] == number(known[row[by.value]])
    places = client.get(f"{path}&formato=geojson").json()["features"]
    assert sum(each["geometry"] is not None for each in places) == 25
    assert client.get(f"{path}&formato=svg").text.count("<title>") >= 25
    assert client.get(f"{path}&formato=graphql", follow_redirects=False).status_code == 303


def test_it_is_a_filter_of_the_form_with_words_and_an_address(client):
    page = client.get("/panel?medida=casos&papel=origen").text
    assert re.search(r'id="filtro-papel"', page)
    assert "según dónde empieza su ruta" in page
    assert "Origen de la ruta" in page
    assert "no tiene tasa" in page
    assert re.search(r'<select id="filtro-como"\s+name="como" disabled', page)
    swapped = client.get(
        "/panel?medida=casos&papel=origen&como=tasa&orden=",
        headers={"HX-Request": "true", "HX-Target": "div#vista"},
    )
    assert swapped.headers["hx-push-url"] == "/panel?medida=casos&papel=origen"
    assert 'id="filtro-papel"' not in client.get("/panel?medida=llamadas").text


@pytest.mark.parametrize(
    "asked", ["medida=llamadas&papel=origen", "medida=victimas&papel=transito", "papel=destino"]
)
def test_what_is_not_counted_by_role_is_said_and_the_rest_still_works(client, asked):
    page = client.get(f"/panel?{asked}")
    assert page.status_code == 400
    assert "papel" in page.text
    assert "<table" in page.text


def test_a_withheld_stop_leads_to_why_and_from_there_back_to_the_panel(client):
    page = client.get("/panel?medida=casos&papel=origen&desde=2009&hasta=2011").text
    reasons = re.findall(r'href="(/reservado\?[^"]*origin=\d[^"]*)"', page)
    assert reasons
    pages = [client.get(each.replace("&amp;", "&")) for each in reasons]
    assert {told.status_code for told in pages} == {200}
    assert any('href="/panel?medida=casos&amp;papel=origen' in told.text for told in pages)
