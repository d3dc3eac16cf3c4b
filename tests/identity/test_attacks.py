"""Whatever is wrong: one sentence, one audit row, no session, and no hint of what it was."""

import datetime as dt
import re

import pytest
import sqlalchemy as sa

from app import clock
from core.access import accounts
from core.access.roles import Role
from core.register.accounts import PendingSignIn, Session
from core.register.audit import Sought, latest

SENTENCE = (
    "No se pudo entrar con la cuenta de la institución. Pruebe otra vez, o con su contraseña."
)
CODE = "FEDERATED_SIGN_IN_FAILED"


def sessions(house) -> int:
    with house.register.reading() as connection:
        count = sa.select(sa.func.count()).select_from(Session)
        return connection.execute(count).scalar_one()


def events(house):
    with house.register.reading() as connection:
        return [event for _, event in latest(connection, 1000, Sought("sign_in"))]


@pytest.fixture
def refused(house):
    """Asserts everything that a refusal must be, the reason in the audit trail included."""
    opened, told = sessions(house), len(events(house))

    def check(answer, why: str, status: int = 401) -> None:
        assert answer.status_code == status, answer.text
        assert re.findall(r'role="alert">(.*?)</p>', answer.text) == [SENTENCE]
        assert "Traceback" not in answer.text
        assert answer.headers["cache-control"] == "no-store"
        assert "yanapay_session" not in answer.headers.get("set-cookie", "")
        assert sessions(house) == opened
        new = events(house)[: len(events(house)) - told]
        assert len(new) == 1
        assert (new[0].actor, new[0].allowed) == ("unknown", False)
        assert new[0].subject == f"{CODE} {why}"

    return check


@pytest.mark.parametrize(
    "lie",
    [
        *("nonce", "no nonce", "issuer", "audience", "authorized party", "expired", "not yet"),
        *("no subject", "odd subject", "odd amr", "access token", "altered", "another key"),
        *("unknown key", "none", "HS256", "no token", "no text"),
    ],
)
def test_an_id_token_that_is_not_the_providers_true_word_is_not_believed(
    person, linked, refused, lie
):
    refused(person.sign_in(account=linked(Role.PLANNER), lie=lie), "token")


def test_a_return_works_once(person, linked):
    name = linked(Role.PLANNER)
    back = person.at_provider(person.leave(), account=name)
    kept = person.here.cookies["yanapay_federado"]
    assert person.here.get(back, follow_redirects=False).status_code == 303
    person.here.cookies.set("yanapay_federado", kept, domain="127.0.0.1")
    again = person.here.get(back, follow_redirects=False)
    assert again.status_code == 401
    assert SENTENCE in again.text
    assert events(person.house)[0].subject == f"{CODE} state"


def test_a_state_planted_by_somebody_else_is_refused(person, person_of, issuer, linked, refused):
    """Login CSRF: the attacker's finished return is opened in the victim's browser."""
    attacker = person_of(issuer)
    planted = attacker.at_provider(attacker.leave(), account=linked(Role.PLANNER))
    person.leave()
    refused(person.here.get(planted, follow_redirects=False), "state")


def test_a_browser_that_kept_nothing_is_refused_and_the_right_one_still_comes_in(
    person, person_of, issuer, linked, refused
):
    back = person.at_provider(person.leave(), account=linked(Role.PLANNER))
    refused(person_of(issuer).here.get(back, follow_redirects=False), "state")
    assert person.here.get(back, follow_redirects=False).status_code == 303


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x&code=x", "?state=%00&code=%ff"])
def test_a_return_from_nowhere_is_refused(person, refused, query):
    person.leave()
    refused(person.here.get(f"/entrar/federado/vuelta{query}"), "state")


def test_a_return_after_more_than_ten_minutes_is_refused(person, linked, refused):
    back = person.at_provider(person.leave(), account=linked(Role.PLANNER))
    with person.house.register.writing() as connection:
        past = clock.now() - dt.timedelta(seconds=1)
        connection.execute(sa.update(PendingSignIn).values(expires_at=past))
    refused(person.here.get(back, follow_redirects=False), "state")


def test_a_code_of_another_sign_in_is_refused(person, linked, refused):
    """The verifier of this sign-in does not fit the challenge of that one (PKCE)."""
    name = linked(Role.PLANNER)
    other = person.at_provider(person.leave(), account=name)
    mine = person.at_provider(person.leave(), account=name)
    code = dict(part.split("=") for part in other.partition("?")[2].split("&"))["code"]
    mixed = "&".join(
        f"code={code}" if part.startswith("code=") else part
        for part in mine.split("?")[1].split("&")
    )
    refused(person.here.get(f"/entrar/federado/vuelta?{mixed}"), "code")


def test_an_answer_of_another_issuer_is_refused(person, linked, refused):
    back = person.at_provider(person.leave(), account=linked(Role.PLANNER))
    mixed = back.replace("iss=http%3A%2F%2F127.0.0.1", "iss=http%3A%2F%2Felsewhere")
    assert mixed != back
    refused(person.here.get(mixed), "issuer")


def test_who_does_not_consent_is_not_let_in(person, refused):
    refused(person.sign_in(deny=""), "no consent")


def test_a_subject_nobody_has_linked_is_not_let_in_and_no_account_is_made(person, refused):
    refused(person.sign_in(account="somebody", amr="mfa"), "subject")


def test_a_closed_account_is_not_let_in(person, linked, refused):
    name = linked(Role.PLANNER)
    accounts.disable(person.house.register, name, clock.now)
    refused(person.sign_in(account=name, amr="mfa"), "subject")


@pytest.mark.parametrize("amr", [None, "pwd", "otp", "pwd,sms", "pwd,pin", "pwd,MFA"])
def test_who_reads_records_is_not_let_in_without_a_second_factor(person, linked, refused, amr):
    chosen = {"amr": amr} if amr else {}
    refused(person.sign_in(account=linked(Role.OPERATOR), **chosen), "second factor")


def test_an_account_raised_to_read_records_needs_it_from_then_on(person, linked, refused):
    name = linked(Role.PLANNER)
    accounts.change_role(person.house.register, name, Role.CASE_WORKER, clock.now)
    refused(person.sign_in(account=name, amr="pwd"), "second factor")


@pytest.mark.parametrize(("language", "said"), [("en", "Signing in with"), ("fr", "Connexion")])
def test_the_sentence_is_said_in_the_language_of_the_reader(person, language, said):
    assert said in person.here.get(f"/entrar/federado/vuelta?lang={language}").text


def test_who_tries_too_often_must_wait_and_the_trail_is_not_flooded(person):
    told = len(events(person.house))
    for _ in range(30):
        assert person.here.get("/entrar/federado/vuelta").status_code == 401
    for address in ("/entrar/federado", "/entrar/federado/vuelta"):
        answer = person.here.get(address)
        assert answer.status_code == 429
        assert "Demasiados intentos" in answer.text
    assert len(events(person.house)) == told + 31
