"""A plan is a folder of TOML files; a wrong one names itself and the line."""

import shutil
from pathlib import Path

import pytest

from app.cli import main
from core.plan.definition import Direction, RuleName
from core.plan.entries import WrongDefinition
from core.plan.loading import HERE, load
from seeds.published import rows

PLAN = load()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the plan of the house that may be spoilt."""
    made = tmp_path / "plan"
    shutil.copytree(HERE / "indicators", made / "indicators")
    shutil.copy(HERE / "plan.toml", made)
    return made


def spoil(path: Path, before: str, after: str) -> int:
    """Put ``after`` in place of the first ``before``; the number of its line."""
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")
    return text[: text.index(before)].count("\n") + 1


def test_the_three_axes_the_four_objectives_and_the_counts_are_those_that_are_known():
    assert [axis.name.es for axis in PLAN.axes] == [
        "Prevención",
        "Aplicación de la ley",
        "Asistencia a las víctimas",
    ]
    assert [objective.name.en for objective in PLAN.objectives] == [
        "Increased awareness",
        "Capacity building of law enforcement",
        "Systematization of data",
        "Shelters for victims",
    ]
    sizes = PLAN.sizes
    assert (sizes.objectives, sizes.goals, sizes.activities, sizes.indicators) == (10, 27, 60, 130)
    assert sizes.axes == len(PLAN.axes) == 3
    assert list(PLAN.years) == [2007, 2008, 2009, 2010, 2011, 2012, 2013]


def test_everything_beyond_the_known_is_called_illustrative():
    known = {*PLAN.axes, *PLAN.objectives}
    assert not [node for node in known if node.illustrative]
    assert all(node.illustrative for node in (*PLAN.goals, *PLAN.activities))
    assert all(indicator.illustrative for indicator in PLAN.indicators)


def test_at_least_forty_indicators_are_useful_in_every_axis_under_every_rule():
    assert len(PLAN.indicators) >= 40
    assert {PLAN.axis_of(each).code for each in PLAN.indicators} == {"A", "B", "C"}
    assert {each.thresholds.rule for each in PLAN.indicators} == set(RuleName)
    assert {each.direction for each in PLAN.indicators} == set(Direction)
    assert {each.computed for each in PLAN.indicators} == {True, False}


def test_whoever_reports_is_an_institution_of_the_register():
    known = {row["acronym"] for row in rows("institutions")}
    assert {name for each in PLAN.indicators for name in each.reporters} <= known


def test_what_is_reported_needs_evidence_and_what_is_counted_does_not():
    assert {each.evidence_required is not each.computed for each in PLAN.indicators} == {True}


SPOILT = [
    ('direction = "ascending"', 'direction = "up"', "unknown direction “up”"),
    ('unit = "percentage"', 'unit = "percent"', "unknown unit “percent”"),
    ('attached_to = "C1.2.1"', 'attached_to = "C9"', "there is no attached_to “C9”"),
    ('thresholds = "A-2026"', 'thresholds = "A-2020"', "there is no thresholds “A-2020”"),
    ("deadline_days = 45", "deadline_days = 4.5", "must be a whole number"),
    ("deadline_days = 45", "deadline_days = 999", "a deadline is 366 days or sooner"),
    ("next_review = 2014-06-30", 'next_review = "soon"', "must be a day"),
    ("evidence_required = true", 'evidence_required = "yes"', "must be true or false"),
    ("2009 = 60", "2019 = 60", "no year of the plan"),
    ("2009 = 60", "2009 = 160", "beyond what the indicator can be"),
    ("2009 = 60", "2009 = 10", "do not run so"),
    ("2009 = 60", "2009 = true", "must be a number"),
    ("2009 = 60", "2009 = ", "Invalid value"),
    ("value = 28", "value = nan", "must be a number"),
    ('period = "2006"', 'period = "2006-Q9"', "is not a period"),
    ("direction = ", "direktion = ", "“direction” is missing"),
    ("illustrative = true", "illustrative = true\ncolour = 1", "“colour” is not known here"),
    ('code = "C-07"', 'code = "C-70"', "must be called C-70.toml"),
    ("disaggregations = []", 'disaggregations = ["sex"]', "only what is counted in records"),
]


@pytest.mark.parametrize(("before", "after", "why"), SPOILT, ids=[case[1] for case in SPOILT])
def test_a_wrong_sheet_names_its_file_and_its_line(folder, before, after, why):
    line = spoil(folder / "indicators" / "C-07.toml", before, after)
    with pytest.raises(WrongDefinition) as wrong:
        load(folder)
    assert why in str(wrong.value)
    assert wrong.value.file == "indicators/C-07.toml"
    if "missing" in why:
        line = 1  # a key that is not there stands nowhere: its table does
    if "colour" in after:
        line += 1
    if why in ("do not run so", "beyond what the indicator can be"):
        line = line_of(folder / "indicators" / "C-07.toml", "[targets]")
    assert wrong.value.line == line


def line_of(path: Path, text: str) -> int:
    return path.read_text("utf-8").splitlines().index(text) + 1


COUNTED = [
    ('count = "calls"', 'count = "tears"', "unknown count “tears”"),
    ('effective = ["effective"]', 'effective = ["loud"]', "“loud” does not exist"),
    ('effective = ["effective"]', 'status = ["charged"]', "not published by “status”"),
    ('effective = ["effective"]', 'loudness = ["effective"]', "unknown loudness"),
    ('disaggregations = ["department"]', 'disaggregations = ["age"]', "not published by “age”"),
    ('unit = "percentage"', 'unit = "number"', "a number has no denominator"),
]


@pytest.mark.parametrize(("before", "after", "why"), COUNTED, ids=[case[1] for case in COUNTED])
def test_a_count_that_cannot_be_done_is_found_before_anybody_asks(folder, before, after, why):
    path = folder / "indicators" / "A-02.toml"
    spoil(path, before, after)
    with pytest.raises(WrongDefinition, match=r"indicators/A-02\.toml, line \d+: ") as wrong:
        load(folder)
    assert why in str(wrong.value)


def test_a_text_without_one_of_the_languages_is_wrong(folder):
    path = folder / "indicators" / "A-01.toml"
    line = spoil(path, 'fr = "Appels à la ligne 0800-2-3232"', 'fr = "  "')
    with pytest.raises(WrongDefinition, match="“fr” is empty") as wrong:
        load(folder)
    assert wrong.value.line == line


STRUCTURE = [
    ('axis = "B"', 'axis = "Z"', "there is no axis “Z”"),
    ("limits = [0.95, 0.75]", "limits = [0.75, 0.95]", "takes 2 limits, falling"),
    ("last_year = 2013", "last_year = 2003", "the plan ends before it begins"),
    ('code = "A1.2"', 'code = "A1.1"', "“A1.1” is there twice"),
    ("goals = 27", "goals = -27", "must be a whole number, 0 or more"),
]


@pytest.mark.parametrize(("before", "after", "why"), STRUCTURE, ids=[c[1] for c in STRUCTURE])
def test_a_wrong_structure_names_its_line(folder, before, after, why):
    line = spoil(folder / "plan.toml", before, after)
    with pytest.raises(WrongDefinition) as wrong:
        load(folder)
    assert str(wrong.value).startswith(f"plan.toml, line {line}: ")
    assert why in str(wrong.value)


def test_what_is_no_text_at_all_is_said_too(folder):
    (folder / "indicators" / "B-01.toml").write_bytes(b'code = "B-01\xff"')
    with pytest.raises(WrongDefinition, match=r"indicators/B-01\.toml, line 1: is not UTF-8"):
        load(folder)


def test_another_plan_needs_no_code(folder):
    for path in (folder / "indicators").glob("*.toml"):
        if path.stem != "C-08":
            path.unlink()
    text = (folder / "plan.toml").read_text("utf-8")
    text = text.replace('code = "2007-2013"', 'code = "2017-2021"')
    text = text.replace("_year = 2007", "_year = 2017").replace("_year = 2013", "_year = 2021")
    (folder / "plan.toml").write_text(text, "utf-8")
    path = folder / "indicators" / "C-08.toml"
    head, _, _ = path.read_text("utf-8").partition("[targets]")
    path.write_text(f"{head}[targets]\n2021 = 10\n", "utf-8")
    other = load(folder)
    assert (other.code, list(other.years)) == ("2017-2021", [2017, 2018, 2019, 2020, 2021])
    assert other.by_code["C-08"].targets == {2021: 10}


def test_a_wrong_plan_stops_the_start_with_one_sentence(folder, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("YANAPAY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("YANAPAY_PLAN", str(tmp_path))
    assert main(["check"]) == 2
    assert "YANAPAY_PLAN is not a folder with a plan.toml" in capsys.readouterr().err
    monkeypatch.setenv("YANAPAY_PLAN", str(folder))
    spoil(folder / "indicators" / "B-02.toml", 'level = "output"', 'level = "outlook"')
    assert main(["check"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("yanapay: the plan: indicators/B-02.toml, line ")
    assert told.count("\n") == 1
