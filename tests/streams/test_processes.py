"""Several processes over one register; servers and clients that go away."""

from __future__ import annotations

import json
import signal
import struct
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from socket import SO_LINGER, SOL_SOCKET

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from api.streams.limits import Limits
from core.access.metering import SIGNED_IN
from core.access.roles import Asker, Role
from core.bulletin.file import write
from tests.app.test_command import free_port
from tests.app.test_killed_while_recording import recorded, started
from tests.factories import SMALL, house_in
from tests.streams.conftest import CALLS, PROTOCOL, RELEASES, token_of
from tests.streams.served import PATIENCE, events, eventually, served


@contextmanager
def connected(port: int, token: str | None = None):
    """A real WebSocket client, acknowledged."""
    address = f"ws://127.0.0.1:{port}/graphql"
    with connect(address, subprotocols=[PROTOCOL], open_timeout=PATIENCE) as opened:
        payload = {"Authorization": f"Bearer {token}"} if token else {}
        opened.send(json.dumps({"type": "connection_init", "payload": payload}))
        assert json.loads(opened.recv(PATIENCE)) == {"type": "connection_ack"}
        yield opened


def subscribe(opened, query: str) -> None:
    opened.send(json.dumps({"id": "1", "type": "subscribe", "payload": {"query": query}}))
    opened.send(json.dumps({"type": "ping"}))
    assert json.loads(opened.recv(PATIENCE)) == {"type": "pong"}


@pytest.fixture
def pair(tmp_path, engine_url):
    """A house, the port of a server in this process, and of one in a process of its own."""
    house, there = house_in(tmp_path, engine_url, SMALL), free_port()
    server = started(house, engine_url, there)
    try:
        with served(house) as here:
            yield house, here, there, server
    finally:
        server.kill()
        server.wait(PATIENCE)
        house.the_register().close()


def test_what_comes_through_one_process_is_told_by_the_other_which_then_stops_in_order(pair):
    house, here, there, server = pair
    token = token_of(house, Role.OPERATOR)
    with ExitStack() as still_open:
        stream = still_open.enter_context(events(there, CALLS, token)).ready()
        stranger = still_open.enter_context(events(there, RELEASES)).ready()
        socket = still_open.enter_context(connected(there, token))
        subscribe(socket, CALLS)

        assert recorded(here, token, "once") is False
        kind, told = stream.next()
        assert kind == "next"
        assert told["data"]["callReceived"]["id"]
        assert json.loads(socket.recv(PATIENCE))["payload"] == told

        bulletin = house.shelf.bulletin
        later = replace(bulletin.release, id="20131231-later")
        write(replace(bulletin, release=later), house.settings.bulletin)
        assert stranger.next()[1] == {"data": {"bulletinReleased": {"id": "20131231-later"}}}

        server.send_signal(signal.SIGTERM)
        server.wait(PATIENCE)
        assert (stream.next(), stranger.next()) == (None, None)
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(PATIENCE)
        assert closed.value.rcvd.code == 1012


def test_one_token_has_its_minute_and_its_seats_once_however_many_processes_serve(house):
    token, there = token_of(house, Role.OPERATOR), free_port()
    points = house.meter.allowance(Asker(Role.OPERATOR, f"token-{token[4:12]}"), "")
    server = started(house, house.settings.database_url, there)
    try:
        with served(house) as here, ExitStack() as still_open:
            for _ in range(Limits().of_a_holder):
                still_open.enter_context(events(there, CALLS, token)).ready()

            def heard_here() -> bool:
                with events(here, CALLS, token) as stream:
                    return stream.response.status == 200

            assert not heard_here()
            points.charge(SIGNED_IN - points.meter.tallies.spent(points.key).points)
            assert recorded(there, token, "one too many") is None
            server.kill()
            eventually(heard_here)
    finally:
        server.kill()
        server.wait(PATIENCE)


def test_a_client_that_dies_leaves_its_seat(house):
    with served(house, Limits(of_an_address=1)) as port, connected(port) as dying:
        subscribe(dying, RELEASES)
        with pytest.raises(InvalidStatus) as refused, connected(port):
            pass
        assert refused.value.response.status_code == 429
        # No farewell: the machine at the other end is gone.
        dying.socket.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
        dying.socket.close()

        def seated() -> bool:
            try:
                with connected(port):
                    return True
            except InvalidStatus:
                return False

        eventually(seated)


def test_a_message_of_a_megabyte_is_not_read(house):
    with served(house) as port, connected(port) as opened:
        opened.send("x" * 1_000_000)
        with pytest.raises(ConnectionClosed) as closed:
            opened.recv(PATIENCE)
        assert closed.value.rcvd.code == 1009
