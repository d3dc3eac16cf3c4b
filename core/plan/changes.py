"""What became of a value: each one that took the place of another, who told it, why, by what.

Nobody is named: an institution and a role stand for whoever acted, a digest for the file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from core.bulletin.figures import Figure
from core.plan.periods import Period


@dataclass(frozen=True, slots=True)
class Voucher:
    """A file of evidence without its content. ``size``: in bytes."""

    reference: str
    sha256: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One value of an indicator in a period, as it was accepted or counted anew.

    ``before``: the value it took the place of, ``None`` for the first. ``on``: the day in Lima it
    was told. ``role``: of whoever told it, empty where it was not written down.
    """

    period: Period
    revision: int
    on: dt.date
    before: Figure | None
    now: Figure
    institution: str
    role: str
    reason: str = ""
    source: str = ""
    voucher: Voucher | None = None


def newest_first(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Each change once: a year tells of those of its semesters too."""
    each = {(change.period, change.revision): change for change in changes}
    order = sorted(each.values(), key=lambda c: (c.on, c.period.last_day, c.revision), reverse=True)
    return tuple(order)
