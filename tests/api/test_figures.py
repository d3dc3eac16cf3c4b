"""Figures at the GraphQL door."""

import pytest

from core.bulletin.figures import number
from core.filters import Dimension, question
from core.vocabulary import Unit

COUNTS = """query ($by: [Dimension!], $where: CountWhere, $grain: Grain, $from: String) {
  caseCounts(groupBy: $by, where: $where, grain: $grain, from: $from) {
    unit queryId provenance withheld release { id edition ruleVersion }
    nearest { groupBy period keeps }
    cells { period keys { dimension code label(language: EN) }
            count { value status reason bound provisional withheldParts } rate { value unstable } }
  }
}"""


def test_every_cell_comes_from_the_bulletin(ask, bulletin):
    told = ask(COUNTS, by=["INDUSTRY", "FORM"])["data"]["caseCounts"]
    asked = question(Unit.CASES, by=[Dimension.INDUSTRY, Dimension.FORM])
    answer = bulletin.figures(asked)
    assert told["queryId"] == answer.query_id
    assert told["provenance"] == "SYNTHETIC"
    assert [c["count"]["value"] for c in told["cells"]] == [number(c.figure) for c in answer]
    assert [tuple(k["code"] for k in c["keys"]) for c in told["cells"]] == [c.key for c in answer]
    assert told["withheld"] == sum(c["count"]["status"] == "WITHHELD" for c in told["cells"]) > 0
    assert all(c["count"]["reason"] for c in told["cells"] if c["count"]["status"] == "WITHHELD")


def test_a_fourth_dimension_is_answered_as_withheld_with_a_nearer_view(ask):
    by = ["DEPARTMENT", "INDUSTRY", "FORM"]
    told = ask(COUNTS, by=by)["data"]["caseCounts"]
    assert {c["count"]["reason"] for c in told["cells"]} == {"DIMENSIONS"}
    assert told["nearest"][0]["groupBy"]


def test_rates_stand_beside_counts_by_department_alone(ask, bulletin):
    told = ask(COUNTS, by=["DEPARTMENT"])["data"]["caseCounts"]
    rates = bulletin.rates(question(Unit.CASES, by=[Dimension.DEPARTMENT]))
    for cell in told["cells"]:
        assert cell["rate"]["value"] == number(rates[cell["keys"][0]["code"]])
    assert ask(COUNTS, by=["SEX"])["errors"][0]["extensions"]["code"] == "NOT_IN_THIS_MEASURE"


def test_a_series_names_its_bands(ask):
    told = ask(COUNTS, grain="YEAR")["data"]["caseCounts"]
    assert [cell["period"] for cell in told["cells"]] == [str(y) for y in range(2006, 2014)]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"where": {"industry": ["gold"]}}, "UNKNOWN_VALUE"),
        ({"where": {"department": ["99"]}}, "UNKNOWN_UBIGEO"),
        ({"from": "yesterday"}, "MALFORMED_PERIOD"),
        ({"from": "1999"}, "OUTSIDE_SERIES"),
    ],
)
def test_a_bad_question_is_a_400_with_a_code_and_no_data(client, arguments, code):
    body = {"query": COUNTS, "variables": arguments}
    response = client.post("/graphql", json=body)
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == code
    assert "data" not in response.json()


def test_a_reversed_range_is_refused(client):
    query = '{ caseCounts(from: "2010", to: "2008") { queryId } }'
    response = client.post("/graphql", json={"query": query})
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == "REVERSED_RANGE"


def test_facts_are_told_as_published(ask):
    told = ask(
        """{ complaints { provenance total { value } totalRate { value }
             byDepartment { department { ubigeo name } count { value } rate { value } } }
             publishedFigures(series: "hotline_calls") { value bound period source }
             documentedRoutes { code grade stops { role place } } }"""
    )["data"]
    assert told["complaints"]["total"]["value"] == 1976
    assert told["complaints"]["provenance"] == "PUBLISHED"
    madre = next(r for r in told["complaints"]["byDepartment"] if r["department"]["ubigeo"] == "17")
    assert (madre["count"]["value"], madre["rate"]["value"]) == (178, 162.5)
    assert {f["bound"] for f in told["publishedFigures"]} == {"AT_LEAST", "ABOUT"}
    assert any(route["code"] == "CHS-B1" for route in told["documentedRoutes"])


def test_a_series_nobody_published_is_refused(ask):
    told = ask('{ publishedFigures(series: "nothing") { value } }')
    assert told["errors"][0]["extensions"]["code"] == "UNKNOWN_VALUE"


def test_reference_data_and_method_come_from_the_code(ask):
    told = ask(
        """{ departments { ubigeo population2007 geometry } department(ubigeo: "07") { name }
             industries { code isic } codeLists { name terms { code fr } } release { id cut }
             method { threshold largestNoise noise { noise probability } } }"""
    )["data"]
    assert len(told["departments"]) == 25
    assert told["departments"][0]["geometry"]["type"] in ("Polygon", "MultiPolygon")
    assert told["department"]["name"] == "Callao"
    assert {"code": "mining", "isic": "B/07"} in told["industries"]
    assert told["method"]["threshold"] == 11
    assert abs(sum(step["probability"] for step in told["method"]["noise"]) - 1) < 1e-9


def test_the_schema_in_the_repository_is_the_schema_in_force():
    from pathlib import Path

    from api.schema import schema

    kept = Path("api/schema.graphql").read_text("utf-8")
    assert kept == schema.as_str() + "\n", "run `make schema`"


def test_everything_in_the_schema_is_described():
    from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLObjectType

    from api.execution import EXECUTABLE

    for name, kind in EXECUTABLE.type_map.items():
        if name.startswith("__"):
            continue
        if isinstance(kind, GraphQLObjectType | GraphQLInputObjectType):
            assert kind.description, name
            for field, definition in kind.fields.items():
                assert definition.description, f"{name}.{field}"
                for argument, given in getattr(definition, "args", {}).items():
                    assert given.description, f"{name}.{field}({argument})"
        if isinstance(kind, GraphQLEnumType):
            assert kind.description, name
