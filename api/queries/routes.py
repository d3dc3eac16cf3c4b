"""Routes as figures: corridors, roles of places, transit hubs."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.queries.arguments import From, Info, To, Which, Width, figure
from api.types.corridors import CorridorAnswer, RouteEnd, corridor_answer
from api.types.counts import checked, counted
from api.types.figures import Count, ReleaseInfo
from api.types.place_roles import (
    DocumentedRoles,
    PlaceRoles,
    PlaceRolesAnswer,
    RoleCounts,
    StopRole,
)
from api.types.transit import RouteNetwork, TransitHubs, transit_hubs
from core.bulletin.bulletin import Edition
from core.bulletin.documented import roles_of
from core.filters import Dimension, check_code, question
from core.periods import between
from core.vocabulary import UNKNOWN, Provenance, Unit

#: The dimension that says which places have a role.
BY_ROLE = {
    StopRole.ORIGIN: Dimension.ORIGIN,
    StopRole.TRANSIT: Dimension.TRANSIT,
    StopRole.DESTINATION: Dimension.ARRIVAL,
}

Counted = Annotated[
    Unit, strawberry.argument(description="CASES or VICTIMS; the others have no routes.")
]
Roles = Annotated[
    list[StopRole] | None, strawberry.argument(description="Which roles; all three if left out.")
]
Besides = Annotated[
    Dimension | None,
    strawberry.argument(description="One dimension more; what cannot be crossed is withheld."),
]
Places = Annotated[
    list[str] | None,
    strawberry.argument(description="UBIGEO or ISO 3166-1 codes; all places if left out."),
]
Network = Annotated[RouteNetwork, strawberry.argument(description="Which network.")]


@strawberry.type
class RouteFigureQueries:
    """Routes as figures of the bulletin."""

    @figure("corridors", "Origin and destination of the routes of cases or victims, as released.")
    def corridors(
        self,
        info: Info,
        *,
        unit: Counted = Unit.CASES,
        from_: From = None,
        to: To = None,
        edition: Which = Edition.PUBLIC,
    ) -> CorridorAnswer | None:
        """Corridors."""
        span = between(from_, to)
        return corridor_answer(*info.context.visit.corridors(unit, span, edition))

    @figure("route_counts", "Cases by the places that are origin, transit or destination.")
    def route_counts(
        self,
        info: Info,
        *,
        roles: Roles = None,
        group_by: Besides = None,
        grain: Width = None,
        from_: From = None,
        to: To = None,
        edition: Which = Edition.PUBLIC,
    ) -> list[RoleCounts] | None:
        """Cases by role."""
        found = []
        for role in dict.fromkeys(roles or StopRole):
            by = [BY_ROLE[role], *([group_by] if group_by else [])]
            asked = checked(Unit.CASES, None, by, grain, (from_, to))
            answer = counted(*info.context.visit.figures(asked, edition))
            found.append(RoleCounts(role=role, answer=answer))
        return found

    @figure("place_roles", "Departments and countries as origin, transit and destination.")
    def place_roles(
        self,
        info: Info,
        *,
        places: Places = None,
        from_: From = None,
        to: To = None,
        edition: Which = Edition.PUBLIC,
    ) -> PlaceRolesAnswer | None:
        """Places in their roles."""
        for code in places or ():
            check_code(Dimension.ORIGIN, code)
        span = between(from_, to)
        asked = [question(Unit.CASES, by=[by], span=span) for by in BY_ROLE.values()]
        told = [info.context.visit.figures(each, edition) for each in asked]
        bulletin = told[0][0]
        cells = {cell.key[0]: i for i, cell in enumerate(told[0][1].cells)}
        return PlaceRolesAnswer(
            period=span.code,
            query_ids=[answer.query_id for _, answer in told],
            release=ReleaseInfo.of(bulletin.release),
            provenance=bulletin.release.provenance,
            places=[
                PlaceRoles(
                    place=RouteEnd(code=code),
                    origin=Count.of(told[0][1].cells[at].figure),
                    transit=Count.of(told[1][1].cells[at].figure),
                    destination=Count.of(told[2][1].cells[at].figure),
                    documented=DocumentedRoles(
                        **roles_of(bulletin.facts.routes, code), provenance=Provenance.PUBLISHED
                    ),
                )
                for code, at in cells.items()
                if code != UNKNOWN and (not places or code in places)
            ],
        )

    @figure("transit_hubs", "Places and stretches that many routes pass, and what control cuts.")
    def transit_hubs(
        self,
        info: Info,
        *,
        network: Network = RouteNetwork.DOCUMENTED,
        edition: Which = Edition.PUBLIC,
    ) -> TransitHubs | None:
        """Transit hubs."""
        return transit_hubs(info.context.visit.networks(edition), network)
