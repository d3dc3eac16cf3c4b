"""Acts done under a key of the asker's own: the same key again finds what was done before."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from core.register.acts import DoneAct
from core.register.columns import columns_of

DONE = columns_of(DoneAct)

_INSERT: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
_A_TIME = 100


def claim(connection: Connection, **act: Any) -> RowMapping | None:
    """Nothing where the key was free and is ours now; otherwise what was done under it before.

    Whoever comes second waits until the first is through: then the key is taken, or, where the
    first failed, free again.
    """
    fresh = _INSERT[connection.dialect.name](DoneAct).values(**act).on_conflict_do_nothing()
    if connection.execute(fresh.returning(DONE.actor)).first() is not None:
        return None
    mine = DONE.actor == act["actor"], DONE.idempotency_key == act["idempotency_key"]
    return connection.execute(select(*DONE).where(*mine)).mappings().one()


def forget(connection: Connection, before: dt.datetime) -> None:
    """Forget some of the acts done before a moment; those that others forget now are left."""
    old = select(DONE.actor, DONE.idempotency_key).where(DONE.at < before).limit(_A_TIME)
    known = tuple_(DONE.actor, DONE.idempotency_key)
    waiting_for_nobody = old.with_for_update(skip_locked=True)
    connection.execute(delete(DoneAct).where(known.in_(waiting_for_nobody)))
