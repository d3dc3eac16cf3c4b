"""How much may be asked for: points a minute, a few at once, and an answer in time."""

import socket
import sqlite3
import threading
import time
from dataclasses import replace

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from api import context, requests
from app import clock
from app.asgi import make_app
from core.access import metering, tokens
from core.access.metering import Meter
from core.access.roles import PUBLIC, Asker, Role
from core.access.tokens import Wish
from core.errors import Code, Refused, Unavailable
from core.register.accounts import AuditEvent
from core.register.columns import columns_of
from core.register.database import Register
from tests.streams.served import served

RELEASE = "{ release { id } }"  # 42 points
ASKED = {"query": "{ rateLimit { limit remaining resetAt cost } }"}


@pytest.fixture
def asking(house):
    """A client of the house with a small meter of its own, as whoever a test names."""
    metered = replace(house, meter=Meter(1000, 500))
    with TestClient(make_app(metered), base_url="http://127.0.0.1") as client:

        def asked(role=None, query=RELEASE, who=None, **options):
            who = who or (tokens.create(house.register, Wish(role, 1), clock.now) if role else None)
            headers = {"Authorization": f"Bearer {who}"} if who else {}
            return client.post("/graphql", json={"query": query}, headers=headers, **options)

        yield asked


def test_every_answer_tells_what_remains(asking):
    response = asking()
    assert response.headers["ratelimit-policy"] == '"points";q=500;w=60;qu="points"'
    name, left, seconds = response.headers["ratelimit"].split(";")
    assert (name, left) == ('"points"', "r=458")
    assert 0 < int(seconds.removeprefix("t=")) <= 60
    told = asking(query=ASKED["query"]).json()
    quota = told["data"]["rateLimit"]
    assert quota["cost"] == told["extensions"]["cost"] == 5
    assert (quota["limit"], quota["remaining"]) == (500, 453)
    assert quota["resetAt"] > clock.now().isoformat()


def test_who_has_asked_for_a_minutes_worth_waits_and_is_told_how_long(asking):
    answers = [asking() for _ in range(12)]
    assert [each.status_code for each in answers] == [200] * 11 + [429]
    last = answers[-1]
    error = last.json()["errors"][0]
    assert error["extensions"]["code"] == "RATE_LIMITED"
    assert "data" not in last.json()
    assert last.headers["retry-after"] == error["extensions"]["seconds"]
    assert 0 < int(last.headers["retry-after"]) <= 60
    assert last.headers["ratelimit"].startswith('"points";r=38;')  # a refusal takes nothing
    assert asking(query=ASKED["query"]).status_code == 200  # what is cheap enough is answered


def test_each_token_has_points_of_its_own_and_more_than_a_stranger(asking, house):
    mine, another = (tokens.create(house.register, Wish(Role.PLANNER, 1), clock.now) for _ in "ab")
    for _ in range(20):
        assert asking(who=mine).status_code == 200
    assert "r=118;" in asking(who=mine).headers["ratelimit"]
    assert "r=958;" in asking(who=another).headers["ratelimit"]
    assert "r=458;" in asking().headers["ratelimit"]


def test_what_is_refused_before_it_runs_costs_what_it_takes_to_read(asking):
    for query in ("{", "{ nope }"):
        asking(query=query)
    assert "r=458;" in asking().headers["ratelimit"]
    for text in ("{ nope }" + "#" * 20_000, "{ departments { " + "name " * 4000 + "} }"):
        assert asking(query=text).status_code == 200
    assert asking(query="{ nope }" + "#" * 20_001).status_code == 429
    assert "r=" + str(458 - 2 * 200 - 42) in asking().headers["ratelimit"]


def test_points_come_back_after_a_minute(monkeypatch):
    meter, now = Meter(1000, 500), time.time()
    allowance = meter.allowance(PUBLIC, "192.0.2.7")
    assert allowance.charge(400).remaining == 100
    with pytest.raises(Refused) as refused:
        allowance.charge(200)
    assert refused.value.code is Code.RATE_LIMITED
    monkeypatch.setattr(time, "time", lambda: now + 61)
    assert allowance.charge(200).remaining == 300


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("192.0.2.7", "192.0.2.8", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("testclient", "testclient", True),
    ],
)
def test_strangers_are_told_apart_by_address_and_of_ipv6_by_network(one, other, together):
    meter = Meter(1000, 500)
    meter.allowance(PUBLIC, one).charge(300)
    assert (meter.allowance(PUBLIC, other).quota().remaining == 200) is together
    signed_in = Asker(Role.PLANNER, "planner")
    assert meter.allowance(signed_in, one).quota().remaining == 1000


def test_a_flood_of_strangers_is_refused_and_not_all_of_it_written_down(house):
    written = 5
    audit = columns_of(AuditEvent)

    def refusals() -> int:
        with house.register.reading() as connection:
            question = sa.select(sa.func.count()).where(audit.allowed.is_(False))
            return connection.execute(question).scalar_one()

    metered = replace(house, meter=Meter(strangers=written * metering.REFUSAL))
    with TestClient(make_app(metered), base_url="http://127.0.0.1") as client:
        before = refusals()
        for _ in range(written):
            assert client.get("/auditoria").status_code == 401
            assert client.get("/panel?edicion=interna&medida=casos").status_code == 401
            told = client.post("/graphql", json={"query": "{ calls { nodes { id } } }"})
            assert told.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
            wrong = {"Authorization": f"Bearer ynp_00000000_{'A' * 43}"}
            assert client.post("/graphql", json=ASKED, headers=wrong).status_code == 401
        assert refusals() == before + written
        token = tokens.create(house.register, Wish(Role.PLANNER, 1), clock.now)
        for _ in range(written + 1):
            known = {"Authorization": f"Bearer {token}"}
            assert client.get("/auditoria", headers=known).status_code == 403
        assert refusals() == before + written + written + 1


def test_only_a_few_documents_of_one_asker_run_at_once():
    meter = Meter()
    allowance = meter.allowance(PUBLIC, "192.0.2.7")
    turns = [allowance.turn() for _ in range(metering.AT_ONCE)]
    for turn in turns:
        turn.__enter__()
    with pytest.raises(Refused) as refused, allowance.turn():
        pass
    assert refused.value.code is Code.TOO_MANY_AT_ONCE
    with meter.allowance(PUBLIC, "192.0.2.8").turn():
        pass
    for turn in turns:
        turn.__exit__(None, None, None)
    with allowance.turn():
        pass


def test_documents_beyond_that_are_a_429(asking, monkeypatch):
    monkeypatch.setattr(metering, "AT_ONCE", 0)
    response = asking()
    assert response.status_code == 429
    assert response.json()["errors"][0]["extensions"]["code"] == "TOO_MANY_AT_ONCE"
    assert response.headers["retry-after"] == "2"


def test_no_field_is_begun_once_the_time_is_over(asking, monkeypatch):
    monkeypatch.setattr(context, "PATIENCE", -1.0)
    response = asking()
    assert response.status_code == 503
    assert response.json()["errors"][0]["extensions"]["code"] == "TIMED_OUT"
    assert response.headers["retry-after"]


def test_an_answer_that_takes_too_long_is_not_waited_for(asking, monkeypatch):
    held = threading.Event()
    monkeypatch.setattr("api.view.PATIENCE", 0.05)
    monkeypatch.setattr("api.queries.figures.method_in_force", lambda: held.wait(20))
    response = asking(query="{ method { threshold } }")
    held.set()
    assert response.status_code == 503
    assert response.json()["errors"][0]["extensions"]["code"] == "TIMED_OUT"


def test_a_body_that_does_not_arrive_is_not_waited_for(house, monkeypatch):
    monkeypatch.setattr(requests, "SLOWEST", 0.2)
    head = b"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    with served(house) as port, socket.create_connection(("127.0.0.1", port), 20) as connection:
        connection.sendall(head + b'Content-Length: 1000\r\n\r\n{"query": ')
        told = connection.recv(1 << 16)
    assert told.startswith(b"HTTP/1.1 408 ")
    assert b"did not arrive" in told


def test_a_statement_that_takes_too_long_is_stopped_by_name_and_the_next_one_runs(engine_url):
    register = Register(engine_url)
    register.migrate()
    quick = register.within(0.2)
    endless = {
        "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
        " SELECT count(*) FROM n",
        "postgresql": "SELECT pg_sleep(60)",
    }[register.engine.dialect.name]
    for way in (quick.reading, quick.writing):
        with pytest.raises(Unavailable) as stopped, way() as connection:
            connection.exec_driver_sql(endless)
        assert stopped.value.code is Code.TIMED_OUT
        with way() as connection:
            assert connection.exec_driver_sql("SELECT 1").scalar() == 1
    with register.reading() as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
    register.close()


def test_a_locked_register_is_told_by_name_and_may_be_asked_again(house, monkeypatch):
    path = house.settings.home / "register" / "register.sqlite"
    text = tokens.create(house.register, Wish(Role.CASE_WORKER, 1), clock.now)
    query = {"query": "{ cases(first: 1) { nodes { id } } }"}
    monkeypatch.setattr("core.register.database._PRAGMAS", ("PRAGMA busy_timeout=50",))
    own = replace(house, register=Register(f"sqlite:///{path}"))
    with TestClient(make_app(own), base_url="http://127.0.0.1") as client:
        asked = {"json": query, "headers": {"Authorization": f"Bearer {text}"}}
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        locked = client.post("/graphql", **asked)
        page = client.get("/auditoria", headers=asked["headers"])
        other.execute("ROLLBACK")
        other.close()
        assert locked.status_code == page.status_code == 503
        assert locked.json()["errors"][0]["extensions"]["code"] == "BUSY"
        assert locked.headers["retry-after"] == page.headers["retry-after"] == "2"
        assert client.post("/graphql", **asked).status_code == 200
    own.register.close()
