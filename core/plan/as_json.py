"""Figures and changes as a cut's text holds them, and read back from it."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

from core.bulletin.figures import (
    Bound,
    Figure,
    Missing,
    NotApplicable,
    Shown,
    Status,
    Withheld,
    Zero,
)
from core.disclosure import Reason
from core.plan.changes import Change, Voucher
from core.plan.periods import period

Json = dict[str, Any]


def figure_as_json(figure: Figure) -> Json:
    """The state of a figure, its number and bound where it has one, why it is withheld."""
    value = figure.value if isinstance(figure, Shown) else 0 if isinstance(figure, Zero) else None
    return {
        "status": figure.status.value,
        "value": value,
        "bound": figure.bound.value if isinstance(figure, Shown) else Bound.EXACT.value,
        "reason": figure.reason.value if isinstance(figure, Withheld) else "",
    }


def figure_from_json(told: Json) -> Figure:
    """The figure that :func:`figure_as_json` told of."""
    match Status(told["status"]):
        case Status.SHOWN:
            return Shown(told["value"], Bound(told["bound"]), revised=told.get("revised", False))
        case Status.ZERO:
            return Zero()
        case Status.WITHHELD:
            return Withheld(Reason(told["reason"]))
        case Status.NOT_APPLICABLE:
            return NotApplicable()
    return Missing()


def change_as_json(change: Change) -> Json:
    """A change, its figures and its file."""
    return {
        "period": change.period.code,
        "revision": change.revision,
        "on": change.on.isoformat(),
        "before": change.before and figure_as_json(change.before),
        "now": figure_as_json(change.now),
        "institution": change.institution,
        "role": change.role,
        "reason": change.reason,
        "source": change.source,
        "evidence": change.voucher and asdict(change.voucher),
    }


def change_from_json(told: Json) -> Change:
    """The change that :func:`change_as_json` told of."""
    same = {name: told[name] for name in ("revision", "institution", "role", "reason", "source")}
    before, file = told["before"], told["evidence"]
    return Change(
        period=period(told["period"]),
        on=dt.date.fromisoformat(told["on"]),
        before=figure_from_json(before) if before else None,
        now=figure_from_json(told["now"]),
        voucher=Voucher(**file) if file else None,
        **same,
    )
