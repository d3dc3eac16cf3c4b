"""Every root field names the action it needs; one that names none cannot be made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import strawberry
from strawberry.extensions import FieldExtension

from core.access.roles import Action

#: Where a field keeps its action, for the guard and for whoever walks the schema.
ACTION = "action"


class Guard(FieldExtension):
    """Asks the visit before the resolver runs."""

    def __init__(self, action: Action) -> None:
        self.action = action

    def resolve(
        self, next_: Callable[..., Any], source: Any, info: strawberry.Info, **given: Any
    ) -> Any:
        """The resolver's answer, where the asker may have it."""
        info.context.visit.require(self.action)
        return next_(source, info, **given)


def guarded(action: Action, description: str) -> Any:
    """``@guarded(Action.X, "what it is")``: a described field that needs an action."""

    def make(resolver: Callable[..., Any]) -> Any:
        return strawberry.field(
            resolver=resolver,
            description=description,
            metadata={ACTION: action},
            extensions=[Guard(action)],
        )

    return make
