"""What changed from one release to the next: published values beside published values.

Anybody who kept the last bulletin could draw up the same list, so it tells nothing new.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

#: Releases whose every change is kept; of older ones their number stays.
IN_FULL = 24


class Why(StrEnum):
    """Why figures changed: the first release, a new rule, or the register itself."""

    FIRST = "first"
    RULE = "rule"
    REGISTER = "register"


@dataclass(frozen=True, slots=True)
class Change:
    """One figure. ``of``: a unit, or ``published`` for what others count; ``by``: the dimensions of
    its table, or the name of the published series; ``codes``: one for each dimension, or area, sex
    and age. ``old`` and ``new`` are ``None`` where the figure is withheld or not there."""

    of: str
    by: str
    period: str
    codes: tuple[str, ...]
    old: int | float | None
    new: int | float | None


@dataclass(frozen=True, slots=True)
class Revision:
    """A release and what it changed. ``changes`` may be fewer than ``changed``: see ``IN_FULL``;
    ``changed`` is ``None`` where the release before could not be compared."""

    release: str
    released_at: dt.datetime
    rule_version: str
    why: Why
    changed: int | None
    changes: tuple[Change, ...] = ()

    def plain(self) -> dict[str, Any]:
        """As kept in the manifest of a bulletin file."""
        told = asdict(self)
        told["released_at"] = self.released_at.isoformat()
        told["changes"] = [list(asdict(change).values()) for change in self.changes]
        return told


def revisions_of(kept: Sequence[Mapping[str, Any]]) -> tuple[Revision, ...]:
    """The revisions of a manifest, newest first."""
    return tuple(
        Revision(
            told["release"],
            dt.datetime.fromisoformat(told["released_at"]),
            told["rule_version"],
            Why(told["why"]),
            told["changed"],
            tuple(
                Change(of, by, period, tuple(codes), old, new)
                for of, by, period, codes, old, new in told["changes"]
            ),
        )
        for told in kept
    )
