"""Reading records. Every page read, and every attempt refused, leaves an audit event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from core.access.roles import Action, Asker, require
from core.bulletin.bulletin import Bulletin
from core.desk.audit import Trail
from core.errors import Refused
from core.register import audit, records
from core.register.audit import Event
from core.register.database import Register
from core.register.records import Page, Wanted

__all__ = ["Desk", "Event", "Page", "Wanted"]

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """The records as one asker may see them."""

    register: Register
    asker: Asker
    clock: Callable[[], dt.datetime]
    trail: Trail

    def audit_trail(self, limit: int, action: Action | None) -> list[tuple[int, Event]]:
        """The newest events first, (number, event); reading them is one more event."""
        self.require(Action.READ_AUDIT)
        with self.register.writing() as connection:
            found = audit.latest(connection, limit, action.value if action else None)
            self._audit(connection, Action.READ_AUDIT, len(found), allowed=True)
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

    def refused(self, action: Action) -> None:
        """Write down that the asker was refused."""
        with self.register.writing() as connection:
            self._audit(connection, action, 0, allowed=False)

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
        self.require(action)
        with self.register.writing() as connection:
            self._audit(connection, action, 0, allowed=True)
        return edition()

    def _read(
        self, action: Action, read: Callable[[Connection, Wanted], Page], wanted: Wanted
    ) -> Page:
        self.require(action)
        with self.register.writing() as connection:
            page = read(connection, wanted)
            self._audit(connection, action, len(page.rows), allowed=True)
        return page

    def _audit(self, connection: Connection, action: Action, count: int, *, allowed: bool) -> None:
        who = self.asker
        event = Event(self.clock(), who.name, who.role.value, action.value, "", count, allowed)
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
