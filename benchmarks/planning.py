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
_ROUNDS = 200


def grown(plan: Plan) -> Plan:
    """The plan with its indicators repeated under other codes, until there are 130."""
    repeated = itertools.islice(itertools.cycle(plan.indicators), _INDICATORS)
    numbered = enumerate(repeated)
    return replace(
        plan, indicators=tuple(replace(each, code=f"{each.code[0]}-{n:03}") for n, each in numbered)
    )


def scoring(house: House) -> Iterator[Line]:
    """Median milliseconds of ``/plan`` in the server, warm; the house's own and one of 130."""
    for name, plan in (("/plan, 53 indicators", load()), ("/plan, 130 indicators", grown(load()))):
        served = replace(house, _ledgers=(Ledgers(plan, clock.now),))
        with TestClient(make_app(served), base_url="http://127.0.0.1") as browser:
            seconds = []
            for _ in range(_ROUNDS):
                begun = time.perf_counter()
                answer = browser.get("/plan")
                seconds.append(time.perf_counter() - begun)
                assert answer.status_code == 200
        yield Line(name, median(seconds[5:]) * 1000, "ms", "5 at most", seconds)


def recomputing(house: House) -> Iterator[Line]:
    """Seconds to count what the plan asks of the register, and make every counted reading again."""
    plan, register = load(), house.the_register()
    begun = time.perf_counter()
    exact = asked_edition(register, clock.now, asked_of(plan))
    counted = time.perf_counter()
    with register.reading() as connection:
        known = known_of(connection, plan)
    ledger_of(plan, exact, lima_day(clock.now()), known)
    ended = time.perf_counter()
    yield Line("plan, recomputed over the register", ended - begun, "s", "10 at most", [])
    yield Line("  of that, the readings", ended - counted, "s", "", [])
