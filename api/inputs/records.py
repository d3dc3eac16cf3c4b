"""Filters and orders of the lists of records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import fields
from enum import Enum
from typing import Any

import strawberry

from api.types.enums import described
from api.types.paging import keys_of
from core.desk.records import Condition


def _given(description: str) -> Any:
    return strawberry.field(default=None, description=description)


@strawberry.input(description="A code of a closed list (see codeLists): this one, or one of some.")
class CodeIs:
    equals: str | None = _given("This code.")
    one_of: list[str] | None = _given("One of these codes; an empty list finds nothing.")

    def condition(self, name: str) -> Condition:
        """The filter as the register knows it."""
        chosen = [self.equals] if self.equals is not None else []
        return Condition(name, tuple(dict.fromkeys((*chosen, *(self.one_of or ())))))


@strawberry.input(description="A first and a last day, both included; either may be left out.")
class DaysBetween:
    from_: dt.date | None = strawberry.field(
        name="from", default=None, description="First day, ISO 8601."
    )
    to: dt.date | None = _given("Last day, ISO 8601.")

    def condition(self, name: str) -> Condition:
        """The filter as the register knows it."""
        return Condition(name, first=self.from_, last=self.to)


@strawberry.input(description="Records beside other records, by the ids of those (at most 100).")
class Beside:
    one_of: list[strawberry.ID] = strawberry.field(description="Ids of records of that kind.")

    def condition(self, name: str) -> Condition:
        """The filter as the register knows it.

        :raises BadQuestion: ``MALFORMED_ID`` or ``PAGE_TOO_LARGE``.
        """
        return Condition(name, keys_of(name, self.one_of))


class Where:
    """What the filters of every list have in common."""

    def conditions(self) -> tuple[Condition, ...]:
        """The filters given, under the register's names."""
        return tuple(self._each())

    def _each(self) -> Iterator[Condition]:
        for each in fields(self):  # type: ignore[arg-type]
            value = getattr(self, each.name)
            if isinstance(value, str):
                yield Condition(each.name, (value,))
            elif value is not None:
                yield value.condition(each.name)


@strawberry.input(description="Which calls to keep.")
class CallWhere(Where):
    received_on: DaysBetween | None = _given("The day it came in, in Lima.")
    ubigeo: str | None = _given("Place of the facts: UBIGEO of a department or a province.")
    department: CodeIs | None = _given("Place of the facts: departments, abroad or unknown.")
    industry: CodeIs | None = _given("Industries.")
    form: CodeIs | None = _given("Forms of exploitation.")
    call_type: CodeIs | None = _given("Types of call.")
    effective: CodeIs | None = _given("Effective, not effective or abandoned.")
    how_heard: CodeIs | None = _given("How callers knew the number.")
    case: Beside | None = _given("Calls of these cases; needs the right to read cases.")


@strawberry.input(description="Which cases to keep.")
class CaseWhere(Where):
    code: str | None = _given("The one case of this pseudonym.")
    opened_on: DaysBetween | None = _given("The day it was opened, in Lima.")
    submitted_to_police_on: DaysBetween | None = _given("The day police got it.")
    ubigeo: str | None = _given("Place of exploitation: UBIGEO of a department or a province.")
    department: CodeIs | None = _given("Place of exploitation: departments, abroad or unknown.")
    industry: CodeIs | None = _given("Industries.")
    form: CodeIs | None = _given("Forms of exploitation; a case has one or more.")
    status: CodeIs | None = _given("How far it has come.")
    register: CodeIs | None = _given("Whose register it is in.")
    destination: CodeIs | None = _given("Scope of its route.")
    route: Beside | None = _given("Cases of these routes; needs the right to read routes.")


_CASES = "needs the right to read cases."


@strawberry.input(description="Which victims to keep.")
class VictimWhere(Where):
    sex: CodeIs | None = _given("Sexes.")
    trafficking_status: CodeIs | None = _given("Possible, actual, or not a victim.")
    case: Beside | None = _given(f"Victims of these cases; {_CASES}")
    opened_on: DaysBetween | None = _given(f"The day their case was opened, in Lima; {_CASES}")
    ubigeo: str | None = _given(
        f"Place of exploitation: UBIGEO of a department or a province; {_CASES}"
    )
    department: CodeIs | None = _given(
        f"Place of exploitation: departments, abroad or unknown; {_CASES}"
    )
    industry: CodeIs | None = _given(f"Industries of their case; {_CASES}")


@strawberry.input(description="Which routes to keep.")
class RouteWhere(Where):
    form: CodeIs | None = _given("Forms of exploitation.")
    scope: CodeIs | None = _given("Internal, outbound or inbound.")
    ubigeo: str | None = _given("A stop of theirs: UBIGEO of a department or a province.")


_INSTITUTIONS = "needs the right to read institutions."


@strawberry.input(description="Which referrals to keep.")
class ReferralWhere(Where):
    outcome: CodeIs | None = _given("What became of it.")
    sent_on: DaysBetween | None = _given("The day it was sent, in Lima.")
    institution: Beside | None = _given(f"Referrals to these institutions; {_INSTITUTIONS}")
    call: Beside | None = _given("Referrals of these calls; needs the right to read calls.")
    case: Beside | None = _given("Referrals of these cases; needs the right to read cases.")


@strawberry.input(description="Which trainings to keep.")
class TrainingWhere(Where):
    held_on: DaysBetween | None = _given("The day, of those whose day is known.")
    institution: Beside | None = _given(f"Trainings by these institutions; {_INSTITUTIONS}")


@strawberry.input(description="Which campaigns to keep.")
class CampaignWhere(Where):
    starts_on: DaysBetween | None = _given("The first day, of those whose first day is known.")


@described(
    "Which end of an order comes first.",
    ASC="Smallest or oldest first.",
    DESC="Largest or newest first.",
)
class Direction(Enum):
    ASC = "asc"
    DESC = "desc"


_ENTRY = "The order of entry into the register."


@described(
    "What calls can be sorted by.",
    ID=_ENTRY,
    RECEIVED_ON="The day it came in, in Lima.",
)
class CallSort(Enum):
    ID = None
    RECEIVED_ON = "received_on"


@described(
    "What cases can be sorted by.",
    ID=_ENTRY,
    OPENED_ON="The day it was opened, in Lima.",
)
class CaseSort(Enum):
    ID = None
    OPENED_ON = "opened_on"


@described(
    "What routes can be sorted by.",
    ID=_ENTRY,
    CODE="Its stable code.",
)
class RouteSort(Enum):
    ID = None
    CODE = "code"


@described(
    "What referrals can be sorted by.",
    ID=_ENTRY,
    SENT_AT="When it was sent.",
)
class ReferralSort(Enum):
    ID = None
    SENT_AT = "sent_at"
