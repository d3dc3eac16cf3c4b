"""Swap the bulletin, and every number changes with it: none comes from elsewhere."""

import re

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.asgi import make_app
from app.house import House
from core.bulletin.bulletin import Bulletin
from core.bulletin.cube import HIDDEN, Table
from core.bulletin.facts import Facts
from tests.factories import FixedShelf

HERE = "http://127.0.0.1"


@pytest.fixture
def marked(house, bulletin):
    """Both doors over a bulletin in which every cell shows 777,777."""
    cube = {
        a: Table(np.where(t.shown == HIDDEN, HIDDEN, 777_777), t.reason)
        for a, t in bulletin.cube.items()
    }
    other = Bulletin(bulletin.release, cube, bulletin.facts)
    with TestClient(
        make_app(House(house.settings, None, FixedShelf(other))), base_url=HERE
    ) as client:
        yield client


@pytest.mark.parametrize(
    "query", ["medida=casos", "medida=victimas&sexo=female", "medida=llamadas&tipo=report"]
)
def test_the_panel_counts_nothing_itself(marked, query):
    rows = marked.get(f"/panel?{query}&formato=json").json()["rows"]
    values = {
        c["value"] for row in rows for n, c in row.items() if n in ("cases", "victims", "calls")
    }
    assert values <= {777_777, None}
    text = re.sub(r"<[^>]+>", " ", marked.get(f"/panel?{query}").text)
    assert "777 777" in text.replace("\N{NO-BREAK SPACE}", " ")


def test_graphql_counts_nothing_itself(marked):
    query = "{ caseCounts(groupBy: [INDUSTRY, FORM]) { cells { count { value } } } }"
    cells = marked.post("/graphql", json={"query": query}).json()["data"]["caseCounts"]["cells"]
    assert {cell["count"]["value"] for cell in cells} == {777_777, None}


def test_series_and_comparisons_count_nothing_themselves(marked):
    query = """{
      series(unit: CASES, groupBy: [INDUSTRY]) { series { points { count { value } } } }
      comparePrevious(unit: CASES, groupBy: [INDUSTRY], from: "2010", to: "2010") {
        cells { current { value } previous { value } difference { value } change { value } } } }"""
    told = marked.post("/graphql", json={"query": query}).json()["data"]
    points = [point for one in told["series"]["series"] for point in one["points"]]
    assert {point["count"]["value"] for point in points} == {777_777, None}
    for cell in told["comparePrevious"]["cells"]:
        sides = {cell["current"]["value"], cell["previous"]["value"]}
        assert sides <= {777_777, None}
        withheld = None in sides
        assert cell["difference"]["value"] == cell["change"]["value"] == (None if withheld else 0)


def test_published_figures_come_from_it_too(house, bulletin):
    facts = Facts(
        tuple(
            type(f)(**{**{n: getattr(f, n) for n in f.__dataclass_fields__}, "value": f.value * 2})
            for f in bulletin.facts.published
        ),
        bulletin.facts.routes,
    )
    other = Bulletin(bulletin.release, bulletin.cube, facts)
    with TestClient(
        make_app(House(house.settings, None, FixedShelf(other))), base_url=HERE
    ) as client:
        text = client.get("/panel").text.replace("\N{NO-BREAK SPACE}", " ")
        assert "3 952" in text
        assert "17 000" in text
        assert "1 976" not in text
