"""The synthetic register is calibrated, the same every time, and says that it is synthetic."""

import pytest
import sqlalchemy as sa

from app.house import open_house
from app.settings import read
from core.register.calls import Call
from core.register.cases import Case, Victim
from core.register.columns import columns_of
from core.register.database import Register
from core.register.record_keys import record_key
from seeds import seeding
from seeds.published import complaints_by_department
from seeds.seeding import AlreadySeeded, Size, seed
from tests.factories import SMALL

SECRET = b"k" * 32


def ask(register: Register, question):
    with register.reading() as connection:
        return connection.execute(question).all()


def calls_by(house, last_day: str) -> int:
    call = columns_of(Call)
    found = sa.select(sa.func.count()).where(call.received_on <= sa.func.date(last_day))
    return ask(house.register, found)[0][0]


@pytest.mark.parametrize(
    ("last_day", "at_least", "below"),
    [
        ("2007-02-28", 8_000, 8_500),
        ("2007-07-31", 8_500, 9_000),
        ("2008-09-30", 11_000, 11_500),
        ("2010-12-31", 11_900, 12_400),
        ("2013-12-31", 12_800, 13_000),
    ],
)
def test_calls_follow_the_published_cumulative_counts(house, last_day, at_least, below):
    assert at_least < calls_by(house, last_day) < below


@pytest.mark.parametrize(
    ("last_day", "low", "high"),
    [
        ("2007-02-28", 59, 61),
        ("2007-07-31", 69, 71),
        ("2008-07-31", 94, 98),
        ("2008-10-31", 124, 128),
    ],
)
def test_cases_passed_to_the_police_follow_them_too(house, last_day, low, high):
    case = columns_of(Case)
    found = sa.select(sa.func.count()).where(
        case.register_code == "hotline", case.submitted_to_police_on <= sa.func.date(last_day)
    )
    assert low <= ask(house.register, found)[0][0] <= high


def test_cases_fall_over_departments_as_the_complaints_do(house):
    case = columns_of(Case)
    counts = dict(
        ask(house.register, sa.select(case.department, sa.func.count()).group_by(case.department))
    )
    known = complaints_by_department()
    inside = sum(counts[code] for code in known)
    for code, complaints in known.items():
        expected = inside * complaints / 1976
        assert abs(counts[code] - expected) < 4 * expected**0.5 + 1


def test_shares_of_victims_are_as_published_and_unknowns_stay(house):
    victim = columns_of(Victim)
    counts = dict(ask(house.register, sa.select(victim.sex, sa.func.count()).group_by(victim.sex)))
    total = sum(counts.values())
    for sex, share in {"female": 79.6, "male": 16.1, "unknown": 4.3}.items():
        assert abs(100 * counts[sex] / total - share) < 2


def test_every_record_says_that_it_is_synthetic(house):
    for table in (Call, Case, Victim):
        assert ask(house.register, sa.select(columns_of(table).provenance).distinct()) == [
            ("synthetic",)
        ]


def test_record_keys_are_the_ones_of_the_rule(house):
    case = columns_of(Case)
    for key, rkey in ask(house.register, sa.select(case.id, case.rkey).limit(20)):
        assert record_key(house.keys.record, key) == rkey


def test_seeding_twice_changes_nothing_and_another_size_is_refused(engine_url):
    register = Register(engine_url)
    register.migrate()
    assert seed(register, SECRET, SMALL) > 1000
    assert seed(register, SECRET, SMALL) == 0
    with pytest.raises(AlreadySeeded):
        seed(register, SECRET, Size(cases=100, calls=900))
    register.close()


def test_an_interrupted_seeding_goes_on_where_it_stopped(engine_url, monkeypatch, tmp_path):
    monkeypatch.setattr(seeding, "CHUNK", 100)
    register, straight = Register(engine_url), Register(f"sqlite:///{tmp_path / 'straight.sqlite'}")
    for each in (register, straight):
        each.migrate()

    def stop(step: str, done: int, _of: int) -> None:
        if (step, done) == ("cases", 200):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seed(register, SECRET, SMALL, stop)
    seed(register, SECRET, SMALL)
    seed(straight, SECRET, SMALL)
    case, victim = columns_of(Case), columns_of(Victim)
    for question in (
        sa.select(case.id, case.code, case.rkey, case.department).order_by(case.id),
        sa.select(victim.id, victim.rkey, victim.sex).order_by(victim.id),
        sa.select(sa.func.count()).select_from(Call),
    ):
        assert ask(register, question) == ask(straight, question)
    register.close()
    straight.close()


def test_stopped_before_the_first_chunk_it_starts_again(engine_url, monkeypatch):
    """Facts and routes are one transaction: whoever finds the facts has the routes too."""
    register = Register(engine_url)
    register.migrate()

    def stop(*_given) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(seeding, "_run", stop)
        with pytest.raises(KeyboardInterrupt):
            seed(register, SECRET, SMALL)
    assert seed(register, SECRET, SMALL) > 1000
    register.close()


def test_two_houses_have_different_secrets(tmp_path):
    one, two = (open_house(read({"YANAPAY_HOME": str(tmp_path / n)})) for n in "ab")
    assert one.keys.record != two.keys.record
    assert one.keys.noise != one.keys.record
