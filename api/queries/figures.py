"""Figures: counts of the bulletin, what others published, the release and its method."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry

from api.context import Context
from api.policy import Declared, Stands, guarded
from api.types.counts import CountAnswer, CountWhere, checked, counted
from api.types.figures import ReleaseInfo
from api.types.method import Method
from api.types.method import method as method_in_force
from api.types.published import Complaints, DocumentedRoute, PublishedFigure, published
from api.types.published import complaints as published_complaints
from core.access.roles import Action
from core.bulletin.bulletin import Edition
from core.filters import Dimension
from core.periods import Grain
from core.vocabulary import Unit

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


def _figure(name: str, description: str) -> Any:
    return guarded(Declared(Stands.FIGURE, name, Action.READ_BULLETIN), description)


def _counts(unit: Unit, description: str) -> Any:
    """The field that counts a unit; the same arguments for all three."""

    def counts(
        info: Info,
        *,
        where: Where = None,
        group_by: GroupBy = None,
        grain: Width = None,
        from_: From = None,
        to: To = None,
        edition: Which = Edition.PUBLIC,
    ) -> CountAnswer | None:
        asked = checked(unit, where, group_by, grain, (from_, to))
        return counted(*info.context.visit.figures(asked, edition))

    return _figure(unit.value, description)(counts)


@strawberry.type
class FigureQueries:
    """Counts, published figures, the release and its method."""

    call_counts: CountAnswer | None = _counts(
        Unit.CALLS, "Calls to 0800-2-3232, counted by the day they came in."
    )
    case_counts: CountAnswer | None = _counts(
        Unit.CASES, "Cases, counted by the day they were opened."
    )
    victim_counts: CountAnswer | None = _counts(
        Unit.VICTIMS, "Victims, counted by the day their case was opened."
    )

    @_figure("complaints", "The prosecutors' published table, 2007-01/2014-04.")
    def complaints(self, info: Info) -> Complaints:
        """Complaints by department."""
        return published_complaints(info.context.visit.bulletin)

    @_figure("published", "Figures others published, each with register, bound and source.")
    def published_figures(
        self,
        info: Info,
        series: Annotated[str | None, strawberry.argument(description="One series only.")] = None,
    ) -> list[PublishedFigure]:
        """Published figures."""
        return published(info.context.visit.bulletin, series)

    @_figure("documented_routes", "Routes described in studies and the press, with evidence.")
    def documented_routes(self, info: Info) -> list[DocumentedRoute]:
        """Documented routes."""
        return [DocumentedRoute.of(route) for route in info.context.visit.bulletin.facts.routes]

    @_figure("release", "The release in service.")
    def release(self, info: Info) -> ReleaseInfo:
        """The release."""
        return ReleaseInfo.of(info.context.visit.bulletin.release)

    @_figure("method", "The disclosure rule in force.")
    def method(self) -> Method:
        """The method."""
        return method_in_force()
