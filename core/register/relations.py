"""What hangs together: the records beside a record, and the parts a record consists of.

Both are read for a whole page at once: one question a relation, whatever the length of the page.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Select, select

from core.register.cases import CaseForm, CaseStatusChange, VictimCitizenship
from core.register.columns import columns_of
from core.register.kinds import (
    CALLS,
    CASES,
    INSTITUTIONS,
    REFERRALS,
    ROUTES,
    TRAININGS,
    VICTIMS,
    Kind,
)
from core.register.reach import Reach, within
from core.register.records import Row
from core.register.routes import Evidence, Leg, Place

FORM, CITIZENSHIP = columns_of(CaseForm), columns_of(VictimCitizenship)
STEP = columns_of(CaseStatusChange)
LEG, PLACE, EVIDENCE = columns_of(Leg), columns_of(Place), columns_of(Evidence)


@dataclass(frozen=True, slots=True)
class Relation:
    """Records of ``to`` whose ``far`` equals a record's ``near``: ``many`` of them, or one."""

    to: Kind
    near: str
    far: str
    many: bool


def _many(to: Kind, far: str) -> Relation:
    return Relation(to, "id", far, many=True)


def _one(to: Kind, near: str) -> Relation:
    return Relation(to, near, to.key, many=False)


#: By the kind a relation starts from and its name there.
RELATIONS: Mapping[tuple[str, str], Relation] = MappingProxyType(
    {
        (CALLS.name, "case"): _one(CASES, "case_id"),
        (CALLS.name, "referrals"): _many(REFERRALS, "call_id"),
        (CASES.name, "victims"): _many(VICTIMS, "case_id"),
        (CASES.name, "calls"): _many(CALLS, "case_id"),
        (CASES.name, "referrals"): _many(REFERRALS, "case_id"),
        (CASES.name, "route"): _one(ROUTES, "route_id"),
        (CASES.name, "institution"): _one(INSTITUTIONS, "reporting_institution"),
        (VICTIMS.name, "case"): _one(CASES, "case_id"),
        (REFERRALS.name, "call"): _one(CALLS, "call_id"),
        (REFERRALS.name, "case"): _one(CASES, "case_id"),
        (REFERRALS.name, "institution"): _one(INSTITUTIONS, "institution"),
        (TRAININGS.name, "institution"): _one(INSTITUTIONS, "institution"),
    }
)


def related(
    connection: Connection, relation: Relation, keys: Collection[Any], reach: Reach
) -> dict[Any, list[Row]]:
    """The records beside those whose ``near`` is in ``keys``, by it, each list in key order."""
    far = relation.to.column(relation.far)
    question = select(*relation.to.shown, far.label("_far")).where(far.in_(keys))
    question = question.order_by(relation.to.column(relation.to.key))
    return _by(connection, within(question, relation.to, reach), "_far")


def _parts(owner: Any, *columns: Any) -> Select[Any]:
    return select(owner.label("_owner"), *columns).order_by(owner, columns[0])


_LEGS = _parts(
    LEG.route_id,
    LEG.position,
    LEG.role,
    LEG.mode,
    LEG.exploited_here,
    LEG.first_seen,
    LEG.last_seen,
    PLACE.name.label("place"),
    PLACE.country,
    PLACE.department,
    PLACE.province,
    PLACE.precision,
).join(Place, PLACE.id == LEG.place_id)

#: The question for the parts of each kind, and the column that names whose they are.
PARTS: Mapping[tuple[str, str], tuple[Select[Any], Any]] = MappingProxyType(
    {
        (CASES.name, "forms"): (_parts(FORM.case_id, FORM.form), FORM.case_id),
        (CASES.name, "steps"): (
            _parts(
                STEP.case_id,
                STEP.at,
                STEP.from_status,
                STEP.to_status,
                STEP.happened_on,
                STEP.reason,
            ),
            STEP.case_id,
        ),
        (VICTIMS.name, "citizenships"): (
            _parts(CITIZENSHIP.victim_id, CITIZENSHIP.country),
            CITIZENSHIP.victim_id,
        ),
        (ROUTES.name, "legs"): (_LEGS, LEG.route_id),
        (ROUTES.name, "evidence"): (
            _parts(
                EVIDENCE.route_id,
                EVIDENCE.id,
                EVIDENCE.source_type,
                EVIDENCE.grade,
                EVIDENCE.publisher,
                EVIDENCE.source,
                EVIDENCE.dated,
            ),
            EVIDENCE.route_id,
        ),
    }
)


def parts(
    connection: Connection, kind: Kind, name: str, keys: Collection[Any]
) -> dict[Any, list[Row]]:
    """The parts called ``name`` of the records of these keys, by key, in their order."""
    question, owner = PARTS[kind.name, name]
    return _by(connection, question.where(owner.in_(keys)), "_owner")


def _by(connection: Connection, question: Select[Any], name: str) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = {}
    for row in connection.execute(question).mappings():
        found.setdefault(row[name], []).append({**row})
    return found
