"""``/planes``: every plan that is measured, the one in force first."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from core.desk.planning import Planning
from core.plan.ledger import State
from web import plan_words as words
from web.i18n import Tongue
from web.plan_paths import EVERY, IN_FORCE
from web.screen import Screen


def plans_page(screen: Screen) -> Response:
    """The page."""
    assert screen.visit is not None
    planning, tongue = screen.visit.plan(), screen.tongue
    told = [_row(planning.called(plan.code), tongue) for plan in planning.plans]
    told[0]["address"] = IN_FORCE
    return screen.page("plans", {"plans": told})


def _row(planning: Planning, tongue: Tongue) -> dict[str, Any]:
    plan, ledger = planning.plan, planning.public()
    published = [at for at, c in ledger.closings.items() if c.state is State.PUBLISHED]
    return {
        "plan": plan,
        "name": plan.name.label(tongue.code),
        "note": plan.note.label(tongue.code),
        "address": f"{EVERY}/{plan.code}",
        "last": words.period_words(max(published), tongue) if published else "",
    }
