"""Notes and narratives are sealed, versioned, rotated and erased; the register never holds them."""

import datetime as dt
import os
import sqlite3
import threading

import pytest
import sqlalchemy as sa

from core.access import accounts
from core.access.roles import Asker, Role
from core.access.rotation import rotate
from core.access.sealing import BrokenSeal, Ring
from core.desk.audit import Trail, verify
from core.desk.reading import Desk
from core.desk.texts import MOST_CHARACTERS, Subject, Texts
from core.errors import BadQuestion, Code, Refused
from core.identifying import Kind
from core.register import audit
from core.register.accounts import AuditEvent
from core.register.calls import Call
from core.register.cases import Case
from core.register.columns import columns_of, uuid7
from core.register.institutions import Institution
from core.register.texts import DataKey, SealedText

SECRET = "Llamó desde el terminal de Puerto Maldonado."
TEXT = columns_of(SealedText)


@pytest.fixture
def keys() -> dict[int, bytes]:
    return {1: os.urandom(32)}


@pytest.fixture
def ring(keys) -> Ring:
    return Ring(lambda: keys)


@pytest.fixture
def trail(tmp_path) -> Trail:
    return Trail(b"k" * 32, tmp_path / "audit.anchor")


@pytest.fixture
def desk(register, clock, trail):
    def of(role: Role) -> Desk:
        return Desk(register, Asker(role, f"a-{role.value}"), clock, trail)

    return of


@pytest.fixture
def texts(desk, ring):
    return lambda role: Texts(desk(role), ring)


@pytest.fixture
def case(register, clock) -> tuple:
    """(case id, call id): one case and the call that led to it."""
    case_id, call_id = uuid7(), uuid7()
    with register.writing() as connection:
        connection.execute(
            sa.insert(Institution).values(
                acronym="PNP", name="Policía", kind="police", certainty="A"
            )
        )
        connection.execute(
            sa.insert(Case).values(
                id=case_id,
                rkey=1,
                provenance="synthetic",
                code="TIP-0000-0001",
                opened_on=dt.date(2008, 3, 1),
                register_code="hotline",
                reporting_institution="PNP",
                status="reported",
                department="17",
                industry="mining",
                destination="internal",
            )
        )
        connection.execute(
            sa.insert(Call).values(
                id=call_id,
                rkey=2,
                provenance="synthetic",
                received_at=clock(),
                received_on=dt.date(2008, 3, 1),
                operator="op-1",
                effective="effective",
                call_type="report",
                caller_relation="relative",
                anonymous=True,
                language="es",
                how_heard="press",
                caller_department="15",
                department="17",
                form="sexual",
                industry="mining",
                duration_seconds=60,
                answered_after_seconds=3,
                case_id=case_id,
            )
        )
    return case_id, call_id


def refusal(call) -> Code:
    with pytest.raises((Refused, BadQuestion)) as error:
        call()
    return error.value.code


def test_what_was_written_is_read_again_version_by_version(texts, case, clock):
    worker = texts(Role.CASE_WORKER)
    worker.write(Subject.CASE, case[0], SECRET)
    clock.forward(days=1)
    worker.write(Subject.CASE, case[0], "Segunda versión")
    first, second = worker.read(Subject.CASE, case[0])
    assert (first.number, first.text, first.by) == (1, SECRET, "a-case_worker")
    assert (second.number, second.text, second.at) == (2, "Segunda versión", clock())


def test_the_database_holds_no_readable_piece_of_it(texts, case, register):
    texts(Role.CASE_WORKER).write(Subject.CASE, case[0], SECRET)
    with register.reading() as connection:
        kept = connection.execute(sa.select(TEXT.sealed)).scalar_one()
    assert b"Puerto" not in kept
    if register.engine.dialect.name == "sqlite":
        with sqlite3.connect(register.engine.url.database) as plain:
            assert not any("Puerto" in line for line in plain.iterdump())
        plain.close()


@pytest.mark.parametrize(
    ("role", "subject", "reads", "writes"),
    [
        (Role.OPERATOR, Subject.CALL, True, True),
        (Role.OPERATOR, Subject.CASE, False, False),
        (Role.CASE_WORKER, Subject.CALL, True, False),
        (Role.CASE_WORKER, Subject.CASE, True, True),
        (Role.ADMINISTRATOR, Subject.CASE, False, False),
        (Role.PLANNER, Subject.CALL, False, False),
        (Role.PUBLIC, Subject.CASE, False, False),
    ],
)
def test_who_reads_and_writes(texts, case, role, subject, reads, writes):
    owner = case[0] if subject is Subject.CASE else case[1]
    no = Code.UNAUTHENTICATED if role is Role.PUBLIC else Code.FORBIDDEN
    if reads:
        assert texts(role).read(subject, owner) == []
    else:
        assert refusal(lambda: texts(role).read(subject, owner)) is no
    if writes:
        texts(role).write(subject, owner, "nota")
        assert len(texts(role).read(subject, owner)) == 1
    else:
        assert refusal(lambda: texts(role).write(subject, owner, "nota")) is no


def test_a_guessed_id_and_a_text_too_long_keep_nothing_and_are_written_down(
    texts, case, register, trail
):
    worker = texts(Role.CASE_WORKER)
    guessed = uuid7()
    assert refusal(lambda: worker.read(Subject.CASE, guessed)) is Code.NOT_FOUND
    assert refusal(lambda: worker.write(Subject.CASE, guessed, "x")) is Code.NOT_FOUND
    long = "x" * (MOST_CHARACTERS + 1)
    assert refusal(lambda: worker.write(Subject.CASE, case[0], long)) is Code.TOO_LARGE
    with register.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(DataKey)).scalar() == 0
        events = audit.latest(connection, 10)
    assert [(e.action, e.subject, e.allowed) for _, e in events] == [
        ("write_notes", str(guessed), False),
        ("read_notes", str(guessed), False),
    ]
    assert list(verify(register, trail)) == []


def test_what_looks_identifying_is_kept_and_warned_of(texts, case):
    worker = texts(Role.CASE_WORKER)
    warned = worker.write(Subject.CASE, case[0], "Su DNI es 45678912, celular 987 654 321")
    assert warned == (Kind.PHONE, Kind.DOCUMENT)
    assert len(worker.read(Subject.CASE, case[0])) == 1


def test_a_text_moved_to_another_case_or_version_does_not_open(texts, case, register):
    worker = texts(Role.CASE_WORKER)
    worker.write(Subject.CASE, case[0], SECRET)
    worker.write(Subject.CASE, case[0], "otra")
    with register.writing() as connection:
        first = connection.execute(sa.select(TEXT.sealed).where(TEXT.version == 1)).scalar_one()
        connection.execute(sa.update(SealedText).where(TEXT.version == 2).values(sealed=first))
    with pytest.raises(BrokenSeal):
        worker.read(Subject.CASE, case[0])


def test_rotation_seals_again_and_the_old_key_opens_nothing(
    texts, case, register, ring, keys, clock
):
    accounts.add(register, "rosa", Role.OPERATOR, "una clave larga", ring=ring, clock=clock)
    texts(Role.CASE_WORKER).write(Subject.CASE, case[0], SECRET)
    texts(Role.OPERATOR).write(Subject.CALL, case[1], SECRET)
    keys[2] = os.urandom(32)
    assert rotate(register, ring, lambda *_: None) == 3
    assert rotate(register, ring, lambda *_: None) == 0
    old = keys.pop(1)
    assert texts(Role.CASE_WORKER).read(Subject.CASE, case[0])[0].text == SECRET
    stale = Texts(texts(Role.CASE_WORKER).desk, Ring(lambda: {1: old}))
    with pytest.raises(BrokenSeal):
        stale.read(Subject.CASE, case[0])


def test_a_rotation_killed_in_the_middle_goes_on(texts, case, register, ring, keys):
    for subject, owner in ((Subject.CASE, case[0]), (Subject.CALL, case[1])):
        role = Role.CASE_WORKER if subject is Subject.CASE else Role.OPERATOR
        texts(role).write(subject, owner, SECRET)
    keys[2] = os.urandom(32)

    class Killed(Exception):
        pass

    def killed(*_told: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        rotate(register, ring, killed)
    assert texts(Role.CASE_WORKER).read(Subject.CASE, case[0])[0].text == SECRET
    rotate(register, ring, lambda *_: None)
    del keys[1]
    assert texts(Role.OPERATOR).read(Subject.CALL, case[1])[0].text == SECRET


def test_what_is_written_during_a_rotation_is_not_lost(texts, case, register, ring, keys):
    worker, wrong = texts(Role.CASE_WORKER), []

    def write() -> None:
        try:
            for number in range(20):
                worker.write(Subject.CASE, case[0], f"{number}")
        except Exception as error:  # told to the test's own thread
            wrong.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    keys[2] = os.urandom(32)
    rotate(register, ring, lambda *_: None)
    del keys[1]
    writer.join()
    assert wrong == []
    assert [v.text for v in worker.read(Subject.CASE, case[0])] == [str(n) for n in range(20)]


def test_erasing_leaves_nothing_that_opens_not_even_in_a_backup_after_rotation(
    texts, case, register, ring, keys
):
    texts(Role.CASE_WORKER).write(Subject.CASE, case[0], SECRET)
    texts(Role.OPERATOR).write(Subject.CALL, case[1], SECRET)
    with register.reading() as connection:
        backup = connection.execute(sa.select(*columns_of(DataKey))).mappings().all()
    assert texts(Role.ADMINISTRATOR).erase("TIP-0000-0001") == 2
    assert texts(Role.CASE_WORKER).read(Subject.CASE, case[0]) == []
    keys[2] = os.urandom(32)
    rotate(register, ring, lambda *_: None)
    del keys[1]
    for row in backup:
        with pytest.raises(BrokenSeal):
            ring.unseal(row["sealed"], f"data_key:{row['owner_id']}")
    assert refusal(lambda: texts(Role.CASE_WORKER).erase("TIP-0000-0001")) is Code.FORBIDDEN
    assert refusal(lambda: texts(Role.ADMINISTRATOR).erase("TIP-NO-SUCH")) is Code.NOT_FOUND


def test_every_act_is_an_audit_event_without_content(texts, case, register):
    texts(Role.CASE_WORKER).write(Subject.CASE, case[0], SECRET)
    texts(Role.CASE_WORKER).read(Subject.CASE, case[0])
    texts(Role.ADMINISTRATOR).erase("TIP-0000-0001")
    with register.reading() as connection:
        told = audit.latest(connection, 10)
        rows = connection.execute(sa.select(*columns_of(AuditEvent))).all()
    assert [(e.action, e.records) for _, e in told] == [
        ("erase_notes", 1),
        ("read_notes", 1),
        ("write_notes", 1),
    ]
    assert "Puerto" not in str(rows)
