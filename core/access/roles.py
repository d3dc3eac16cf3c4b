"""Roles and what each may do. Anything not written here is refused."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from core.errors import Code, Refused


class Role(StrEnum):
    """Who is asking. Everybody who has not signed in is the public."""

    PUBLIC = "public"
    PARTNER = "partner"
    OPERATOR = "operator"
    CASE_WORKER = "case_worker"
    RECIPIENT = "recipient"
    PLANNER = "planner"
    MONITOR = "monitor"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """What can be done with the register."""

    READ_CALLS = "read_calls"
    READ_CASES = "read_cases"
    READ_ROUTES = "read_routes"
    READ_INTERNAL_FIGURES = "read_internal_figures"


_ALLOWED = MappingProxyType(
    {
        Role.OPERATOR: frozenset({Action.READ_CALLS}),
        Role.CASE_WORKER: frozenset({Action.READ_CALLS, Action.READ_CASES, Action.READ_ROUTES}),
        Role.PLANNER: frozenset({Action.READ_INTERNAL_FIGURES}),
        Role.MONITOR: frozenset({Action.READ_INTERNAL_FIGURES}),
    }
)


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody asking: a role, and a pseudonym for the audit trail."""

    role: Role = Role.PUBLIC
    name: str = "anonymous"


PUBLIC = Asker()


def may(role: Role, action: Action) -> bool:
    """True where the role is allowed the action. Deny is the default."""
    return action in _ALLOWED.get(role, frozenset())


def require(asker: Asker, action: Action) -> None:
    """Nothing where the asker may; otherwise the refusal that fits.

    :raises Refused: ``UNAUTHENTICATED`` for the public, ``FORBIDDEN`` for any other role.
    """
    if may(asker.role, action):
        return
    if asker.role is Role.PUBLIC:
        raise Refused(Code.UNAUTHENTICATED, action=action.value)
    raise Refused(Code.FORBIDDEN, action=action.value, role=asker.role.value)
