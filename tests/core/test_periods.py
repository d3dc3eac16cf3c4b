"""Months, bands and spans of the series."""

import pytest

from core.errors import BadQuestion, Code
from core.periods import MONTHS, WHOLE, Grain, Span, bands, between, cover, parse


def test_the_series_runs_from_march_2006_to_december_2013():
    assert MONTHS == 94
    assert WHOLE.code == "2006-03/2013-12"


@pytest.mark.parametrize("grain", list(Grain))
def test_the_bands_of_a_grain_cover_the_series_exactly_once(grain: Grain):
    months = [m for b in bands(grain) for m in range(b.span.first, b.span.last + 1)]
    assert months == list(range(MONTHS))


def test_the_first_year_is_incomplete_and_the_second_is_not():
    first, second = bands(Grain.YEAR)[:2]
    assert (first.code, first.complete, first.span.months) == ("2006", False, 10)
    assert (second.code, second.complete) == ("2007", True)


@pytest.mark.parametrize(
    ("code", "months"), [("2008", 12), ("2008-S1", 6), ("2008-Q4", 3), ("2008-03", 1), ("2006", 10)]
)
def test_a_period_code_is_its_months(code: str, months: int):
    assert parse(code).months == months


@pytest.mark.parametrize(
    "text", ["", "2008-13", "2008-S3", "08", "2008-Q5", "٢٠٠٨", "2008 ", "x" * 99]
)
def test_what_is_no_period_is_refused(text: str):
    with pytest.raises(BadQuestion) as refused:
        parse(text)
    assert refused.value.code is Code.MALFORMED_PERIOD


@pytest.mark.parametrize("text", ["2005", "2006-01", "2006-02", "2014-Q1"])
def test_a_period_without_any_month_of_the_series_is_outside(text: str):
    with pytest.raises(BadQuestion) as refused:
        parse(text)
    assert refused.value.code is Code.OUTSIDE_SERIES


def test_a_range_may_not_run_backwards():
    with pytest.raises(BadQuestion) as refused:
        between("2010", "2009")
    assert refused.value.code is Code.REVERSED_RANGE
    assert between("2009", None) == Span(parse("2009").first, MONTHS - 1)


def test_a_span_is_covered_by_the_fewest_whole_bands():
    chosen = cover(between("2008-04", "2010-06"), Grain.QUARTER)
    assert chosen is not None
    assert [band.code for band in chosen] == ["2008-Q2", "2008-S2", "2009", "2010-S1"]


def test_a_span_that_cuts_the_finest_band_cannot_be_covered():
    assert cover(between("2008-02", "2008-06"), Grain.QUARTER) is None
