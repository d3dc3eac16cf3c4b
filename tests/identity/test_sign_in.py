"""People come in with the account of their institution, at a real OpenID provider."""

from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa

from core.access.roles import Role
from core.register.accounts import PendingSignIn
from core.register.audit import Sought, latest


def newest_event(house):
    with house.register.reading() as connection:
        return latest(connection, 1, Sought("sign_in"))[0][1]


def test_a_linked_person_comes_in_as_after_a_right_password(person, linked):
    name = linked(Role.PLANNER)
    assert person.here.get("/panel?edicion=interna").status_code == 401
    answer = person.sign_in(account=name, amr="pwd")
    assert (answer.status_code, answer.headers["location"]) == (303, "/panel")
    assert answer.headers["cache-control"] == "no-store"
    session, forgotten = answer.headers.get_list("set-cookie")
    assert session.startswith("yanapay_session=")
    assert "HttpOnly" in session
    assert "SameSite=lax" in session
    assert forgotten.startswith('yanapay_federado=""')
    assert person.here.get("/panel?edicion=interna").status_code == 200
    event = newest_event(person.house)
    assert (event.actor, event.subject, event.allowed) == (name, "federated", True)


def test_coming_in_again_ends_the_session_before(person, linked):
    name = linked(Role.PLANNER)
    person.sign_in(account=name)
    first = person.here.cookies["yanapay_session"]
    person.sign_in(account=name)
    assert person.here.cookies["yanapay_session"] != first
    person.here.cookies.clear()
    person.here.cookies.set("yanapay_session", first)
    assert person.here.get("/panel?edicion=interna").status_code == 401


def test_the_browser_leaves_with_a_challenge_a_state_and_a_nonce_that_are_new_each_time(person):
    asked = [parse_qs(urlsplit(person.leave()).query) for _ in range(2)]
    for one in asked:
        assert one["response_type"] == ["code"]
        assert one["code_challenge_method"] == ["S256"]
        assert one["scope"] == ["openid"]
        assert '"amr"' in one["claims"][0]
    for name in ("state", "nonce", "code_challenge"):
        assert asked[0][name] != asked[1][name]


def test_what_the_browser_keeps_is_short_lived_and_bound_to_the_host(person):
    plain = person.here.get("/entrar/federado", follow_redirects=False)
    assert plain.headers["cache-control"] == "no-store"
    kept = plain.headers["set-cookie"]
    assert kept.startswith("yanapay_federado=")
    for part in ("HttpOnly", "Max-Age=600", "SameSite=lax", "Path=/"):
        assert part in kept
    safe = person.here.get("https://127.0.0.1/entrar/federado", follow_redirects=False)
    kept = safe.headers["set-cookie"]
    assert kept.startswith("__Host-yanapay_federado=")
    assert "Secure" in kept
    assert "Domain" not in kept
    assert parse_qs(urlsplit(safe.headers["location"]).query)["redirect_uri"] == [
        "https://127.0.0.1/entrar/federado/vuelta"
    ]


def test_neither_state_nor_cookie_is_kept_and_nothing_is_after_the_return(person, linked):
    destination = person.leave()
    state = parse_qs(urlsplit(destination).query)["state"][0]
    with person.house.register.reading() as connection:
        kept = connection.execute(sa.select(PendingSignIn.__table__)).mappings().all()
    texts = {str(value) for row in kept for value in row.values()}
    assert state not in texts
    assert person.here.cookies["yanapay_federado"] not in texts
    person.here.get(person.at_provider(destination, account=linked(Role.PLANNER)))
    with person.house.register.reading() as connection:
        left = connection.execute(sa.select(PendingSignIn.__table__)).mappings().all()
    assert len(left) == len(kept) - 1


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.CASE_WORKER, Role.ADMINISTRATOR])
@pytest.mark.parametrize("amr", ["pwd,otp", "mfa", "pin,hwk", "sc,pin", "pwd,fpt"])
def test_who_reads_records_comes_in_with_a_second_factor(person, linked, role, amr):
    assert person.sign_in(account=linked(role), amr=amr).status_code == 303


def test_the_sign_in_page_leads_there_only_where_there_is_a_provider(person, client):
    assert 'href="/entrar/federado"' in person.here.get("/entrar").text
    assert "Entrar con la cuenta de la institución" in person.here.get("/entrar").text
    assert "federado" not in client.get("/entrar").text
    assert client.get("/entrar/federado").status_code == 404
    assert client.get("/entrar/federado/vuelta").status_code == 404
