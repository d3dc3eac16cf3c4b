"""The plan: a scorecard of 130 indicators over 7 years, and every counted reading made again."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from dataclasses import replace
from statistics import median

from starlette.testclient import TestClient

from app import clock
from app.asgi import make_app
from app.house import House
from benchmarks.measuring import Line
from core.desk.plan_known import known_of
from core.desk.planning import Ledgers
from core.moments import lima_day
from core.plan.assembling import ledger_of
from core.plan.counting import asked_of
from core.plan.definition import Plan
from core.plan.loading import load
from core.release.publish import asked_edition

_INDICATORS = 130
_ROUNDS = 40
_TIMES = 5


def grown(plan: Plan) -> Plan:
    """The plan with its indicators repeated under other codes, until there are 130."""
    repeated = itertools.islice(itertools.cycle(plan.indicators), _INDICATORS)
    numbered = enumerate(repeated)
    return replace(
        plan, indicators=tuple(replace(each, code=f"{each.code[0]}-{n:03}") for n, each in numbered)
    )


def scoring(house: House) -> Iterator[Line]:
    """Median milliseconds of ``/plan`` in the server, warm; the house's own and one of 130. A page
    that was asked before is kept, so pages that nobody asked for are measured apart."""
    for size, plan in (("53 indicators", load()), ("130 indicators", grown(load()))):
        kept, fresh = [], []
        for _ in range(_TIMES):
            served = replace(house, _ledgers=(Ledgers(plan, clock.now),))
            with TestClient(make_app(served), base_url="http://127.0.0.1") as browser:
                browser.get("/plan")
                kept += [_milliseconds(browser, "/plan") for _ in range(_ROUNDS)]
                fresh += [_milliseconds(browser, f"/plan?periodo={year}") for year in plan.years]
        yield Line(f"/plan, {size}, kept", median(kept), "ms", "5 at most", kept)
        yield Line(f"/plan, {size}, not asked before", median(fresh), "ms", "5 at most", fresh)


def _milliseconds(browser: TestClient, address: str) -> float:
    begun = time.perf_counter()
    answer = browser.get(address)
    assert answer.status_code == 200
    return (time.perf_counter() - begun) * 1000


def recomputing(house: House) -> Iterator[Line]:
    """Seconds to count what the plan asks of the register, and make every counted reading again."""
    wall, busy = [], []
    for _ in range(_TIMES):
        begun, at_work = time.perf_counter(), time.process_time()
        _recompute(house)
        wall.append(time.perf_counter() - begun)
        busy.append(time.process_time() - at_work)
    with house.the_register().reading() as connection:
        engine = connection.dialect.name
    yield Line(f"plan, recomputed on {engine}", median(wall), "s", "10 at most", wall)
    yield Line("  of that, this process at work", median(busy), "s", "", busy)


def _recompute(house: House) -> None:
    plan, register = load(), house.the_register()
    exact = asked_edition(register, clock.now, asked_of(plan))
    with register.reading() as connection:
        known = known_of(connection, plan)
    ledger_of(plan, exact, lima_day(clock.now()), known)
