"""Pages of records by keyset: calls, cases and routes in the order of their ids."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, select
from sqlmodel import SQLModel

from core.register.calls import Call
from core.register.cases import Case, CaseForm
from core.register.columns import columns_of
from core.register.routes import Leg, Place, Route

CASE_FORM = columns_of(CaseForm)
CALL = columns_of(Call)
CASE = columns_of(Case)
ROUTE = columns_of(Route)
LEG = columns_of(Leg)
PLACE = columns_of(Place)


@dataclass(frozen=True, slots=True)
class Page:
    """Up to ``limit`` rows after an id, and whether more follow."""

    rows: Sequence[dict[str, Any]]
    more: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records: those after an id, at most ``limit``, with equal values where given."""

    after: uuid.UUID | None = None
    limit: int = 50
    department: str | None = None
    industry: str | None = None
    status: str | None = None


def calls(connection: Connection, wanted: Wanted) -> Page:
    """Calls; their narratives are read apart (core.register.texts)."""
    kept = [c for c in CALL if c.name != "rkey"]
    return _page(connection, select(*kept), Call, wanted)


def cases(connection: Connection, wanted: Wanted) -> Page:
    """Cases; their notes are read apart (core.register.texts)."""
    kept = [c for c in CASE if c.name != "rkey"]
    return _page(connection, select(*kept), Case, wanted)


def routes(connection: Connection, wanted: Wanted) -> Page:
    """Routes of both kinds, documented and synthetic, each with its provenance."""
    return _page(connection, select(*ROUTE), Route, wanted)


def forms_of(connection: Connection, cases: Sequence[uuid.UUID]) -> Sequence[RowMapping]:
    """(case_id, form) of the given cases."""
    question = select(CASE_FORM.case_id, CASE_FORM.form).where(CASE_FORM.case_id.in_(cases))
    return connection.execute(question.order_by(CASE_FORM.case_id, CASE_FORM.form)).mappings().all()


def legs_of(connection: Connection, routes: Sequence[uuid.UUID]) -> Sequence[RowMapping]:
    """The legs of the given routes with their places, in order."""
    question = (
        select(
            LEG.route_id,
            LEG.position,
            LEG.role,
            LEG.mode,
            PLACE.name.label("place"),
            PLACE.country,
            PLACE.department,
        )
        .join(Place, PLACE.id == LEG.place_id)
        .where(LEG.route_id.in_(routes))
        .order_by(LEG.route_id, LEG.position)
    )
    return connection.execute(question).mappings().all()


def _page(
    connection: Connection,
    question: Select[tuple[object]],
    table: type[SQLModel],
    wanted: Wanted,
) -> Page:
    columns = columns_of(table)
    if wanted.after is not None:
        question = question.where(columns["id"] > wanted.after)
    for name in ("department", "industry", "status"):
        value = getattr(wanted, name)
        if value is not None:
            question = question.where(columns[name] == value)
    found = (
        connection.execute(question.order_by(columns["id"]).limit(wanted.limit + 1))
        .mappings()
        .all()
    )
    return Page([{**row} for row in found[: wanted.limit]], len(found) > wanted.limit)
