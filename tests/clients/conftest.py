"""One real server for the whole room, as partners meet it, and Node.js programs that ask it."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app import clock
from app.house import House, open_house
from app.settings import read
from core.access import tokens
from core.access.roles import Role
from core.access.tokens import Wish
from core.register.tokens import add_agreement
from tests.factories import SMALL

HERE = Path(__file__).parent
AGREEMENT = "CLIENTS-1"
YANAPAY = str(Path(".venv/bin/yanapay").absolute())


@dataclass(frozen=True)
class Served:
    """A house of its own and the address its server answers at."""

    house: House
    address: str

    @property
    def graphql(self) -> str:
        return f"{self.address}/graphql"

    def token(self, role: Role) -> str:
        """A new token of a role; a partner's is under the agreement of this house."""
        wish = Wish(role, 1, AGREEMENT if role is Role.PARTNER else None)
        return tokens.create(self.house.the_register(), wish, clock.now)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A small house with an agreement in force, served by a process of its own."""
    house = _prepared(tmp_path_factory.mktemp("clients"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "YANAPAY_HOME": str(house.settings.home),
        "YANAPAY_PORT": str(port),
    }
    with subprocess.Popen([YANAPAY, "serve"], env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            _wait_for(port, server)
            yield Served(house, f"http://127.0.0.1:{port}")
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)
            house.the_register().close()


def _prepared(home: Path) -> House:
    house = open_house(read({"YANAPAY_HOME": str(home)}))
    house.the_register().migrate()
    today = clock.now().date()
    with house.the_register().writing() as connection:
        add_agreement(
            connection,
            code=AGREEMENT,
            partner="CHS",
            purpose="test",
            departments="08,17",
            dimensions="",
            k=5,
            starts_on=today - dt.timedelta(days=1),
            ends_on=today + dt.timedelta(days=30),
            signed_hash="0" * 64,
        )
    house.prepare(SMALL, lambda *_: None, lambda *_: None)
    return house


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        assert server.poll() is None, "the server ended"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the server does not answer")


Program = Callable[..., Any]


@pytest.fixture(scope="session")
def program(served: Served) -> Program:
    """Run a Node.js program of this folder against the server; what it printed as JSON.

    Its settings are in its environment: GRAPHQL (the address) and whatever a test gives.
    """

    def run(name: str, **settings: str) -> Any:
        done = subprocess.run(
            ["node", str(HERE / name)],
            env={**os.environ, "GRAPHQL": served.graphql, **settings},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run
