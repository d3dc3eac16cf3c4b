"""The audit trail is a chain: whoever alters, removes or cuts it is found, and where."""

import datetime as dt
import threading
from contextlib import suppress

import pytest
import sqlalchemy as sa

from core.desk.audit import Trail, verify
from core.register.accounts import AuditEvent, AuditHead
from core.register.audit import Event, Sought, latest
from core.register.columns import columns_of

AT = dt.datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=dt.UTC)
EVENT = columns_of(AuditEvent)
HEAD = columns_of(AuditHead)


@pytest.fixture
def trail(register, tmp_path) -> Trail:
    made = Trail(b"k" * 32, tmp_path / "audit.anchor")
    for number in range(1, 11):
        write(register, made, number)
    return made


def write(register, trail, records: int) -> None:
    with register.writing() as connection:
        trail.write(connection, Event(AT, "rosa", "operator", "read_calls", "", records, True))


def run(register, statement) -> None:
    """What whoever owns the database can do: take the triggers away, then anything."""
    with register.writing() as connection:
        for name in _triggers(connection):
            table = " ON audit_event" if connection.dialect.name == "postgresql" else ""
            connection.execute(sa.text(f"DROP TRIGGER {name}{table}"))
        connection.execute(statement)


def _triggers(connection) -> list[str]:
    listed = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgname = 'audit_event_kept'",
    }
    return list(connection.execute(sa.text(listed[connection.dialect.name])).scalars())


@pytest.mark.parametrize(
    "statement", [sa.update(AuditEvent).values(actor="luis"), sa.delete(AuditEvent)]
)
def test_the_database_refuses_to_change_or_remove_a_row(register, trail, statement):
    refused = pytest.raises(sa.exc.DBAPIError, match="never changed or removed")
    with refused, register.writing() as connection:
        connection.execute(statement)
    assert list(verify(register, trail)) == []


def test_a_whole_chain_has_no_fault(register, trail):
    trail.remember(register)
    assert list(verify(register, trail)) == []
    assert trail.anchored().number == 10


def test_an_altered_row_is_named(register, trail):
    run(register, sa.update(AuditEvent).where(EVENT.number == 4).values(actor="luis"))
    assert list(verify(register, trail)) == ["row 4 was altered"]


@pytest.mark.parametrize(
    "field", [{"records": 9}, {"allowed": False}, {"at": AT + dt.timedelta(1)}]
)
def test_every_field_is_bound(register, trail, field):
    run(register, sa.update(AuditEvent).where(EVENT.number == 7).values(**field))
    assert list(verify(register, trail)) == ["row 7 was altered"]


def test_a_missing_row_is_named(register, trail):
    run(register, sa.delete(AuditEvent).where(EVENT.number.in_([5, 6])))
    assert list(verify(register, trail)) == ["rows 5 to 6 are missing"]


def test_a_cut_end_is_found_by_the_anchor(register, trail):
    trail.remember(register)
    last = 8
    with register.reading() as connection:
        mac = connection.execute(sa.select(EVENT.mac).where(EVENT.number == last)).scalar_one()
    run(register, sa.delete(AuditEvent).where(EVENT.number > last))
    assert list(verify(register, trail)) == ["rows 9 to 10 are missing"]
    run(register, sa.update(AuditHead).values(number=last, mac=mac))
    assert list(verify(register, trail)) == ["the end was cut off: rows 9 to 10 are missing"]


def test_a_rewritten_end_is_found_by_the_anchor(register, trail):
    """Cut the end, head and all, and write another history: the anchor remembers the old one."""
    trail.remember(register)
    with register.reading() as connection:
        mac = connection.execute(sa.select(EVENT.mac).where(EVENT.number == 8)).scalar_one()
    run(register, sa.delete(AuditEvent).where(EVENT.number > 8))
    run(register, sa.update(AuditHead).values(number=8, mac=mac))
    for number in (90, 91, 92):
        write(register, trail, number)
    assert list(verify(register, trail)) == ["row 10 is not the one the anchor remembers"]


def test_without_the_key_no_row_can_be_forged(register, trail, tmp_path):
    write(register, Trail(b"x" * 32, tmp_path / "other"), 1)
    assert list(verify(register, trail)) == ["row 11 was altered"]


def test_many_at_once_make_one_chain(register, trail):
    def many() -> None:
        for number in range(10):
            write(register, trail, number)

    threads = [threading.Thread(target=many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(verify(register, trail)) == []
    assert trail.remember(register).number == 50


def test_an_event_of_a_transaction_that_failed_is_not_there(register, trail):
    event = Event(AT, "rosa", "operator", "read_calls", "", 1, allowed=True)
    with suppress(RuntimeError), register.writing() as connection:
        trail.write(connection, event)
        raise RuntimeError("the action failed after its event was written")
    write(register, trail, 2)
    assert list(verify(register, trail)) == []
    assert trail.remember(register).number == 11


def test_events_are_found_by_act_actor_day_and_outcome(register, trail):
    later = AT + dt.timedelta(days=1)
    with register.writing() as connection:
        trail.write(connection, Event(later, "luis", "planner", "read_cases", "", 0, False))
    with register.reading() as connection:

        def found(**sought) -> list[int]:
            return [number for number, _ in latest(connection, 99, Sought(**sought))]

        assert found() == list(range(11, 0, -1))
        assert found(actor="luis") == found(allowed=False) == found(action="read_cases") == [11]
        assert found(first=later.date()) == [11]
        assert found(last=AT.date()) == list(range(10, 0, -1))
        assert found(first=AT.date(), last=AT.date(), actor="luis") == []


def event(number):
    return Event(AT, "rosa", "operator", "read_cases", "", number, True)


def test_what_is_kept_together_is_one_chain_with_what_others_write(register, trail):
    trail.keep(register, [event(1), event(2)])
    trail.keep(register, [event(3)])
    write(register, trail, 4)
    trail.keep(register, [event(5), event(6), event(7)])
    Trail(trail.key, trail.anchor).keep(register, [event(8)])  # another process
    trail.keep(register, [event(9), event(10)])
    assert list(verify(register, trail)) == []
    with register.reading() as connection:
        kept = [told.records for _, told in latest(connection, 10)]
    assert kept == list(range(10, 0, -1))


def test_nothing_to_keep_is_no_event(register, trail):
    trail.keep(register, [])
    with register.reading() as connection:
        assert len(latest(connection, 100)) == 10


def test_many_who_keep_at_once_lose_nothing(register, trail):
    other = Trail(trail.key, trail.anchor)
    threads = [
        threading.Thread(target=which.keep, args=(register, [event(number)] * 3))
        for number in range(30)
        for which in (trail, other)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert list(verify(register, trail)) == []
    with register.reading() as connection:
        assert len(latest(connection, 1000)) == 10 + 180
