"""Cases and the people in them, pseudonymous by construction (docs/model.md, HTCDS 2.0)."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlmodel import Field, SQLModel

from core.register.columns import coded, key, moment, record_key


class Case(SQLModel, table=True):
    """One trafficking situation in one register."""

    id: uuid.UUID = key()
    rkey: int = record_key()
    provenance: str = coded()
    code: str = Field(max_length=16, unique=True)  # random, Crockford base32; never sequential
    opened_on: dt.date = Field(index=True)
    register_code: str = coded()
    reporting_institution: str = Field(foreign_key="institution.acronym")
    status: str = coded(index=True)
    submitted_to_police_on: dt.date | None = Field(default=None, index=True)
    legal_article: str = Field(default="153", max_length=8)
    department: str = coded(index=True)
    province: str | None = coded(default=None)
    district: str | None = coded(default=None)
    industry: str = coded(index=True)
    venue: str | None = coded(default=None)
    acts: str = Field(default="", max_length=96)  # codes of the Protocol's acts, comma-separated
    means: str = Field(default="", max_length=96)
    recruitment_method: str | None = coded(default=None)
    suspects_female: int = 0
    suspects_male: int = 0
    suspects_unknown: int = 0
    route_id: uuid.UUID | None = Field(default=None, foreign_key="route.id", index=True)
    destination: str = coded()  # scope derived from the route, kept for counting
    route_from: str | None = coded(default=None)  # ends of the route (places.ROUTE_ENDS), likewise
    route_to: str | None = coded(default=None)
    merged_into: uuid.UUID | None = Field(default=None, foreign_key="case.id")


class CaseForm(SQLModel, table=True):
    """A form of exploitation of a case: 0..n, so shares may exceed 100 %."""

    __tablename__ = "case_form"
    case_id: uuid.UUID = Field(foreign_key="case.id", primary_key=True)
    form: str = coded(primary_key=True)


class CaseStatusChange(SQLModel, table=True):
    """One step of a case: from which status to which, when, by whom and why. Never changed."""

    __tablename__ = "case_status_change"
    id: uuid.UUID = key()
    case_id: uuid.UUID = Field(foreign_key="case.id", index=True)
    from_status: str = coded()
    to_status: str = coded()
    at: dt.datetime = moment()  # when it was written down
    happened_on: dt.date  # the day in Lima
    changed_by: str = Field(max_length=64)  # a pseudonym
    reason: str = Field(default="", max_length=200)


class CaseMerge(SQLModel, table=True):
    """Two registers, one case: which case was joined into which, when and why."""

    __tablename__ = "case_merge"
    id: uuid.UUID = key()
    kept_case_id: uuid.UUID = Field(foreign_key="case.id", index=True)
    joined_case_id: uuid.UUID = Field(foreign_key="case.id")
    at: dt.datetime = moment()
    reason: str = Field(max_length=200)


class Victim(SQLModel, table=True):
    """A person in a case: no name, document, address or phone is ever held."""

    id: uuid.UUID = key()
    rkey: int = record_key()
    provenance: str = coded()
    case_id: uuid.UUID = Field(foreign_key="case.id", index=True)
    sex: str = coded()
    age_min: int | None = None  # in whole years when trafficked; bands are derived
    age_max: int | None = None
    origin_country: str | None = coded(default=None)
    origin_department: str | None = coded(default=None)
    trafficking_status: str = coded()
    decided_by: str | None = Field(default=None, foreign_key="institution.acronym")
    relationship_to_trafficker: str | None = coded(default=None)
    education: str | None = coded(default=None)
    consent_to_share: bool = False
    assistance_given: bool | None = None


class VictimCitizenship(SQLModel, table=True):
    """A citizenship of a victim, ISO 3166-1 alpha-2: 0..n. 'NA' is Namibia."""

    __tablename__ = "victim_citizenship"
    victim_id: uuid.UUID = Field(foreign_key="victim.id", primary_key=True)
    country: str = coded(primary_key=True)


class Referral(SQLModel, table=True):
    """A call or case handed to an institution, and what became of it."""

    id: uuid.UUID = key()
    provenance: str = coded()
    call_id: uuid.UUID | None = Field(default=None, foreign_key="call.id", index=True)
    case_id: uuid.UUID | None = Field(default=None, foreign_key="case.id", index=True)
    institution: str = Field(foreign_key="institution.acronym", index=True)
    sent_at: dt.datetime = moment(index=True)
    received_at: dt.datetime | None = moment(default=None)
    outcome: str = coded()
    police_arrived_at: dt.datetime | None = moment(default=None)
