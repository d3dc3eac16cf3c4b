"""People sign in with a password and, where they may read records, a second factor."""

import base64
import secrets
import urllib.parse

import pyotp
import pytest
import sqlalchemy as sa

from core.access import accounts, second_factor
from core.access.accounts import Attempt
from core.access.roles import Role
from core.access.sealing import BrokenSeal, Ring, seal, unseal
from core.access.sign_in import IDLE, LONGEST, asker, sign_out
from core.access.tallies import Tallies
from core.access.throttling import Throttle
from core.errors import BadQuestion, Code, Refused
from core.register.accounts import Account, ApiToken, Session, SignInLink
from core.register.bulk import counted
from core.register.columns import columns_of

KEY = secrets.token_bytes(32)
RING = Ring(lambda: {1: KEY})
PASSWORD = "una clave larga"


def add(register, clock, name: str, role: Role):
    return accounts.add(register, name, role, PASSWORD, ring=RING, clock=clock)


def enter(register, clock, name="rosa", password=PASSWORD, code="", throttle=None):
    attempt = Attempt(name, password, code, "127.0.0.1")
    return accounts.sign_in(register, attempt, throttle or Throttle(), ring=RING, clock=clock)


def app_code(enrolment, clock) -> str:
    query = urllib.parse.parse_qs(urllib.parse.urlparse(enrolment.address).query)
    return pyotp.TOTP(query["secret"][0]).at(clock.now)


def refusal(call) -> Code:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.code


def test_a_planner_signs_in_with_a_password(register, clock):
    assert add(register, clock, "rosa", Role.PLANNER) is None
    session = enter(register, clock)
    assert asker(register, session, clock).role is Role.PLANNER
    assert asker(register, session, clock).name == "rosa"


@pytest.mark.parametrize("role", sorted(accounts.NEEDS_SECOND_FACTOR))
def test_who_reads_records_needs_a_second_factor_and_each_code_works_once(register, clock, role):
    enrolment = add(register, clock, "rosa", role)
    assert refusal(lambda: enter(register, clock)) is Code.SIGN_IN_FAILED
    code = app_code(enrolment, clock)
    assert asker(register, enter(register, clock, code=code), clock).role is role
    assert refusal(lambda: enter(register, clock, code=code)) is Code.SIGN_IN_FAILED
    clock.forward(seconds=second_factor.STEP)
    enter(register, clock, code=app_code(enrolment, clock))


def test_a_recovery_code_works_once_and_is_kept_as_a_hash(register, clock):
    enrolment = add(register, clock, "rosa", Role.CASE_WORKER)
    code = enrolment.recovery_codes[0]
    enter(register, clock, code=code)
    assert refusal(lambda: enter(register, clock, code=code)) is Code.SIGN_IN_FAILED
    with register.reading() as connection:
        kept = connection.execute(sa.text("SELECT code_hash FROM recovery_code")).scalars().all()
    assert len(kept) == len(set(kept)) == second_factor.RECOVERY_CODES
    assert code not in kept
    assert all(len(bytes.fromhex(code)) >= 16 for code in enrolment.recovery_codes)


def test_secrets_of_authenticator_apps_are_long_and_all_different():
    made = {second_factor.new_secret() for _ in range(100)}
    assert len(made) == 100
    assert all(len(base64.b32decode(secret)) == 20 for secret in made)


def test_an_account_raised_to_read_records_cannot_enter_without_a_second_factor(register, clock):
    add(register, clock, "rosa", Role.PLANNER)
    accounts.change_role(register, "rosa", Role.CASE_WORKER, clock)
    assert refusal(lambda: enter(register, clock)) is Code.SIGN_IN_FAILED


@pytest.mark.parametrize(
    ("name", "password"),
    [("rosa", "otra clave larga"), ("nadie", PASSWORD), ("", ""), ("x" * 999, "")],
)
def test_whatever_is_wrong_the_answer_is_the_same(register, clock, name, password):
    add(register, clock, "rosa", Role.PLANNER)
    assert refusal(lambda: enter(register, clock, name, password)) is Code.SIGN_IN_FAILED


def test_after_five_wrong_passwords_even_the_right_one_must_wait(register, clock):
    add(register, clock, "rosa", Role.PLANNER)
    throttle = Throttle()
    for _ in range(5):
        wrong = refusal(lambda: enter(register, clock, password="no es esta", throttle=throttle))
        assert wrong is Code.SIGN_IN_FAILED
    assert refusal(lambda: enter(register, clock, throttle=throttle)) is Code.TOO_MANY_ATTEMPTS
    add(register, clock, "luis", Role.PLANNER)
    enter(register, clock, "luis", throttle=throttle)


def test_attempts_count_together_in_every_process_of_a_machine(tmp_path):
    here, there = (Throttle(Tallies(tmp_path / "tallies")) for _ in "ab")
    for one in (here, there, here, there, here):
        assert one.may_try("rosa", "10.0.0.1")
        one.failed("rosa")
    assert not here.may_try("rosa", "10.0.0.2")
    assert not there.may_try("rosa", "10.0.0.2")
    assert there.may_try("luis", "10.0.0.2")
    assert [each.may_ask("10.0.0.1") for each in (here, there) * 13] == [True] * 25 + [False]
    assert here.worth_telling("10.0.0.1")
    assert not there.worth_telling("10.0.0.1")
    assert there.floods("10.0.0.1")


def test_one_address_may_not_try_many_names(register, clock):
    throttle = Throttle()
    tried = [throttle.may_try(f"name{i}", "10.0.0.1") for i in range(31)]
    assert tried == [True] * 30 + [False]
    assert throttle.may_try("name", "10.0.0.2")


def test_a_flood_of_refusals_is_written_down_once_a_minute():
    throttle = Throttle()
    assert [throttle.worth_telling("10.0.0.1") for _ in range(3)] == [True, False, False]
    assert throttle.worth_telling("10.0.0.2")


def test_a_session_ends_when_it_idles_and_after_twelve_hours(register, clock):
    add(register, clock, "rosa", Role.PLANNER)
    idle = enter(register, clock)
    clock.now += IDLE
    assert asker(register, idle, clock).role is Role.PUBLIC
    busy = enter(register, clock)
    for _ in range(int(LONGEST / IDLE) * 2 - 1):
        clock.now += IDLE / 2
        assert asker(register, busy, clock).role is Role.PLANNER
    clock.now += IDLE / 2
    assert asker(register, busy, clock).role is Role.PUBLIC


def test_a_lowered_role_a_closed_account_and_signing_out_end_sessions_at_once(register, clock):
    add(register, clock, "rosa", Role.MONITOR)
    session = enter(register, clock)
    accounts.change_role(register, "rosa", Role.RECIPIENT, clock)
    assert asker(register, session, clock).role is Role.PUBLIC
    session = enter(register, clock)
    assert asker(register, session, clock).role is Role.RECIPIENT
    sign_out(register, session, clock)
    assert asker(register, session, clock).role is Role.PUBLIC
    session = enter(register, clock)
    accounts.disable(register, "rosa", clock)
    assert asker(register, session, clock).role is Role.PUBLIC
    assert refusal(lambda: enter(register, clock)) is Code.SIGN_IN_FAILED


def test_even_without_revoking_the_role_is_the_one_of_this_moment(register, clock):
    add(register, clock, "rosa", Role.MONITOR)
    session = enter(register, clock)
    with register.writing() as connection:
        connection.execute(sa.update(Account).values(role=Role.RECIPIENT.value))
    assert asker(register, session, clock).role is Role.RECIPIENT


def test_neither_password_nor_session_is_kept(register, clock):
    add(register, clock, "rosa", Role.CASE_WORKER)
    add(register, clock, "luis", Role.PLANNER)
    session = enter(register, clock, "luis")
    account, opened = columns_of(Account), columns_of(Session)
    with register.reading() as connection:
        hashes = connection.execute(sa.select(account.password_hash)).scalars().all()
        kept = connection.execute(sa.select(opened.secret_hash)).scalars().all()
    assert all(h.startswith("$argon2id$v=19$m=49152,t=2,p=1$") for h in hashes)
    assert session not in kept
    assert len(base64.urlsafe_b64decode(f"{session}=")) == 32


def test_a_taken_name_and_a_short_password_are_refused(register, clock):
    add(register, clock, "rosa", Role.PLANNER)
    with pytest.raises(BadQuestion):
        add(register, clock, "rosa", Role.PLANNER)
    with pytest.raises(ValueError, match="12"):
        accounts.add(register, "ana", Role.PLANNER, "corta", ring=RING, clock=clock)


@pytest.mark.parametrize(
    "easy",
    ["yanapay12345", "Yanapay-Yanapay", "rosa-rosa-rosa", "CLAVE-trata-2013", "contraseña123"],
)
def test_a_password_of_the_houses_own_words_is_refused(register, clock, easy):
    with pytest.raises(ValueError, match="own words"):
        accounts.add(register, "rosa", Role.PLANNER, easy, ring=RING, clock=clock)


@pytest.mark.parametrize(
    "typed",
    [
        "9" * 12,
        " " * 11 + "a",
        "la llama ÑANDÚ come ✨ y 魚",
        "a" * 64 + "Z" * 100,
        "=1+1;--'\"<b>x",
    ],
)
def test_any_letters_of_any_length_are_taken_exactly_as_typed(register, clock, typed):
    accounts.add(register, "rosa", Role.PLANNER, typed, ring=RING, clock=clock)
    enter(register, clock, password=typed)
    for other in (typed.swapcase() + "x", typed[:-1], f"{typed} ", f" {typed}"):
        assert refusal(lambda o=other: enter(register, clock, password=o)) is Code.SIGN_IN_FAILED


def test_a_password_never_grows_old(register, clock):
    add(register, clock, "rosa", Role.PLANNER)
    clock.forward(days=5000)
    assert asker(register, enter(register, clock), clock).role is Role.PLANNER


def test_a_new_register_knows_nobody(register):
    tables = (Account, ApiToken, Session, SignInLink)
    with register.reading() as connection:
        assert [counted(connection, table) for table in tables] == [0, 0, 0, 0]


def test_a_seal_holds_for_its_owner_alone():
    sealed = seal(KEY, b"secret", "account.totp:1")
    assert unseal(KEY, sealed, "account.totp:1") == b"secret"
    for key, text, owner in (
        (KEY, sealed, "account.totp:2"),
        (secrets.token_bytes(32), sealed, "account.totp:1"),
        (KEY, sealed[:-1] + bytes([sealed[-1] ^ 1]), "account.totp:1"),
    ):
        with pytest.raises(BrokenSeal):
            unseal(key, text, owner)


def test_who_lost_password_or_factor_gets_others_and_the_old_ones_end(register, clock):
    old = add(register, clock, "rosa", Role.CASE_WORKER)
    session = enter(register, clock, code=old.recovery_codes[0])
    fresh = accounts.renew(register, "rosa", "otra frase larga", ring=RING, clock=clock)
    assert asker(register, session, clock).role is Role.PUBLIC
    for password, code in (
        (PASSWORD, fresh.recovery_codes[0]),
        ("otra frase larga", old.recovery_codes[1]),
        ("otra frase larga", app_code(old, clock)),
    ):
        assert refusal(lambda p=password, c=code: enter(register, clock, "rosa", p, c)) is (
            Code.SIGN_IN_FAILED
        )
    clock.forward(seconds=second_factor.STEP)
    enter(register, clock, "rosa", "otra frase larga", app_code(fresh, clock))
    with pytest.raises(BadQuestion):
        accounts.renew(register, "nadie", "otra frase larga", ring=RING, clock=clock)
