"""Two workers beside one: what another processor is good for."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from api.execution import Asked, bytes_of, prepared, run
from app.house import House
from benchmarks.compiled import asker_and_case
from benchmarks.doors import serving
from benchmarks.load import is_here, load, scripts
from benchmarks.measuring import Line, paired_ratio
from benchmarks.questions import CASES, COUNTS, PAGE

_ROUNDS, _PAGE = 5, 100
_CONNECTIONS = 8  # at most what one asker may ask at once; the system shares them out


def sharing(house: House) -> Iterator[Line]:
    """Requests a second of one worker and of two, run by run; wrk has no processor of its own."""
    if not is_here():
        return
    token, _ = asker_and_case(house)
    engine = house.the_register().engine.dialect.name
    url = {"YANAPAY_DATABASE_URL": house.settings.database_url or ""}
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        ports = {
            many: held.enter_context(serving(house, told={**url, "YANAPAY_WORKERS": str(many)}))
            for many in (1, 2)
        }
        # More pages than a process keeps: each is read anew.
        pages = [{"query": PAGE, "variables": {"after": each}} for each in _cursors(house, token)]
        for name, asked, by in (
            ("Q1, 100 cases", [{"query": CASES}], token),
            ("Q1, page after page", pages, token),
            ("a repeated question", [{"query": COUNTS}], ""),
        ):
            posted = scripts(folder / "asked.lua", asked, by)
            yield from _compared(f"{name}, {engine}", ports, posted)


def _cursors(house: House, token: str) -> list[str]:
    """Where each case stands, but those of the last page."""
    visit, text = house.visit(None, token), "{ cases(first: 100) { edges { cursor } } }"
    found: list[str] = []
    while True:
        told = json.loads(bytes_of(run(prepared(Asked(text), visit), visit)))
        edges = told["data"]["cases"]["edges"]
        if len(edges) < _PAGE:
            return found
        found += [edge["cursor"] for edge in edges]
        text = f'{{ cases(first: 100, after: "{found[-1]}") {{ edges {{ cursor }} }} }}'


def _compared(name: str, ports: dict[int, int], posted: Path) -> Iterator[Line]:
    runs: dict[int, list[float]] = {many: [] for many in ports}
    for turn in range(_ROUNDS + 1):  # the first warms up
        for many, port in ports.items():
            time.sleep(1)  # what was cut off at the end of a run is answered still
            run = load(f"http://127.0.0.1:{port}/graphql", posted, _CONNECTIONS)
            if turn:
                runs[many].append(run.served)
    for many, raw in runs.items():
        yield Line(f"{name}, workers: {many}", median(raw), "requests/s", "", raw)
    ratio, raw = paired_ratio(runs[2], runs[1])
    yield Line("  two to one", ratio, "x", ">= 1.6", raw)
