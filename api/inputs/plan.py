"""The input of a reading for the plan."""

from __future__ import annotations

import uuid

import strawberry

from api.inputs.given import given, idempotency_key, needed, plain
from api.types.plan_words import Measure, Verdict
from core.bulletin.figures import Bound
from core.desk.plan_readings import Reported, Reviewed
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
    plan: str | None = given("Code of a plan; the one in force if nothing is said.")

    def reported(self) -> Reported:
        """The reading as the desk knows it.

        :raises BadQuestion: ``MALFORMED_ID``.
        """
        file = None if self.evidence is None else _id(self.evidence, "evidence")
        return Reported(evidence=file, **plain(self, "evidence", "plan"))


def _id(text: strawberry.ID, field: str) -> uuid.UUID:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        raise BadQuestion(Code.MALFORMED_ID, field=field) from None


@strawberry.input(description="A comment on an indicator.")
class CommentIndicatorInput:
    idempotency_key: str = idempotency_key()
    indicator: str = needed("Code of the indicator.")
    text: str = needed("1 to 400 characters, nobody identified.")
    plan: str | None = given("Code of a plan; the one in force if nothing is said.")


@strawberry.input(description="What IOM says to a value that waits for its review.")
class ReviewReadingInput:
    idempotency_key: str = idempotency_key()
    reading: strawberry.ID = needed("Id from `recordReading` or `reportedReadings`.")
    verdict: Verdict = needed("Accept it or return it.")
    note: str = given("Why it is returned, up to 400 characters; needed then.", "")

    def reviewed(self) -> Reviewed:
        """The review as the desk knows it.

        :raises BadQuestion: ``MALFORMED_ID``.
        """
        return Reviewed(reading=_id(self.reading, "reading"), **plain(self, "reading"))


@strawberry.input(description="A period of the plan that is over and open.")
class ClosePeriodInput:
    idempotency_key: str = idempotency_key()
    period: str = needed("2009 or 2009-S1.")
    reason: str = given("Why it is closed once more, up to 200 characters; needed then.", "")
    plan: str | None = given("Code of a plan; the one in force if nothing is said.")


@strawberry.input(description="A period of the plan that is closed.")
class PublishPeriodInput:
    idempotency_key: str = idempotency_key()
    period: str = needed("2009 or 2009-S1.")
    plan: str | None = given("Code of a plan; the one in force if nothing is said.")


@strawberry.input(description="A period of the plan that is closed or published.")
class ReopenPeriodInput:
    idempotency_key: str = idempotency_key()
    period: str = needed("2009 or 2009-S1.")
    reason: str = needed("Why, 1 to 200 characters, nobody identified; it is kept.")
    plan: str | None = given("Code of a plan; the one in force if nothing is said.")
