"""The audit trail: a chain in which every row vouches for the one before it.

``mac`` is HMAC-SHA256 over the row's fields and the mac before it. Whoever can write to the
database but does not hold the key can neither change, insert nor remove a row without breaking
the chain. That the end has not been cut off is told by the anchor, kept outside the database.
"""

from __future__ import annotations

import datetime as dt
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, insert, select, update

from core.register.accounts import AuditEvent, AuditHead
from core.register.columns import columns_of, uuid7

EVENT = columns_of(AuditEvent)
HEAD = columns_of(AuditHead)

#: Said for every act of everybody, so they are built once.
_LOCK = select(HEAD.number, HEAD.mac).where(HEAD.id == 1).with_for_update()
_ADD = insert(AuditEvent)
_MOVE = update(AuditHead).values(number=bindparam("to_number"), mac=bindparam("to_mac"))
#: Both in one statement, where the engine takes it: one trip to the server less.
_NEW: dict[Any, Any] = {column: bindparam(f"new_{column.name}") for column in EVENT}
_ADD_AND_MOVE = _MOVE.add_cte(_ADD.values(_NEW).cte("added"))

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
    last = _locked_head(connection)
    link = Link(last.number + 1, chained(key, last.mac, last.number + 1, event))
    told = {name: getattr(event, name) for name in _FIELDS}
    values = {**told, "id": uuid7(), "number": link.number, "mac": link.mac}
    moved = {"to_number": link.number, "to_mac": link.mac}
    if connection.dialect.name == "postgresql":
        new = {f"new_{name}": value for name, value in values.items()}
        connection.execute(_ADD_AND_MOVE, {**moved, **new})
    else:
        connection.execute(_ADD, values)
        connection.execute(_MOVE, moved)
    return link


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
