"""People make, see and revoke their own tokens; nobody sees another's; a token makes no token."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa

from core.access import accounts, tokens
from core.access.roles import Action, Asker, Role
from core.access.sealing import Ring
from core.access.sign_in import asker, make_link, open_session, use_link
from core.access.tokens import Wish
from core.desk.audit import Trail
from core.desk.own_tokens import MOST, create_own, own_tokens, revoke_own
from core.desk.reading import Desk
from core.errors import BadQuestion, Code, Refused
from core.register.audit import Sought, latest
from core.register.columns import uuid7
from core.register.institutions import Institution
from core.register.people import account_named, add_account
from core.register.tokens import add_agreement
from tests.access.conftest import START

RING = Ring(lambda: {1: b"k" * 32})
PASSWORD = "una clave larga"
HERE = "127.0.0.1"


@pytest.fixture(autouse=True)
def _world(register, clock):
    """Two partner NGOs with an agreement each, and a planner."""
    with register.writing() as connection:
        for code in ("CHS", "IDEIF"):
            kept = {"acronym": code, "name": code, "kind": "ngo", "certainty": "high"}
            connection.execute(sa.insert(Institution).values(role="", source="", **kept))
            add_agreement(
                connection,
                code=f"{code}-1",
                partner=code,
                purpose="test",
                departments="",
                dimensions="",
                k=10,
                starts_on=START.date(),
                ends_on=START.date() + dt.timedelta(days=30),
                signed_hash="0" * 64,
            )
        for name, role, works_for in (
            ("rosa", Role.PARTNER, "CHS"),
            ("luis", Role.PARTNER, "IDEIF"),
            ("ana", Role.PLANNER, None),
        ):
            add_account(
                connection,
                id=uuid7(),
                name=name,
                role=role.value,
                institution=works_for,
                password_hash="-",
                created_at=START,
            )


@pytest.fixture
def desk_of(register, clock, tmp_path):
    trail = Trail(b"k" * 32, tmp_path / "audit.anchor")
    return lambda who: Desk(register, who, clock, trail)


@pytest.fixture
def desk(register, clock, desk_of):
    """The desk of an account, in a session of its own."""

    def of(name: str) -> Desk:
        with register.reading() as connection:
            account = account_named(connection, name)
        session = open_session(register, Role(account["role"]), account["id"], clock)
        return desk_of(asker(register, session, clock))

    return of


def refused(register, text: str, clock) -> bool:
    try:
        tokens.asker(register, text, HERE, clock)
    except Refused as refusal:
        return refusal.code is Code.TOKEN_INVALID
    return False


def test_a_partner_makes_one_under_the_agreement_of_its_institution(desk, register, clock):
    made = create_own(desk("rosa"), 90, "CHS-1", [Action.READ_PARTNER_FIGURES], ["10.0.0.0/8"])
    who = tokens.asker(register, made, "10.1.2.3", clock)
    assert (who.role, who.institution, who.only) == (
        Role.PARTNER,
        "CHS",
        {Action.READ_PARTNER_FIGURES},
    )
    assert who.scope.agreement == "CHS-1"
    ((one,), choice) = own_tokens(desk("rosa"))
    assert (one.prefix, one.agreement, one.only) == (made[4:12], "CHS-1", ("read_partner_figures",))
    assert one.networks == ("10.0.0.0/8",)
    assert one.expires_at - one.created_at == dt.timedelta(days=90)
    assert (one.good, one.last_used_at) == (True, START)
    assert made[13:] not in repr(one)
    assert (choice.agreements, choice.agreement_needed) == (("CHS-1",), True)
    with register.reading() as connection:
        ((_, event),) = latest(connection, 9, Sought("create_own_token"))
    assert (event.actor, event.subject, event.records) == ("rosa", made[4:12], 1)


def test_anothers_tokens_are_as_good_as_not_there(desk, register, clock):
    his = create_own(desk("luis"), 5, "IDEIF-1")
    assert own_tokens(desk("rosa"))[0] == []
    for prefix in (his[4:12], "00000000", "", "%", "x" * 500):
        with pytest.raises(BadQuestion) as unknown:
            revoke_own(desk("rosa"), prefix)
        assert unknown.value.code is Code.NOT_FOUND
    assert not refused(register, his, clock)


def test_an_agreement_of_somebody_else_or_none_makes_no_partners_token(desk):
    rosa = desk("rosa")
    for agreement in (None, "IDEIF-1", "NONE", ""):
        with pytest.raises(BadQuestion) as wrong:
            create_own(rosa, 5, agreement)
        assert wrong.value.facts["field"] == "agreement"
    assert own_tokens(rosa)[0] == []


def test_a_revoked_one_is_refused_from_the_next_request_on_and_stays_in_the_list(
    desk, register, clock
):
    made = create_own(desk("ana"), 5)
    assert not refused(register, made, clock)
    revoke_own(desk("ana"), made[4:12])
    assert refused(register, made, clock)
    ((one,), _) = own_tokens(desk("ana"))
    assert (one.good, one.revoked_at) == (False, START)
    with pytest.raises(BadQuestion):
        revoke_own(desk("ana"), made[4:12])


@pytest.mark.parametrize(
    "happens",
    [
        lambda register, clock: accounts.disable(register, "rosa", clock),
        lambda register, clock: accounts.change_role(register, "rosa", Role.MONITOR, clock),
        lambda register, clock: accounts.employ(register, "rosa", "IDEIF"),
        lambda register, clock: accounts.renew(register, "rosa", PASSWORD, ring=RING, clock=clock),
        lambda _register, clock: clock.forward(days=31),
    ],
    ids=["closed", "another role", "another institution", "another password", "agreement over"],
)
def test_it_dies_with_what_it_was_made_for(desk, register, clock, happens):
    made = create_own(desk("rosa"), 300, "CHS-1")
    assert not refused(register, made, clock)
    happens(register, clock)
    assert refused(register, made, clock)


def test_what_should_not_be_is_not_made(desk):
    ana = desk("ana")
    for days, only, networks in (
        (0, (), ()),
        (366, (), ()),
        (5, (Action.READ_CASES,), ()),
        (5, (), ("everywhere",)),
        (5, (), ("10.0.0.0/8",) * 30),
    ):
        with pytest.raises(BadQuestion):
            create_own(ana, days, None, only, networks)
    assert own_tokens(ana)[0] == []


def test_there_are_so_many_good_ones_at_once_and_no_more(desk):
    made = [create_own(desk("ana"), 5) for _ in range(MOST)]
    with pytest.raises(BadQuestion) as many:
        create_own(desk("ana"), 5)
    assert many.value.code is Code.OUT_OF_RANGE
    revoke_own(desk("ana"), made[0][4:12])
    create_own(desk("ana"), 5)


def test_those_who_come_at_once_make_the_last_one_and_not_one_more(desk):
    for _ in range(MOST - 1):
        create_own(desk("ana"), 5)
    desks, gate = [desk("ana") for _ in "abcd"], Barrier(4)

    def another(at: Desk) -> str:
        gate.wait()
        return create_own(at, 5)

    with ThreadPoolExecutor(len(desks)) as threads:
        ends = [end.exception() for end in [threads.submit(another, each) for each in desks]]
    assert [end.code for end in ends if end] == [Code.OUT_OF_RANGE] * 3
    assert len(own_tokens(desk("ana"))[0]) == MOST


def test_a_token_and_a_development_link_make_and_revoke_none(desk_of, desk, register, clock):
    mine = create_own(desk("ana"), 5)
    by_token = desk_of(tokens.asker(register, mine, HERE, clock))
    link = use_link(register, make_link(register, Role.PLANNER, clock), clock)
    for other in (by_token, desk_of(asker(register, link, clock))):
        assert own_tokens(other)[0] == []
        assert not own_tokens(other)[1].account
        with pytest.raises(Refused):
            create_own(other, 5)
        with pytest.raises(Refused):
            revoke_own(other, mine[4:12])
    assert not refused(register, mine, clock)
    with register.reading() as connection:
        told = latest(connection, 9, Sought("create_own_token", allowed=False))
    assert len(told) == 2


def test_roles_of_two_factors_make_none_for_themselves(desk_of):
    for role in accounts.NEEDS_SECOND_FACTOR:
        for act in (own_tokens, lambda d: create_own(d, 5), lambda d: revoke_own(d, "00000000")):
            with pytest.raises(Refused):
                act(desk_of(Asker(role, "eva", account="eva")))


def test_a_token_of_the_console_has_no_owner_and_lives_on(register, clock):
    made = tokens.create(register, Wish(Role.PARTNER, 5, "CHS-1", institution="CHS"), clock)
    accounts.disable(register, "rosa", clock)
    assert not refused(register, made, clock)
