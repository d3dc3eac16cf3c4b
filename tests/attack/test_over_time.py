"""Series and comparisons hand an attacker nothing that ordinary questions did not."""

import itertools

import pytest

CELLS = "cells { period keys { code } count { value status reason withheldParts } rate { value } }"
ASKED = "(groupBy: $by, grain: $grain, from: $from, to: $to)"
HEAD = "query ($by: [Dimension!], $grain: Grain{}, $from: String, $to: String{}) "
ORDINARY = HEAD.format("", "") + "{ told: FIELD" + ASKED + " { queryId " + CELLS + " } }"
SERIES = (
    HEAD.format("! = YEAR", "")
    + "{ told: series(unit: UNIT, groupBy: $by, grain: $grain, from: $from, to: $to) { queryId"
    + " series { keys { code } points { period count { value status reason withheldParts }"
    + " rate { value } } } } }"
)
COMPARED = (
    HEAD.format("", ", $before: Before!")
    + "{ told: comparePrevious(unit: UNIT, before: $before, groupBy: $by, grain: $grain,"
    + " from: $from, to: $to) { currentQueryId previousQueryId previousPeriod withheld cells {"
    + " period previousPeriod keys { code } current { value status reason withheldParts }"
    + " previous { value status reason withheldParts } difference { value status reason }"
    + " change { value status reason } } } }"
)
FIELDS = {"CALLS": "callCounts", "CASES": "caseCounts", "VICTIMS": "victimCounts"}
SPLITS = [[], ["DEPARTMENT"], ["NATURAL_REGION", "INDUSTRY"], ["FORM", "NATURAL_REGION"]]
PERIODS = [
    (None, None, None),
    (None, "2008", "2009"),
    (None, "2010-S2", "2010-S2"),
    ("SEMESTER", "2006", "2008"),
]


@pytest.fixture
def told(client):
    """The answer to a document about one unit."""

    def asking(document, unit, **variables):
        text = document.replace("UNIT", unit).replace("FIELD", FIELDS[unit])
        answer = client.post("/graphql", json={"query": text, "variables": variables}).json()
        assert "errors" not in answer, answer
        return answer["data"]["told"]

    return asking


def coordinates(cell, period):
    return period, tuple(key["code"] for key in cell["keys"])


def ordinary_cells(answer):
    return {coordinates(cell, cell["period"]): cell for cell in answer["cells"]}


@pytest.mark.parametrize("unit", FIELDS)
def test_every_point_of_a_series_is_a_cell_of_an_ordinary_question(told, unit):
    grains = {0: "MONTH", 1: "QUARTER", 2: "SEMESTER"}
    for by, grain in [([], "YEAR"), *((by, grains[len(by)]) for by in SPLITS)]:
        given = {"by": by, "grain": grain}
        plain, made = told(ORDINARY, unit, **given), told(SERIES, unit, **given)
        known = ordinary_cells(plain)
        seen = {
            coordinates(one, point["period"]): (point["count"], point["rate"])
            for one in made["series"]
            for point in one["points"]
        }
        assert seen == {key: (cell["count"], cell["rate"]) for key, cell in known.items()}
        assert made["queryId"] == plain["queryId"]


@pytest.mark.parametrize("before", ["YEAR", "SPAN"])
@pytest.mark.parametrize("unit", FIELDS)
def test_a_comparison_is_two_ordinary_answers_and_their_arithmetic(told, unit, before):
    """He asks for both sides himself, and knows all of it already; what is not told stays so."""
    differences = 0
    for by, (grain, first, last) in itertools.product(SPLITS, PERIODS):
        given = {"by": by, "grain": grain, "from": first, "to": last}
        made = told(COMPARED, unit, before=before, **given)
        plain = told(ORDINARY, unit, **given)
        assert made["currentQueryId"] == plain["queryId"]
        now, then = ordinary_cells(plain), {}
        if made["previousQueryId"]:
            ends = made["previousPeriod"].split("/")
            start = max(ends[0], "2006-03") if grain is None else None
            there = {"from": start, "to": ends[1] if grain is None else None}
            earlier = told(ORDINARY, unit, by=by, grain=grain, **there)
            then = ordinary_cells(earlier)
        for cell in made["cells"]:
            assert cell["current"] == now[coordinates(cell, cell["period"])]["count"]
            period = cell["previousPeriod"] if grain else None
            if cell["previous"]["status"] != "MISSING":
                assert cell["previous"] == then[coordinates(cell, period)]["count"]
            differences += follows(cell)
    assert differences > 0


def follows(cell):
    """1 where a difference was told and follows from two shown values, 0 where none was told."""
    now, then = cell["current"], cell["previous"]
    whole = [
        side["status"] in ("SHOWN", "ZERO") and not side["withheldParts"] for side in (now, then)
    ]
    if not all(whole):
        assert cell["difference"]["value"] is None
        assert cell["change"]["value"] is None
        return 0
    assert cell["difference"]["value"] == now["value"] - then["value"]
    if then["value"] < 20:
        assert cell["change"]["value"] is None
    else:
        percent = 100 * cell["difference"]["value"] / then["value"]
        assert cell["change"]["value"] == pytest.approx(percent, abs=0.0501)
    return 1
