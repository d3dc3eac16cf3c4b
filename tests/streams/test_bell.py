"""The bell of the internal edition rings for whoever may see it, when there is another one."""

import datetime as dt
import http.client

import pytest

from api.streams.limits import Limits
from app import clock
from core.access.roles import Role
from core.access.sign_in import make_link, use_link
from tests.acts import new_call
from tests.streams.served import PATIENCE, served

FORM = {"Accept": "text/event-stream"}

#: A call of this moment lies in the series that figures are made of.
COUNTED = dt.datetime(2013, 11, 14, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def port(house):
    with served(house, Limits(between_checks=0.2)) as port:
        yield port


def session_of(house, role: Role) -> str:
    return use_link(house.register, make_link(house.register, role, clock.now), clock.now)


class Bell:
    """A bell as a browser holds it."""

    def __init__(self, port: int, session: str | None, seen: str = "", **headers: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        cookie = {"Cookie": f"yanapay_session={session}"} if session else {}
        self.connection.request("GET", f"/vivo?visto={seen}", headers=FORM | cookie | headers)
        self.answer = self.connection.getresponse()

    def next(self) -> dict[str, str] | None:
        """The next event; ``None`` at the end."""
        told: dict[str, str] = {}
        while line := self.answer.readline().decode():
            name, _, value = line.rstrip("\n").partition(": ")
            if name:
                told[name] = value
            elif told.get("event"):
                return told
        return None

    def close(self) -> None:
        self.answer.close()
        self.connection.close()


def test_it_rings_at_once_for_an_older_page_and_again_after_an_act(house, port):
    bell = Bell(port, session_of(house, Role.PLANNER), "20131231-000000")
    assert bell.answer.headers["cache-control"] == "no-store"
    first = bell.next()
    assert first["event"] == "cambio"
    assert first["id"] == house.exact().release.id
    new_call(house, at=COUNTED)
    second = bell.next()
    assert second["event"] == "cambio"
    assert second["id"] not in ("", first["id"])
    assert second["data"] == ""
    bell.close()


def test_whoever_comes_again_hears_what_it_missed_and_only_that(house, port):
    session = session_of(house, Role.PLANNER)
    now = house.exact().release.id
    new_call(house, at=COUNTED)
    missed = Bell(port, session, "", **{"Last-Event-ID": now})
    assert missed.next()["id"] == house.exact().release.id != now
    missed.close()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PARTNER])
def test_nobody_else_hears_it(house, port, role):
    session = None if role is Role.PUBLIC else session_of(house, role)
    bell = Bell(port, session, "old")
    rings = role in (Role.PLANNER, Role.MONITOR)
    assert bell.next()["event"] == ("cambio" if rings else "fin")
    if not rings:
        assert bell.next() is None
    bell.close()


def test_a_session_that_ends_ends_it(house, port):
    session = session_of(house, Role.PLANNER)
    bell = Bell(port, session, house.exact().release.id)
    house.sign_out(session)
    assert bell.next() == {"event": "fin", "data": "UNAUTHENTICATED"}
    assert bell.next() is None
    bell.close()
