"""Trusted documents, and what the acts on them answer."""

from __future__ import annotations

import datetime as dt

import strawberry

from api.policy import Declared, Stands, plain
from api.types.payloads import Payload
from core.access.roles import Action

_KEPT = Declared(Stands.LIST, "", Action.READ_DOCUMENTS)
_ACTED = Declared(Stands.ACT, "document", Action.READ_BULLETIN)


@strawberry.type(description="A document that is asked for by its id.")
class TrustedDocument:
    id: strawberry.ID = plain(_KEPT, "`sha256:` and the SHA-256 of its text: send as documentId.")
    text: str = plain(_KEPT, "The document.")
    registered_at: dt.datetime = plain(_KEPT, "When it was registered (UTC).")


def id_of(digest: str) -> strawberry.ID:
    """The id of a document."""
    return strawberry.ID(f"sha256:{digest}")


@strawberry.type(description="A document that was registered.")
class RegisterDocumentPayload(Payload):
    digest: strawberry.Private[str]

    @plain(_ACTED, "What to send as documentId.")
    def document_id(self) -> strawberry.ID:
        """The id."""
        return id_of(self.digest)


@strawberry.type(description="A document that was forgotten.")
class RemoveDocumentPayload(Payload):
    digest: strawberry.Private[str]

    @plain(_ACTED, "What is not good any more.")
    def document_id(self) -> strawberry.ID:
        """The id."""
        return id_of(self.digest)
