"""Entering new records: calls, cases with the people in them, referrals, trainings, campaigns."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select

from core.register.calls import Call
from core.register.cases import Case, CaseForm, Referral, Victim, VictimCitizenship
from core.register.columns import columns_of
from core.register.institutions import Campaign, Training
from core.vocabulary import Provenance

#: The record key of a record's id (core.register.record_keys); its secret stays with the house.
RecordKey = Callable[[uuid.UUID], int]

CASE = columns_of(Case)

_RECORDED = {"provenance": Provenance.RECORDED.value}


def add_call(connection: Connection, key: RecordKey, record: uuid.UUID, **fields: Any) -> None:
    """Keep a call that was taken."""
    row = {"id": record, "rkey": key(record), **_RECORDED, **fields}
    connection.execute(insert(Call).values(**row))


def code_is_free(connection: Connection, code: str) -> bool:
    """True where no case has this code."""
    return connection.execute(select(CASE.id).where(CASE.code == code)).first() is None


def add_case(
    connection: Connection,
    key: RecordKey,
    record: uuid.UUID,
    forms: Sequence[str],
    **fields: Any,
) -> None:
    """Keep a case that was opened, with its forms of exploitation."""
    row = {"id": record, "rkey": key(record), **_RECORDED, **fields}
    connection.execute(insert(Case).values(**row))
    for form in forms:
        connection.execute(insert(CaseForm).values(case_id=record, form=form))


def add_victim(
    connection: Connection,
    key: RecordKey,
    record: uuid.UUID,
    citizenships: Sequence[str],
    **fields: Any,
) -> None:
    """Keep a person in a case, under no name, with the citizenships."""
    row = {"id": record, "rkey": key(record), **_RECORDED, **fields}
    connection.execute(insert(Victim).values(**row))
    for country in citizenships:
        connection.execute(insert(VictimCitizenship).values(victim_id=record, country=country))


def add_referral(connection: Connection, record: uuid.UUID, **fields: Any) -> None:
    """Keep a referral that was sent."""
    connection.execute(insert(Referral).values(id=record, **_RECORDED, **fields))


def add_training(connection: Connection, record: uuid.UUID, **fields: Any) -> None:
    """Keep a training that was held."""
    connection.execute(insert(Training).values(id=record, **_RECORDED, **fields))


def add_campaign(connection: Connection, record: uuid.UUID, **fields: Any) -> None:
    """Keep a campaign."""
    connection.execute(insert(Campaign).values(id=record, **_RECORDED, **fields))
