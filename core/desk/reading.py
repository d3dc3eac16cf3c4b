"""Acts on records. Every page read, and every attempt refused, leaves an audit event."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from core.access.roles import Action, Asker, require
from core.bulletin.bulletin import Bulletin
from core.desk.audit import Changed, Trail
from core.errors import BadQuestion, Refused
from core.moments import Clock
from core.register import audit
from core.register.audit import Event, Sought
from core.register.database import Register
from core.register.versions import version

__all__ = ["Changed", "Desk", "Event", "Sought"]


@dataclass(slots=True)
class Act:
    """One act while it is done: its transaction, and how many records it touched so far.

    ``subject``: what it is about, where that is known only while it is done.
    """

    connection: Connection
    records: int = 0
    subject: str = ""


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Desk:
    """The records as one asker may see them.

    ``worth_telling``: whether one more refusal of a stranger is written down.
    """

    register: Register
    asker: Asker
    clock: Clock
    trail: Trail
    worth_telling: Callable[[], bool] = field(default=_always, repr=False, compare=False)
    _told: set[tuple[Action, str]] = field(default_factory=set, repr=False, compare=False)

    def audit_trail(self, limit: int, sought: Sought) -> list[tuple[int, Event]]:
        """The newest events first, (number, event); reading them is one more event."""
        with self.seeing(Action.READ_AUDIT) as act:
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

        Once a visit for the same thing: a document of a thousand aliases is one attempt. A flood
        of strangers at one address is written down for a while only.
        """
        if (action, subject) in self._told:
            return
        if self.asker.signed_in or self.worth_telling():
            with self.register.noting() as connection:
                self._audit(connection, action, subject, 0, allowed=False)
        self._told.add((action, subject))

    def figures(self, action: Action, edition: Callable[[], Bulletin]) -> Bulletin:
        """The edition that ``edition`` gives, with an audit event for this reading."""
        self.note(action)
        return edition()

    def note(self, action: Action, subject: str = "") -> None:
        """Write down an act that was done elsewhere. :raises Refused: see :meth:`require`."""
        with self.seeing(action, subject):
            pass

    def acting(self, action: Action, subject: str = "") -> AbstractContextManager[Act]:
        """One audited transaction, for whoever may do ``action``, in which records may be changed.

        :raises Refused: see :meth:`require`.
        :raises BadQuestion: what the act itself raises, written down first.
        """
        return self._audited(action, subject, self.register.writing)

    def seeing(self, action: Action, subject: str = "") -> AbstractContextManager[Act]:
        """As :meth:`acting`, for acts that change no record."""
        return self._audited(action, subject, self.register.noting)

    @contextmanager
    def _audited(
        self,
        action: Action,
        subject: str,
        transaction: Callable[[], AbstractContextManager[Connection]],
    ) -> Iterator[Act]:
        self.require(action)
        try:
            with transaction() as connection:
                act = Act(connection)
                yield act
                about = act.subject or subject
                self._audit(connection, action, about, act.records, allowed=True)
        except BadQuestion:
            self.refused(action, subject)
            raise

    @contextmanager
    def looking(self) -> Iterator[Acts]:
        """One view of the register for several acts that read and change nothing, audited one by
        one. It ends once the audit is committed: until then nothing that was read may be told."""
        with self.register.reading() as connection:
            acts = Acts(self, connection)
            yield acts
        self.trail.keep(self.register, acts.done)

    def version(self) -> uuid.UUID:
        """The version of what the register tells now (core.register.versions)."""
        with self.register.glancing() as connection:
            return version(connection)

    def seen_again(self, done: Sequence[Event], version: uuid.UUID) -> None:
        """Write down that the asker sees again what it saw while the register told ``version``.
        Until this comes back nothing of it may be told.

        :raises Changed: where the register tells something else by now.
        """
        now = self.clock()
        self.trail.keep(self.register, [replace(event, at=now) for event in done], version)

    def _audit(
        self, connection: Connection, action: Action, subject: str, count: int, *, allowed: bool
    ) -> None:
        self.trail.write(connection, self._event(action, subject, count, allowed=allowed))

    def _event(self, action: Action, subject: str, count: int, *, allowed: bool) -> Event:
        who = self.asker
        return Event(self.clock(), who.name, who.role.value, action.value, subject, count, allowed)


@dataclass(slots=True)
class Acts:
    """Several acts while they are done in one view of the register."""

    desk: Desk
    connection: Connection
    done: list[Event] = field(default_factory=list)

    def did(self, action: Action, records: int, subject: str = "") -> None:
        """One of them, for whoever may.

        :raises Refused: where nobody asked :meth:`Desk.require` before the transaction began, which
            writes a refusal down; here it would wait for itself.
        """
        require(self.desk.asker, action)
        self.done.append(self.desk._event(action, subject, records, allowed=True))
