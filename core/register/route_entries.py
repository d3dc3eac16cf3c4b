"""Entering a route: its places, its legs in order, and the evidence behind it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from core.register.columns import columns_of, uuid7
from core.register.routes import Evidence, Leg, Place, Route, RouteDraft
from core.stops import Stop
from core.vocabulary import Provenance

PLACE, ROUTE, DRAFT = columns_of(Place), columns_of(Route), columns_of(RouteDraft)


def code_is_free(connection: Connection, code: str) -> bool:
    """True where no route has this code."""
    return connection.execute(select(ROUTE.id).where(ROUTE.code == code)).first() is None


def add_route(
    connection: Connection,
    record: uuid.UUID,
    stops: Sequence[Stop],
    evidence: Sequence[dict[str, Any]],
    **fields: Any,
) -> None:
    """Keep a route that somebody on duty recorded. ``evidence``: columns of each source."""
    row = {"id": record, "provenance": Provenance.RECORDED.value, **fields}
    connection.execute(insert(Route).values(**row))
    for position, stop in enumerate(stops, start=1):
        leg = {
            "id": uuid7(),
            "route_id": record,
            "position": position,
            "role": stop.role,
            "place_id": _place(connection, stop),
            "mode": stop.mode,
            "exploited_here": stop.exploited_here,
            "first_seen": stop.first_seen,
            "last_seen": stop.last_seen,
        }
        connection.execute(insert(Leg).values(**leg))
    for source in evidence:
        connection.execute(insert(Evidence).values(id=uuid7(), route_id=record, **source))


def _place(connection: Connection, stop: Stop) -> uuid.UUID:
    """The place of a stop: the one that is there already, or a new one."""
    told = {
        "name": stop.name,
        "country": stop.country,
        "department": stop.department,
        "province": stop.province,
        "precision": stop.precision,
    }
    # ``None`` equals nothing in SQL: a place without a province must be looked for as one.
    same = [PLACE[name].is_not_distinct_from(value) for name, value in told.items()]
    known = connection.execute(select(PLACE.id).where(*same).order_by(PLACE.id).limit(1))
    found: uuid.UUID | None = known.scalar_one_or_none()
    if found is None:
        found = uuid7()
        connection.execute(insert(Place).values(id=found, border_point=False, **told))
    return found


def draft(connection: Connection, actor: str) -> str:
    """What somebody has typed that is no route yet."""
    kept = connection.execute(select(DRAFT.content).where(DRAFT.actor == actor))
    return kept.scalar_one_or_none() or ""


def keep_draft(connection: Connection, actor: str, content: str, now: dt.datetime) -> None:
    """Keep it in place of what they had typed before; nothing is forgotten as a whole."""
    connection.execute(delete(RouteDraft).where(DRAFT.actor == actor))
    if content:
        connection.execute(insert(RouteDraft).values(actor=actor, content=content, kept_at=now))
