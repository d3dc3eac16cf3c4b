"""How far an asker reaches: an agreement's departments, an institution's own referrals."""

import datetime as dt
from dataclasses import replace

import pytest
import sqlalchemy as sa

from core.access.roles import Asker, Role, Scope
from core.desk.audit import Trail
from core.desk.reading import Desk
from core.desk.records import KINDS, Condition, Records, Wanted
from core.errors import Refused
from core.moments import lima_day
from core.places import departments
from core.register import kinds
from core.register.accounts import AuditEvent
from core.register.calls import Call
from core.register.cases import Case, Referral
from core.register.columns import columns_of, uuid7
from core.register.institutions import Training
from seeds.seeding import Size, seed

KEY = b"k" * 32
ALL = Wanted(limit=100)


@pytest.fixture(scope="module")
def world(tmp_path_factory, postgres):
    """The same small register on each engine, made once."""
    from core.register.database import Register

    with postgres.database() as url:
        places = {"sqlite": f"sqlite:///{tmp_path_factory.mktemp('reach') / 'r.db'}"}
        registers = {name: Register(u) for name, u in {**places, "postgresql": url}.items()}
        for register in registers.values():
            register.migrate()
            seed(register, KEY, Size(cases=150, calls=300), lambda *_: None)
            hang_together(register)
        yield registers
        for register in registers.values():
            register.close()


def hang_together(register) -> None:
    """What the synthetic register has none of: a call of Lima of a case elsewhere, a referral of a
    call, a training by an institution."""
    call, case, training = columns_of(Call), columns_of(Case), columns_of(Training)
    with register.writing() as connection:

        def first(column, *where):
            found = sa.select(column).where(*where).order_by(column).limit(1)
            return connection.execute(found).scalar_one()

        lima = first(call.id, call.department == "15", call.case_id.is_(None))
        elsewhere = first(case.id, case.department.not_in({"15", "17"}))
        connection.execute(sa.update(Call).where(call.id == lima).values(case_id=elsewhere))
        held = first(training.id, training.held_on.is_not(None))
        connection.execute(sa.update(Training).where(training.id == held).values(institution="MP"))
        sent = {
            "id": uuid7(),
            "institution": "MP",
            "sent_at": dt.datetime(2012, 3, 2, 4, tzinfo=dt.UTC),
        }
        of = {"call_id": first(call.id, call.department == "16"), "outcome": "sent"}
        connection.execute(sa.insert(Referral).values(provenance="synthetic", **sent, **of))


@pytest.fixture(params=["sqlite", "postgresql"])
def lists(request, world, tmp_path):
    """The lists for an asker."""
    register = world[request.param]

    def of(who: Asker) -> Records:
        now = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
        return Records(Desk(register, who, lambda: now, Trail(KEY, tmp_path / "anchor")), KEY)

    return of


def everything(lists: Records, kind: str, wanted: Wanted = ALL) -> list:
    found, after = [], None
    while True:
        page = lists.page(KINDS[kind], wanted, after)
        found += page.records
        if not page.more:
            return found
        after = page.cursors.of(page.records[-1].row)


WORKER = Asker(Role.CASE_WORKER, "w")
LIMITED = replace(WORKER, scope=Scope("CONV-1", 10, frozenset({"15", "17"})))


@pytest.mark.parametrize("kind", ["call", "case"])
def test_records_under_an_agreement_lie_in_its_departments(lists, kind):
    if kind == "call":
        whole, part = (replace(who, role=Role.OPERATOR) for who in (WORKER, LIMITED))
    else:
        whole, part = WORKER, LIMITED
    theirs = everything(lists(part), kind)
    inside = {r["id"] for r in everything(lists(whole), kind) if r["department"] in {"15", "17"}}
    assert {record["id"] for record in theirs} == inside != set()
    assert lists(part).count(KINDS[kind], ALL) == len(inside)


def test_what_hangs_on_a_record_keeps_to_the_agreement_too(lists):
    cases = {record["id"] for record in everything(lists(LIMITED), "case")}
    victims = everything(lists(LIMITED), "victim")
    assert {victim["case_id"] for victim in victims} <= cases
    referrals = everything(lists(LIMITED), "referral")
    assert {referral["case_id"] for referral in referrals} <= cases
    routes = everything(lists(LIMITED), "route")
    theirs = {record["route_id"] for record in everything(lists(LIMITED), "case")}
    assert {r["id"] for r in routes if r["provenance"] == "synthetic"} <= theirs
    assert sum(r["provenance"] == "published" for r in routes) >= 11


def test_an_id_beyond_the_agreement_finds_nothing(lists):
    outside = [
        r["id"] for r in everything(lists(WORKER), "case") if r["department"] not in {"15", "17"}
    ]
    assert lists(LIMITED).some(KINDS["case"], outside[:50]) == {}
    assert len(lists(WORKER).some(KINDS["case"], outside[:50])) == len(outside[:50])


def test_a_relation_leads_no_further_than_the_agreement(lists):
    """A call of Lima that belongs to a case elsewhere tells nothing of that case."""
    for record in everything(lists(LIMITED), "victim"):
        assert record.one("case")["department"] in {"15", "17"}
    for call in everything(lists(replace(LIMITED, role=Role.CASE_WORKER)), "call"):
        case = call.one("case")
        assert case is None or case["department"] in {"15", "17"}


def test_a_recipient_reads_the_referrals_to_its_own_institution_alone(lists):
    police = Asker(Role.RECIPIENT, "p", institution="PNP / DIVINTRAP")
    theirs = everything(lists(police), "referral")
    assert {r["institution"] for r in theirs} == {"PNP / DIVINTRAP"}
    everyones = everything(lists(WORKER), "referral")
    assert len(theirs) < len(everyones)
    others = [r["id"] for r in everyones if r["institution"] != "PNP / DIVINTRAP"]
    assert lists(police).some(KINDS["referral"], others) == {}


def test_a_recipient_without_an_institution_reads_nothing(lists):
    assert everything(lists(Asker(Role.RECIPIENT, "p")), "referral") == []


@pytest.mark.parametrize("order", [None, "sent_at"])
def test_both_engines_page_the_same_way_up_and_down(lists, order):
    up = everything(lists(WORKER), "referral", Wanted(order=order, limit=7))
    down = everything(lists(WORKER), "referral", Wanted(order=order, limit=7, descending=True))
    assert [r["id"] for r in up] == [r["id"] for r in down][::-1]
    assert len({r["id"] for r in up}) == len(up) > 20


#: What filters on other tables' columns read, from the record itself.
READ_AS = {
    ("case", "form"): lambda record: {row["form"] for row in record.parts("forms")},
    ("route", "ubigeo"): lambda record: {row["department"] for row in record.parts("legs")},
    ("victim", "opened_on"): lambda record: {record.one("case")["opened_on"]},
    ("victim", "department"): lambda record: {record.one("case")["department"]},
    ("victim", "ubigeo"): lambda record: {record.one("case")["department"]},
    ("victim", "industry"): lambda record: {record.one("case")["industry"]},
    ("referral", "sent_on"): lambda record: {lima_day(record["sent_at"])},
}


def values_of(record, kind: str, name: str) -> set:
    read = READ_AS.get((kind, name))
    own = {column: shown for shown, column in KINDS[kind].renamed.items()}
    column = KINDS[kind].filters[name].column
    return read(record) if read else {record[own.get(column, column)]}


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.filters])
def test_every_filter_keeps_the_records_it_names_and_no_other(lists, kind):
    asker = replace(WORKER, role=Role.MONITOR) if kind in ("training", "campaign") else WORKER
    records = everything(lists(asker), kind)
    for name, asked in KINDS[kind].filters.items():
        place = asked.test is kinds.Test.PLACE
        there = {v for record in records for v in values_of(record, kind, name)} - {None}
        chosen = [v for v in sorted(there) if not place or v in departments()][:1]
        assert chosen, name
        days = asked.test in (kinds.Test.DAY, kinds.Test.DAY_OF_MOMENT)
        condition = (
            Condition(name, first=chosen[0], last=chosen[0])
            if days
            else Condition(name, tuple(chosen))
        )
        found = everything(lists(asker), kind, Wanted((condition,), limit=100))
        expected = [r for r in records if values_of(r, kind, name) & set(chosen)]
        assert [r[r.kind.key] for r in found] == [r[r.kind.key] for r in expected], name


@pytest.mark.parametrize("days", [{}, {"first": dt.date.min}, {"last": dt.date.max}])
def test_days_that_nobody_lives_to_see_are_days(lists, days):
    for kind, name in (("referral", "sent_on"), ("case", "opened_on")):
        found = lists(WORKER).page(KINDS[kind], Wanted((Condition(name, **days),)))
        assert found.records, name


def test_a_key_beyond_the_agreement_finds_nothing(lists):
    """A call of Lima that belongs to a case elsewhere is not found by that case."""
    whole, limited = lists(WORKER), lists(LIMITED)
    cases = everything(whole, "case")
    outside = tuple(r["id"] for r in cases if r["department"] not in {"15", "17"})
    inside = tuple(r["id"] for r in cases if r["department"] in {"15", "17"})
    calls = [call for call in everything(whole, "call") if call["department"] in {"15", "17"}]
    calls_of = {
        kept: {c["id"] for c in calls if c["case_id"] in kept} for kept in (inside, outside)
    }
    assert all(calls_of.values())
    for kept in (inside, outside):
        wanted = Wanted((Condition("case", kept),), limit=100)
        found = {call["id"] for call in everything(limited, "call", wanted)}
        assert found == (calls_of[kept] if kept is inside else set())


def test_a_range_of_days_includes_both_ends(lists):
    day = everything(lists(WORKER), "case")[0]["opened_on"]
    wanted = Wanted((Condition("opened_on", first=day, last=day),), limit=100)
    found = everything(lists(WORKER), "case", wanted)
    assert {record["opened_on"] for record in found} == {day}


def test_a_province_is_found_by_its_prefix(lists):
    case = columns_of(Case)
    chosen = everything(lists(WORKER), "case")[3]["id"]
    with lists(WORKER).desk.register.writing() as connection:
        connection.execute(sa.update(Case).where(case.id == chosen).values(province="1703"))
    found = everything(lists(WORKER), "case", Wanted((Condition("ubigeo", ("1703",)),)))
    assert chosen in [record["id"] for record in found]
    assert {record["province"] for record in found} == {"1703"}


def test_every_reading_and_refusal_is_in_the_trail(lists):
    asked = lists(Asker(Role.PLANNER, "planner"))
    for kind in ("call", "case", "victim", "route", "referral"):
        with pytest.raises(Refused):
            asked.page(KINDS[kind], ALL)
        with pytest.raises(Refused):
            asked.some(KINDS[kind], [])
        with pytest.raises(Refused):
            asked.count(KINDS[kind], ALL)
    audit = columns_of(AuditEvent)
    with asked.desk.register.reading() as connection:
        rows = connection.execute(sa.select(audit.allowed).where(audit.actor == "planner"))
        assert {row.allowed for row in rows} == {False}


def test_no_list_shows_a_record_key():
    for kind in KINDS.values():
        assert "rkey" not in {column.name for column in kind.shown}
    assert "operator" not in {column.name for column in KINDS["call"].shown}
