"""What is under way at a provider, and whom its word lets in, on both engines."""

import threading

import pytest
import sqlalchemy as sa

from core.access import accounts, federation
from core.access.federation import LIFE, Identified
from core.access.roles import Role
from core.access.sign_in import asker
from core.errors import BadQuestion, Refused
from core.register.accounts import PendingSignIn
from tests.access.test_accounts import PASSWORD, RING

ISSUER = "https://id.example"


@pytest.fixture
def rosa(register, clock) -> str:
    accounts.add(register, "rosa", Role.PLANNER, PASSWORD, ring=RING, clock=clock)
    assert federation.link(register, "rosa", ISSUER, "subject-1", clock)
    return "rosa"


def enter(register, clock, subject="subject-1", *methods: str, issuer=ISSUER):
    return federation.enter(register, Identified(issuer, subject, frozenset(methods)), clock)


def why(call) -> str:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.facts["why"]


def departed(register, clock):
    departure = federation.depart()
    federation.keep(register, departure, clock)
    return departure


def test_a_departure_is_taken_once_by_its_own_browser(register, clock):
    mine, other = departed(register, clock), departed(register, clock)
    assert why(lambda: federation.take(register, mine.state, other.browser, clock)) == "state"
    taken = federation.take(register, mine.state, mine.browser, clock)
    assert (taken.nonce, taken.verifier) == (mine.nonce, mine.verifier)
    assert why(lambda: federation.take(register, mine.state, mine.browser, clock)) == "state"
    federation.take(register, other.state, other.browser, clock)


def test_after_ten_minutes_a_departure_is_over_and_the_next_one_clears_it_away(register, clock):
    early, late = departed(register, clock), departed(register, clock)
    clock.now += LIFE
    assert why(lambda: federation.take(register, early.state, early.browser, clock)) == "state"
    newest = departed(register, clock)
    with register.reading() as connection:
        kept = connection.execute(sa.select(PendingSignIn.__table__)).mappings().all()
    assert [row["nonce"] for row in kept] == [newest.nonce]
    assert late.nonce != newest.nonce


def test_two_returns_at_the_same_moment_are_one(register, clock):
    departure, outcomes = departed(register, clock), []
    together = threading.Barrier(4)

    def come_back() -> None:
        together.wait()
        try:
            federation.take(register, departure.state, departure.browser, clock)
            outcomes.append("in")
        except Refused:
            outcomes.append("out")

    threads = [threading.Thread(target=come_back) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["in", "out", "out", "out"]


def test_a_linked_subject_opens_a_session_of_its_account(register, clock, rosa):
    session, name = enter(register, clock)
    assert name == rosa
    assert asker(register, session, clock).name == rosa
    assert asker(register, session, clock).role is Role.PLANNER


def test_a_subject_is_known_at_its_own_issuer_alone(register, clock, rosa):
    assert why(lambda: enter(register, clock, "subject-2")) == "subject"
    assert why(lambda: enter(register, clock, issuer=f"{ISSUER}/")) == "subject"


def test_a_subject_is_tied_once_and_an_account_may_have_several(register, clock, rosa):
    accounts.add(register, "luis", Role.PLANNER, PASSWORD, ring=RING, clock=clock)
    with pytest.raises(BadQuestion):
        federation.link(register, "luis", ISSUER, "subject-1", clock)
    assert federation.link(register, rosa, ISSUER, "subject-2", clock)
    assert enter(register, clock, "subject-1")[1] == enter(register, clock, "subject-2")[1] == rosa
    assert not federation.link(register, "nadie", ISSUER, "subject-3", clock)


@pytest.mark.parametrize("subject", ["", "x" * 256, "ñ", "a\nb", "a\0b"])
def test_a_subject_no_provider_may_give_is_not_tied(register, clock, rosa, subject):
    with pytest.raises(BadQuestion):
        federation.link(register, rosa, ISSUER, subject, clock)


def test_untying_ends_sessions_and_lets_the_subject_be_tied_anew(register, clock, rosa):
    session, _ = enter(register, clock)
    accounts.disable(register, rosa, clock)
    assert why(lambda: enter(register, clock)) == "subject"
    assert federation.unlink(register, rosa, clock)
    assert not federation.unlink(register, rosa, clock)
    assert asker(register, session, clock).role is Role.PUBLIC
    accounts.add(register, "rosa-2", Role.PLANNER, PASSWORD, ring=RING, clock=clock)
    assert federation.link(register, "rosa-2", ISSUER, "subject-1", clock)


@pytest.mark.parametrize("role", sorted(accounts.NEEDS_SECOND_FACTOR))
def test_who_reads_records_comes_in_by_two_factors_alone(register, clock, rosa, role):
    accounts.change_role(register, rosa, role, clock)
    for methods in (
        (),
        ("pwd",),
        ("otp",),
        ("hwk",),
        ("pwd", "sms"),
        ("pwd", "pin"),
        ("pwd", "kba"),
    ):
        assert (
            why(lambda told=methods: enter(register, clock, "subject-1", *told)) == "second factor"
        )
    for methods in (("mfa",), ("pwd", "otp"), ("pin", "sc"), ("pin", "hwk"), ("pwd", "face")):
        enter(register, clock, "subject-1", *methods)
