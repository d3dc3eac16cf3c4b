"""Who hears of what: every subscription, by every role and for both sides of an institution."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace

from app import clock
from core.access import tokens
from core.access.roles import Role
from core.access.tokens import Wish
from core.bulletin.file import write
from core.desk.referrals import NewReferral, submit_referral
from core.plan.definition import Measure
from core.register.columns import uuid7
from tests.acts import OURS, id_of, new_call
from tests.streams.conftest import AGREEMENT, connected, desk, new_reading
from tests.streams.test_websocket import FIELDS

THEIRS = "IOM / OIM"
EVERYBODY = [
    (role, institution)
    for role in Role
    for institution in ((OURS, THEIRS, None) if role is Role.RECIPIENT else (OURS,))
]

#: What tells one event from another.
SEEN = {
    "referralChanged": "id",
    "callReceived": "id",
    "indicatorChanged": "code",
    "bulletinReleased": "id",
}
RECORDERS, PLAN = {Role.OPERATOR, Role.CASE_WORKER}, {Role.PLANNER, Role.MONITOR}


def hears(role: Role, institution: str | None, name: str) -> set[str]:
    """Of whose events somebody hears."""
    own = {institution} & {OURS, THEIRS} if role is Role.RECIPIENT else set()
    return {
        "referralChanged": {OURS, THEIRS} if role in RECORDERS else own,
        "callReceived": {OURS, THEIRS} if role in RECORDERS else set(),
        "indicatorChanged": {OURS, THEIRS} if role in PLAN else own,
        "bulletinReleased": {OURS},
    }[name]


def test_every_subscription_tells_whom_it_concerns_and_nobody_else(client, house):
    assert set(SEEN) == set(FIELDS)
    with ExitStack() as still_open:
        listeners = []
        for role, institution in EVERYBODY:
            one = still_open.enter_context(connected(client, token_for(house, role, institution)))
            listeners.append((role, institution, one, opened(one)))
        events = happening(house)
        for role, institution, one, may_hear in listeners:
            wanted = {
                name: keys
                for name, all_of_them in events.items()
                if (
                    keys := [
                        k for whose, k in all_of_them if whose in hears(role, institution, name)
                    ]
                )
            }
            assert may_hear >= set(wanted), (role, institution)
            assert told(one, sum(map(len, wanted.values()))) == wanted, (role, institution)


def token_for(house, role: Role, institution: str | None) -> str | None:
    if role is Role.PUBLIC:
        return None
    agreement = AGREEMENT if role is Role.PARTNER else None
    wish = Wish(role, 1, agreement, institution=institution)
    return tokens.create(house.the_register(), wish, clock.now)


def opened(one) -> set[str]:
    """The subscriptions that were opened; the others were refused."""
    for name, key in SEEN.items():
        query = f"subscription {{ {name} {{ {key} }} }}"
        one.send_json({"id": name, "type": "subscribe", "payload": {"query": query}})
    one.send_json({"type": "ping"})
    refused = set()
    while (message := one.receive_json()) != {"type": "pong"}:
        assert message["type"] == "error"
        refused.add(message["id"])
    return set(SEEN) - refused


def happening(house) -> dict[str, list[tuple[str, str]]]:
    """(whose, key) of what happens, by field: to them first and last, so that whoever hears what is
    not theirs has it before their own."""
    events = {name: [] for name in SEEN}
    for whose in (THEIRS, OURS, THEIRS):
        call = new_call(house)
        handed = NewReferral(institution=whose, call=call)
        sent = submit_referral(desk(house, Role.OPERATOR), key=uuid7().hex, referral=handed)
        events["callReceived"].append((whose, id_of("call", call)))
        events["referralChanged"].append((whose, id_of("referral", sent.record)))
    for whose, code, unit, period in (
        (THEIRS, "C-12", Measure.PERCENTAGE, "2013"),
        (OURS, "B-03", Measure.NUMBER, "2013-S1"),
        (THEIRS, "C-12", Measure.PERCENTAGE, "2013"),
    ):
        new_reading(house, whose, code, unit, period)
        events["indicatorChanged"].append((whose, code))
    bulletin = house.shelf.bulletin
    later = replace(bulletin.release, id="20131231-heard")
    write(replace(bulletin, release=later), house.settings.bulletin)
    events["bulletinReleased"].append((OURS, later.id))
    return events


def told(one, how_many: int) -> dict[str, list[str]]:
    """The next events, by field; after them there is nothing but the answer to a ping."""
    found: dict[str, list[str]] = {}
    for _ in range(how_many):
        message = one.receive_json()
        ((name, event),) = message["payload"]["data"].items()
        assert (message["type"], message["id"]) == ("next", name)
        found.setdefault(name, []).append(event[SEEN[name]])
    one.send_json({"type": "ping"})
    assert one.receive_json() == {"type": "pong"}
    return found
