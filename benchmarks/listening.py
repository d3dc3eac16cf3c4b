"""How soon whoever listens is told: from a call that is kept to the last of so many sockets."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from statistics import median

from websockets.sync.client import ClientConnection, connect

from app import clock
from app.house import House
from benchmarks.doors import serving
from benchmarks.measuring import Line
from core.access import tokens
from core.access.roles import Role
from core.access.tokens import Wish
from tests.acts import new_call

_ROUNDS = 10
_OF_A_TOKEN = 20
_PATIENCE = 30
_QUERY = "subscription { callReceived { id department { name } form { code } } }"


def listening(house: House) -> Iterator[Line]:
    """Median milliseconds to the last of one and of a hundred listeners, on SQLite."""
    with serving(house) as port, ThreadPoolExecutor(100) as threads:
        for many in (1, 100):
            with ExitStack() as held:
                opened = []
                for number in range(many):
                    if number % _OF_A_TOKEN == 0:
                        token = tokens.create(
                            house.the_register(), Wish(Role.OPERATOR, 1), clock.now
                        )
                    opened.append(held.enter_context(_listener(port, token)))
                raw = [_last(house, threads, opened) for _ in range(_ROUNDS)]
            yield Line(f"event to the last of {many}", median(raw) * 1000, "ms", "", raw)


@contextmanager
def _listener(port: int, token: str) -> Iterator[ClientConnection]:
    address = f"ws://127.0.0.1:{port}/graphql"
    with connect(address, subprotocols=["graphql-transport-ws"]) as opened:
        for message in (
            {"type": "connection_init", "payload": {"Authorization": f"Bearer {token}"}},
            {"id": "1", "type": "subscribe", "payload": {"query": _QUERY}},
            {"type": "ping"},
        ):
            opened.send(json.dumps(message))
        while json.loads(opened.recv(_PATIENCE))["type"] != "pong":
            pass
        yield opened


def _last(house: House, threads: ThreadPoolExecutor, opened: list[ClientConnection]) -> float:
    """Seconds until the last one was told."""
    new_call(house)
    begun = time.perf_counter()
    list(threads.map(lambda socket: socket.recv(_PATIENCE), opened))
    return time.perf_counter() - begun
