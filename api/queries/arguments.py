"""The arguments of every question about figures, and how such a field is declared."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry

from api.context import Context
from api.policy import Declared, Stands, guarded
from api.types.counts import CountWhere
from core.access.roles import Action
from core.bulletin.bulletin import Edition
from core.filters import Dimension
from core.periods import Grain

Info = strawberry.Info[Context, None]

Where = Annotated[CountWhere | None, strawberry.argument(description="Which records to keep.")]
GroupBy = Annotated[
    list[Dimension] | None,
    strawberry.argument(description="Up to two dimensions; more are answered as withheld."),
]
Width = Annotated[
    Grain | None, strawberry.argument(description="Split by time bands of this width.")
]
From = Annotated[
    str | None,
    strawberry.argument(
        name="from", description="First period: 2008, 2008-S1, 2008-Q1 or 2008-03."
    ),
]
To = Annotated[str | None, strawberry.argument(name="to", description="Last period, included.")]
Which = Annotated[
    Edition,
    strawberry.argument(
        description="PARTNER is for tokens under an agreement, INTERNAL for cleared staff; audited."
    ),
]


def figure(name: str, description: str, stands: Stands = Stands.FIGURE) -> Any:
    """A root field that tells figures."""
    return guarded(Declared(stands, name, Action.READ_BULLETIN), description)
