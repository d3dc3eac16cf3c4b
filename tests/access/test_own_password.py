"""People change their own password; whoever is elsewhere under their name is out."""

import pytest

from core.access import accounts
from core.access.accounts import Attempt
from core.access.roles import Role
from core.access.sealing import Ring
from core.access.sign_in import asker
from core.access.throttling import Throttle
from core.desk.audit import Trail
from core.desk.own_password import PasswordChange, change_own_password
from core.desk.reading import Desk
from core.errors import BadQuestion, Code, Refused
from core.register.audit import Sought, latest

RING = Ring(lambda: {1: b"k" * 32})
OLD, NEW = "una clave larga", "caballo pila grapa correcta"
HERE = "127.0.0.1"


@pytest.fixture
def throttle():
    return Throttle()


@pytest.fixture
def enter(register, clock, throttle):
    for name in ("rosa", "luis"):
        accounts.add(register, name, Role.PLANNER, OLD, ring=RING, clock=clock)

    def entered(name="rosa", password=OLD):
        attempt = Attempt(name, password, "", HERE)
        return accounts.sign_in(register, attempt, throttle, ring=RING, clock=clock)

    return entered


@pytest.fixture
def change(register, clock, tmp_path, throttle):
    trail = Trail(b"k" * 32, tmp_path / "audit.anchor")

    def changed(session, present=OLD, new=NEW, again=None):
        desk = Desk(register, asker(register, session, clock), clock, trail)
        asked = PasswordChange(present, new, new if again is None else again, session, HERE)
        change_own_password(desk, asked, throttle)

    return changed


def test_the_new_password_opens_and_the_old_one_does_not(enter, change):
    change(enter())
    assert enter(password=NEW)
    with pytest.raises(Refused) as refused:
        enter(password=OLD)
    assert refused.value.code is Code.SIGN_IN_FAILED


def test_other_sessions_of_the_account_end_and_nobody_elses(enter, change, register, clock):
    elsewhere, here, luis = enter(), enter(), enter("luis")
    change(here)
    open_for = {
        name: asker(register, session, clock).role
        for name, session in (("elsewhere", elsewhere), ("here", here), ("luis", luis))
    }
    assert open_for == {"elsewhere": Role.PUBLIC, "here": Role.PLANNER, "luis": Role.PLANNER}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"present": "otra clave larga"}, Code.WRONG_PASSWORD),
        ({"again": "caballo pila grapa"}, Code.PASSWORDS_DIFFER),
        ({"new": "corta"}, Code.EASY_PASSWORD),
        ({"new": "yanapay rosa peru"}, Code.EASY_PASSWORD),
    ],
)
def test_what_cannot_be_changes_nothing(enter, change, register, typed, code):
    session, other = enter(), enter()
    with pytest.raises(BadQuestion) as refused:
        change(session, **typed)
    assert refused.value.code is code
    assert enter(password=OLD)
    assert other
    with register.reading() as connection:
        told = latest(connection, 9, Sought(action="change_own_password"))
    assert all(not event.allowed for _, event in told)


def test_guessing_the_present_password_is_slowed_down(enter, change):
    session = enter()
    for _ in range(5):
        with pytest.raises(BadQuestion):
            change(session, present="no es esta clave")
    with pytest.raises(Refused) as refused:
        change(session)
    assert refused.value.code is Code.TOO_MANY_ATTEMPTS


def test_a_change_is_written_down_without_any_password(enter, change, register):
    change(enter())
    with register.reading() as connection:
        [(_, event)] = latest(connection, 9, Sought(action="change_own_password"))
    assert (event.actor, event.allowed, event.records) == ("rosa", True, 1)
    assert NEW not in repr(event)
    assert NEW not in repr(PasswordChange(OLD, NEW, NEW, "secret", HERE))


def test_a_session_of_a_link_has_no_password(register, clock, change):
    from core.access.sign_in import make_link, use_link

    session = use_link(register, make_link(register, Role.PLANNER, clock), clock)
    with pytest.raises(BadQuestion) as refused:
        change(session)
    assert refused.value.code is Code.NO_PASSWORD
