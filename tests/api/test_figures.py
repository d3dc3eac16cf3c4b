"""Figures at the GraphQL door."""

import pytest

from core.bulletin.figures import number
from core.filters import Dimension, question
from core.periods import between
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


def test_every_count_has_a_rate_that_names_its_denominator(ask):
    query = """query ($by: [Dimension!], $where: CountWhere, $grain: Grain) {
      victimCounts(groupBy: $by, where: $where, grain: $grain) {
        cells { keys { code } count { value status } rate { value status population unstable } } }
      departments { ubigeo population2007 } naturalRegions { code population2007 } }"""
    for by, grain in (
        ([], None),
        (["DEPARTMENT"], "QUARTER"),
        (["SEX", "DEPARTMENT"], "YEAR"),
        (["NATURAL_REGION", "AGE"], None),
    ):
        told = ask(query, by=by, grain=grain)["data"]
        people = {d["ubigeo"]: d["population2007"] for d in told["departments"]}
        country = sum(people.values())
        people |= {r["code"]: r["population2007"] for r in told["naturalRegions"]}
        for cell in told["victimCounts"]["cells"]:
            places = [k["code"] for k in cell["keys"] if k["code"] in people]
            count, rate = cell["count"], cell["rate"]
            if not places and by:
                assert rate["status"] == "NOT_APPLICABLE"
                continue
            assert rate["population"] == (people[places[0]] if places else country)
            assert rate["status"] == count["status"]
            if count["status"] == "SHOWN":
                assert rate["value"] == round(100_000 * count["value"] / rate["population"], 1)


SERIES = """query ($unit: Unit!, $by: [Dimension!], $grain: Grain! = YEAR, $from: String) {
  series(unit: $unit, groupBy: $by, grain: $grain, from: $from, to: "2009") {
    unit period grain queryId provenance withheld release { id cut ruleVersion edition }
    nearest { groupBy period }
    series { keys { dimension code label(language: FR) }
             points { period complete count { value status reason } rate { value } } } } }"""


def test_a_series_has_a_point_for_every_band_of_every_group(ask, bulletin):
    told = ask(SERIES, unit="CALLS", by=["NATURAL_REGION"])["data"]["series"]
    assert told["unit"] == "CALLS"
    assert told["period"] == "2006-03/2009-12"
    assert told["release"]["id"] == bulletin.release.id
    assert told["provenance"] == "SYNTHETIC"
    labels = [one["keys"][0]["label"] for one in told["series"]]
    assert labels[:3] == ["Côte", "Andes", "Amazonie"]
    for one in told["series"]:
        points = [(point["period"], point["complete"]) for point in one["points"]]
        assert points == [("2006", False), ("2007", True), ("2008", True), ("2009", True)]


def test_bands_too_fine_for_the_rule_are_gaps_that_say_so(ask):
    told = ask(SERIES, unit="CASES", by=["DEPARTMENT"], grain="MONTH")["data"]["series"]
    points = [point for one in told["series"] for point in one["points"]]
    for point in points:
        # March 2006 is all that the series has of its first quarter, which may be told.
        first = point["period"] == "2006-03"
        assert first or point["count"]["reason"] == "TIME_TOO_FINE"
    assert len(points) == 27 * 46
    assert told["withheld"] >= 27 * 45
    assert told["nearest"]


COMPARED = """query ($unit: Unit!, $from: String, $to: String, $before: Before! = YEAR,
                    $grain: Grain, $by: [Dimension!]) {
  comparePrevious(unit: $unit, from: $from, to: $to, before: $before, grain: $grain, groupBy: $by) {
    before period previousPeriod queryId currentQueryId previousQueryId withheld provenance
    release { id cut ruleVersion }
    cells { period previousPeriod keys { code label }
            current { value status } previous { value status }
            difference { value status reason } change { value status unstable } } } }"""


def test_a_semester_stands_beside_the_same_semester_a_year_before(ask, bulletin):
    given = {"unit": "CALLS", "from": "2010-S2", "to": "2010-S2"}
    told = ask(COMPARED, **given)["data"]["comparePrevious"]
    assert (told["period"], told["previousPeriod"]) == ("2010-07/2010-12", "2009-07/2009-12")
    now, then = (
        number(bulletin.figure(question(Unit.CALLS, span=between(code, code))))
        for code in ("2010-S2", "2009-S2")
    )
    (cell,) = told["cells"]
    assert (cell["current"]["value"], cell["previous"]["value"]) == (now, then)
    assert cell["difference"] == {"value": now - then, "status": "SHOWN", "reason": None}
    assert cell["change"]["value"] == round(100 * (now - then) / then, 1)
    by_span = ask(COMPARED, **given, before="SPAN")["data"]["comparePrevious"]
    assert by_span["previousPeriod"] == "2010-01/2010-06"
    ids = {made[name] for made in (told, by_span) for name in made if name.endswith("ueryId")}
    assert len(ids) == 5  # two comparisons, one current question, two previous ones
    assert told == ask(COMPARED, **given)["data"]["comparePrevious"]


def test_a_withheld_side_leaves_no_difference_and_a_period_outside_is_no_error(ask):
    given = {"unit": "CASES", "by": ["INDUSTRY"], "grain": "YEAR", "to": "2009"}
    told = ask(COMPARED, **given)["data"]["comparePrevious"]
    withheld = 0
    for cell in told["cells"]:
        sides = {cell["current"]["status"], cell["previous"]["status"]}
        if cell["period"] in ("2006", "2007"):
            assert cell["previous"]["status"] == cell["difference"]["status"] == "MISSING"
        elif "WITHHELD" in sides:
            withheld += 1
            assert (cell["difference"]["value"], cell["change"]["value"]) == (None, None)
            assert cell["difference"]["status"] == cell["change"]["status"] == "WITHHELD"
            assert cell["difference"]["reason"]
    assert told["withheld"] == withheld > 0
    assert {c["previousPeriod"] for c in told["cells"]} == {"2005", "2006", "2007", "2008"}
    outside = ask(COMPARED, unit="CASES", to="2007")["data"]["comparePrevious"]
    assert outside["previousPeriod"] == "2005-03/2006-12"
    assert outside["previousQueryId"] is None
    assert outside["cells"][0]["previous"]["status"] == "MISSING"


@pytest.mark.parametrize("query", ["series(unit: U) { unit }", "comparePrevious(unit: U) { unit }"])
def test_complaints_have_no_series_of_ours(ask, query):
    told = ask(f"{{ {query.replace('U)', 'COMPLAINTS)')} }}")
    assert told["errors"][0]["extensions"] == {
        "code": "UNKNOWN_VALUE",
        "field": "unit",
        "value": "complaints",
    }


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
             method { threshold largestNoise unstableBelow largestDifferenceNoise
                      noise { noise probability } } }"""
    )["data"]
    assert len(told["departments"]) == 25
    assert told["departments"][0]["geometry"]["type"] in ("Polygon", "MultiPolygon")
    assert told["department"]["name"] == "Callao"
    assert {"code": "mining", "isic": "B/07"} in told["industries"]
    assert told["method"]["threshold"] == 11
    assert told["method"]["unstableBelow"] == 20
    assert told["method"]["largestDifferenceNoise"] == 2 * told["method"]["largestNoise"]
    assert abs(sum(step["probability"] for step in told["method"]["noise"]) - 1) < 1e-9


def test_places_hold_each_other(ask):
    told = ask(
        """{ provinces { ubigeo name capital capitalPoint department { ubigeo } }
             cusco: provinces(department: "08") { ubigeo }
             department(ubigeo: "08") { provinces { ubigeo } capitalPoint }
             naturalRegions { code label(language: EN) departments { ubigeo naturalRegion } } }"""
    )["data"]
    assert len(told["provinces"]) == 195
    for province in told["provinces"]:
        assert province["department"]["ubigeo"] == province["ubigeo"][:2]
        lon, lat = province["capitalPoint"]["coordinates"]
        assert (-82 < lon < -68, -19 < lat < 0.1) == (True, True), "longitude first"
    assert told["cusco"] == told["department"]["provinces"]
    assert len(told["cusco"]) == 13
    assert told["department"]["capitalPoint"]["type"] == "Point"
    regions = told["naturalRegions"]
    assert [region["label"] for region in regions] == ["Coast", "Highlands", "Jungle"]
    for region in regions:
        assert {d["naturalRegion"] for d in region["departments"]} == {region["code"]}
    assert sum(len(region["departments"]) for region in regions) == 25


def test_codes_are_told_in_words_and_by_isic(ask):
    told = ask(
        """{ countries { code en label(language: FR) } industries { code isicSection isicDivisions }
             codeList(name: "sex") { source terms { code label(language: EN) isicSection } } }"""
    )["data"]
    assert {"code": "NA", "en": "Namibia", "label": "Namibie"} in told["countries"]
    known = {term["code"]: term for term in told["industries"]}
    assert known["hospitality"]["isicSection"] == "I"
    assert known["hospitality"]["isicDivisions"] == ["55", "56"]
    assert known["unknown"] == {"code": "unknown", "isicSection": None, "isicDivisions": []}
    first = told["codeList"]["terms"][0]
    assert first == {"code": "female", "label": "Female", "isicSection": None}


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ('provinces(department: "26") { name }', "UNKNOWN_UBIGEO"),
        ('codeList(name: "names") { name }', "UNKNOWN_VALUE"),
    ],
)
def test_a_place_or_list_that_is_not_there_is_refused(ask, field, code):
    assert ask(f"{{ {field} }}")["errors"][0]["extensions"]["code"] == code


def test_the_schema_in_the_repository_is_the_schema_in_force():
    from pathlib import Path

    from api.schema import schema

    kept = Path("api/schema.graphql").read_text("utf-8")
    assert kept == schema.as_str() + "\n", "run `make schema`"
