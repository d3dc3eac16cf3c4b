"""What safety costs: the policy check, a link of the audit chain, and guessing passwords."""

from __future__ import annotations

import http.client
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

from app import clock
from app.house import House, open_house
from app.settings import read
from benchmarks.doors import get, serving
from benchmarks.measuring import Line, timed
from core.access.roles import Action, Asker, Role, require
from core.register.audit import Event
from tests.postgres import start_server

_CHECKS = 100_000
_EVENTS = 1_000
_BATCH = 50
_ASKED = 400
_PAUSE = 0.02


def trusting(house: House, folder: Path) -> Iterator[Line]:
    """Policy, audit on both engines, and the panel while somebody guesses passwords."""
    who = Asker(Role.CASE_WORKER)
    raw = [timed(lambda: _check(who)) / _CHECKS * 1e6 for _ in range(5)]
    yield Line("policy check", median(raw), "µs", "<= 20", raw)
    raw = [_EVENTS / timed(lambda: _write(house, 1)) for _ in range(3)]
    yield Line("audit, SQLite, one by one", median(raw), "events/s", "", raw)
    raw = [_EVENTS / timed(lambda: _write(house, _BATCH)) for _ in range(3)]
    yield Line("audit, SQLite, batches of 50", median(raw), "events/s", ">= 2,000", raw)
    yield from _audit_on_postgresql(folder)
    yield from _under_attack(house)


def _audit_on_postgresql(folder: Path) -> Iterator[Line]:
    """One event a transaction, and in batches, on a server that keeps what it has committed."""
    folder.mkdir()
    with start_server(folder, settings=()) as server, server.database() as url:
        house = open_house(read({"YANAPAY_HOME": str(folder), "YANAPAY_DATABASE_URL": url}))
        house.the_register().migrate()
        for batch, name, target in ((1, "one by one", ">= 900"), (_BATCH, "batches of 50", "")):
            raw = [_EVENTS / timed(lambda: _write(house, batch)) for _ in range(3)]  # noqa: B023
            yield Line(f"audit, PostgreSQL, {name}", median(raw), "events/s", target, raw)
        house.the_register().close()


def _check(who: Asker) -> None:
    for _ in range(_CHECKS):
        require(who, Action.READ_CASES)


def _write(house: House, batch: int) -> None:
    trail = house.trail
    event = Event(clock.now(), "bench", "operator", "read_calls", "", 1, allowed=True)
    for _ in range(_EVENTS // batch):
        with house.the_register().writing() as connection:
            for _ in range(batch):
                trail.write(connection, event)


def _under_attack(house: House) -> Iterator[Line]:
    """p95 of /panel while it is quiet, and while 200 wrong passwords a second are sent."""
    with serving(house) as port:
        quiet = _panel_times(port)
        guessing = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.guessing", str(port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        attacked = _panel_times(port)
        sent, _ = guessing.communicate("")
    p95 = [quantiles(times, n=20)[-1] * 1000 for times in (quiet, attacked)]
    yield Line("/panel p95, quiet", p95[0], "ms", "", quiet)
    yield Line("/panel p95, passwords guessed", p95[1], "ms", "<= 2x quiet", attacked)
    rate = int(sent) / (_ASKED * _PAUSE + sum(attacked))
    yield Line("  guesses meanwhile", rate, "per s", "200", [float(sent)])


def _panel_times(port: int) -> list[float]:
    """Seconds of /panel, asked as a reader would: with a pause between."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    times = []
    for _ in range(_ASKED):
        times.append(timed(lambda: get(connection, "/panel")))
        time.sleep(_PAUSE)
    return times
