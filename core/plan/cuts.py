"""A cut: a period as it was frozen, in one text that never changes, and the digest of that text.

It holds all a report says, words in every language included: a report is made of its cut alone, so
the same cut always gives the same report. It tells what the public edition may tell.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from core.moments import lima_day
from core.plan.as_json import (
    Json,
    change_as_json,
    change_from_json,
    figure_as_json,
    figure_from_json,
)
from core.plan.changes import Change
from core.plan.definition import Node, Plan
from core.plan.ledger import Ledger, Line
from core.plan.periods import Period, period
from core.plan.readings import Origin, Reading
from core.vocabulary import Term

#: The version of the text's shape. 1 told nothing of changes, and named who closed the period; 2
#: did not say which indicators tell of what was done.
FORMAT = 3


@dataclass(frozen=True, slots=True)
class Cut:
    """A frozen period. ``content`` is its canonical JSON, ``sha256`` that of its UTF-8 bytes."""

    plan: str
    period: Period
    revision: int
    content: str
    sha256: str

    @property
    def told(self) -> Json:
        """What it holds.

        :raises ValueError: where content and digest do not agree.
        """
        if digest(self.content) != self.sha256:
            raise ValueError(f"the cut of {self.period.code} is not the one that was made")
        held: Json = json.loads(self.content)
        return held

    @property
    def readings(self) -> Mapping[str, Reading]:
        """The readings of the period, by indicator."""
        return {told["code"]: _reading(told) for told in self.told["indicators"]}


@dataclass(frozen=True, slots=True)
class Making:
    """What a cut is made with: for which institution and in which role, when, which number it has,
    and why there is another."""

    revision: int
    institution: str
    role: str
    at: dt.datetime
    reason: str = ""


def freeze(ledger: Ledger, at: Period, making: Making, before: Cut | None = None) -> Cut:
    """The cut of a period. What differs from the one ``before`` it is listed, and marked."""
    old = before.readings if before is not None else {}
    lines = [_line(line, old.get(line.indicator.code), making) for line in ledger.scorecard(at)]
    told: Json = {
        "format": FORMAT,
        "plan": _plan(ledger.plan),
        "period": at.code,
        "cut": at.last_day.isoformat(),
        "revision": making.revision,
        "reason": making.reason,
        "closed_at": making.at.isoformat(timespec="seconds"),
        "closed_by": {"institution": making.institution, "role": making.role},
        "release": ledger.release,
        "synthetic": ledger.synthetic,
        "indicators": lines,
        "revisions": _revisions(lines, old),
    }
    content = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Cut(ledger.plan.code, at, making.revision, content, digest(content))


def digest(content: str) -> str:
    """SHA-256 of a cut's text."""
    return hashlib.sha256(content.encode()).hexdigest()


def cut_of(row: Mapping[str, Any]) -> Cut:
    """The cut of a row or of a bulletin's fact."""
    return Cut(row["plan"], period(row["period"]), row["revision"], row["content"], row["sha256"])


def words(term: Term) -> Json:
    """A text in every language."""
    return {"es": term.es, "en": term.en, "fr": term.fr}


def _plan(plan: Plan) -> Json:
    return {
        "code": plan.code,
        "name": words(plan.name),
        "note": words(plan.note),
        "source": plan.source,
        "sizes": asdict(plan.sizes),
        "axes": [_node(axis) for axis in plan.axes],
    }


def _node(node: Node) -> Json:
    return {"code": node.code, "name": words(node.name), "illustrative": node.illustrative}


def _line(line: Line, old: Reading | None, making: Making) -> Json:
    indicator, reading, stands = line.indicator, line.reading, line.standing
    revised = reading.revision > 1 or _differs(line, old)
    base = indicator.baseline
    return {
        "code": indicator.code,
        "axis": line.axis.code,
        "level": indicator.level.value,
        "name": words(indicator.name),
        "method": words(indicator.method),
        "limitations": words(indicator.limitations),
        "illustrative": indicator.illustrative,
        "unit": indicator.unit.value,
        "decimals": indicator.decimals,
        "responsible": indicator.responsible,
        "register": indicator.register,
        "baseline": {"value": base.value, "period": base.period.code} if base else None,
        "target": stands.target,
        "rule": line.rule.value,
        "thresholds": indicator.thresholds.version,
        "limits": list(indicator.thresholds.limits),
        "progress": stands.progress.value,
        "share": stands.share,
        "reporting": line.reporting.value,
        "days_late": line.days,
        "figure": {**figure_as_json(reading.figure), "revised": revised},
        "numerator": reading.numerator and figure_as_json(reading.numerator),
        "denominator": reading.denominator and figure_as_json(reading.denominator),
        "origin": reading.origin.value,
        "queries": list(reading.queries),
        "reading_revision": reading.revision,
        "source": reading.source,
        "changes": [change_as_json(each) for each in _changes(line, old, making)],
    }


def _differs(line: Line, old: Reading | None) -> bool:
    return old is not None and figure_as_json(old.figure) != figure_as_json(line.reading.figure)


def _changes(line: Line, old: Reading | None, making: Making) -> tuple[Change, ...]:
    """What became of a value: as it was reported, or as cut after cut counted it anew."""
    if not line.indicator.computed:
        return line.reading.changes
    if old is None:
        return ()
    if not _differs(line, old):
        return old.changes
    anew = Change(
        period=line.period,
        revision=making.revision,
        on=lima_day(making.at),
        before=old.figure,
        now=line.reading.figure,
        institution=making.institution,
        role=making.role,
        reason=making.reason,
    )
    return (*old.changes, anew)


def _revisions(lines: list[Json], old: Mapping[str, Reading]) -> list[Json]:
    """Values that took the place of those of the cut before."""
    return [
        {"code": line["code"], "before": figure_as_json(old[line["code"]].figure)}
        for line in lines
        if line["code"] in old
        and figure_as_json(old[line["code"]].figure)
        != {name: line["figure"][name] for name in ("status", "value", "bound", "reason")}
    ]


def _reading(told: Json) -> Reading:
    above, below = told["numerator"], told["denominator"]
    return Reading(
        figure_from_json(told["figure"]),
        Origin(told["origin"]),
        figure_from_json(above) if above else None,
        figure_from_json(below) if below else None,
        tuple(told["queries"]),
        told["reading_revision"],
        told["source"],
        tuple(change_from_json(each) for each in told.get("changes", ())),
    )
