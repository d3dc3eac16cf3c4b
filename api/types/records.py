"""Calls, cases, victims and referrals, for signed-in roles alone."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import strawberry

from api.types.fields import Fields
from api.types.institutions import Institution
from api.types.paging import Node
from api.types.places import Department, Term
from api.types.routes import Route
from core import vocabulary as words
from core.access.roles import Action
from core.vocabulary import Provenance

call = Fields(Action.READ_CALLS)
case = Fields(Action.READ_CASES)
victim = Fields(Action.READ_VICTIMS)
referral = Fields(Action.READ_REFERRALS)


@strawberry.type(description="A call to 0800-2-3232. It holds nothing that names the caller.")
class Call(Node):
    provenance: Provenance = call.provenance()
    received_at: dt.datetime = call.column("When it came in, UTC.")
    received_on: dt.date = call.column("The day it came in, in Lima; figures count by it.")
    effective: Term = call.coded(words.EFFECTIVE, "effective", "Whether anybody spoke.")
    call_type: Term = call.coded(words.CALL_TYPES, "call_type", "What it was about.")
    how_heard: Term = call.coded(words.HOW_HEARD, "how_heard", "How the caller knew the number.")
    anonymous: bool = call.column("True where the caller gave no name to the operator.")
    caller_relation: Term = call.coded(
        words.CALLER_RELATIONS, "caller_relation", "Who the caller was to the people spoken of."
    )
    language: Term = call.coded(words.LANGUAGES, "language", "The language spoken.")
    caller_department_code: str = call.column(
        "Where the caller was: UBIGEO, abroad or unknown.", "caller_department"
    )
    department_code: str = call.column(
        "Place of the facts: UBIGEO, abroad or unknown.", "department"
    )
    department: Department | None = call.place("department", "Place of the facts, where in Peru.")
    province: str | None = call.column("Province of the facts: UBIGEO, four digits, where known.")
    form: Term = call.coded(words.FORMS, "form", "Form of exploitation spoken of.")
    industry: Term = call.coded(words.INDUSTRIES, "industry", "Industry spoken of.")
    possible_victims: int = call.column("People, as told by the caller.")
    immediate_danger: bool | None = call.column("Null where nobody has asked yet.")
    duration_seconds: int = call.column("How long it took, in seconds.")
    answered_after_seconds: int = call.column("How long it rang, in seconds.")
    case: Annotated[Case, strawberry.lazy("api.types.records")] | None = call.one(
        "case", Action.READ_CASES, "The case it belongs to."
    )
    referrals: list[Annotated[Referral, strawberry.lazy("api.types.records")]] | None = call.many(
        "referrals", Action.READ_REFERRALS, "Where it was referred to."
    )


@strawberry.type(description="A step a case took from one status to the next.")
class CaseStep:
    before: Term = case.coded(words.CASE_STATUSES, "from_status", "The status it had.")
    after: Term = case.coded(words.CASE_STATUSES, "to_status", "The status it got.")
    happened_on: dt.date = case.column("The day it happened, in Lima.")
    at: dt.datetime = case.column("When it was written down, UTC.")
    reason: str = case.column("Why; empty where nobody said.")


@strawberry.type(description="One trafficking situation in one register.")
class Case(Node):
    provenance: Provenance = case.provenance()
    code: str = case.column("Random pseudonym with a check character.")
    opened_on: dt.date = case.column("The day it was opened, in Lima; figures count by it.")
    register: Term = case.coded(words.REGISTERS, "register", "Whose register it is in.")
    status: Term = case.coded(words.CASE_STATUSES, "status", "How far it has come.")
    submitted_to_police_on: dt.date | None = case.column("The day, in Lima; null where it was not.")
    steps: list[CaseStep] = case.parts("steps", "Steps it took in this register, in order.")
    legal_article: str = case.column("Article of the Penal Code in force then.")
    department_code: str = case.column(
        "Place of exploitation: UBIGEO, abroad or unknown.", "department"
    )
    department: Department | None = case.place(
        "department", "Place of exploitation, where in Peru."
    )
    province: str | None = case.column("UBIGEO, four digits, where known.")
    industry: Term = case.coded(words.INDUSTRIES, "industry", "Industry of the exploitation.")
    forms: list[Term] = case.codes(words.FORMS, "forms", "form", "Forms: none, one or several.")
    destination: Term = case.coded(words.DESTINATIONS, "destination", "Scope of its route.")
    suspects_female: int = case.column("Suspects, women.")
    suspects_male: int = case.column("Suspects, men.")
    suspects_unknown: int = case.column("Suspects whose sex is not known.")
    reporting_institution: Institution | None = case.one(
        "institution", Action.READ_INSTITUTIONS, "Who reported it."
    )
    route: Route | None = case.one("route", Action.READ_ROUTES, "The route of its victims.")
    victims: list[Annotated[Victim, strawberry.lazy("api.types.records")]] | None = case.many(
        "victims", Action.READ_VICTIMS, "The people in it, under no name."
    )
    calls: list[Call] | None = case.many("calls", Action.READ_CALLS, "Calls that belong to it.")
    referrals: list[Annotated[Referral, strawberry.lazy("api.types.records")]] | None = case.many(
        "referrals", Action.READ_REFERRALS, "Where it was referred to."
    )


@strawberry.type(description="A person in a case. No name, document, address or phone is held.")
class Victim(Node):
    provenance: Provenance = victim.provenance()
    sex: Term = victim.coded(words.SEXES, "sex", "Sex, where known.")
    age_min: int | None = victim.column("Youngest age when trafficked, whole years.")
    age_max: int | None = victim.column("Oldest age when trafficked, whole years.")
    trafficking_status: Term = victim.coded(
        words.TRAFFICKING_STATUSES, "trafficking_status", "Possible, actual, or not a victim."
    )
    citizenships: list[str] = victim.values(
        "citizenships", "country", "ISO 3166-1 alpha-2; none, one or several."
    )
    origin_country: str | None = victim.column("ISO 3166-1 alpha-2.")
    origin_department: Department | None = victim.place("origin_department", "Origin in Peru.")
    assistance_given: bool | None = victim.column("Null where nobody has said.")
    case: Case | None = victim.one("case", Action.READ_CASES, "The case the person is in.")


@strawberry.type(description="A call or case handed to an institution, and what became of it.")
class Referral(Node):
    provenance: Provenance = referral.provenance()
    sent_at: dt.datetime = referral.column("When it was sent, UTC.")
    received_at: dt.datetime | None = referral.column(
        "When it was opened there, UTC; null until then."
    )
    outcome: Term = referral.coded(words.REFERRAL_OUTCOMES, "outcome", "What became of it.")
    police_arrived_at: dt.datetime | None = referral.column("When police arrived, UTC; else null.")
    institution: Institution | None = referral.one(
        "institution", Action.READ_INSTITUTIONS, "Whom it was sent to."
    )
    call: Call | None = referral.one("call", Action.READ_CALLS, "The call referred.")
    case: Case | None = referral.one("case", Action.READ_CASES, "The case referred.")
