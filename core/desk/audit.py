"""Writing the audit trail, anchoring its head outside the database, and verifying it."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from core.register import audit
from core.register.audit import START, Event, Link
from core.register.database import Register
from core.register.versions import version as seen
from core.together import Together


@dataclass(frozen=True, slots=True)
class _Batch:
    """Events to be kept; where a version is given, only if the register still tells that."""

    register: Register
    events: Sequence[Event]
    version: uuid.UUID | None


class Changed(Exception):
    """The register tells something else by now."""


@dataclass(eq=False, slots=True)
class Trail:
    """``key`` chains the rows; ``anchor`` is a file beside the keys that remembers the head.

    ``_left``: where :meth:`keep` left the chain, if it knows.
    """

    key: bytes
    anchor: Path
    _together: Together[_Batch] = field(init=False, repr=False)
    _left: Link | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        self._together = Together(self._keep_all)

    def keep(
        self, register: Register, events: Sequence[Event], version: uuid.UUID | None = None
    ) -> None:
        """Add events in a transaction of their own, and come back once they are committed.

        Whoever asks for this meanwhile goes together with the next: one commit for all of them.

        :raises Changed: where the register tells something else than in ``version``; nothing is
            added.
        """
        if events:
            self._together.keep(_Batch(register, events, version))

    def _keep_all(self, batches: Sequence[_Batch]) -> None:
        register = batches[0].register
        events = [event for each in batches for event in each.events]
        versions = {each.version for each in batches} - {None}
        if len(versions) > 1:
            raise Changed  # of one of them at least; each is tried alone
        version = versions.pop() if versions else None
        if self._left is not None and self._kept_after(register, events, self._left, version):
            return
        with register.noting() as connection:
            audit.take_turn(connection)
            if version is not None and version != seen(connection):
                raise Changed
            self._left = audit.append_all(connection, self.key, events)

    def _kept_after(
        self,
        register: Register,
        events: Sequence[Event],
        left: Link,
        version: uuid.UUID | None,
    ) -> bool:
        """True where the chain still ends as it was left, and events are added there."""
        single = register.engine.dialect.name == "postgresql"  # one statement is one transaction
        with register.glancing() if single else register.noting() as connection:
            self._left = audit.append_after(connection, self.key, events, left, version)
        return self._left is not None

    def write(self, connection: Connection, event: Event) -> None:
        """Add an event in the caller's transaction."""
        audit.append(connection, self.key, event)

    def remember(self, register: Register) -> Link:
        """Write the present head into the anchor, at once and never backwards."""
        with register.reading() as connection:
            now = audit.head(connection)
        known = self.anchored()
        if now.number > known.number:
            fresh = self.anchor.with_suffix(".new")
            fresh.write_text(json.dumps(asdict(now)))
            os.replace(fresh, self.anchor)
        return now

    def anchored(self) -> Link:
        """The head the anchor remembers; the start where there is none yet."""
        try:
            return Link(**json.loads(self.anchor.read_text()))
        except FileNotFoundError:
            return Link(0, START)


def verify(register: Register, trail: Trail) -> Iterator[str]:
    """Every fault of the chain in words, in order; nothing where it is whole."""
    expected, before = 1, START
    anchor = trail.anchored()
    with register.reading() as connection:
        for link, event in audit.rows(connection):
            if link.number != expected:
                yield _missing(expected, link.number - 1)
            elif audit.chained(trail.key, before, link.number, event) != link.mac:
                yield f"row {link.number} was altered"
            if link.number == anchor.number and link.mac != anchor.mac:
                yield f"row {link.number} is not the one the anchor remembers"
            expected, before = link.number + 1, link.mac
        told = audit.head(connection)
    if told.number >= expected:
        yield _missing(expected, told.number)
    elif anchor.number >= expected:
        yield f"the end was cut off: {_missing(expected, anchor.number)}"


def _missing(first: int, last: int) -> str:
    return f"row {first} is missing" if first == last else f"rows {first} to {last} are missing"
