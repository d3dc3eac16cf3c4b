"""Which lists of stops make a route; every refusal names the stop and the reason."""

import datetime as dt

import pytest

from core.errors import BadQuestion, Code
from core.places import departments, provinces
from core.sentences import sentence
from core.stops import MOST, Stop, check_stops, scope

IQUITOS = Stop(role="origin", department="16", province="1601", town="Iquitos")
PUCALLPA = Stop(role="transit", department="25", mode="river")
LIMA = Stop(role="destination", department="15", town="Lima")
LATE, EARLY = dt.date(2012, 5, 1), dt.date(2012, 4, 1)


def with_(stop: Stop, **changes) -> Stop:
    return Stop(**{name: getattr(stop, name) for name in Stop.__slots__} | changes)


def test_documented_kinds_of_routes_are_routes():
    check_stops([IQUITOS, LIMA])
    check_stops([IQUITOS, PUCALLPA, LIMA])
    check_stops([Stop(role="origin", country="EC"), with_(PUCALLPA, exploited_here=True), LIMA])
    # Exploited in Pucallpa, then taken on: a place may be a destination on the way.
    check_stops([IQUITOS, with_(PUCALLPA, role="destination"), LIMA])
    check_stops([IQUITOS, PUCALLPA, with_(IQUITOS, role="destination")])  # and back


@pytest.mark.parametrize(
    ("stop", "precision", "name"),
    [
        (Stop(role="origin", country="EC"), "country", "Ecuador"),
        (Stop(role="origin"), "country", "Perú"),
        (Stop(role="origin", department="17"), "department", "Madre de Dios"),
        (Stop(role="origin", department="17", province="1702"), "province", "Manu"),
        (Stop(role="origin", department="17", town="La Pampa"), "town", "La Pampa"),
    ],
)
def test_a_place_says_how_exactly_it_is_known(stop, precision, name):
    check_stops([stop, LIMA])
    assert (stop.precision, stop.name) == (precision, name)


#: stops, code, stop, field
REFUSED = [
    ([], Code.TOO_FEW_STOPS, None, "stops"),
    ([IQUITOS], Code.TOO_FEW_STOPS, None, "stops"),
    ([IQUITOS, *[PUCALLPA] * MOST, LIMA], Code.TOO_FEW_STOPS, None, "stops"),
    ([PUCALLPA, LIMA], Code.STOP_OUT_OF_ROLE, "1", "role"),
    ([IQUITOS, PUCALLPA], Code.STOP_OUT_OF_ROLE, "2", "role"),
    ([IQUITOS, IQUITOS, LIMA], Code.STOP_OUT_OF_ROLE, "2", "role"),
    ([IQUITOS, with_(PUCALLPA, role="hub"), LIMA], Code.STOP_OUT_OF_ROLE, "2", "role"),
    ([IQUITOS, with_(PUCALLPA, mode="rocket"), LIMA], Code.STOP_UNKNOWN, "2", "mode"),
    ([IQUITOS, with_(LIMA, country="XX")], Code.STOP_UNKNOWN, "2", "country"),
    ([IQUITOS, with_(LIMA, country="EC")], Code.STOP_UNKNOWN, "2", "department"),
    ([IQUITOS, with_(LIMA, department="26")], Code.STOP_UNKNOWN, "2", "department"),
    ([IQUITOS, with_(LIMA, department="1")], Code.STOP_UNKNOWN, "2", "department"),
    ([IQUITOS, with_(LIMA, province="9901")], Code.STOP_UNKNOWN, "2", "province"),
    ([IQUITOS, with_(LIMA, province="0101")], Code.STOP_UNKNOWN, "2", "province"),
    (
        [IQUITOS, with_(LIMA, department=None, province="1501")],
        Code.STOP_UNKNOWN,
        "2",
        "province",
    ),
    ([IQUITOS, PUCALLPA, PUCALLPA, LIMA], Code.STOP_REPEATED, "3", "stops"),
    ([with_(LIMA, role="origin"), LIMA], Code.STOP_REPEATED, "2", "stops"),
    (
        [with_(IQUITOS, first_seen=LATE, last_seen=EARLY), LIMA],
        Code.STOP_DATES_REVERSED,
        "1",
        "stops",
    ),
    (
        [with_(IQUITOS, first_seen=LATE), with_(LIMA, last_seen=EARLY)],
        Code.STOP_DATES_REVERSED,
        "2",
        "stops",
    ),
]


@pytest.mark.parametrize(("stops", "code", "stop", "field"), REFUSED)
def test_what_is_no_route_is_refused_with_the_stop_and_the_reason(stops, code, stop, field):
    with pytest.raises(BadQuestion) as refused:
        check_stops(stops)
    assert (refused.value.code, refused.value.facts.get("stop")) == (code, stop)
    assert refused.value.facts["field"] == field
    for language in ("es", "en", "fr"):
        assert (stop or "2") in sentence(refused.value, language)


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ({"department": "07", "town": "Cusco"}, "07"),
        ({"department": "07", "province": "0801"}, "07"),
        ({"department": "08", "province": "0701"}, "0701"),
        ({"department": "16", "town": "Puerto Maldonado"}, "16"),
        ({"department": "24", "town": "callao"}, "24"),
    ],
)
def test_codes_of_reniec_are_known_by_what_stands_beside_them(given, value):
    with pytest.raises(BadQuestion) as refused:
        check_stops([IQUITOS, with_(PUCALLPA, **given), LIMA])
    facts = refused.value.facts
    assert refused.value.code is Code.STOP_IN_RENIEC_CODES
    assert (facts["stop"], facts["value"]) == ("2", value)
    assert departments()[facts["right"]].name == facts["name"]


def test_no_place_in_inei_codes_is_taken_for_one_of_reniec():
    for code, place in departments().items():
        check_stops([Stop(role="origin", department=code, town=place.capital), LIMA_OR(code)])
    for code, part in provinces().items():
        stop = Stop(role="origin", department=part.department, province=code, town=part.capital)
        check_stops([stop, LIMA_OR(part.department)])


def LIMA_OR(code: str) -> Stop:  # noqa: N802
    """Another place than the one before."""
    return Stop(role="destination", country="EC") if code == "15" else LIMA


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("PE", "PE", "internal"),
        ("PE", "JP", "outbound"),
        ("EC", "PE", "inbound"),
        ("EC", "CL", "outbound"),
    ],
)
def test_the_scope_follows_from_the_ends(first, last, expected):
    assert scope(first, last) == expected
