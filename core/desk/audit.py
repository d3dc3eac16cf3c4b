"""Writing the audit trail, anchoring its head outside the database, and verifying it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from core.register import audit
from core.register.audit import START, Event, Link
from core.register.database import Register
from core.together import Together

_Batch = tuple[Register, Sequence[Event]]


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

    def keep(self, register: Register, events: Sequence[Event]) -> None:
        """Add events in a transaction of their own, and come back once they are committed.

        Whoever asks for this meanwhile goes together with the next: one commit for all of them.
        """
        if events:
            self._together.keep((register, events))

    def _keep_all(self, batches: Sequence[_Batch]) -> None:
        register, _ = batches[0]
        events = [event for _, several in batches for event in several]
        if register.engine.dialect.name == "postgresql" and self._left is not None:
            with register.glancing() as connection:  # if the chain still ends as it was left
                self._left = audit.append_after(connection, self.key, events, self._left)
            if self._left is not None:
                return
        with register.writing() as connection:
            self._left = audit.append_all(connection, self.key, events)

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
