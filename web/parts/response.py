"""How long a call takes to lead somewhere: only in the internal edition, and in no file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.desk.response import Times
from web.i18n import Tongue, marked

_WORDS = {
    "answered": marked("Hasta que se atiende la llamada"),
    "sent": marked("De la primera llamada al envío"),
    "received": marked("Del envío a su recepción"),
    "police": marked("Del envío a la llegada de la Policía"),
}
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


@dataclass(frozen=True, slots=True)
class Interval:
    """One interval as it is written; marks where nothing was measured."""

    label: str
    measured: str
    half: str
    most: str


def intervals(known: Mapping[str, Times], tongue: Tongue) -> tuple[Interval, ...]:
    """The rows of the table, in the order of the work."""
    return tuple(
        Interval(
            tongue.say(words),
            tongue.number(known[name].measured),
            _duration(known[name].half, tongue),
            _duration(known[name].most, tongue),
        )
        for name, words in _WORDS.items()
    )


def _duration(hours: float | None, tongue: Tongue) -> str:
    """``19 s``, ``45 min``, ``5,8 h``, ``7,1 días``: in the largest unit there are two of."""
    if hours is None:
        return "[x]"
    seconds = hours * _HOUR
    if seconds < 2 * _MINUTE:
        return f"{tongue.number(round(seconds))}\N{NO-BREAK SPACE}s"
    if seconds < 2 * _HOUR:
        return f"{tongue.number(round(seconds / _MINUTE))}\N{NO-BREAK SPACE}min"
    if seconds < 2 * _DAY:
        return f"{tongue.number(round(hours, 1))}\N{NO-BREAK SPACE}h"
    days = tongue.say("%(days)s días", days=tongue.number(round(hours / 24, 1)))
    return days.replace(" ", "\N{NO-BREAK SPACE}")
