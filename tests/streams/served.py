"""A server of its own for a test, and event streams read from it as they come."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from api.streams.limits import Limits
from app.asgi import make_app
from app.house import House
from app.serving import server_of
from tests.app.test_command import free_port

PATIENCE = 20


@contextmanager
def served(house: House, limits: Limits | None = None) -> Iterator[int]:
    """The port of a running server; it must stop by itself afterwards, whatever is open."""
    settings = replace(house.settings, port=free_port())
    server = server_of(make_app(house, limits), settings)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        eventually(lambda: server.started)
        yield settings.port
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
    assert not thread.is_alive()


def eventually(holds: Any) -> None:
    """Wait until something holds."""
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)


class Events:
    """One event stream: its head, and its events one by one."""

    def __init__(self, port: int, query: str, token: str | None = None, **headers: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        headers = {"Accept": "text/event-stream", "Content-Type": "application/json", **headers}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._connection.request("POST", "/graphql", json.dumps({"query": query}), headers)
        self.response = self._connection.getresponse()

    def ready(self) -> Events:
        """Wait until it hears whatever happens."""
        assert self.response.read(3) == b":\n\n"
        return self

    def next(self) -> tuple[str, Any] | None:
        """(event, data) of the next event; comments are passed over; ``None`` at the end."""
        told: dict[str, str] = {}
        while line := self.response.readline().decode():
            name, _, value = line.rstrip("\n").partition(": ")
            if name:
                told[name] = value
            elif told.get("event"):
                data = told.get("data", "").strip()
                return told["event"], json.loads(data) if data else None
        return None

    def close(self) -> None:
        """Go away."""
        self.response.close()
        self._connection.close()


@contextmanager
def events(port: int, query: str, token: str | None = None, **headers: str) -> Iterator[Events]:
    """An event stream, closed afterwards."""
    opened = Events(port, query, token, **headers)
    try:
        yield opened
    finally:
        opened.close()
