"""Calls to 0800-2-3232. HTCDS keeps no call record, so this one is ours (docs/model.md)."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlmodel import Field, SQLModel

from core.register.columns import coded, key, moment, record_key


class Call(SQLModel, table=True):
    """One hotline call. It holds no name, no number and no address of the caller."""

    id: uuid.UUID = key()
    rkey: int = record_key()
    provenance: str = coded()
    received_at: dt.datetime = moment()
    received_on: dt.date = Field(index=True)  # the day in Lima: what figures count on
    operator: str = Field(max_length=24)  # a pseudonym, never a person's name
    effective: str = coded()
    call_type: str = coded()
    caller_relation: str = coded()
    anonymous: bool
    language: str = coded()
    how_heard: str = coded()
    caller_department: str = coded()
    department: str = coded(index=True)  # the place of the facts
    province: str | None = coded(default=None)
    form: str = coded()
    industry: str = coded()
    possible_victims: int = 0
    immediate_danger: bool | None = None  # None: nobody has asked yet
    duration_seconds: int
    answered_after_seconds: int
    case_id: uuid.UUID | None = Field(default=None, foreign_key="case.id", index=True)
