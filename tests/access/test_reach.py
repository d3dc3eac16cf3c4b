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
from core.register.accounts import AuditEvent
from core.register.cases import Case
from core.register.columns import columns_of
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
        yield registers
        for register in registers.values():
            register.close()


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
