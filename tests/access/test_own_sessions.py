"""People see their own open sessions and end the one they forgot; nobody sees another's."""

import datetime as dt

import pytest

from core.access import accounts
from core.access.accounts import Attempt
from core.access.roles import Role
from core.access.sealing import Ring
from core.access.sign_in import IDLE, asker
from core.access.throttling import Throttle
from core.desk.audit import Trail
from core.desk.own_sessions import end_session, own_sessions
from core.desk.reading import Desk
from core.errors import BadQuestion, Code, Refused
from core.register.audit import Sought, latest

RING = Ring(lambda: {1: b"k" * 32})
PASSWORD = "una clave larga"


@pytest.fixture
def enter(register, clock):
    for name in ("rosa", "luis"):
        accounts.add(register, name, Role.PLANNER, PASSWORD, ring=RING, clock=clock)

    def entered(name: str) -> str:
        attempt = Attempt(name, PASSWORD, "", "127.0.0.1")
        return accounts.sign_in(register, attempt, Throttle(), ring=RING, clock=clock)

    return entered


@pytest.fixture
def desk(register, clock, tmp_path):
    trail = Trail(b"k" * 32, tmp_path / "audit.anchor")
    return lambda secret: Desk(register, asker(register, secret, clock), clock, trail)


def test_ones_own_open_sessions_are_listed_and_no_others(enter, desk, clock):
    enter("luis")
    forgotten = enter("rosa")
    clock.forward(minutes=5)
    present = enter("rosa")
    found = own_sessions(desk(present), present)
    assert [one.present for one in found] == [True, False]
    assert found[0].opened_at - found[1].opened_at == dt.timedelta(minutes=5)
    assert not any(one.mark in forgotten or one.mark in present for one in found)
    clock.now += IDLE
    assert own_sessions(desk(fresh := enter("rosa")), fresh)[0].present


def test_a_forgotten_session_is_ended_at_once_and_written_down(enter, desk, register, clock):
    forgotten, present = enter("rosa"), enter("rosa")
    mark = next(s.mark for s in own_sessions(desk(present), present) if not s.present)
    end_session(desk(present), present, mark)
    assert asker(register, forgotten, clock).role is Role.PUBLIC
    assert asker(register, present, clock).role is Role.PLANNER
    with register.reading() as connection:
        ((_, event),) = latest(connection, 9, Sought("end_own_session"))
    assert (event.actor, event.subject, event.allowed) == ("rosa", mark, True)


def test_anothers_session_is_as_good_as_not_there(enter, desk, register, clock):
    his, hers = enter("luis"), enter("rosa")
    (his_own,) = own_sessions(desk(his), his)
    for mark in (his_own.mark, "0" * 12, "", "%"):
        with pytest.raises(BadQuestion) as refused:
            end_session(desk(hers), hers, mark)
        assert refused.value.code is Code.NOT_FOUND
    assert asker(register, his, clock).name == "luis"


def test_whoever_has_not_signed_in_has_no_sessions(desk):
    with pytest.raises(Refused):
        own_sessions(desk("nothing"), "nothing")
