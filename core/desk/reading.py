"""Acts on records. Every page read, and every attempt refused, leaves an audit event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from core.access.roles import Action, Asker, require
from core.bulletin.bulletin import Bulletin
from core.desk.audit import Trail
from core.errors import BadQuestion, Refused
from core.moments import Clock
from core.register import audit, records
from core.register.audit import Event, Sought
from core.register.database import Register
from core.register.records import Page, Wanted

__all__ = ["Desk", "Event", "Page", "Sought", "Wanted"]

Row = Mapping[str, Any]


@dataclass(slots=True)
class Act:
    """One act while it is done: its transaction, and how many records it touched so far."""

    connection: Connection
    records: int = 0


@dataclass(frozen=True, slots=True)
class Desk:
    """The records as one asker may see them."""

    register: Register
    asker: Asker
    clock: Clock
    trail: Trail
    _told: set[tuple[Action, str]] = field(default_factory=set, repr=False, compare=False)

    def audit_trail(self, limit: int, sought: Sought) -> list[tuple[int, Event]]:
        """The newest events first, (number, event); reading them is one more event."""
        with self.acting(Action.READ_AUDIT) as act:
            found = audit.latest(act.connection, limit, sought)
            act.records = len(found)
        return found

    def require(self, action: Action) -> None:
        """Nothing where the asker may; otherwise the refusal, written down first.

        :raises Refused: see :func:`core.access.roles.require`.
        """
        try:
            require(self.asker, action)
        except Refused:
            self.refused(action)
            raise

    def refused(self, action: Action, subject: str = "") -> None:
        """Write down that the asker was refused, or asked for what is not there.

        Once a visit for the same thing: a document of a thousand aliases is one attempt.
        """
        if (action, subject) in self._told:
            return
        self._told.add((action, subject))
        with self.register.writing() as connection:
            self._audit(connection, action, subject, 0, allowed=False)

    def calls(self, wanted: Wanted) -> Page:
        """A page of calls. :raises Refused: see :func:`core.access.roles.require`."""
        return self._read(Action.READ_CALLS, records.calls, wanted)

    def cases(self, wanted: Wanted) -> Page:
        """A page of cases, each with its ``forms``."""
        return self._read(Action.READ_CASES, _cases_with_forms, wanted)

    def routes(self, wanted: Wanted) -> Page:
        """A page of routes, each with its ``legs`` in order."""
        return self._read(Action.READ_ROUTES, _routes_with_legs, wanted)

    def figures(self, action: Action, edition: Callable[[], Bulletin]) -> Bulletin:
        """The edition that ``edition`` gives, with an audit event for this reading."""
        self.note(action)
        return edition()

    def note(self, action: Action, subject: str = "") -> None:
        """Write down an act that was done elsewhere. :raises Refused: see :meth:`require`."""
        with self.acting(action, subject):
            pass

    def _read(
        self, action: Action, read: Callable[[Connection, Wanted], Page], wanted: Wanted
    ) -> Page:
        with self.acting(action) as act:
            page = read(act.connection, wanted)
            act.records = len(page.rows)
        return page

    @contextmanager
    def acting(self, action: Action, subject: str = "") -> Iterator[Act]:
        """One audited transaction, for whoever may do ``action``.

        :raises Refused: see :meth:`require`.
        :raises BadQuestion: what the act itself raises, written down first.
        """
        self.require(action)
        try:
            with self.register.writing() as connection:
                act = Act(connection)
                yield act
                self._audit(connection, action, subject, act.records, allowed=True)
        except BadQuestion:
            self.refused(action, subject)
            raise

    def _audit(
        self, connection: Connection, action: Action, subject: str, count: int, *, allowed: bool
    ) -> None:
        who = self.asker
        event = Event(self.clock(), who.name, who.role.value, action.value, subject, count, allowed)
        self.trail.write(connection, event)


def _cases_with_forms(connection: Connection, wanted: Wanted) -> Page:
    page = records.cases(connection, wanted)
    found = records.forms_of(connection, [row["id"] for row in page.rows])
    return Page(_gathered(page.rows, found, "case_id", "forms"), page.more)


def _routes_with_legs(connection: Connection, wanted: Wanted) -> Page:
    page = records.routes(connection, wanted)
    found = records.legs_of(connection, [row["id"] for row in page.rows])
    return Page(_gathered(page.rows, found, "route_id", "legs"), page.more)


def _gathered(
    rows: Iterable[Any], parts: Iterable[Any], key: str, name: str
) -> list[dict[str, Any]]:
    """Each row with the parts that name it, under ``name``."""
    of: dict[Any, list[Row]] = {}
    for part in parts:
        of.setdefault(part[key], []).append(part)
    return [{**row, name: of.get(row["id"], [])} for row in rows]
