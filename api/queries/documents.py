"""One's own trusted documents."""

from __future__ import annotations

import strawberry

from api.policy import Declared, Stands, guarded
from api.queries.arguments import Info
from api.types.documents import TrustedDocument, id_of
from core.access.roles import Action
from core.desk.documents import own_documents


@strawberry.type
class DocumentQueries:
    """What programs registered."""

    @guarded(
        Declared(Stands.LIST, "document", Action.READ_DOCUMENTS),
        "Documents of your agreement, or else your account or token, the newest first. Audited.",
    )
    def documents(self, info: Info) -> list[TrustedDocument] | None:
        """The documents."""
        return [
            TrustedDocument(id=id_of(kept.digest), text=kept.text, registered_at=kept.registered_at)
            for kept in own_documents(info.context.visit.at_desk())
        ]
