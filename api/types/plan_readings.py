"""Values of the plan: what an indicator was in a period, and what became of that."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

import strawberry

from api.policy import told
from api.types.figures import measured
from api.types.plan_words import Origin
from core.bulletin.figures import Bound, Figure, Status
from core.disclosure import Reason
from core.plan.changes import Change
from core.plan.definition import Indicator
from core.plan.periods import Period
from core.plan.readings import Reading
from core.plan.status import target_of


@strawberry.type(description="A value of the plan, in the unit of its indicator.")
class Amount:
    value: float | None = told(
        "The number, in the unit of its indicator; null unless SHOWN or ZERO."
    )
    status: Status = told("Which of the five states this is.")
    bound: Bound = told("EXACT, AT_LEAST (a minimum proves only that enough was reached) or ABOUT.")
    provisional: bool = told("True in the internal edition.")
    revised: bool = told("True where it took the place of an earlier value.")
    reason: Reason | None = told("Why it is WITHHELD.")

    @staticmethod
    def of(figure: Figure) -> Amount:
        """The value as GraphQL spells it."""
        state = measured(figure)
        kept = {n: state[n] for n in ("value", "status", "bound", "provisional", "reason")}
        return Amount(revised=getattr(figure, "revised", False), **kept)


@strawberry.type(description="A file that vouches for a value, without its content.")
class ReadingEvidence:
    reference: str = told("Its id; whoever may open it finds it at /plan/evidencia/{id}.")
    sha256: str = told("SHA-256 of its content.")
    media_type: str = told("What it is, told by what is in it.")
    size: int = told("Number of bytes.")


@strawberry.type(description="A value that was accepted or counted anew; nobody is named.")
class ReadingChange:
    period: str = told("2009 or 2009-S1: a year tells of its semesters too.")
    revision: int = told("Number of the value: 1 for the first.")
    on: dt.date = told("The day it was told.")
    before: Amount | None = told("The value it took the place of; null for the first.")
    now: Amount = told("The value.")
    institution: str = told("Acronym of whoever told it.")
    role: str | None = told("The role it was told in; null where it was not written down.")
    reason: str = told("Why it took the place of another; empty for the first.")
    source: str = told("What vouches for it, in words.")
    evidence: ReadingEvidence | None = told("The file that vouches for it.")

    @staticmethod
    def of(change: Change) -> ReadingChange:
        """The change as GraphQL spells it."""
        file = change.voucher
        same = ("revision", "on", "institution", "reason", "source")
        plain: dict[str, Any] = {name: getattr(change, name) for name in same}
        return ReadingChange(
            period=change.period.code,
            before=Amount.of(change.before) if change.before is not None else None,
            now=Amount.of(change.now),
            role=change.role or None,
            evidence=ReadingEvidence(**asdict(file)) if file is not None else None,
            **plain,
        )


@strawberry.type(description="What an indicator was in a period.")
class IndicatorReading:
    period: str = told("2009 or 2009-S1.")
    value: Amount = told("The value.")
    numerator: Amount | None = told("What was counted; null where it was not told apart.")
    denominator: Amount | None = told("What it was divided by.")
    target: float | None = told(
        "The target of the period in the unit of the indicator, pro-rated where it had to be."
    )
    origin: Origin = told("Counted here, or reported by an institution.")
    revision: int = told(
        "Number of the value: 1 for the first, 2 for what took its place; a number in the order."
    )
    queries: list[str] = told("Ids of the questions behind a counted value.")
    source: str = told("What vouches for a reported value.")
    changes: list[ReadingChange] = told("Every value there was, oldest first.")

    @staticmethod
    def of(indicator: Indicator, at: Period, reading: Reading) -> IndicatorReading:
        """The reading as GraphQL spells it."""
        above, below = reading.numerator, reading.denominator
        return IndicatorReading(
            period=at.code,
            value=Amount.of(reading.figure),
            numerator=Amount.of(above) if above is not None else None,
            denominator=Amount.of(below) if below is not None else None,
            target=target_of(indicator, at),
            origin=reading.origin,
            revision=reading.revision,
            queries=list(reading.queries),
            source=reading.source,
            changes=[ReadingChange.of(change) for change in reading.changes],
        )
