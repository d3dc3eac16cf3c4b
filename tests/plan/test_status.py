"""How an indicator stands, by rule A, B and C, for every direction and every gap."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.bulletin.figures import Bound, Missing, Shown, Withheld, Zero
from core.disclosure import Reason
from core.plan.definition import Accumulation, Baseline, Direction, Measure
from core.plan.loading import load
from core.plan.periods import Frequency, Period
from core.plan.readings import NOTHING, Origin, Reading, figure_of, with_years
from core.plan.status import (
    LEAST_COMPOUND,
    Progress,
    Reporting,
    growth_share,
    reporting,
    share_of_target,
    standing,
    target_of,
)

PLAN = load()
#: Rule A, ascending, whole numbers reported by semester.
BY_TARGET = PLAN.by_code["A-12"]
#: Rule B, ascending from zero, by semester.
BY_PATH = PLAN.by_code["A-14"]
WITHOUT = PLAN.by_code["A-01"]

UP, DOWN = Direction.ASCENDING, Direction.DESCENDING
amounts = some.floats(0.01, 1e6, allow_nan=False)
values = some.floats(0, 1e6, allow_nan=False)
directions = some.sampled_from([UP, DOWN])
baselines = some.none() | some.builds(
    lambda value: Baseline(value, Period(2006), "test"), some.floats(0, 1e6, allow_nan=False)
)


def met(actual: float, target: float, direction: Direction) -> bool:
    return actual <= target if direction is DOWN else actual >= target


@given(actual=values, target=values, direction=directions, baseline=baselines)
def test_rule_a_gives_the_whole_share_exactly_where_the_target_is_met(
    actual, target, direction, baseline
):
    share = share_of_target(actual, target, direction, baseline)
    assert (share >= 1) == met(actual, target, direction)


@given(first=values, second=values, target=amounts, direction=directions, baseline=baselines)
def test_rule_a_never_prefers_the_worse_value(first, second, target, direction, baseline):
    worse, better = sorted((first, second), reverse=direction is DOWN)
    shares = [share_of_target(each, target, direction, baseline) for each in (worse, better)]
    assert min(shares[0], 1.0) <= min(shares[1], 1.0)  # beyond the whole there is only "met"


@given(actual=amounts, target=amounts)
def test_rule_a_reads_a_falling_indicator_upside_down(actual, target):
    assert share_of_target(actual, target, DOWN) == pytest.approx(
        share_of_target(target, actual, UP)
    )


@pytest.mark.parametrize(
    ("actual", "target", "direction", "start", "share"),
    [
        (60, 100, UP, None, 0.6),
        (28, 27, DOWN, None, 27 / 28),
        (0, 12, DOWN, None, 1.0),
        (5, 0, DOWN, 20, 0.75),
        (20, 0, DOWN, 20, 0.0),
        (25, 0, DOWN, 20, -0.25),
        (5, 0, DOWN, None, 0.0),
        (0, 0, UP, None, 1.0),
    ],
)
def test_rule_a_where_a_ratio_says_nothing_goes_the_way_from_the_baseline(
    actual, target, direction, start, share
):
    baseline = None if start is None else Baseline(start, Period(2006), "test")
    assert share_of_target(actual, target, direction, baseline) == pytest.approx(share)


@given(
    start=some.floats(-1e4, 1e4),
    gap=some.floats(1, 1e4),
    elapsed=some.integers(1, 7),
    direction=directions,
)
def test_rule_b_on_the_path_is_the_whole_share(start, gap, elapsed, direction):
    target = start - gap if direction is DOWN else start + gap
    if min(start, target) >= LEAST_COMPOUND:
        actual = start * (target / start) ** (elapsed / 7)
    else:
        actual = start + (target - start) * elapsed / 7
        if min(start, actual, target) >= LEAST_COMPOUND:
            return
    assert growth_share(start, actual, target, elapsed, 7) == pytest.approx(1, abs=1e-6)


@given(
    start=amounts, gap=some.floats(1, 1e4), loss=some.floats(0.01, 1e4), elapsed=some.integers(1, 7)
)
def test_rule_b_is_negative_where_the_value_went_the_wrong_way(start, gap, loss, elapsed):
    up, down = start + gap, start + loss
    assert growth_share(up, up + loss, start, elapsed, 7) < 0  # should fall, rose
    assert growth_share(start, start / (1 + loss), up, elapsed, 7) < 0  # should rise, fell
    assert growth_share(start, down, up, elapsed, 7) > 0


@given(actual=values, elapsed=some.integers(1, 7))
def test_rule_b_from_a_baseline_of_zero_goes_in_a_line(actual, elapsed):
    assert growth_share(0, actual, 70, elapsed, 7) == pytest.approx(actual / (10 * elapsed))


@pytest.mark.parametrize(
    ("share", "progress"),
    [
        (95, Progress.ON_TRACK),
        (94.9, Progress.AT_RISK),
        (75, Progress.AT_RISK),
        (74.9, Progress.OFF_TRACK),
        (0, Progress.OFF_TRACK),
    ],
)
def test_rule_a_has_its_limits_at_95_and_75(share, progress):
    indicator = replace(BY_TARGET, targets={2009: 100}, accumulation=Accumulation.STOCK)
    told = standing(indicator, Period(2009), {Period(2009): figure_of(share)})
    assert told.progress is progress
    assert told.share == pytest.approx(share / 100)


@pytest.mark.parametrize(
    ("actual", "progress"),
    [
        (95, Progress.ON_TRACK),
        (94, Progress.NEEDS_ACCELERATION),
        (60, Progress.NEEDS_ACCELERATION),
        (59, Progress.LIMITED),
        (0, Progress.LIMITED),
        (-1, Progress.DETERIORATION),
    ],
)
def test_rule_b_has_its_limits_at_95_60_and_0(actual, progress):
    indicator = replace(BY_PATH, targets={2013: 100})
    told = {Period(2012): figure_of(0), Period(2013): figure_of(actual)}
    assert standing(indicator, Period(2013), told).progress is progress


def test_one_value_is_not_enough_for_a_trajectory_and_later_ones_do_not_count():
    told = {Period(2009): figure_of(900), Period(2010): figure_of(1700)}
    assert standing(BY_PATH, Period(2009), told).progress is Progress.NOT_ENOUGH_DATA
    assert standing(BY_PATH, Period(2010), told).progress is Progress.ON_TRACK


def test_a_semester_of_a_flow_is_compared_as_half_a_year():
    halves = {Period(2009, 1): figure_of(600), Period(2009, 2): figure_of(750)}
    years = {Period(2008): figure_of(1200), Period(2009): figure_of(1500)}
    half = standing(BY_PATH, Period(2009, 2), halves)
    assert half.share == pytest.approx(1500 / 3 / (3000 / 7))
    assert half.share == standing(BY_PATH, Period(2009), years).share
    alone = {Period(2009, 2): figure_of(750), Period(2008): figure_of(1200)}
    assert standing(BY_PATH, Period(2009, 2), alone).progress is Progress.NOT_ENOUGH_DATA


def test_where_nothing_is_required_to_lose_nothing_is_enough():
    flat = replace(BY_PATH, targets={2013: 8}, baseline=Baseline(8, Period(2006), "test"))
    told = {Period(2008): figure_of(8), Period(2009): figure_of(8), Period(2010): figure_of(7)}
    assert standing(flat, Period(2009), told).progress is Progress.ON_TRACK
    assert standing(flat, Period(2010), told).progress is Progress.DETERIORATION


@pytest.mark.parametrize("figure", [None, Missing(), Withheld(Reason.SMALL)])
def test_a_period_without_a_value_is_no_data_and_never_a_zero(figure):
    told = {} if figure is None else {Period(2009): figure}
    for indicator in (BY_TARGET, BY_PATH):
        assert standing(indicator, Period(2009), told).progress is Progress.NO_DATA
    assert standing(BY_TARGET, Period(2009), {Period(2009): Zero()}).progress is Progress.OFF_TRACK


@given(value=values)
def test_rule_c_tells_no_progress_whatever_the_value(value):
    told = standing(WITHOUT, Period(2009), {Period(2009): figure_of(value)})
    assert (told.progress, told.share, told.target) == (Progress.NO_TARGET, None, None)


@given(value=some.floats(1, 300), direction=directions)
def test_a_lower_bound_proves_only_what_holds_for_every_larger_number(value, direction):
    indicator = replace(
        BY_TARGET, targets={2009: 100}, direction=direction, accumulation=Accumulation.STOCK
    )
    told = standing(indicator, Period(2009), {Period(2009): Shown(value, Bound.AT_LEAST)})
    if told.progress is Progress.NOT_ENOUGH_DATA:
        return
    for more in (value, value * 2, value * 100):
        exact = standing(indicator, Period(2009), {Period(2009): Shown(more)})
        assert exact.progress is told.progress


@given(yearly=some.dictionaries(some.integers(2007, 2013), amounts, min_size=1))
def test_the_two_halves_of_a_flow_add_up_to_its_year(yearly):
    indicator = replace(BY_TARGET, targets=yearly)
    for year, target in yearly.items():
        halves = [target_of(indicator, half) for half in Period.of_year(year, Frequency.SEMESTER)]
        assert sum(halves) == pytest.approx(target)
        assert target_of(indicator, Period(year)) == target


def test_a_share_and_a_stock_are_due_whole_at_any_time():
    share = replace(BY_TARGET, unit=Measure.PERCENTAGE)
    stock = replace(BY_TARGET, accumulation=Accumulation.STOCK)
    for indicator in (share, stock):
        assert target_of(indicator, Period(2009, 1)) == indicator.targets[2009]


def test_what_counts_up_is_half_way_at_the_half_year():
    indicator = replace(BY_TARGET, accumulation=Accumulation.CUMULATIVE)
    assert target_of(indicator, Period(2008, 1)) == 60  # from 40 to 80
    assert target_of(indicator, Period(2008, 2)) == 80
    assert target_of(indicator, Period(2007, 1)) == 20


def test_a_year_without_a_target_has_no_status():
    told = {Period(2014): figure_of(4)}
    assert standing(BY_TARGET, Period(2014), told).progress is Progress.NO_TARGET


def reported(value: float) -> Reading:
    return Reading(figure_of(value), Origin.REPORTED)


def test_a_year_with_one_semester_missing_is_a_lower_bound():
    halves = {Period(2009, 1): reported(70), Period(2009, 2): reported(80)}
    assert with_years(BY_TARGET, halves)[Period(2009)].figure == Shown(150)
    half = {Period(2009, 1): reported(70)}
    assert with_years(BY_TARGET, half)[Period(2009)].figure == Shown(70, Bound.AT_LEAST)


def test_a_yearly_share_is_made_of_numerators_and_denominators_never_of_shares():
    indicator = PLAN.by_code["C-07"]

    def share(top: int, bottom: int) -> Reading:
        return Reading(Shown(1.0), Origin.REPORTED, Shown(top), Shown(bottom))

    halves = {Period(2009, 1): share(10, 20), Period(2009, 2): share(30, 60)}
    year = with_years(indicator, halves)[Period(2009)]
    assert (year.figure, year.numerator, year.denominator) == (Shown(50), Shown(40), Shown(80))
    halves[Period(2009, 1)] = reported(50)
    assert with_years(indicator, halves)[Period(2009)] == NOTHING


def test_a_year_of_a_stock_is_its_second_semester():
    indicator = replace(BY_TARGET, accumulation=Accumulation.STOCK)
    halves = {Period(2009, 1): reported(9), Period(2009, 2): reported(11)}
    assert with_years(indicator, halves)[Period(2009)].figure == Shown(11)
    del halves[Period(2009, 2)]
    assert with_years(indicator, halves)[Period(2009)] == NOTHING


@pytest.mark.parametrize(
    ("today", "figure", "waits", "told"),
    [
        (dt.date(2010, 2, 14), None, False, (Reporting.DUE, 0)),
        (dt.date(2010, 2, 15), Missing(), False, (Reporting.LATE, 1)),
        (dt.date(2010, 3, 15), None, True, (Reporting.IN_REVIEW, 29)),
        (dt.date(2014, 1, 1), Zero(), False, (Reporting.REPORTED, 0)),
    ],
)
def test_whether_it_was_reported_is_another_question(today, figure, waits, told):
    assert reporting(BY_TARGET, Period(2009), figure, today, waits=waits) == told
