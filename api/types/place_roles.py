"""Places in their roles on routes: where routes begin, stop and end."""

from __future__ import annotations

from enum import StrEnum

import strawberry

from api.policy import told
from api.types.corridors import RouteEnd
from api.types.counts import CountAnswer
from api.types.enums import described
from api.types.figures import Count, ReleaseInfo
from core.vocabulary import Provenance


@described(
    "What a place can be on a route; the role belongs to the stop, not to the place.",
    ORIGIN="Routes begin there.",
    TRANSIT="Routes stop there on the way.",
    DESTINATION="Routes end there.",
)
class StopRole(StrEnum):
    """What a place can be on a route."""

    ORIGIN = "origin"
    TRANSIT = "transit"
    DESTINATION = "destination"


@strawberry.type(description="Cases by the places that have one role on their routes.")
class RoleCounts:
    role: StopRole = told("The role.")
    answer: CountAnswer = told("The counts: an ordinary question by origin, transit or arrival.")


@strawberry.type(description="In how many described routes a place has each role.")
class DocumentedRoles:
    origin: int = told("Number of routes that begin there.")
    transit: int = told("Number of routes that stop there on the way.")
    destination: int = told("Number of routes that end there.")
    provenance: Provenance = told("PUBLISHED.")


@strawberry.type(description="One place in its three roles.")
class PlaceRoles:
    place: RouteEnd = told("The department or country.")
    origin: Count = told("Cases whose route begins there.")
    transit: Count = told("Cases whose route stops there on the way.")
    destination: Count = told("Cases whose route ends there.")
    documented: DocumentedRoles = told("What others described, kept apart.")


@strawberry.type(description="Places in their roles. A case counts once in each; do not add up.")
class PlaceRolesAnswer:
    period: str = told("First and last month, ISO 8601 interval.")
    query_ids: list[str] = told("The questions by origin, transit and arrival, in this order.")
    release: ReleaseInfo = told("The release behind the figures.")
    provenance: Provenance = told("SYNTHETIC while generated records are counted, then RECORDED.")
    places: list[PlaceRoles] = told("Every known place, or those asked for.")
