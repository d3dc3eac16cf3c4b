"""Inputs of acts, as the desk knows them. Codes come from closed lists (see codeLists)."""

from __future__ import annotations

import datetime as dt
from enum import Enum

import strawberry

import api.types.figures  # noqa: F401 (it tells Strawberry the enums of the core)
from api.inputs.given import given, idempotency_key, key_in, needed, plain, several
from api.types.enums import described
from core.bulletin.figures import Bound
from core.desk.calls import CallTaken
from core.desk.cases import NewCase, Step
from core.desk.outreach import CampaignRun, TrainingHeld
from core.desk.people import Person
from core.desk.referrals import Answer, Answered, NewReferral
from core.vocabulary import UNKNOWN

_PLACE = "UBIGEO of a department (INEI), abroad or unknown."
_PROVINCE = "UBIGEO of a province of that department, four digits."
_SOURCE = "What vouches for it, 300 characters at most."


@strawberry.input(description="A call to the hotline. Nothing in it may name the caller.")
class RecordCallInput:
    idempotency_key: str = idempotency_key()
    received_at: dt.datetime = needed("When it came in, with its time zone; not in the future.")
    effective: str = needed("Code of `effective`.")
    call_type: str = needed("Code of `call_type`.")
    duration_seconds: int = needed("Seconds, 0 to 86400.")
    answered_after_seconds: int = needed("Seconds, 0 to 86400.")
    anonymous: bool = given("False where the caller gave a name to the operator.", True)
    caller_relation: str = given("Code of `caller_relation`.", UNKNOWN)
    language: str = given("Code of `language`.", "es")
    how_heard: str = given("Code of `how_heard`.", UNKNOWN)
    caller_department: str = given(f"Where the caller was: {_PLACE}", UNKNOWN)
    department: str = given(f"Place of the facts: {_PLACE}", UNKNOWN)
    province: str | None = given(_PROVINCE)
    form: str = given("Code of `form`.", UNKNOWN)
    industry: str = given("Code of `industry`.", UNKNOWN)
    possible_victims: int = given("People, as told by the caller, 0 to 500.", 0)
    immediate_danger: bool | None = given("Null where nobody has asked yet.")

    def call(self) -> CallTaken:
        """The call as the desk knows it."""
        return CallTaken(**plain(self))


@strawberry.input(description="A person in a case. No name, document, address or phone is held.")
class PersonInput:
    sex: str = given("Code of `sex`.", UNKNOWN)
    age_min: int | None = given("Youngest age when trafficked, whole years, 0 to 120.")
    age_max: int | None = given("Oldest age when trafficked, whole years, 0 to 120.")
    citizenships: list[str] = several("ISO 3166-1 alpha-2; none, one or several.")
    origin_country: str | None = given("ISO 3166-1 alpha-2.")
    origin_department: str | None = given("UBIGEO, for people from Peru.")
    trafficking_status: str = given("Code of `trafficking_status`.", "possible")
    assistance_given: bool | None = given("Null where nobody has said.")

    def person(self) -> Person:
        """The person as the desk knows them."""
        return Person(**plain(self))


@strawberry.input(description="A case as it is opened. Its first status is `reported`.")
class OpenCaseInput:
    idempotency_key: str = idempotency_key()
    register: str = needed("Code of `register`: whose list it is in.")
    reporting_institution: strawberry.ID = needed("Id of the institution that reported it.")
    opened_on: dt.date | None = given("The day, in Lima; today if nothing is said.")
    department: str = given(f"Place of exploitation: {_PLACE}", UNKNOWN)
    province: str | None = given(_PROVINCE)
    industry: str = given("Code of `industry`.", UNKNOWN)
    forms: list[str] = several("Codes of `form`: none, one or several.")
    legal_article: str = given("Code of `legal_article`.", "153")
    suspects_female: int = given("Suspects, women, 0 to 500.", 0)
    suspects_male: int = given("Suspects, men, 0 to 500.", 0)
    suspects_unknown: int = given("Suspects whose sex is not known, 0 to 500.", 0)
    victims: list[PersonInput] = several("The people in it, at most 100.")
    route: strawberry.ID | None = given("Id of the route of its victims.")
    call: strawberry.ID | None = given("Id of the call that led to it; it belongs to it then.")

    def case(self) -> NewCase:
        """The case as the desk knows it.

        :raises BadQuestion: ``MALFORMED_ID``.
        """
        return NewCase(
            reporting_institution=key_in("institution", self.reporting_institution),
            victims=tuple(each.person() for each in self.victims),
            route_id=key_in("route", self.route),
            call=key_in("call", self.call),
            **plain(self, "reporting_institution", "victims", "route", "call"),
        )


@strawberry.input(description="A step of a case from one status to the next.")
class UpdateCaseStatusInput:
    idempotency_key: str = idempotency_key()
    case: strawberry.ID = needed("Id of the case.")
    from_: str = needed(
        "Code of `status` it has, as you know it; CONFLICT where it has another by now.",
        name="from",
    )
    to: str = needed("Code of `status` it gets; NOT_A_NEXT_STEP tells which may follow.")
    on: dt.date | None = given("The day it happened, in Lima; today if nothing is said.")
    reason: str = given("Why, 200 characters at most; needed to open an archived case again.", "")

    def step(self) -> Step:
        """The step as the desk knows it.

        :raises BadQuestion: ``MALFORMED_ID``.
        """
        return Step(
            case=key_in("case", self.case),
            before=self.from_,
            after=self.to,
            on=self.on,
            reason=self.reason,
        )


@strawberry.input(description="A call or a case handed to an institution: exactly one of the two.")
class SubmitReferralInput:
    idempotency_key: str = idempotency_key()
    institution: strawberry.ID = needed("Id of the institution.")
    call: strawberry.ID | None = given("Id of the call.")
    case: strawberry.ID | None = given("Id of the case; needs the right to read cases.")

    def referral(self) -> NewReferral:
        """The referral as the desk knows it.

        :raises BadQuestion: ``MALFORMED_ID``.
        """
        return NewReferral(
            institution=key_in("institution", self.institution),
            call=key_in("call", self.call),
            case=key_in("case", self.case),
        )


@described(
    "What an institution can say to a referral.",
    ACCEPT="It takes it on.",
    DECLINE="It does not.",
)
class ReferralAnswer(Enum):
    ACCEPT = Answer.ACCEPT
    DECLINE = Answer.DECLINE


@strawberry.input(description="The answer to a referral of one's own institution.")
class AnswerReferralInput:
    idempotency_key: str = idempotency_key()
    referral: strawberry.ID = needed("Id of the referral.")
    answer: ReferralAnswer = needed("Accepted or declined; it cannot be taken back.")
    received_at: dt.datetime | None = given("When somebody opened it; now if nothing is said.")
    police_arrived_at: dt.datetime | None = given("When police arrived, if they did.")

    def answered(self) -> Answered:
        """The answer as the desk knows it.

        :raises BadQuestion: ``MALFORMED_ID``.
        """
        return Answered(
            referral=key_in("referral", self.referral),
            answer=self.answer.value,
            received_at=self.received_at,
            police_arrived_at=self.police_arrived_at,
        )


@strawberry.input(description="A training that was held.")
class RecordTrainingInput:
    idempotency_key: str = idempotency_key()
    held_on: dt.date = needed("The day, in Lima; not in the future.")
    topic: str = needed("What was taught, 1 to 200 characters.")
    audience: str = given("Who was taught, 80 characters at most.", "")
    place: str = given("Town or province, 120 characters at most.", "")
    participants: int | None = given("People, 0 to 100000; null where nobody counted.")
    participants_bound: Bound = given("How that number is meant.", Bound.EXACT)
    hours: float | None = given("Hours in all, 0 to 1000.")
    module_version: str | None = given("Version of the module taught, 24 characters at most.")
    institution: strawberry.ID | None = given("Id of the institution that held it.")
    source: str = given(_SOURCE, "")

    def training(self) -> TrainingHeld:
        """The training as the desk knows it.

        :raises BadQuestion: ``MALFORMED_ID``.
        """
        whose = key_in("institution", self.institution)
        return TrainingHeld(institution=whose, **plain(self, "institution"))


@strawberry.input(description="An awareness campaign that has begun.")
class RecordCampaignInput:
    idempotency_key: str = idempotency_key()
    name: str = needed("Its name, 1 to 160 characters.")
    starts_on: dt.date = needed("First day, in Lima; not in the future.")
    ends_on: dt.date | None = given("Last day; it may lie ahead.")
    channels: str = given("Through what, 160 characters at most.", "")
    places: str = given("Where, 200 characters at most.", "")
    reach: int | None = given("People reached, 0 to 40000000; null where nobody counted.")
    reach_bound: Bound = given("How that number is meant.", Bound.EXACT)
    cost_pen: float | None = given("Soles, 0 to 1000000000.")
    source: str = given(_SOURCE, "")

    def campaign(self) -> CampaignRun:
        """The campaign as the desk knows it."""
        return CampaignRun(**plain(self))
