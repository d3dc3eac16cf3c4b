"""The synthetic readings of a house that is just made, and its first closed periods."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from app import clock
from core.access.roles import Asker, Role
from core.desk.plan_evidence import File, add_evidence
from core.desk.plan_periods import Moved, close_period, publish_period
from core.plan.periods import Frequency
from core.register.columns import uuid7
from seeds.synthetic_evidence import page
from seeds.synthetic_plan import report, reporters

if TYPE_CHECKING:
    from app.house import House

#: Whoever closes the periods of a synthetic house.
_SEED = Asker(Role.MONITOR, "synthetic-seed", institution="IOM / OIM")


def report_and_close(house: House) -> None:
    """Synthetic readings of every reported indicator, and every year but the last published."""
    plan = house.ledgers.plan
    evidence = {whose: _evidence(house, whose) for whose in reporters(plan)}
    with house.the_register().writing() as connection:
        report(connection, plan, uuid7, clock.now(), evidence)
    by_seed = house.planning_of(house.recorder_of(house.desk_of(_SEED)))
    planning = replace(by_seed, carry=lambda: None)  # once, at the end
    for period in list(plan.periods(Frequency.YEAR))[:-1]:
        moved = Moved(period=period.code)
        close_period(planning, key=f"close {period.code}", moved=moved)
        publish_period(planning, key=f"publish {period.code}", moved=moved)
    house.carry_facts()


def _evidence(house: House, whose: str) -> uuid.UUID:
    """The file of an institution."""
    asker = Asker(Role.RECIPIENT, "synthetic-seed", institution=whose)
    planning = house.planning_of(house.recorder_of(house.desk_of(asker)))
    file = File(name="evidencia-sintetica.pdf", content=page(whose))
    return add_evidence(planning, key=f"evidence {whose}", file=file).record
