"""Acts on trusted documents."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.inputs.documents import RegisterDocumentInput, RemoveDocumentInput
from api.mutations.acting import INPUT, Info, acting
from api.types.documents import RegisterDocumentPayload, RemoveDocumentPayload
from core.access.roles import Action
from core.desk.documents import digest_of, register_document, remove_document


@strawberry.type
class DocumentMutations:
    """What programs prepare for themselves."""

    @acting(
        Action.REGISTER_DOCUMENT,
        "Register a document, to be asked for by `documentId` ever after; it must be one that may "
        "run. It belongs to your agreement, or else your account or token.",
    )
    def register_document(
        self, info: Info, input: Annotated[RegisterDocumentInput, INPUT]
    ) -> RegisterDocumentPayload | None:
        """A document is registered."""
        info.context.check_document(input.text)
        recorder = info.context.visit.recording()
        done = register_document(recorder, key=input.idempotency_key, text=input.text)
        return RegisterDocumentPayload(done=done, digest=digest_of(input.text))

    @acting(Action.REMOVE_DOCUMENT, "Forget a document of one's own.")
    def remove_document(
        self, info: Info, input: Annotated[RemoveDocumentInput, INPUT]
    ) -> RemoveDocumentPayload | None:
        """A document is forgotten."""
        recorder, digest = info.context.visit.recording(), input.digest()
        done = remove_document(recorder, key=input.idempotency_key, digest=digest)
        return RemoveDocumentPayload(done=done, digest=digest)
