"""Inputs of the acts on trusted documents, and how their ids are written."""

from __future__ import annotations

import re

import strawberry

from api.inputs.given import idempotency_key, needed
from core.errors import BadQuestion, Code

_ID = re.compile(r"sha256:([0-9a-f]{64})", re.ASCII)


def digest_in(text: str) -> str | None:
    """The digest in an id of a document; ``None`` for anything else."""
    found = _ID.fullmatch(text)
    return found[1] if found else None


@strawberry.input(description="A document to register.")
class RegisterDocumentInput:
    idempotency_key: str = idempotency_key()
    text: str = needed("The document, letter by letter as its SHA-256 is taken (UTF-8).")


@strawberry.input(description="A document to forget.")
class RemoveDocumentInput:
    idempotency_key: str = idempotency_key()
    document_id: strawberry.ID = needed("`sha256:` and 64 hexadecimal digits.")

    def digest(self) -> str:
        """The digest. :raises BadQuestion: ``MALFORMED_ID``."""
        digest = digest_in(str(self.document_id))
        if digest is None:
            raise BadQuestion(Code.MALFORMED_ID)
        return digest
