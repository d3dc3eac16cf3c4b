"""How an act is declared: a guarded field that answers a payload, or null beside an error."""

from __future__ import annotations

from typing import Any

import strawberry

from api.context import Context
from api.policy import Declared, Stands, guarded
from core.access.roles import Action

Info = strawberry.Info[Context, None]

#: The one argument of every act.
INPUT = strawberry.argument(description="What is to be done, and the key it is done under.")


def acting(action: Action, description: str) -> Any:
    """``@acting(Action..., "what it does")``: an act of the desk, done once and written down."""
    return guarded(Declared(Stands.ACT, action.value, action), f"{description} Audited.")
