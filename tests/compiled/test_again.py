"""Records that were told are told again while nobody has changed any, and audited each time."""

import datetime as dt
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from api.compiled import again
from api.compiled.again import SeenAnswers
from api.compiled.answering import answered
from api.execution import Asked, prepared
from app import clock
from app.asgi import make_app
from app.house import open_house
from core.access import tokens
from core.access.roles import Action, Role, may
from core.access.tokens import Wish
from core.desk import flat
from core.desk.audit import _Batch, verify
from core.errors import Code, Refused, Unavailable
from core.register import audit
from core.register import flat as rows
from core.register.cases import Case
from core.register.columns import columns_of
from core.register.schema import METADATA
from core.register.versions import version
from core.vocabulary import INDUSTRIES
from tests.acts import mutations, new_call
from tests.compiled.beside import beside

CASES = "{ cases(first: 20) { totalCount nodes { code openedOn industry { code } } } }"
CASE = columns_of(Case)

#: Tables that no answer of records tells of.
UNTOLD = {"audit_event", "audit_head", "session", "api_token", "sign_in_link"}


@pytest.fixture
def seen():
    return SeenAnswers()


@contextmanager
def statements(house):
    """What is said to the engine in here."""
    said = []

    def heard(_connection, _cursor, statement, *_):
        said.append(statement)

    sa.event.listen(house.register.engine, "before_cursor_execute", heard)
    yield said
    sa.event.remove(house.register.engine, "before_cursor_execute", heard)


def asked(there, seen, role=Role.CASE_WORKER, text=CASES, visit=None, **variables):
    visit = visit or there.visit(role)
    return answered(prepared(Asked(text, variables=variables), visit), visit, seen)


def change(house):
    with house.register.writing() as connection:
        now = connection.execute(sa.select(CASE.industry).limit(1)).scalar_one()
        other = next(code for code in INDUSTRIES.codes if code != now)
        connection.execute(sa.update(Case).values(industry=other))


def test_what_is_told_again_is_the_same_is_audited_and_reads_no_record(there, seen):
    begun = there._last()
    first = asked(there, seen)
    once = there._since(begun)
    begun, visit = there._last(), there.visit(Role.CASE_WORKER)
    with statements(there.house) as said:
        told = asked(there, seen, visit=visit)
    assert (told.body, told.etag) == (first.body, first.etag)
    assert sorted(there._since(begun)) == sorted(once)
    assert not any('"case"' in each for each in said)


def test_a_change_is_told_at_once(there, seen):
    first = asked(there, seen)
    change(there.house)
    second = asked(there, seen)
    assert second.body != first.body
    assert asked(there, seen).body == second.body


def test_a_change_by_another_process_is_told_at_once(there, seen):
    first = asked(there, seen)
    other = open_house(there.house.settings)
    change(other)
    assert asked(there, seen).body != first.body
    other.register.close()


def test_a_change_while_an_answer_is_read_is_told_the_next_time(there, seen, monkeypatch):
    read = rows.page

    def changed_meanwhile(*given):
        found = read(*given)
        monkeypatch.setattr(rows, "page", read)
        change(there.house)
        return found

    monkeypatch.setattr(rows, "page", changed_meanwhile)
    first = asked(there, seen)
    assert asked(there, seen).body != first.body


def test_what_was_seen_of_an_old_version_is_read_anew(there, seen):
    asked(there, seen)
    change(there.house)
    text = CASES.replace("20", "21")  # kept under what was the version before
    second = asked(there, seen, text=text)
    change(there.house)
    assert asked(there, seen, text=text).body != second.body


def test_nobody_is_told_what_was_told_somebody_else(there, seen):
    asked(there, seen)
    other = tokens.create(there.house.register, Wish(Role.CASE_WORKER, 1), clock.now)
    visit = there.house.visit(None, other, "127.0.0.1")
    with statements(there.house) as said:
        assert asked(there, seen, visit=visit) is not None
    assert any('"case"' in each for each in said)
    for role in Role:
        if role not in (Role.CASE_WORKER, Role.PUBLIC):
            assert asked(there, seen, role) is None, role


def test_whoever_may_no_more_is_told_nothing(there, seen):
    secret = tokens.create(there.house.register, Wish(Role.CASE_WORKER, 1), clock.now)
    visit = there.house.visit(None, secret, "127.0.0.1")
    assert asked(there, seen, visit=visit) is not None
    less = replace(visit.asker, only=frozenset({Action.READ_ROUTES}))
    assert asked(there, seen, visit=replace(visit, asker=less)) is None
    tokens.revoke(there.house.register, secret.split("_")[1], clock.now)
    with pytest.raises(Refused):
        there.house.visit(None, secret, "127.0.0.1")


def test_nothing_is_told_again_before_that_is_written_down(there, seen, monkeypatch):
    def full(*_):
        raise Unavailable(Code.BUSY)

    asked(there, seen)
    monkeypatch.setattr(audit, "_chain", full)
    with pytest.raises(Unavailable):
        asked(there, seen)


def test_whoever_asks_is_told_whatever_was_committed_before(there):
    """Two processes tell, each from what it keeps; a third changes every case at once."""
    houses = [there.house, *(open_house(there.house.settings) for _ in range(2))]
    committed, over, behind = [0], threading.Event(), []
    first = dt.date(2001, 1, 1)
    text = "{ cases(first: 3) { nodes { openedOn } } }"

    def tell(house):
        seen = SeenAnswers()
        while not over.is_set():
            before = committed[0]
            visit = house.visit(None, there.tokens[Role.CASE_WORKER], "127.0.0.1")
            told = json.loads(asked(there, seen, text=text, visit=visit).body)
            days = {node["openedOn"] for node in told["data"]["cases"]["nodes"]}
            if before and (len(days) > 1 or min(days) < str(first + dt.timedelta(before))):
                behind.append((before, days))

    with ThreadPoolExecutor(4) as threads:
        telling = [threads.submit(tell, house) for house in houses[:2] * 2]
        for number in range(1, 41):
            with houses[2].register.writing() as connection:
                day = first + dt.timedelta(number)
                connection.execute(sa.update(Case).values(opened_on=day))
            committed[0] = number
            time.sleep(0.01)
        over.set()
        assert [each.result() for each in telling] == [None] * 4
    assert behind == []
    assert list(verify(there.house.register, there.house.trail)) == []
    for house in houses[1:]:
        house.register.close()


def test_who_is_told_again_at_once_goes_together_and_a_change_takes_no_other_with_it(there, seen):
    other = SeenAnswers()
    asked(there, seen)
    change(there.house)
    kept = asked(there, other)
    begun, visit = there._last(), there.visit(Role.CASE_WORKER)
    old, new = (next(iter(each._seen._things.values())) for each in (seen, other))
    trail = there.house.trail
    with pytest.raises(again.Changed):
        visit.desk.seen_again(old.done, old.version)
    assert there._since(begun) == []
    with pytest.raises(again.Changed):  # two versions cannot both hold
        trail._keep_all([_batch(visit, each) for each in (old, new)])
    assert there._since(begun) == []
    assert asked(there, other).body == kept.body


def _batch(visit, seen):
    return _Batch(visit.desk.register, seen.done, seen.version)


def test_what_is_kept_is_bounded(there, monkeypatch):
    monkeypatch.setattr(again, "MOST", 20_000)
    seen = SeenAnswers()
    for first in range(1, 60):
        asked(there, seen, text=f"{{ cases(first: {first}) {{ nodes {{ code }} }} }}")
    kept = seen._seen._things.values()
    assert 3 < len(kept) < 59
    assert sum(len(each.body) for each in kept) <= 20_000
    monkeypatch.setattr(again, "LARGEST", 10)
    small = SeenAnswers()
    assert asked(there, small) is not None
    assert not small._seen._things


@pytest.mark.parametrize(
    "text",
    [
        "{ cases(first: 1) { nodes { code } } release { id } }",
        "{ __typename cases(first: 1) { nodes { code } } }",
        "{ cases(first: 1) @skip(if: true) { nodes { code } } }",  # and none audited
    ],
)
def test_figures_and_the_rest_are_not_kept_here(there, seen, text):
    assert asked(there, seen, text=text).etag == ""
    assert not seen._seen._things


def test_whoever_holds_the_answer_is_told_that_it_still_holds(there):
    client = TestClient(make_app(there.house), base_url="http://127.0.0.1")
    headers = {"Authorization": f"Bearer {there.tokens[Role.CASE_WORKER]}"}

    def got(**more):
        return client.get("/graphql", params={"query": CASES}, headers={**headers, **more})

    first = got()
    assert first.status_code == 200
    assert first.headers["cache-control"] == "no-store"
    holding = {"If-None-Match": first.headers["etag"]}
    begun = there._last()
    assert got(**holding).status_code == 304
    assert len(there._since(begun)) == 2  # the page and its count
    change(there.house)
    assert got(**holding).status_code == 200
    without = client.get("/graphql", params={"query": CASES}, headers=holding)
    assert without.json()["errors"][0]["extensions"]["code"] == Code.UNAUTHENTICATED
    assert "etag" not in without.headers


def _told_tables(statement: str) -> set[str]:
    """The tables a statement writes that answers of records may tell of."""
    words = statement.replace('"', "").split()
    if words[0] not in ("INSERT", "UPDATE", "DELETE", "WITH"):
        return set()
    named = {words[at + 1] for at, word in enumerate(words[:-1]) if word in ("INTO", "UPDATE")}
    named |= {
        words[at + 1]
        for at, word in enumerate(words[:-2])
        if words[at - 1 : at + 1] == ["DELETE", "FROM"]
    }
    return named & (set(METADATA.tables) - UNTOLD)


def test_every_act_that_changes_a_record_changes_the_version(tmp_path_factory):
    with beside(tmp_path_factory.mktemp("acts")) as found:
        house = found.house
        client = TestClient(make_app(house), base_url="http://127.0.0.1")
        for act in mutations(house):
            roles = [role for role in found.tokens if may(role, act.action)]
            before, wrote = _version(house), set()
            with statements(house) as said:
                for role in roles:
                    headers = {"Authorization": f"Bearer {found.tokens[role]}"}
                    client.post("/graphql", json=act.body(), headers=headers)
            for each in said:
                wrote |= _told_tables(each)
            assert wrote, act.name
            assert _version(house) != before, (act.name, wrote)
        before = _version(house)
        new_call(house)
        assert _version(house) != before


def _version(house):
    with house.register.reading() as connection:
        return version(connection)


def test_reading_changes_no_version(there):
    before = _version(there.house)
    visit = there.visit(Role.CASE_WORKER)
    asked(there, None)
    visit.desk.note(Action.SIGN_OUT)
    visit.records().page(flat.KINDS["case"], flat.Wanted(limit=3))
    assert _version(there.house) == before
