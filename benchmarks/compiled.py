"""GraphQL under load beside bare endpoints: what the compiled way costs above its floor.

Everything takes turns: a noisy minute falls on all.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from sqlalchemy import select

from app import clock
from app.house import House
from benchmarks.doors import serving
from benchmarks.load import Load, is_here, load, script
from benchmarks.measuring import Line, paired_ratio
from benchmarks.questions import CASE, CASES, COUNTS, name_codes
from core.access import tokens
from core.access.roles import Role
from core.access.tokens import Wish
from core.register.cases import Case
from core.register.columns import columns_of

ROUNDS = 5

#: A line, its question and its address; floors follow what they are floors of.
_LINES: tuple[tuple[str, str, str], ...] = (
    ("Q1, 100 cases", "cases", "/graphql"),
    ("Q1, read anew", "cases", "/bare/anew/cases"),
    ("  floor: rows, constant bytes", "cases", "/bare/rows/cases"),
    ("  floor: one statement of SQL", "cases", "/bare/statement/cases"),
    ("  graphql-core", "cases", "/bare/reference/cases"),
    ("  Strawberry, ORM, DataLoaders", "cases", "/bare/orm"),
    ("Q4, one case by code", "case", "/graphql"),
    ("Q4, read anew", "case", "/bare/anew/case"),
    ("  floor: rows, constant bytes", "case", "/bare/rows/case"),
    ("Q2, a repeated question", "counts", "/graphql"),
    ("  floor: constant bytes, paid for", "counts", "/bare/charged/counts"),
    ("  floor: constant bytes", "counts", "/bare/constant/counts"),
)
_TARGETS = {
    "/bare/rows/cases": ">= 0.6",
    "/bare/statement/cases": ">= 2",
    "/bare/orm": ">= 100",
    "/bare/rows/case": ">= 0.6",
    "/bare/constant/counts": ">= 0.9",
}


@dataclass(slots=True)
class Runs:
    """The runs of a line, and how late the event loop came at worst in each, in milliseconds."""

    loads: list[Load] = field(default_factory=list)
    late: list[float] = field(default_factory=list)


def compiling(house: House) -> Iterator[Line]:
    """Requests a second of each question on the engine of the house, and ratios to its floors."""
    if not is_here():
        return
    token, code = asker_and_case(house)
    told = {
        "BENCH_TOKEN": token,
        "BENCH_CODE": code,
        "YANAPAY_DATABASE_URL": house.settings.database_url or "",
    }
    with serving(house, ("-m", "benchmarks.bare"), told) as port:
        runs = _runs(port, token, code)
    yield from _compared(house.the_register().engine.dialect.name, runs)


def asker_and_case(house: House) -> tuple[str, str]:
    """A case worker's token, and the pseudonym of a case; what codes mean is written into tables
    for engines that are asked to write it."""
    register = house.the_register()
    with register.writing() as connection:
        name_codes(connection)
        code = connection.execute(select(columns_of(Case).code).limit(1)).scalar_one()
    return tokens.create(register, Wish(Role.CASE_WORKER, 1), clock.now), code


def _runs(port: int, token: str, code: str) -> Mapping[str, Runs]:
    found = {name + path: Runs() for name, _, path in _LINES}
    given = {"cases": {"query": CASES}, "counts": {"query": COUNTS}}
    given["case"] = {"query": CASE, "variables": {"code": code}}  # type: ignore[dict-item]
    with tempfile.TemporaryDirectory() as folder:
        posted = {
            name: script(Path(folder) / f"{name}.lua", asked, token if name != "counts" else "")
            for name, asked in given.items()
        }
        for turn in range(ROUNDS + 1):  # the first warms up
            for name, question, path in _LINES:
                time.sleep(0.5)  # what was cut off at the end of a run is answered still
                _late(port)
                run = load(f"http://127.0.0.1:{port}{path}", posted[question])
                if turn:
                    found[name + path].loads.append(run)
                    found[name + path].late.append(_late(port))
    return found


def _late(port: int) -> float:
    """How late the event loop came at worst since this was asked before, in milliseconds."""
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/bare/lag")
    return float(connection.getresponse().read())


def _compared(engine: str, runs: Mapping[str, Runs]) -> Iterator[Line]:
    ours: dict[str, Runs] = {}
    for name, _, path in _LINES:
        these = runs[name + path]
        served = [each.served for each in these.loads]
        yield Line(f"{name}, {engine}", median(served), "requests/s", "", served)
        if path == "/graphql":
            ours = {"ours": these}
        elif path.startswith("/bare/anew"):
            ours["anew"] = these
        else:
            yield from _beside(ours, these, _TARGETS.get(path, ""))
            continue
        yield from _even(these)


def _beside(ours: Mapping[str, Runs], floor: Runs, target: str) -> Iterator[Line]:
    """What is given again, and what is read anew, to a floor."""
    for name, runs in ours.items():
        served = [[each.served for each in some.loads] for some in (runs, floor)]
        ratio, raw = paired_ratio(*served)
        yield Line(f"    {name} to it", ratio, "x", target, raw)


def _even(runs: Runs) -> Iterator[Line]:
    """How evenly answers come, and whether anything held the event loop."""
    slow = [each.p99 / each.p50 for each in runs.loads]
    yield Line("  p99 to p50", median(slow), "x", "<= 5", slow)
    yield Line("  event loop at its latest", max(runs.late), "ms", "<= 5", runs.late)
