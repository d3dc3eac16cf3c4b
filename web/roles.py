"""Roles in words, for the strip of whoever has signed in and for whoever told a value."""

from __future__ import annotations

from collections.abc import Mapping

from core.access.roles import Role
from web.i18n import Tongue, marked

_WORDS: Mapping[str, str] = {
    Role.PARTNER: marked("organización con convenio"),
    Role.OPERATOR: marked("operación de la línea"),
    Role.CASE_WORKER: marked("seguimiento de casos"),
    Role.RECIPIENT: marked("enlace institucional"),
    Role.PLANNER: marked("planificación"),
    Role.MONITOR: marked("seguimiento de la OIM"),
    Role.ADMINISTRATOR: marked("administración"),
}


def role_in_words(role: str, tongue: Tongue) -> str:
    """What somebody of a role does here, by its code; empty for the public."""
    said = _WORDS.get(role)
    return tongue.say(said) if said else ""
