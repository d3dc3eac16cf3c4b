"""The input of a reading for the plan."""

from __future__ import annotations

import uuid

import strawberry

from api.inputs.given import given, idempotency_key, needed, plain
from api.types.plan_words import Measure
from core.bulletin.figures import Bound
from core.desk.plan_readings import Reported
from core.errors import BadQuestion, Code


@strawberry.input(description="The value of an indicator in a period that is over.")
class RecordReadingInput:
    idempotency_key: str = idempotency_key()
    indicator: str = needed("Code of an indicator that the asker's institution reports.")
    period: str = needed("2009 or 2009-S1, as often as the indicator is told; not closed.")
    unit: Measure = needed("The indicator's own; another is refused.")
    value: float = needed("In that unit, within the bounds of the indicator.")
    bound: Bound = given("How the value is meant.", Bound.EXACT)
    numerator: float | None = given("Number of what was counted, with a denominator.")
    denominator: float | None = given("Number of what it is divided by; above 0.")
    source: str = needed("What vouches for it, 1 to 300 characters, nobody identified.")
    reason: str = given("Why it takes the place of an earlier value; needed then.", "")
    evidence: strawberry.ID | None = given("Id of a file brought at /plan/registro, where needed.")

    def reported(self) -> Reported:
        """The reading as the desk knows it.

        :raises BadQuestion: ``MALFORMED_ID``.
        """
        return Reported(evidence=_file(self.evidence), **plain(self, "evidence"))


def _file(text: strawberry.ID | None) -> uuid.UUID | None:
    try:
        return None if text is None else uuid.UUID(str(text))
    except ValueError:
        raise BadQuestion(Code.MALFORMED_ID, field="evidence") from None
