"""Readers that take nothing are let go, and nobody else notices."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from api.streams.limits import Limits
from app.asgi import make_app
from core.access.roles import Role
from tests.acts import new_call
from tests.streams.conftest import CALLS, PROTOCOL, token_of

MANY = 100
PATIENCE = 60
LIMITS = Limits(
    connections=MANY + 1, of_an_address=MANY + 1, of_a_holder=MANY, waiting=3, until_sent=0.5
)


class Reader:
    """A socket as a server hands it to us. A stuck one takes nothing after ``pong``."""

    def __init__(self, token: str, *, stuck: bool) -> None:
        self._stuck = stuck
        self._said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.ready = asyncio.Event()
        self.told: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._said.put_nowait({"type": "websocket.connect"})
        for message in (
            {"type": "connection_init", "payload": {"Authorization": f"Bearer {token}"}},
            {"id": "1", "type": "subscribe", "payload": {"query": CALLS}},
            {"type": "ping"},
        ):
            self._said.put_nowait({"type": "websocket.receive", "text": json.dumps(message)})

    async def run(self, app: Any) -> None:
        """Its whole life."""
        scope = {
            **{"type": "websocket", "path": "/graphql", "raw_path": b"/graphql", "scheme": "ws"},
            **{"query_string": b"", "headers": [(b"host", b"127.0.0.1")], "root_path": ""},
            **{"client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80)},
            **{"subprotocols": [PROTOCOL], "extensions": {}, "asgi": {"version": "3.0"}},
        }
        await app(scope, self._said.get, self._take)

    async def _take(self, message: dict[str, Any]) -> None:
        if self._stuck and self.ready.is_set():
            await asyncio.Event().wait()
        if message["type"] == "websocket.send":
            told = json.loads(message["text"])
            if told["type"] == "pong":
                self.ready.set()
            elif told["type"] == "next":
                self.told.put_nowait(told)

    def go(self) -> None:
        """The reader closes its socket."""
        self._said.put_nowait({"type": "websocket.disconnect", "code": 1000})


def test_a_hundred_readers_that_take_nothing_are_let_go_while_another_hears_everything(house):
    asyncio.run(asyncio.wait_for(_crowd(house), PATIENCE))


async def _crowd(house) -> None:
    app = make_app(house, LIMITS)
    token = token_of(house, Role.OPERATOR)
    crowd = [Reader(token, stuck=True) for _ in range(MANY)]
    attentive = Reader(token_of(house, Role.OPERATOR), stuck=False)
    lives = [asyncio.create_task(reader.run(app)) for reader in crowd]
    life = asyncio.create_task(attentive.run(app))
    for reader in (*crowd, attentive):
        await reader.ready.wait()
    for _ in range(5):
        await asyncio.to_thread(new_call, house)
        told = await attentive.told.get()
        assert "errors" not in told["payload"]
    await asyncio.gather(*lives)
    attentive.go()
    await life
    await app.state.hall.close()
