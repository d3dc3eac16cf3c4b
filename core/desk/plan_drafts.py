"""What somebody has typed for a reading and not sent yet: theirs alone, kept until it is sent."""

from __future__ import annotations

import json
from collections.abc import Mapping

from core.access.roles import Action
from core.desk.plan_readings import indicator_called
from core.desk.planning import Planning
from core.register import plan_rows
from core.register.plan_rows import Place

_LONGEST = 400
_MOST = 12


def keep_draft(planning: Planning, indicator: str, period: str, typed: Mapping[str, str]) -> None:
    """Keep what was typed, cut to what its fields can hold.

    :raises Refused: see :func:`core.access.roles.require`.
    :raises BadQuestion: ``NOT_FOUND``.
    """
    desk = planning.recording().desk
    desk.require(Action.RECORD_READING)
    at = Place(planning.plan.code, indicator_called(planning.plan, indicator).code, period[:8])
    kept = {name: text[:_LONGEST] for name, text in list(typed.items())[:_MOST]}
    with desk.register.writing() as connection:
        content = json.dumps(kept, ensure_ascii=False)
        plan_rows.keep_draft(connection, desk.asker.name, at, content, desk.clock())


def draft(planning: Planning, indicator: str, period: str) -> dict[str, str]:
    """What was typed and not sent; empty where there is nothing.

    :raises Refused: see :func:`core.access.roles.require`.
    """
    desk = planning.recording().desk
    desk.require(Action.RECORD_READING)
    at = Place(planning.plan.code, indicator, period[:8])
    with desk.register.reading() as connection:
        kept = plan_rows.draft(connection, desk.asker.name, at)
    found: dict[str, str] = json.loads(kept) if kept else {}
    return found
