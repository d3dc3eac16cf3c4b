"""How far an asker reaches: an agreement's departments, an institution's own referrals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, false, or_

from core.register.calls import Call
from core.register.cases import Case, Referral, Victim
from core.register.columns import columns_of
from core.register.kinds import CALLS, CASES, REFERRALS, ROUTES, VICTIMS, Kind
from core.register.routes import Route
from core.vocabulary import Provenance

CALL, CASE, VICTIM = columns_of(Call), columns_of(Case), columns_of(Victim)
REFERRAL, ROUTE = columns_of(Referral), columns_of(Route)

Narrowed = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Reach:
    """``departments``: records of these alone, of all if empty. ``addressee``: referrals to this
    institution alone; the empty text is no institution, so none."""

    departments: frozenset[str] = frozenset()
    addressee: str | None = None


EVERYTHING = Reach()


def within(question: Select[Any], kind: Kind, reach: Reach) -> Select[Any]:
    """The question, narrowed to what can be reached."""
    if reach.departments and kind.name in _PLACES:
        question = question.where(_PLACES[kind.name](reach.departments))
    if reach.addressee is not None and kind is REFERRALS:
        to_them = REFERRAL.institution == reach.addressee if reach.addressee else false()
        question = question.where(to_them)
    return question


def _calls(places: frozenset[str]) -> Narrowed:
    return CALL.department.in_(places)


def _cases(places: frozenset[str]) -> Narrowed:
    return CASE.department.in_(places)


def _victims(places: frozenset[str]) -> Narrowed:
    return exists().where(CASE.id == VICTIM.case_id, _cases(places))


def _referrals(places: frozenset[str]) -> Narrowed:
    return or_(
        exists().where(CALL.id == REFERRAL.call_id, _calls(places)),
        exists().where(CASE.id == REFERRAL.case_id, _cases(places)),
    )


def _routes(places: frozenset[str]) -> Narrowed:
    """Documented routes are published; those of cases lie where their cases do."""
    return or_(
        ROUTE.provenance == Provenance.PUBLISHED.value,
        exists().where(CASE.route_id == ROUTE.id, _cases(places)),
    )


#: Where each kind lies. Kinds that lie nowhere (institutions, trainings) are the same for all.
_PLACES = {
    CALLS.name: _calls,
    CASES.name: _cases,
    VICTIMS.name: _victims,
    REFERRALS.name: _referrals,
    ROUTES.name: _routes,
}
