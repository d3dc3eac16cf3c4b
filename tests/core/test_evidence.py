"""The grade of a route follows from its sources by one written rule."""

from pathlib import Path

import pytest

from core.evidence import GRADES, SOURCE_TYPES, Cited, corroboration, grade, grade_alone

#: sources as (type, publisher), grade, how many are independent
JUDGED = [
    ([("judgment", "Sala Penal")], "A", 1),
    ([("case", "MP"), ("police", "PNP")], "A", 2),
    ([("police", "PNP"), ("police", "PNP")], "B", 1),
    ([("case", "MP")], "B", 1),
    ([("case", "MP"), ("press", "La República")], "B", 2),
    ([("press", "La República"), ("press", "Inforegión")], "B", 2),
    ([("study", "OIT"), ("call", "0800")], "B", 2),
    ([("study", "US Department of State"), ("study", " US  department of state")], "C", 1),
    ([("study", "CHS Alternativo")], "C", 1),
    ([("press", "Inforegión")], "D", 1),
    ([("call", "0800")], "D", 1),
    ([], None, 0),
]


@pytest.mark.parametrize(("sources", "expected", "independent"), JUDGED)
def test_sources_make_a_grade(sources, expected, independent):
    cited = [Cited(*each) for each in sources]
    assert grade(cited) == grade(reversed(cited)) == expected
    assert corroboration(cited) == independent


def test_one_more_source_never_makes_a_grade_worse():
    kinds = SOURCE_TYPES.codes
    for first in kinds:
        for second in kinds:
            for whose in ("one", "another"):
                both = grade([Cited(first, "one"), Cited(second, whose)])
                assert both <= min(grade_alone(first), grade_alone(second))


def test_documented_routes_carry_the_grade_of_their_evidence(bulletin):
    for route in bulletin.facts.routes:
        cited = [Cited(each.source_type, each.publisher) for each in route.evidence]
        assert route.grade == grade(cited), route.code
        assert route.corroboration == corroboration(cited) >= 1
    grades = {route.code: route.grade for route in bulletin.facts.routes}
    assert (grades["CHS-A1"], grades["CHS-B5"], grades["COR-1"]) == ("C", "B", "D")
    # The State Department in two years is one source; with IOM it is two.
    assert (grades["OUT-CL-FORCED"], grades["OUT-JP-SEXUAL"]) == ("C", "B")


def test_the_written_rule_stands_in_the_model_with_every_grade():
    written = Path("docs/model.md").read_text("utf-8")
    assert all(f"| {letter} |" in written for letter in GRADES)
