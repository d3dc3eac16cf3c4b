"""From a counted reading down to its records: as many as were counted, for who may read them."""

import datetime as dt
from contextlib import ExitStack

import pytest
import sqlalchemy as sa

from core.access.roles import Action, Asker, Role
from core.bulletin.figures import number
from core.desk.plan_lineage import Side, Traced, counted_kind, records_behind
from core.desk.records import READ, Records
from core.errors import BadQuestion, Code, Refused
from core.filters import Dimension
from core.periods import last_day, month_of
from core.plan.counting import span_of
from core.plan.periods import Period
from core.register.accounts import AuditEvent
from core.register.columns import columns_of
from core.register.plan_records import Count, behind
from tests.factories import SMALL, house_in

AT = Period(2011)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def house(request, tmp_path_factory):
    """A small house on each engine; these tests write to its audit trail."""
    with ExitStack() as stack:
        url = None
        if request.param == "postgresql":
            url = stack.enter_context(request.getfixturevalue("postgres").database())
        made = house_in(tmp_path_factory.mktemp("lineage"), url, SMALL)
        yield made
        made.register.close()


def at_desk(house, role: Role):
    desk = house.desk_of(Asker(role, "pruebas"))
    return house.planning_of(house.recorder_of(desk)), Records(desk, b"k" * 32)


def traced(house, role: Role, **asked):
    return records_behind(*at_desk(house, role), Traced(**{"period": AT, **asked}))


def test_every_part_of_every_formula_has_as_many_records_as_it_counts(house):
    planning, _ = at_desk(house, Role.MONITOR)
    ledger, checked = planning.live(), 0
    people = ("people_trained", "people_reached", "hours_to_police")
    for indicator in planning.plan.indicators:
        for side in Side:
            kind = counted_kind(indicator, side)
            if kind is None:
                continue
            part = getattr(indicator.formula, side)
            span = span_of(indicator, AT, planning.plan.first_year)
            days = dt.date(*month_of(span.first), 1), last_day(span.last)
            with house.register.reading() as connection:
                keys = behind(connection, Count(part.count, part.where, days), None, 10_000)
            assert len(set(keys)) == len(keys)
            figure = getattr(ledger.of(indicator)[AT], side)
            if part.spread is None and part.count not in people:
                assert number(figure) == len(keys), (indicator.code, side)
                checked += 1
    assert checked > 40


def test_pages_follow_each_other_and_are_audited(house):
    first = traced(house, Role.OPERATOR, indicator="A-01", limit=10)
    assert (first.kind.name, len(first.records)) == ("call", 10)
    second = traced(house, Role.OPERATOR, indicator="A-01", limit=10, after=first.after)
    keys = [record["id"] for record in (*first.records, *second.records)]
    assert keys == sorted(set(keys))
    assert {record["received_on"].year for record in first.records} == {2011}
    events = columns_of(AuditEvent)
    asked = sa.select(events.action, events.records).order_by(events.number.desc()).limit(2)
    with house.register.reading() as connection:
        assert [tuple(row) for row in connection.execute(asked)] == [("read_calls", 10)] * 2


@pytest.mark.parametrize("role", list(Role))
def test_the_right_to_the_list_is_asked_for_each_kind(house, role):
    plan = house.ledgers.plan
    for code, side in (("A-01", Side.NUMERATOR), ("B-08", Side.NUMERATOR)):
        kind = counted_kind(plan.by_code[code], side)
        cleared = role in (Role.OPERATOR, Role.CASE_WORKER)
        reads = cleared and (kind.name == "call" or role is Role.CASE_WORKER)
        if reads:
            assert traced(house, role, indicator=code).kind is kind
            assert READ[kind.name] in (Action.READ_CALLS, Action.READ_CASES)
        else:
            with pytest.raises(Refused):
                traced(house, role, indicator=code)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"indicator": "Z-99"}, Code.NOT_FOUND),
        ({"indicator": "C-08"}, Code.NOT_FOUND),  # an institution reports it
        ({"indicator": "A-01", "side": Side.DENOMINATOR}, Code.NOT_FOUND),
        ({"indicator": "A-01", "limit": 101}, Code.OUT_OF_RANGE),
        ({"indicator": "A-01", "limit": 0}, Code.OUT_OF_RANGE),
    ],
    ids=str,
)
def test_what_cannot_be_followed_is_refused_with_the_reason(house, asked, code):
    with pytest.raises(BadQuestion) as refused:
        traced(house, Role.OPERATOR, **asked)
    assert refused.value.code is code


def test_a_narrowing_that_is_no_column_of_a_record_is_named(house):
    days = dt.date(2011, 1, 1), dt.date(2011, 12, 31)
    count = Count("calls", ((Dimension.NATURAL_REGION, ("costa",)),), days)
    with house.register.reading() as connection, pytest.raises(KeyError) as missing:
        behind(connection, count, None, 1)
    assert missing.value.args == (Dimension.NATURAL_REGION,)
