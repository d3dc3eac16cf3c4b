"""Trusted documents: registered once, then asked for by the SHA-256 of their text.

They belong to an agreement, so that one token of a partner registers what another runs; without an
agreement to the account behind a token, or else to the token itself.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass

from sqlalchemy import Connection

from core.access.roles import Action, Asker
from core.desk.reading import Desk
from core.desk.recorder import Asked, Done, Recorder
from core.errors import BadQuestion, Code
from core.register import documents
from core.register.database import wait_for_turn

#: How many one owner may have.
MOST = 500

_NAMES = uuid.UUID("5f0c2a7e-6d0b-4a57-9a0e-3f6f1d0b7c11")


@dataclass(frozen=True, slots=True)
class Kept:
    """A document as it was registered."""

    digest: str
    text: str
    registered_at: dt.datetime


@dataclass(frozen=True, slots=True)
class NewDocument:
    """The text of a document."""

    text: str


@dataclass(frozen=True, slots=True)
class OldDocument:
    """The digest of a document."""

    digest: str


def digest_of(text: str) -> str:
    """SHA-256 of the UTF-8 text, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def owner_of(asker: Asker) -> str:
    """Whose documents somebody asks for."""
    if asker.scope is not None:
        return f"agreement:{asker.scope.agreement}"
    account = asker.account or asker.owner
    return f"account:{account}" if account else asker.name


def register_document(recorder: Recorder, *, key: str, text: str) -> Done:
    """Register a document; one that is there already stays as it is.

    :raises Refused: see :func:`core.access.roles.require`.
    :raises BadQuestion: ``OUT_OF_RANGE`` for more than :data:`MOST`.
    """
    owner, digest = owner_of(recorder.desk.asker), digest_of(text)

    def enter(connection: Connection) -> None:
        wait_for_turn(connection, f"documents of {owner}")
        if documents.text_of(connection, owner, digest) is not None:
            return
        if documents.how_many(connection, owner) >= MOST:
            raise BadQuestion(Code.OUT_OF_RANGE, field="documents", least="0", most=str(MOST))
        documents.add_document(connection, owner, digest, text, recorder.present())

    record = uuid.uuid5(_NAMES, f"{owner} {digest}")
    asked = Asked(Action.REGISTER_DOCUMENT, key, NewDocument(text), record)
    return recorder.once(asked, enter)


def remove_document(recorder: Recorder, *, key: str, digest: str) -> Done:
    """Forget a document of one's own.

    :raises Refused: see :func:`core.access.roles.require`.
    :raises BadQuestion: ``UNKNOWN_DOCUMENT`` where there is none.
    """
    owner = owner_of(recorder.desk.asker)

    def leave(connection: Connection) -> None:
        if not documents.remove_document(connection, owner, digest):
            raise BadQuestion(Code.UNKNOWN_DOCUMENT)

    record = uuid.uuid5(_NAMES, f"{owner} {digest}")
    asked = Asked(Action.REMOVE_DOCUMENT, key, OldDocument(digest), record, known=True)
    return recorder.once(asked, leave)


def own_documents(desk: Desk) -> list[Kept]:
    """The documents of whoever asks, the newest first.

    :raises Refused: see :func:`core.access.roles.require`.
    """
    with desk.seeing(Action.READ_DOCUMENTS) as act:
        found = documents.documents_of(act.connection, owner_of(desk.asker))
        act.records = len(found)
    return [Kept(row["digest"], row["text"], row["registered_at"]) for row in found]


def registered_text(desk: Desk, digest: str) -> str | None:
    """The text that an id stands for among the documents of whoever asks."""
    with desk.register.reading() as connection:
        return documents.text_of(connection, owner_of(desk.asker), digest)
