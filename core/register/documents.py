"""GraphQL documents that somebody registered, by the SHA-256 of their text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, delete, func, insert, select

from core.register.acts import TrustedDocument
from core.register.columns import columns_of

DOCUMENT = columns_of(TrustedDocument)


def add_document(
    connection: Connection, owner: str, digest: str, text: str, now: dt.datetime
) -> None:
    """Keep a document that is not there yet."""
    row = {"owner": owner, "digest": digest, "text": text, "registered_at": now}
    connection.execute(insert(TrustedDocument).values(**row))


def text_of(connection: Connection, owner: str, digest: str) -> str | None:
    """The text of an owner's document, where there is one."""
    mine = DOCUMENT.owner == owner, DOCUMENT.digest == digest
    found: str | None = connection.execute(select(DOCUMENT.text).where(*mine)).scalar_one_or_none()
    return found


def documents_of(connection: Connection, owner: str) -> Sequence[RowMapping]:
    """An owner's documents, the newest first."""
    order = DOCUMENT.registered_at.desc(), DOCUMENT.digest
    question = select(*DOCUMENT).where(DOCUMENT.owner == owner).order_by(*order)
    return connection.execute(question).mappings().all()


def how_many(connection: Connection, owner: str) -> int:
    """How many documents an owner has."""
    question = select(func.count()).select_from(TrustedDocument).where(DOCUMENT.owner == owner)
    return connection.execute(question).scalar_one()


def remove_document(connection: Connection, owner: str, digest: str) -> bool:
    """Forget an owner's document; False where there is none."""
    mine = DOCUMENT.owner == owner, DOCUMENT.digest == digest
    return connection.execute(delete(TrustedDocument).where(*mine)).rowcount == 1
