"""Routes as figures at the GraphQL door: corridors, roles of places, transit hubs."""

import pytest

from core.bulletin.figures import number
from core.filters import Dimension, question
from core.periods import WHOLE, between
from core.places import ROUTE_ENDS
from core.vocabulary import Unit

CORRIDORS = """query ($unit: Unit, $from: String, $to: String) {
  corridors(unit: $unit, from: $from, to: $to) {
    unit period queryId provenance withheld
    corridors { origin { code label(language: FR) point } destination { code } yearsShown
      newlyShown count { value status withheldParts } line
      documented { routes codes grade corroboration provenance } } } }"""
ROLES = """query ($places: [String!]) { placeRoles(places: $places) { queryIds provenance
  places { place { code } origin { value status } transit { value status }
    destination { value status } documented { origin transit destination provenance } } } }"""
HUBS = """query ($network: RouteNetwork) { transitHubs(network: $network) { size provenance
  hubs { place department through borderPoint point around sentence(language: EN)
    betweenness { value low high } cut { value low high } }
  bridges { first last through cut { value low high } sentence(language: FR) }
  borderPoints { place department routes point } } }"""


@pytest.mark.parametrize("unit", ["CASES", "VICTIMS"])
@pytest.mark.parametrize("period", [(None, None), ("2008", "2010")])
def test_corridors_are_the_shown_cells_of_the_question_behind_them(ask, bulletin, unit, period):
    told = ask(CORRIDORS, unit=unit, **{"from": period[0], "to": period[1]})["data"]["corridors"]
    by = (Dimension.ORIGIN, Dimension.ARRIVAL)
    answer = bulletin.figures(question(Unit[unit], by=by, span=between(*period)))
    assert told["queryId"] == answer.query_id
    shown = {
        cell.key: number(cell.figure)
        for cell in answer
        if number(cell.figure) is not None and "unknown" not in cell.key
    }
    values = {
        (c["origin"]["code"], c["destination"]["code"]): c["count"]["value"]
        for c in told["corridors"]
    }
    assert values == shown
    known = len(ROUTE_ENDS.terms) - 1
    assert told["withheld"] == known**2 - len(shown)
    counts = [c["count"]["value"] for c in told["corridors"]]
    assert counts == sorted(counts, reverse=True)
    assert told["provenance"] == "SYNTHETIC"


def test_a_corridor_says_how_stable_it_is_and_what_is_documented_of_it(ask, bulletin):
    found = {
        (c["origin"]["code"], c["destination"]["code"]): c
        for c in ask(CORRIDORS)["data"]["corridors"]["corridors"]
    }
    by = (Dimension.ORIGIN, Dimension.ARRIVAL)
    to_the_mines = found["08", "17"]
    years = [
        number(bulletin.figures(question(Unit.CASES, by=by, span=between(y, y)))["08", "17"])
        for y in map(str, range(2006, 2014))
    ]
    assert to_the_mines["yearsShown"] == sum(value is not None for value in years)
    ledger = to_the_mines["documented"]
    assert (ledger["codes"], ledger["grade"]) == (["CHS-A3", "CHS-B5"], "B")
    assert ledger["provenance"] == "PUBLISHED"
    line = to_the_mines["line"]
    assert line["type"] == "LineString"
    assert to_the_mines["origin"]["point"]["coordinates"] == line["coordinates"][0]


def test_a_corridor_across_the_border_carries_what_is_described_of_its_country(ask):
    found = {
        (c["origin"]["code"], c["destination"]["code"]): c["documented"]
        for c in ask(CORRIDORS)["data"]["corridors"]["corridors"]
    }
    assert found["EC", "15"]["codes"] == ["CHS-B3"]  # by way of Piura, as it was described
    assert found["EC", "20"]["codes"] == ["INB-EC-SEXUAL"]


def test_calls_have_no_corridors(ask):
    told = ask(CORRIDORS, unit="CALLS")
    assert told["errors"][0]["extensions"]["code"] == "NOT_IN_THIS_MEASURE"


def test_places_stand_in_their_three_roles_with_facts_apart(ask, bulletin):
    told = ask(ROLES)["data"]["placeRoles"]
    assert [p["place"]["code"] for p in told["places"]] == list(ROUTE_ENDS.codes[:-1])
    fields = {
        "origin": Dimension.ORIGIN,
        "transit": Dimension.TRANSIT,
        "destination": Dimension.ARRIVAL,
    }
    for field, dimension in fields.items():
        answer = bulletin.figures(question(Unit.CASES, by=[dimension]))
        assert answer.query_id in told["queryIds"]
        for place in told["places"]:
            code = place["place"]["code"]
            assert place[field]["value"] == number(answer[(code,)])
    loreto = next(p for p in told["places"] if p["place"]["code"] == "16")
    assert loreto["documented"] == {
        "origin": 5,
        "transit": 4,
        "destination": 1,
        "provenance": "PUBLISHED",
    }
    one = ask(ROLES, places=["17"])["data"]["placeRoles"]["places"]
    assert [p["place"]["code"] for p in one] == ["17"]
    wrong = ask(ROLES, places=["99"])["errors"][0]["extensions"]
    assert wrong["code"] == "UNKNOWN_VALUE"


def test_route_counts_are_ordinary_counts_by_role(ask, bulletin):
    query = """query ($roles: [StopRole!], $by: Dimension) {
      routeCounts(roles: $roles, groupBy: $by) { role answer { queryId withheld
        cells { keys { dimension code } count { value reason } } } } }"""
    told = ask(query)["data"]["routeCounts"]
    assert [each["role"] for each in told] == ["ORIGIN", "TRANSIT", "DESTINATION"]
    (by_form,) = ask(query, roles=["DESTINATION"], by="FORM")["data"]["routeCounts"]
    asked = question(Unit.CASES, by=[Dimension.ARRIVAL, Dimension.FORM])
    assert by_form["answer"]["queryId"] == bulletin.figures(asked).query_id
    (crossed,) = ask(query, roles=["TRANSIT"], by="FORM")["data"]["routeCounts"]
    assert {c["count"]["reason"] for c in crossed["answer"]["cells"]} == {"DIMENSIONS"}


def test_documented_hubs_are_towns_with_their_uncertainty_said(ask):
    told = ask(HUBS)["data"]["transitHubs"]
    assert (told["size"], told["provenance"]) == (11, "PUBLISHED")
    hubs = {hub["place"]: hub for hub in told["hubs"]}
    assert {"Nauta", "Yurimaguas", "Lima", "Pucallpa"} <= set(hubs)
    assert hubs["Nauta"]["through"] == 3
    share = hubs["Nauta"]["betweenness"]
    assert share["low"] <= share["value"] <= share["high"]
    assert "nine of ten" in hubs["Nauta"]["sentence"]
    assert hubs["Lima"]["betweenness"]["low"] is None
    assert "not enough data" in hubs["Lima"]["sentence"]
    assert hubs["Nauta"]["point"]["type"] == "Point"
    assert all(leg["sentence"].endswith(".") for leg in told["bridges"])


def test_hubs_of_the_register_read_released_figures_alone(ask, bulletin):
    told = ask(HUBS, network="REGISTER")["data"]["transitHubs"]
    assert told["provenance"] == "SYNTHETIC"
    passed = bulletin.figures(question(Unit.CASES, by=[Dimension.TRANSIT]))
    assert told["hubs"]
    for hub in told["hubs"]:
        assert hub["through"] == number(passed[(hub["department"],)])
        for measure in (hub["betweenness"], hub["cut"]):
            assert 0 <= measure["low"] <= measure["high"] <= 1
    shown = bulletin.corridors(Unit.CASES, WHOLE)
    assert told["size"] == sum(c.figure.value for c in shown if c.first != c.last)


def test_bridges_of_the_register_say_what_else_their_corridors_pass_or_why_not(ask, bulletin):
    query = """{ transitHubs(network: REGISTER) { bridges {
      first last through around es: sentence en: sentence(language: EN) } } }"""
    told = ask(query)["data"]["transitHubs"]["bridges"]
    assert len(told) == len(bulletin.networks.register.bridges) > 0
    for leg in told:
        if leg["around"]:
            assert f"también por {', '.join(leg['around'])}." in leg["es"]
        else:
            assert "lo reservado no se lee" in leg["es"]
            assert "what is withheld is not read" in leg["en"]
        assert leg["through"] > 0


def test_border_points_are_what_sources_name_with_the_routes_that_stop_there(ask):
    for network in ("DOCUMENTED", "REGISTER"):
        told = ask(HUBS, network=network)["data"]["transitHubs"]["borderPoints"]
        stops = {each["place"]: each["routes"] for each in told}
        assert len(told) == 7
        assert (stops["Santa Rosa (frente a Leticia)"], stops["Iñapari"]) == (1, 0)
        assert all(each["point"]["type"] == "Point" for each in told)


def test_every_documented_route_is_a_line_over_its_stops(ask):
    query = "{ documentedRoutes { code stops { place } line } }"
    for route in ask(query)["data"]["documentedRoutes"]:
        assert route["line"]["type"] == "LineString", route["code"]
        assert len(route["line"]["coordinates"]) == len(route["stops"])
