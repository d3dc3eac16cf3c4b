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
from benchmarks.measuring import Line, paired_ratio, timed
from core.access.roles import Action, Asker, Role, require
from core.register.audit import Event
from core.register.database import Register
from tests.postgres import start_server

_CHECKS = 100_000
_EVENTS = 1_000
_BATCH = 50
_ASKED = 200
_ROUNDS = 5
_ADDRESSES = 1000
_PAUSE = 0.02
_FLOOR_TABLE = "CREATE TABLE floor (number bigint, mac text)"
_FLOOR_ROW = "INSERT INTO floor VALUES (%(number)s, %(mac)s)"


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
        register = house.the_register()
        with register.writing() as connection:
            connection.exec_driver_sql(_FLOOR_TABLE)
        rounds = [
            [_EVENTS / timed(lambda: _write(house, 1)), _EVENTS / timed(lambda: _bare(register))]
            for _ in range(_ROUNDS)
        ]
        singly, bare = (list(told) for told in zip(*rounds, strict=True))
        yield Line("audit, PostgreSQL, one by one", median(singly), "events/s", ">= 900", singly)
        yield Line("floor: a bare row, committed", median(bare), "rows/s", "", bare)
        ratio, raw = paired_ratio(singly, bare)
        yield Line("  to the floor", ratio, "x", "", raw)
        raw = [_EVENTS / timed(lambda: _write(house, _BATCH)) for _ in range(3)]
        yield Line("audit, PostgreSQL, batches of 50", median(raw), "events/s", "", raw)
        register.close()


def _bare(register: Register) -> None:
    """What the driver and the disk take for a row of the same length that nothing vouches for."""
    for number in range(_EVENTS):
        with register.writing() as connection:
            connection.exec_driver_sql(_FLOOR_ROW, {"number": number, "mac": "0" * 64})


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
    """p95 of /panel while it is quiet, and while 200 wrong passwords a second are sent.

    Quiet and attacked rounds take turns; the ratio is that of each pair.
    """
    with serving(house) as port:
        _panel_times(port)
        for name, addresses in (("one address", 1), (f"{_ADDRESSES} addresses", _ADDRESSES)):
            rounds = [_round(port, addresses) for _ in range(_ROUNDS)]
            quiet, attacked, rates = (list(told) for told in zip(*rounds, strict=True))
            yield Line(f"/panel p95, quiet ({name})", median(quiet), "ms", "", quiet)
            yield Line(f"/panel p95, guessed from {name}", median(attacked), "ms", "", attacked)
            ratio, raw = paired_ratio(attacked, quiet)
            yield Line("  to quiet", ratio, "x", "<= 2", raw)
            yield Line("  guesses meanwhile", median(rates), "per s", "200", rates)


def _round(port: int, addresses: int) -> tuple[float, float, float]:
    """(p95 quiet, p95 attacked, guesses a second meanwhile); the p95 in milliseconds."""
    quiet = _p95(_panel_times(port))
    program = [sys.executable, "-m", "benchmarks.guessing", str(port), str(addresses)]
    guesser = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    begun = time.perf_counter()
    attacked = _p95(_panel_times(port))
    lasted = time.perf_counter() - begun
    sent, _ = guesser.communicate("")
    return quiet, attacked, int(sent) / lasted


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1] * 1000


def _panel_times(port: int) -> list[float]:
    """Seconds of /panel, asked as a reader would: with a pause between."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    times = []
    for _ in range(_ASKED):
        times.append(timed(lambda: get(connection, "/panel")))
        time.sleep(_PAUSE)
    return times
