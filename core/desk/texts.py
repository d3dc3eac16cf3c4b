"""Narratives of calls and notes of cases: sealed, versioned, and erasable for good.

Each call or case has a data key of its own, sealed with the key of the house. A version is never
overwritten. Erasing deletes the data key and the versions; a backup still holds both until the key
of the house that sealed them is rotated away, after which nothing opens it (docs/operations.md).
"""

from __future__ import annotations

import datetime as dt
import os
import uuid
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from core.access.roles import Action
from core.access.rotation import key_of
from core.access.sealing import Ring, number_of, seal, unseal
from core.desk.reading import Desk
from core.errors import BadQuestion, Code
from core.identifying import Kind, found_in
from core.register import audit, texts

MOST_CHARACTERS = 20_000
_KEY_BYTES = 32
_SUBJECT = 80


class Subject(StrEnum):
    """What a text belongs to."""

    CALL = "call"
    CASE = "case"


_READ = {Subject.CALL: Action.READ_NARRATIVES, Subject.CASE: Action.READ_NOTES}
_WRITE = {Subject.CALL: Action.WRITE_NARRATIVES, Subject.CASE: Action.WRITE_NOTES}


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a text. ``by`` is the pseudonym of whoever wrote it."""

    number: int
    text: str
    at: dt.datetime
    by: str


@dataclass(frozen=True, slots=True)
class Texts:
    """The free texts as one asker may read and write them.

    Sealing and opening take the audit trail's turn: no key is rotated away in between.
    """

    desk: Desk
    ring: Ring

    def read(self, subject: Subject, owner: uuid.UUID) -> list[Version]:
        """Every version, the oldest first.

        :raises Refused: see :func:`core.access.roles.require`.
        :raises BadQuestion: ``NOT_FOUND`` for a call or case that does not exist.
        """
        with self.desk.seeing(_READ[subject], str(owner)) as act:
            _check(act.connection, subject, owner)
            audit.take_turn(act.connection)
            key = self._key(act.connection, owner)
            rows = texts.texts_of(act.connection, owner) if key else []
            act.records = len(rows)
        return [
            Version(
                row["version"],
                unseal(key or b"", row["sealed"], _bound(owner, row["version"])).decode(),
                row["written_at"],
                row["written_by"],
            )
            for row in rows
        ]

    def write(self, subject: Subject, owner: uuid.UUID, text: str) -> tuple[Kind, ...]:
        """Keep a new version; what in it looks as if it identified somebody, for a warning.

        :raises Refused: see :func:`core.access.roles.require`.
        :raises BadQuestion: ``NOT_FOUND``, or ``TOO_LARGE`` beyond 20,000 characters.
        """
        if len(text) > MOST_CHARACTERS:
            raise BadQuestion(Code.TOO_LARGE)
        with self.desk.acting(_WRITE[subject], str(owner)) as act:
            _check(act.connection, subject, owner)
            audit.take_turn(act.connection)
            key = self._key(act.connection, owner) or self._new_key(act.connection, owner)
            number = texts.next_version(act.connection, owner)
            sealed = seal(key, text.encode(), _bound(owner, number))
            written = self.desk.clock(), self.desk.asker.name
            texts.add_text(act.connection, owner, number, sealed, written)
            act.records = 1
        return found_in(text)

    def erase(self, case_code: str) -> int:
        """Erase the notes of a case and the narratives of its calls; how many versions those were.

        :raises Refused: see :func:`core.access.roles.require`.
        :raises BadQuestion: ``NOT_FOUND`` for a case that does not exist.
        """
        with self.desk.acting(Action.ERASE_NOTES, case_code[:_SUBJECT]) as act:
            owners = texts.owners_in_case(act.connection, case_code)
            if not owners:
                raise BadQuestion(Code.NOT_FOUND)
            act.records = texts.erase(act.connection, owners)
        return act.records

    def _key(self, connection: Connection, owner: uuid.UUID) -> bytes | None:
        sealed = texts.data_key(connection, owner)
        return None if sealed is None else self.ring.unseal(sealed, key_of(owner))

    def _new_key(self, connection: Connection, owner: uuid.UUID) -> bytes:
        key = os.urandom(_KEY_BYTES)
        sealed = self.ring.seal(key, key_of(owner))
        texts.add_data_key(connection, owner, number_of(sealed), sealed)
        return key


def _check(connection: Connection, subject: Subject, owner: uuid.UUID) -> None:
    if not texts.exists(connection, subject.value, owner):
        raise BadQuestion(Code.NOT_FOUND)


def _bound(owner: uuid.UUID, version: int) -> str:
    return f"sealed_text:{owner}:{version}"
