"""Order of figures: largest first; states without a number follow, each kind together."""

from __future__ import annotations

from collections.abc import Mapping

from core.bulletin.figures import Figure, Status, number

_AFTER = (Status.SHOWN, Status.ZERO, Status.WITHHELD, Status.MISSING, Status.NOT_APPLICABLE)


def ranked(figures: Mapping[str, Figure]) -> list[str]:
    """The keys of ``figures``, largest shown value first; equal ones by key."""

    def place(key: str) -> tuple[int, float, str]:
        figure = figures[key]
        return _AFTER.index(figure.status), -(number(figure) or 0), key

    return sorted(figures, key=place)
