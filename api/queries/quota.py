"""What the asker may still ask for, as a field; the headers of every answer tell the same."""

from __future__ import annotations

import datetime as dt

import strawberry

from api.policy import Declared, Stands, guarded, plain
from api.queries.arguments import Info
from core.access.roles import Action

_QUOTA = Declared(Stands.QUOTA, "", Action.READ_BULLETIN)


@strawberry.type(description="Points you may still ask for in this minute.")
class RateLimit:
    limit: int = plain(_QUOTA, "Points a minute, for your token, account or address.")
    remaining: int = plain(_QUOTA, "Points that remain after this document.")
    reset_at: dt.datetime = plain(_QUOTA, "When all points come back (UTC).")
    cost: int = plain(_QUOTA, "Points of this document, charged whole before it was run.")


@strawberry.type
class QuotaQueries:
    """Where the asker stands."""

    @guarded(
        Declared(Stands.QUOTA, "rate_limit", Action.READ_BULLETIN),
        "What may still be asked for, by cost; see extensions.cost of every answer.",
    )
    def rate_limit(self, info: Info) -> RateLimit:
        """The quota after this document."""
        quota = info.context.quota
        return RateLimit(
            limit=quota.limit,
            remaining=quota.remaining,
            reset_at=quota.resets_at,
            cost=info.context.cost,
        )
