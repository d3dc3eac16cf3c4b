"""The plan at the desk: a register on each engine, and the released bulletin of the house.

What is reported stays for good, so every test reports for a plan of its own.
"""

import datetime as dt
from contextlib import ExitStack
from dataclasses import replace
from itertools import count

import pytest

from core.access.roles import Asker, Role
from core.access.sealing import Ring
from core.desk.audit import Trail
from core.desk.planning import Ledgers, Planning
from core.desk.reading import Desk
from core.desk.recorder import Recorder
from core.plan.loading import load
from core.register.database import Register
from core.register.institutions import Institution
from core.register.plan_rows import add
from seeds.published import rows

NOW = dt.datetime(2014, 3, 1, 12, tzinfo=dt.UTC)
_PLANS = count(1)
RING = Ring(lambda: {1: b"s" * 32})


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def register(request, tmp_path_factory):
    with ExitStack() as stack:
        url = f"sqlite:///{tmp_path_factory.mktemp('plan') / 'register.sqlite'}"
        if request.param == "postgresql":
            url = stack.enter_context(request.getfixturevalue("postgres").database())
        made = Register(url)
        made.migrate()
        with made.writing() as connection:
            for row in rows("institutions"):
                add(connection, Institution, **row)
        yield made
        made.close()


@pytest.fixture
def plan():
    """The plan of the house under a name of its own."""
    return replace(load(), code=f"plan-{next(_PLANS)}")


@pytest.fixture
def planning_of(register, bulletin, plan, tmp_path_factory):
    """The plan as somebody of a role and an institution may read and write it."""
    trail = Trail(b"t" * 32, tmp_path_factory.getbasetemp() / "plan.anchor")
    ledgers = Ledgers(plan, lambda: NOW)

    def made(role: Role, institution: str | None = None, name: str = "") -> Planning:
        who = Asker(role, name or role.value, institution=institution)
        desk = Desk(register, who, lambda: NOW, trail)
        recorder = Recorder(desk, lambda record: record.int % 2**32)
        return Planning(ledgers, bulletin, lambda: bulletin, recorder, ring=RING)

    return made
