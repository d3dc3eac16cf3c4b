"""``yanapay plan``: where its periods are, and closing, publishing or opening one again."""

from __future__ import annotations

import argparse

from app.commands import Commands, Open, added, group_of, guarded
from app.house import House
from app.progress import console
from core.access.roles import Asker, Role
from core.desk.plan_known import closings_of
from core.desk.plan_periods import Moved, close_period, publish_period, reopen_period
from core.desk.planning import Planning
from core.plan.ledger import Closing
from core.plan.periods import Frequency
from core.register.columns import uuid7

#: Whoever holds a shell on the machine of the register acts for IOM's monitor.
_CONSOLE = Asker(Role.MONITOR, "console", institution="IOM / OIM")

_WHICH = "the code of a plan; the one in force if nothing is said"

_MOVES = {
    "close": (close_period, "Freeze a period as it stands"),
    "publish": (publish_period, "Let a closed period out, into the bulletin in service"),
    "reopen": (reopen_period, "Open a closed period again, for a reason"),
}


def add_commands(commands: Commands, opened: Open) -> None:
    """``plan`` beside the other commands."""
    group = group_of(commands, "plan")
    shown = added(
        group,
        "periods",
        lambda asked: guarded(_periods, asked, opened),
        "Say where every period is",
    )
    shown.add_argument("--plan", metavar="CODE", help=_WHICH)
    for name, (_, text) in _MOVES.items():
        move = added(group, name, lambda asked: guarded(_move, asked, opened), text)
        move.add_argument("period", help="2009 or 2009-S1")
        move.add_argument("--reason", default="")
        move.add_argument("--plan", metavar="CODE", help=_WHICH)
        move.set_defaults(move=name)


def _planning(asked: argparse.Namespace, house: House) -> Planning:
    desk = house.desk_of(_CONSOLE)
    return house.planning_of(house.recorder_of(desk)).called(asked.plan)


def _periods(asked: argparse.Namespace, house: House) -> int:
    plan = _planning(asked, house).plan
    with house.the_register().reading() as connection:
        known = closings_of(connection, plan)
    for frequency in Frequency:
        for period in plan.periods(frequency):
            closing = known.get(period, Closing())
            print(f"{period.code:8} {closing.state.value:10} {closing.sha256[:16]}".rstrip())
    return 0


def _move(asked: argparse.Namespace, house: House) -> int:
    act, _ = _MOVES[asked.move]
    act(
        _planning(asked, house),
        key=uuid7().hex,
        moved=Moved(period=asked.period, reason=asked.reason),
    )
    console.print(f"{asked.period}: {asked.move} done")
    return 0
