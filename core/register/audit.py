"""The audit trail: a chain in which every row vouches for the one before it.

``mac`` is HMAC-SHA256 over the row's fields and the mac before it. Whoever can write to the
database but does not hold the key can neither change, insert nor remove a row without breaking
the chain. That the end has not been cut off is told by the anchor, kept outside the database.
"""

from __future__ import annotations

import datetime as dt
import hmac
import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Dialect,
    bindparam,
    func,
    insert,
    select,
    update,
)

from core.register.accounts import AuditEvent, AuditHead
from core.register.columns import columns_of, uuid7
from core.register.spoken import Spoken

EVENT = columns_of(AuditEvent)
HEAD = columns_of(AuditHead)

#: Said for every act of everybody, so they are built once.
_LOCK = select(HEAD.number, HEAD.mac).where(HEAD.id == 1).with_for_update()
_ADD = insert(AuditEvent)
#: The head moved on, where it is still the one that was left, and nobody has changed what is told
#: since a version was seen.
_MOVE_ON = (
    update(AuditHead)
    .where(HEAD.number == bindparam("at_number"), HEAD.mac == bindparam("at_mac"))
    .values(number=bindparam("to_number"), mac=bindparam("to_mac"))
)
_MOVE_UNCHANGED = _MOVE_ON.where(HEAD.data_version == bindparam("at_version"))
_SAY_MOVE_ON, _SAY_MOVE_UNCHANGED = Spoken(_MOVE_ON), Spoken(_MOVE_UNCHANGED)
_SAY_ADD = Spoken(_ADD)
#: All of it in one statement, where the engine takes it: nothing is asked first, and nothing is
#: added where the head has not moved.
_NEW = {
    column.name: func.unnest(bindparam(f"new_{column.name}", type_=ARRAY(column.type)))
    for column in EVENT
}
_LEFT = "head of the audit trail"  # among what is kept beside a connection

START = "0" * 64
_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Event:
    """What is written down. ``subject`` is a code or a prefix, never a content."""

    at: dt.datetime
    actor: str
    role: str
    action: str
    subject: str
    records: int
    allowed: bool


_FIELDS = tuple(Event.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Link:
    """The end of a chain, or of a part of it."""

    number: int
    mac: str


@dataclass(frozen=True, slots=True)
class Sought:
    """Which events are looked for; ``None`` leaves a part open. Days are UTC's, both included."""

    action: str | None = None
    actor: str | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    allowed: bool | None = None

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """The same as SQL."""
        for column, wanted in (
            (EVENT.action, self.action),
            (EVENT.actor, self.actor),
            (EVENT.allowed, self.allowed),
        ):
            if wanted is not None:
                yield column == wanted
        if self.first is not None:
            yield EVENT.at >= _midnight(self.first)
        if self.last is not None:
            yield EVENT.at < _midnight(self.last + dt.timedelta(days=1))


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


EVERYTHING = Sought()


def append(connection: Connection, key: bytes, event: Event) -> Link:
    """Add the next link, in the transaction of what it tells of."""
    return append_all(connection, key, [event])


def append_all(connection: Connection, key: bytes, events: Sequence[Event]) -> Link:
    """Add several links at once, in the transaction of what they tell of; the last of them."""
    left: Link | None = connection.info.get(_LEFT)
    added = left and append_after(connection, key, events, left)
    if added is None:  # others have written since, or what was left here was taken back
        added = append_after(connection, key, events, _locked_head(connection))
    assert added is not None, "a locked head stays"
    connection.info[_LEFT] = added
    return added


def append_after(
    connection: Connection,
    key: bytes,
    events: Sequence[Event],
    before: Link,
    version: uuid.UUID | None = None,
) -> Link | None:
    """Add links after ``before``, on PostgreSQL by one statement; the last of them. ``None``, and
    nothing is added, where that is not the head, or ``version`` not what the register tells."""
    link, rows = _chain(before, key, events)
    moved: dict[str, Any] = {"to_number": link.number, "to_mac": link.mac}
    moved |= {"at_number": before.number, "at_mac": before.mac}
    if version is not None:
        moved["at_version"] = version
    if connection.dialect.name == "postgresql":
        new = {f"new_{name}": [row[name] for row in rows] for name in rows[0]}
        asked = _move_and_add(connection.dialect, version is not None)
        return link if connection.exec_driver_sql(asked, {**moved, **new}).first() else None
    moving = _SAY_MOVE_ON if version is None else _SAY_MOVE_UNCHANGED
    if moving.change(connection, moved) == 0:
        return None
    _SAY_ADD.change(connection, *rows)
    return link


def _chain(link: Link, key: bytes, events: Sequence[Event]) -> tuple[Link, list[dict[str, Any]]]:
    """The last of the links after one, and the rows of all."""
    rows = []
    for event in events:
        link = _next(link, key, event)
        rows.append(_values(link, event))
    return link, rows


@cache
def _move_and_add(dialect: Dialect, unchanged: bool) -> str:
    """As the driver says it: spelling it anew would cost as much as the server takes for it."""
    moved = (_MOVE_UNCHANGED if unchanged else _MOVE_ON).returning(HEAD.id).cte("moved")
    new = select(*_NEW.values()).select_from(moved)
    return str(_ADD.from_select(list(_NEW), new).returning(EVENT.number).compile(dialect=dialect))


def _next(before: Link, key: bytes, event: Event) -> Link:
    number = before.number + 1
    return Link(number, chained(key, before.mac, number, event))


def _values(link: Link, event: Event) -> dict[str, Any]:
    told = {name: getattr(event, name) for name in _FIELDS}
    return {**told, "id": uuid7(), "number": link.number, "mac": link.mac}


def chained(key: bytes, before: str, number: int, event: Event) -> str:
    """The mac of a row after the mac ``before``."""
    told = [before, number, event.at.astimezone(dt.UTC).isoformat(timespec="microseconds")]
    told += [event.actor, event.role, event.action, event.subject, event.records, event.allowed]
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key, text.encode(), "sha256").hexdigest()


def take_turn(connection: Connection) -> None:
    """Wait until no other audited transaction is open; this one is alone until it ends."""
    _locked_head(connection)


def _locked_head(connection: Connection) -> Link:
    """The head, locked until the transaction ends (SQLite lets one writer in anyway)."""
    found = connection.execute(_LOCK).one()  # a migration made it: two firsts cannot meet here
    return Link(found.number, found.mac)


def head(connection: Connection) -> Link:
    """The head as the database tells it."""
    found = connection.execute(select(HEAD.number, HEAD.mac)).one_or_none()
    return Link(found.number, found.mac) if found else Link(0, START)


def rows(connection: Connection) -> Iterator[tuple[Link, Event]]:
    """Every row in order, with the number and mac it carries."""
    question = select(EVENT.number, EVENT.mac, *(EVENT[name] for name in _FIELDS))
    streamed = connection.execution_options(yield_per=_CHUNK).execute(
        question.order_by(EVENT.number)
    )
    for row in streamed.mappings():
        fields: dict[str, Any] = {name: row[name] for name in _FIELDS}
        yield Link(row["number"], row["mac"]), Event(**fields)


def latest(
    connection: Connection, limit: int, sought: Sought = EVERYTHING
) -> list[tuple[int, Event]]:
    """The newest events that are looked for, the newest first."""
    question = select(EVENT.number, *(EVENT[name] for name in _FIELDS))
    question = question.where(*sought.conditions())
    found = connection.execute(question.order_by(EVENT.number.desc()).limit(limit)).mappings()
    return [(row["number"], Event(**{name: row[name] for name in _FIELDS})) for row in found]
