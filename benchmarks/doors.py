"""Both doors over HTTP on loopback, beside a route that answers constant bytes."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from statistics import median
from types import MappingProxyType
from urllib.parse import quote

from app import clock
from app.house import House
from app.settings import MOST
from benchmarks.measuring import Line, paired_ratio, turns
from core.access.roles import Role
from core.access.sign_in import make_link

_ROUNDS = 150
_COUNTS = (
    "{ caseCounts(groupBy: [INDUSTRY, FORM]) { cells { keys { code } count { value status } } } }"
)
_CASES = (
    "{ cases(first: 100) { nodes { id code openedOn departmentCode status { code }"
    " industry { code } forms { code } } } }"
)


def asking(house: House) -> Iterator[Line]:
    """Median milliseconds of pages and answers, and their paired ratio to the floor."""
    with serving(house) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        cookie = _sign_in(house, connection)
        etag = _etag(connection, _COUNTS)
        asked: dict[str, Callable[[], object]] = {
            "floor: a static file": lambda: get(connection, "/static/vendor/LICENSE-htmx.txt"),
            _BYTES: lambda: get(connection, "/static/htmx-with-csp.js"),
            "/panel": lambda: get(connection, "/panel"),
            "/panel, cases of mining": lambda: get(
                connection, "/panel?medida=casos&industria=mining"
            ),
            "/panel, one block swapped": lambda: get(connection, "/panel?medida=casos", _HTMX),
            "GraphQL, industry x form": lambda: _post(connection, _COUNTS),
            "GraphQL, the same, unchanged (304)": lambda: _unchanged(connection, _COUNTS, etag),
            "GraphQL, 100 cases": lambda: _post(connection, _CASES, cookie),
        }
        runs = turns(asked, _ROUNDS)
    floor, constant = runs["floor: a static file"], runs[_BYTES]
    for name, seconds in runs.items():
        yield Line(name, median(seconds) * 1000, "ms", _TARGETS.get(name, ""), seconds)
        if seconds is not floor:
            ratio, raw = paired_ratio(seconds, floor)
            yield Line("  to the floor", ratio, "x", "", raw)
        if name == "/panel":
            speed, raw = paired_ratio(constant, seconds)
            yield Line("  of the speed of constant bytes", speed, "x", ">= 0.8", raw)


#: As many bytes, about, as /panel has, that never change.
_BYTES = "constant bytes: a static script"

#: Warm: the same page is given again.
_TARGETS = {"/panel": "<= 3", "/panel, cases of mining": "<= 3"}


def starting(house: House) -> Iterator[Line]:
    """Seconds from the command to the first page, where everything has been prepared."""
    seconds = []
    for _ in range(5):
        begun = time.perf_counter()
        with serving(house):
            seconds.append(time.perf_counter() - begun)
    yield Line("second start", median(seconds), "s", "< 3", seconds)


_HTMX = {"HX-Request": "true", "HX-Target": "div#vista"}
#: Hundreds of rounds in a minute are measured, not metered.
_NOTHING: Mapping[str, str] = MappingProxyType({})
_ALLOWANCE = dict.fromkeys(("YANAPAY_POINTS_SIGNED_IN", "YANAPAY_POINTS_STRANGERS"), str(MOST))


_HOUSE = ("-m", "app", "serve", "--prepare")


@contextmanager
def serving(
    house: House, program: Sequence[str] = _HOUSE, told: Mapping[str, str] = _NOTHING
) -> Iterator[int]:
    """The house served in a process of its own, on a free port. ``told``: by the environment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {
        **os.environ,
        "YANAPAY_HOME": str(house.settings.home),
        "YANAPAY_PORT": str(port),
        **_ALLOWANCE,
        **told,
    }
    command = [sys.executable, *program]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        while True:
            try:
                get(http.client.HTTPConnection("127.0.0.1", port), "/panel")
                break
            except ConnectionRefusedError:
                time.sleep(0.02)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def _sign_in(house: House, connection: http.client.HTTPConnection) -> str:
    assert house.register is not None
    link = make_link(house.register, Role.CASE_WORKER, clock.now)
    connection.request("GET", f"/entrar?enlace={link}")
    response = connection.getresponse()
    response.read()
    return str(response.headers["set-cookie"]).partition(";")[0]


def get(
    connection: http.client.HTTPConnection, path: str, headers: dict[str, str] | None = None
) -> None:
    """Ask for a page and read it to its end."""
    connection.request("GET", path, headers=headers or {})
    response = connection.getresponse()
    response.read()
    assert response.status == 200, (path, response.status)


def _post(connection: http.client.HTTPConnection, query: str, cookie: str = "") -> None:
    headers = {"Content-Type": "application/json", "Cookie": cookie}
    connection.request("POST", "/graphql", json.dumps({"query": query}), headers)
    response = connection.getresponse()
    told = json.loads(response.read())
    assert "errors" not in told, told


def _etag(connection: http.client.HTTPConnection, query: str) -> str:
    connection.request("GET", f"/graphql?query={quote(query)}", headers={"Accept": "*/*"})
    response = connection.getresponse()
    response.read()
    return str(response.headers["etag"])


def _unchanged(connection: http.client.HTTPConnection, query: str, etag: str) -> None:
    headers = {"Accept": "*/*", "If-None-Match": etag}
    connection.request("GET", f"/graphql?query={quote(query)}", headers=headers)
    response = connection.getresponse()
    assert response.read() == b""
    assert response.status == 304
