"""Figures: counts of the bulletin, what others published, the release and its method."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry

from api.queries.arguments import From, GroupBy, Info, To, Where, Which, Width, figure
from api.queries.over_time import OverTimeQueries
from api.types.counts import CountAnswer, checked, counted
from api.types.figures import ReleaseInfo
from api.types.method import Method
from api.types.method import method as method_in_force
from api.types.published import Complaints, DocumentedRoute, PublishedFigure, published
from api.types.published import complaints as published_complaints
from core.bulletin.bulletin import Edition
from core.vocabulary import Unit


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

    return figure(unit.value, description)(counts)


@strawberry.type
class FigureQueries(OverTimeQueries):
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

    @figure("complaints", "The prosecutors' published table, 2007-01/2014-04.")
    def complaints(self, info: Info) -> Complaints:
        """Complaints by department."""
        return published_complaints(info.context.visit.bulletin)

    @figure("published", "Figures others published, each with register, bound and source.")
    def published_figures(
        self,
        info: Info,
        series: Annotated[str | None, strawberry.argument(description="One series only.")] = None,
    ) -> list[PublishedFigure]:
        """Published figures."""
        return published(info.context.visit.bulletin, series)

    @figure("documented_routes", "Routes described in studies and the press, with evidence.")
    def documented_routes(self, info: Info) -> list[DocumentedRoute]:
        """Documented routes."""
        return [DocumentedRoute.of(route) for route in info.context.visit.bulletin.facts.routes]

    @figure("release", "The release in service.")
    def release(self, info: Info) -> ReleaseInfo:
        """The release."""
        return ReleaseInfo.of(info.context.visit.bulletin.release)

    @figure("method", "The disclosure rule in force.")
    def method(self) -> Method:
        """The method."""
        return method_in_force()
