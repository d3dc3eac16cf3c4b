"""The input of a reading for the plan."""

from __future__ import annotations

import uuid

import strawberry

from api.inputs.given import given, idempotency_key, needed, plain
from core.bulletin.figures import Bound
from core.desk.plan_readings import Reported
from core.plan.definition import Measure


@strawberry.input(description="The value of an indicator in a period that is over.")
class RecordReadingInput:
    idempotency_key: str = idempotency_key()
    indicator: str = needed("Code of an indicator that the asker's institution reports.")
    period: str = needed("2009 or 2009-S1, as often as the indicator is told; not closed.")
    unit: Measure = needed("The indicator's own; another is refused.")
    value: float = needed("Within the bounds of the indicator.")
    bound: Bound = given("How the value is meant.", Bound.EXACT)
    numerator: float | None = given("What was counted, with a denominator.")
    denominator: float | None = given("What it was divided by; above 0.")
    source: str = needed("What vouches for it, 1 to 300 characters, nobody identified.")
    reason: str = given("Why it takes the place of an earlier value; needed then.", "")
    evidence: uuid.UUID | None = given("Id of a file brought at /plan/registro, where needed.")

    def reported(self) -> Reported:
        """The reading as the desk knows it."""
        return Reported(**plain(self))
