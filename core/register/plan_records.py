"""The records behind a count of the plan: those its release or its own query counts, by key.

The conditions are those of :mod:`core.register.counted` and :mod:`core.register.plan_counts`.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select

from core.filters import Dimension
from core.register.calls import Call
from core.register.cases import Case, CaseForm, Victim
from core.register.columns import columns_of
from core.register.derived import FORM, age_band
from core.register.kinds import KINDS, Kind
from core.register.plan_counts import CAMPAIGN, CONDITIONS, REFERRAL, TRAINING, Days, sent_on
from core.vocabulary import Unit

CALL, CASE, VICTIM = columns_of(Call), columns_of(Case), columns_of(Victim)
CASE_FORM = columns_of(CaseForm)

#: A narrowing: the dimension, and the codes that are kept.
Where = Sequence[tuple[Dimension, Sequence[str]]]

#: The columns of a record that its unit is narrowed by. What follows from others is not among them.
COLUMNS: Mapping[Unit, Mapping[Dimension, ColumnElement[Any]]] = MappingProxyType(
    {
        Unit.CALLS: {
            Dimension.DEPARTMENT: CALL.department,
            Dimension.INDUSTRY: CALL.industry,
            Dimension.FORM: CALL.form,
            Dimension.CALL_TYPE: CALL.call_type,
            Dimension.EFFECTIVE: CALL.effective,
            Dimension.HOW_HEARD: CALL.how_heard,
        },
        Unit.CASES: {
            Dimension.DEPARTMENT: CASE.department,
            Dimension.INDUSTRY: CASE.industry,
            Dimension.FORM: FORM,
            Dimension.STATUS: CASE.status,
            Dimension.REGISTER: CASE.register_code,
            Dimension.DESTINATION: CASE.destination,
        },
        Unit.VICTIMS: {
            Dimension.DEPARTMENT: CASE.department,
            Dimension.INDUSTRY: CASE.industry,
            Dimension.FORM: FORM,
            Dimension.SEX: VICTIM.sex,
            Dimension.AGE: age_band(),
            Dimension.DESTINATION: CASE.destination,
        },
    }
)


@dataclass(frozen=True, slots=True)
class Count:
    """A named count, narrowed, over days from first to last."""

    name: str
    where: Where
    days: Days


def kind_of(name: str) -> Kind | None:
    """The kind of record a count counts; ``None`` for inhabitants."""
    units = {Unit.CALLS: "call", Unit.CASES: "case", Unit.VICTIMS: "victim"}
    if name in units:
        return KINDS[units[Unit(name)]]
    if name.startswith(("training", "people_trained")):
        return KINDS["training"]
    if name.startswith(("campaign", "people_reached")):
        return KINDS["campaign"]
    return KINDS["referral"] if name in CONDITIONS else None


def behind(
    connection: Connection, count: Count, after: uuid.UUID | None, limit: int
) -> list[uuid.UUID]:
    """The keys of the records a count counts, in their order, after one of them.

    :raises KeyError: for a dimension that is no column of a record, such as the natural region.
    """
    key, question = _QUESTIONS[str(_kind(count.name).name)](count)
    if after is not None:
        question = question.where(key > after)
    return list(connection.execute(question.order_by(key).limit(limit)).scalars())


def _kind(name: str) -> Kind:
    found = kind_of(name)
    assert found is not None
    return found


Asked = tuple[ColumnElement[Any], Select[Any]]


def _calls(count: Count) -> Asked:
    kept = (CALL.received_on.between(*count.days), *_narrowed(COLUMNS[Unit.CALLS], count.where))
    return CALL.id, select(CALL.id).where(*kept)


def _cases(count: Count) -> Asked:
    question = select(CASE.id).outerjoin(CaseForm, CASE_FORM.case_id == CASE.id)
    kept = (CASE.merged_into.is_(None), CASE.opened_on.between(*count.days))
    return CASE.id, question.where(*kept, *_narrowed(COLUMNS[Unit.CASES], count.where)).distinct()


def _victims(count: Count) -> Asked:
    question = (
        select(VICTIM.id)
        .join(Case, CASE.id == VICTIM.case_id)
        .outerjoin(CaseForm, CASE_FORM.case_id == CASE.id)
    )
    kept = (
        VICTIM.trafficking_status != "not_victim",
        CASE.merged_into.is_(None),
        CASE.opened_on.between(*count.days),
    )
    return VICTIM.id, question.where(
        *kept, *_narrowed(COLUMNS[Unit.VICTIMS], count.where)
    ).distinct()


def _referrals(count: Count) -> Asked:
    return REFERRAL.id, select(REFERRAL.id).where(sent_on(count.days), *CONDITIONS[count.name])


def _trainings(count: Count) -> Asked:
    return TRAINING.id, select(TRAINING.id).where(TRAINING.held_on.between(*count.days))


def _campaigns(count: Count) -> Asked:
    return CAMPAIGN.id, select(CAMPAIGN.id).where(CAMPAIGN.starts_on.between(*count.days))


_QUESTIONS = MappingProxyType(
    {
        "call": _calls,
        "case": _cases,
        "victim": _victims,
        "referral": _referrals,
        "training": _trainings,
        "campaign": _campaigns,
    }
)


def _narrowed(
    columns: Mapping[Dimension, ColumnElement[Any]], where: Where
) -> list[ColumnElement[bool]]:
    return [columns[dimension].in_(codes) for dimension, codes in where]
