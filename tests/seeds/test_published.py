"""The sourced facts come in whole, with source, bound and register."""

import pytest

from core.errors import BadQuestion, Code
from seeds.published import check_routes, complaints_by_department, rows


def test_the_prosecutors_counted_1976_complaints_in_32_judicial_districts():
    table = [row for row in rows("published_figures") if row["series"] == "mp_complaints"]
    assert len(table) == 32
    assert sum(float(row["value"]) for row in table) == 1976
    assert {row["approximate_place"] for row in table} == {"1"}
    assert sum(complaints_by_department().values()) == 1976


def test_eleven_routes_have_57_stops():
    assert len(rows("internal_routes")) == 11
    assert len(rows("internal_route_stops")) == 57


def test_every_published_figure_names_its_register_period_bound_and_source():
    for row in rows("published_figures"):
        assert row["register_name"]
        assert row["period"]
        assert row["bound"] in ("exact", "at_least", "about")
        assert row["source"].startswith("http")


def test_more_than_is_never_stored_as_exactly():
    calls = {
        row["period"]: (float(row["value"]), row["bound"])
        for row in rows("published_figures")
        if row["series"] == "hotline_calls"
    }
    assert calls["2006-03/2007-07"] == (8500, "at_least")


def test_facts_and_records_are_kept_apart(bulletin):
    assert len(bulletin.facts.series("mp_complaints")) == 32
    internal = [r for r in bulletin.facts.routes if not r.code.startswith(("OUT", "INB"))]
    assert len(internal) == 11
    assert sum(len(route.stops) for route in internal) == 57
    assert not any(route.code.startswith("S-") for route in bulletin.facts.routes)
    assert {r.scope for r in bulletin.facts.routes} == {"internal", "outbound", "inbound"}


def test_every_border_point_a_source_names_is_one_place_and_marked(bulletin):
    towns = {stop.place for r in bulletin.facts.routes for stop in r.stops if stop.border_point}
    assert towns == {"Santa Rosa (frente a Leticia)", "Tumbes", "Puno", "Tacna"}


def test_a_stop_of_a_file_that_is_none_is_refused_by_its_number():
    stops = rows("internal_route_stops")
    check_routes(stops)
    wrong = [{**row, "department": "07"} if row["place"] == "Cusco" else row for row in stops]
    with pytest.raises(BadQuestion) as refused:
        check_routes(wrong)
    assert refused.value.code is Code.STOP_IN_RENIEC_CODES
    assert (refused.value.facts["stop"], refused.value.facts["right"]) == ("1", "08")
