"""A server killed in the middle of recording: all or nothing of each call, and once in the end."""

import concurrent.futures
import itertools
import json
import os
import signal
import subprocess
import threading
import urllib.error
import urllib.request

import pytest
import sqlalchemy as sa

from app import clock
from core.access import tokens
from core.access.roles import Action, Role
from core.access.tokens import Wish
from core.desk.audit import verify
from core.register.acts import DoneAct, News
from core.register.calls import Call
from core.register.columns import columns_of
from core.register.news import Topic
from tests.acts import Mutation, call_taken
from tests.app.test_command import free_port, wait_for
from tests.commands import YANAPAY
from tests.factories import SMALL, house_in

AT_ONCE = 3
ACKNOWLEDGED = 25


@pytest.fixture
def house(tmp_path, engine_url):
    made = house_in(tmp_path, engine_url, SMALL)
    yield made
    made.register.close()


def started(house, url: str, port: int) -> subprocess.Popen:
    environment = {**os.environ, "YANAPAY_HOME": str(house.settings.home)}
    environment |= {"YANAPAY_PORT": str(port), "YANAPAY_DATABASE_URL": url}
    server = subprocess.Popen([YANAPAY, "serve"], env=environment, stdout=subprocess.DEVNULL)
    wait_for(port)
    return server


def recorded(port: int, token: str, key: str) -> bool | None:
    """Whether the call of this key was recorded before; ``None`` where nobody answered."""
    body = Mutation("recordCall", Action.RECORD_CALL, call_taken()).body(key)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    address = f"http://127.0.0.1:{port}/graphql"
    asked = urllib.request.Request(address, json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return bool(json.load(answer)["data"]["recordCall"]["repeated"])
    except (urllib.error.URLError, ConnectionError, json.JSONDecodeError, TimeoutError):
        return None


def test_killed_in_a_burst_of_calls_nothing_is_half_done_and_nothing_twice(house, engine_url):
    token = tokens.create(house.register, Wish(Role.OPERATOR, 1), clock.now)
    port, keys, enough = free_port(), itertools.count(), threading.Event()
    sent, acknowledged = [], []
    server = started(house, engine_url, port)

    def burst() -> None:
        while True:
            key = f"key-{next(keys)}"
            sent.append(key)
            if recorded(port, token, key) is None:
                return
            acknowledged.append(key)
            if len(acknowledged) == ACKNOWLEDGED:
                enough.set()

    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as threads:
        running = [threads.submit(burst) for _ in range(AT_ONCE)]
        assert enough.wait(60)
        server.send_signal(signal.SIGKILL)
        server.wait(10)
    assert all(each.exception() is None for each in running)
    assert len(sent) - len(acknowledged) == AT_ONCE
    check_whole(house, at_least=set(acknowledged), at_most=set(sent))

    server = started(house, engine_url, port)
    try:
        assert all(recorded(port, token, key) for key in acknowledged)
        assert None not in [recorded(port, token, key) for key in sent]
    finally:
        server.send_signal(signal.SIGKILL)
        server.wait(10)
    check_whole(house, at_least=set(sent), at_most=set(sent))


def check_whole(house, at_least: set[str], at_most: set[str]) -> None:
    """Each call has its key and its news, each key its call; the audit trail is whole."""
    call, done, news = columns_of(Call), columns_of(DoneAct), columns_of(News)
    with house.register.reading() as connection:
        ours = sa.select(call.id).where(call.provenance == "recorded")
        calls = {str(key) for key in connection.execute(ours).scalars()}
        acts = sa.select(done.idempotency_key, done.result)
        kept = connection.execute(acts.where(done.action == Action.RECORD_CALL.value)).all()
        heard = sa.select(news.subject).where(news.topic == Topic.CALL_RECEIVED.value)
        told = connection.execute(heard).scalars().all()
    assert at_least <= {key for key, _ in kept} <= at_most
    assert calls == {result for _, result in kept} == set(told)
    assert len(calls) == len(kept) == len(told)
    assert list(verify(house.register, house.trail)) == []
