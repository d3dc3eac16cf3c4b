"""Rates, series and comparisons: arithmetic on what an answer shows, and nothing besides."""

import itertools
from dataclasses import replace

import pytest

from core.bulletin.comparisons import Before, change, difference, earlier_question, normal_form
from core.bulletin.figures import Bound, Missing, NotApplicable, Shown, Status, Withheld, Zero
from core.bulletin.rates import rates
from core.bulletin.series import series
from core.disclosure import Reason
from core.errors import BadQuestion, Code
from core.filters import DIMENSIONS_OF, Dimension, question
from core.isic import isic_divisions, isic_section
from core.periods import Grain, bands, between
from core.places import departments, national_population, natural_regions, provinces_of
from core.vocabulary import INDUSTRIES, Unit

SMALL, DOMINANT = Withheld(Reason.SMALL), Withheld(Reason.DOMINANT)


@pytest.mark.parametrize(
    ("current", "previous", "told", "percent"),
    [
        (Shown(30), Shown(20), Shown(10), Shown(50.0)),
        (Shown(20), Shown(30), Shown(-10), Shown(-33.3)),
        (Shown(25), Shown(25), Shown(0), Shown(0.0)),
        (Shown(12), Shown(24), Shown(-12), Shown(-50.0, unstable=True)),
        (Shown(30), Shown(19), Shown(11), NotApplicable()),
        (Shown(30), Zero(), Shown(30), NotApplicable()),
        (Zero(), Shown(40), Shown(-40), Shown(-100.0, unstable=True)),
        (Zero(), Zero(), Shown(0), NotApplicable()),
        (SMALL, Shown(40), SMALL, SMALL),
        (Shown(40), DOMINANT, DOMINANT, DOMINANT),
        (SMALL, DOMINANT, SMALL, SMALL),
        (SMALL, Zero(), SMALL, SMALL),
        (Shown(40), Missing(), Missing(), Missing()),
        (SMALL, Missing(), Missing(), Missing()),
        (NotApplicable(), Shown(40), NotApplicable(), NotApplicable()),
        (Shown(40, withheld_parts=1), Shown(40), NotApplicable(), NotApplicable()),
        (Shown(40), Shown(40, withheld_parts=2), NotApplicable(), NotApplicable()),
        (Shown(40), Shown(40, Bound.AT_LEAST), NotApplicable(), NotApplicable()),
    ],
)
def test_a_difference_is_told_only_of_two_sides_that_are_told_whole(
    current, previous, told, percent
):
    assert difference(current, previous) == told
    assert change(current, previous) == percent


def test_what_is_provisional_on_either_side_stays_so():
    assert difference(Shown(30, provisional=True), Shown(20)).provisional
    assert difference(Zero(), Zero(provisional=True)).provisional
    assert change(Shown(30), Shown(20, provisional=True)).provisional
    assert not difference(Shown(30), Shown(20)).provisional


def test_the_period_before_is_as_long_and_a_year_or_a_span_earlier():
    quarter = between("2009-Q2", "2009-Q2")
    assert Before.YEAR.of(quarter) == between("2008-Q2", "2008-Q2")
    assert Before.SPAN.of(quarter) == between("2009-Q1", "2009-Q1")
    years = between("2009", "2010")
    assert Before.YEAR.of(years) == between("2008", "2009")
    assert Before.SPAN.of(years) == between("2007", "2008")


@pytest.mark.parametrize("before", Before)
def test_what_lies_before_the_series_is_not_asked_for(before):
    for span in (between(None, None), between("2006", "2006"), between("2007", "2007")):
        assert earlier_question(question(Unit.CALLS, span=span), before) is None
    by_year = earlier_question(question(Unit.CALLS, grain=Grain.YEAR), before)
    assert by_year is not None
    assert by_year.span == between("2007", "2012")


@pytest.mark.parametrize("grain", [Grain.YEAR, Grain.SEMESTER, Grain.QUARTER, Grain.MONTH])
@pytest.mark.parametrize("before", Before)
def test_every_band_is_compared_with_a_whole_band_as_wide_or_with_none(bulletin, grain, before):
    made = bulletin.compared(question(Unit.CALLS, grain=grain), before)
    known = {band.code: band for band in bands(grain)}
    assert [cell.key[0] for cell in made.cells] == list(known)
    for cell in made.cells:
        band, earlier = known[cell.key[0]], known.get(cell.earlier)
        if earlier is not None and earlier.complete and band.complete:
            assert Before(before).of(band.span) == earlier.span
            assert made.previous[(cell.earlier,)] == cell.previous
        else:
            assert cell.previous == cell.difference == cell.change == Missing()
    assert {cell.previous.status for cell in made.cells} == {Status.MISSING, Status.SHOWN}


def test_one_comparison_has_one_id_and_no_question_has_the_same(bulletin):
    spans = (between("2008", "2008"), between("2009", "2010"), between(None, None))
    ids = []
    for unit, span, grain in itertools.product(DIMENSIONS_OF, spans, (None, *Grain)):
        for by in ((), *((d,) for d in DIMENSIONS_OF[unit])):
            asked = question(unit, by=by, span=span, grain=grain)
            again = question(unit, by=list(by), span=span, grain=grain)
            ids.append(bulletin.query_id(asked.normal_form))
            for before in Before:
                ids.append(bulletin.query_id(normal_form(asked, before)))
                assert ids[-1] == bulletin.query_id(normal_form(again, before))
    assert len(set(ids)) == len(ids)
    made = bulletin.compared(question(Unit.CASES), Before.SPAN)
    assert made.query_id == bulletin.query_id(normal_form(question(Unit.CASES), Before.SPAN))


def test_cells_are_divided_by_the_people_of_the_place_they_lie_in(bulletin):
    def populations(**given):
        return [rate.population for rate in rates(bulletin.figures(question(**given)))]

    people = {code: place.population_2007 for code, place in departments().items()}
    regions = [region.population_2007 for region in natural_regions().values()]
    place, region, form = Dimension.DEPARTMENT, Dimension.NATURAL_REGION, Dimension.FORM
    assert sum(regions) == sum(people.values()) == national_population()
    assert populations(unit=Unit.CASES) == [national_population()]
    assert populations(unit=Unit.VICTIMS, by=[Dimension.SEX]) == [national_population()] * 4
    assert populations(unit=Unit.CALLS, by=[place]) == [*people.values(), None, None]
    assert populations(unit=Unit.CASES, by=[region]) == [*regions, None, None]
    by_form = populations(unit=Unit.CASES, by=[form, place], where={place: ["17"]})
    assert by_form == [people["17"]] * 5
    by_year = populations(unit=Unit.CASES, by=[region], grain=Grain.YEAR)
    assert by_year == [*regions, None, None] * 8
    two = {place: ["17", "08"]}
    assert populations(unit=Unit.CASES, where=two) == [people["17"] + people["08"]]
    assert populations(unit=Unit.CASES, where={place: ["17", "unknown"]}) == [None]
    for end in (Dimension.PROVINCE, Dimension.ORIGIN, Dimension.ARRIVAL, Dimension.TRANSIT):
        assert set(populations(unit=Unit.CASES, by=[end])) == {None}
    assert populations(unit=Unit.CASES, where={Dimension.ORIGIN: ["17"]}) == [None]
    coast_and_jungle = {region: ["coast", "jungle"]}
    assert populations(unit=Unit.CASES, where=coast_and_jungle) == [regions[0] + regions[2]]


def test_a_rate_is_the_count_over_the_population_and_keeps_its_state(bulletin):
    answer = bulletin.figures(
        question(Unit.VICTIMS, by=[Dimension.DEPARTMENT], grain=Grain.QUARTER)
    )
    states = set()
    for cell, rate in zip(answer, rates(answer), strict=True):
        states.add(rate.figure.status)
        if rate.population is None:
            assert rate.figure == NotApplicable()
        elif isinstance(cell.figure, Shown):
            assert rate.figure.value == round(cell.figure.value * 100_000 / rate.population, 1)
            assert rate.figure.unstable is (cell.figure.value < 20)
        else:
            assert rate.figure == cell.figure
    assert states == {Status.SHOWN, Status.WITHHELD, Status.NOT_APPLICABLE}


def test_a_series_holds_the_cells_of_its_answer_in_time_order(bulletin):
    asked = question(
        Unit.CASES,
        by=[Dimension.FORM, Dimension.NATURAL_REGION],
        grain=Grain.SEMESTER,
        span=between("2008", "2010"),
    )
    answer = bulletin.figures(asked)
    made = series(answer)
    codes = [f"{year}-S{half}" for year in (2008, 2009, 2010) for half in (1, 2)]
    assert len(made) == 5 * 5
    for one in made:
        assert [point.band.code for point in one.points] == codes
        for point in one.points:
            assert point.figure is answer[(point.band.code, *one.key)]
    narrow = replace(asked, span=between("2008-01", "2008-02"))
    assert {one.points for one in series(bulletin.figures(narrow))} == {()}


def test_departments_are_not_crossed_with_the_regions_they_make_up(bulletin):
    place, region = Dimension.DEPARTMENT, Dimension.NATURAL_REGION
    crossed = [
        question(Unit.CASES, by=[place, region]),
        question(Unit.CASES, by=[region], where={place: ["17"]}),
    ]
    for asked in crossed:
        answer = bulletin.figures(asked)
        assert {cell.figure for cell in answer} == {Withheld(Reason.DIMENSIONS)}
        offered = bulletin.nearest(answer)
        assert offered
        assert all(bulletin.figures(wider).withheld_share < 1 for wider in offered)


def test_complaints_are_not_ours_to_count():
    with pytest.raises(BadQuestion) as refused:
        question(Unit.COMPLAINTS)
    assert refused.value.code is Code.UNKNOWN_VALUE


def test_provinces_and_isic_codes_are_read_as_they_are_written():
    assert len(provinces_of("15")) == 10
    with pytest.raises(BadQuestion):
        provinces_of("26")
    assert [isic_section(term.isic) for term in INDUSTRIES.terms] == [*"BAAATICFGHE", ""]
    told = {term.code: isic_divisions(term.isic) for term in INDUSTRIES.terms}
    assert told["mining"] == ["07"]
    assert told["construction"] == ["41", "42", "43"]
    assert told["manufacturing"] == ["20", "23"]
    assert told["unknown"] == []
