"""What became of an indicator: periods that were closed, and every value that took another's place.

Nobody is named: an institution and a role stand for whoever told a value.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from core.access.roles import Asker
from core.bulletin.figures import Shown
from core.desk.plan_evidence import KINDS, may_open
from core.plan.changes import Change, Voucher, newest_first
from core.plan.definition import Indicator
from core.plan.ledger import Ledger
from core.plan.periods import Frequency
from core.plan.readings import NOTHING
from web import plan_words as words
from web.i18n import Tongue
from web.roles import role_in_words
from web.spelling import Spelled

_KB = 1000


@dataclass(frozen=True, slots=True)
class File:
    """What vouches for values. ``number``: which it is on this page; ``address``: where it is, for
    whoever may open it."""

    number: int
    kind: str
    reference: str
    sha256: str
    address: str


@dataclass(frozen=True, slots=True)
class Told:
    """A change as the table writes it. ``before`` is ``None`` where there was no value, ``file``
    the number of its evidence, 0 for none."""

    day: str
    period: str
    before: Spelled | None
    now: Spelled
    who: tuple[str, ...]
    why: tuple[str, ...]
    file: int


@dataclass(frozen=True, slots=True)
class History:
    """Every value there was, the newest first, and the files that vouch for them."""

    changes: tuple[Told, ...]
    files: tuple[File, ...]


def history(ledger: Ledger, indicator: Indicator, asker: Asker, tongue: Tongue) -> History:
    """What became of an indicator's values."""
    every = newest_first(
        change for reading in ledger.of(indicator).values() for change in reading.changes
    )
    files: dict[str, File] = {}
    for change in every:
        if change.voucher is not None and change.voucher.reference not in files:
            made = _file(len(files) + 1, change.voucher, change.institution, asker)
            files[change.voucher.reference] = made
    told = tuple(_told(change, indicator, files, tongue) for change in every)
    return History(told, tuple(files.values()))


def _told(change: Change, indicator: Indicator, files: Mapping[str, File], tongue: Tongue) -> Told:
    before, role = change.before, role_in_words(change.role, tongue)
    return Told(
        tongue.date(change.on),
        change.period.code,
        None if before is None else words.value(before, indicator.unit, tongue),
        words.value(change.now, indicator.unit, tongue),
        tuple(text for text in (change.institution, role) if text),
        tuple(text for text in (change.reason, change.source) if text),
        0 if change.voucher is None else files[change.voucher.reference].number,
    )


def _file(number: int, voucher: Voucher, institution: str, asker: Asker) -> File:
    size = f"{max(1, round(voucher.size / _KB))}\N{NO-BREAK SPACE}kB"
    return File(
        number,
        f"{KINDS[voucher.media_type].upper()}, {size}, {institution}",
        voucher.reference,
        voucher.sha256,
        f"/plan/evidencia/{voucher.reference}" if may_open(asker, institution) else "",
    )


def closings(ledger: Ledger, indicator: Indicator, tongue: Tongue) -> list[tuple[dt.date, str]]:
    """Closings of its periods, and whether a value was revised; the newest first."""
    told = []
    for at, closing in ledger.closings.items():
        if closing.on is None or (at.half and indicator.frequency is Frequency.YEAR):
            continue
        state = tongue.say(words.STATES[closing.state.value])
        text = f"{words.period_words(at, tongue)}: {state}"
        figure = ledger.of(indicator).get(at, NOTHING).figure
        if isinstance(figure, Shown) and figure.revised:
            text += " · " + tongue.say("valor revisado (r)")
        told.append((closing.on, at, text))
    return [(day, text) for day, _, text in sorted(told, reverse=True)]
