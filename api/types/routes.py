"""Routes of cases and of studies, leg by leg, with the evidence behind them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import strawberry
from strawberry.scalars import JSON

from api.types.fields import Fields
from api.types.paging import Node
from api.types.places import Department, Term
from core import vocabulary as words
from core.access.roles import Action
from core.stops import PRECISIONS
from core.vocabulary import Provenance
from geo.positions import line, position

route = Fields(Action.READ_ROUTES)


@strawberry.type(description="One stop of a route; the role belongs to the stop, not the place.")
class Leg:
    position: int = route.column("Number in the order of the route, from 1.")
    role: Term = route.coded(words.STOP_ROLES, "role", "Origin, transit or destination.")
    place: str = route.column("Name of the town.")
    country: str = route.column("ISO 3166-1 alpha-2.")
    department: Department | None = route.place("department", "Department; null outside Peru.")
    province: str | None = route.column(
        "UBIGEO of the province, four digits; null where it is not known, or outside Peru."
    )
    precision: Term = route.coded(
        PRECISIONS, "precision", "How exactly the place is known; a country alone says so."
    )
    mode: Term = route.coded(words.MODES, "mode", "How people reach the stop.")
    exploited_here: bool | None = route.column("Exploitation on the way; null: not known.")
    first_seen: dt.date | None = route.column("First day it was seen.")
    last_seen: dt.date | None = route.column("Last day it was seen.")


def _line(legs: Sequence[Mapping[str, Any]]) -> JSON | None:
    """How a route is drawn: it says no more of a place than the leg does."""
    drawn = line([position(leg["place"], leg["country"], leg["department"]) for leg in legs])
    return None if drawn is None else JSON(drawn)


@strawberry.type(description="One source behind a route.")
class Evidence:
    source_type: str = route.column("Code of `source_type`.")
    grade: str = route.column("What it is worth alone, A (strongest) to D, by the written rule.")
    publisher: str = route.column("Who stands behind it; two of one publisher are one source.")
    source: str = route.column("Address or reference of the source.")
    dated: str = route.column("Its date, as given.")


@strawberry.type(description="A trafficking route: an ordered list of legs.")
class Route(Node):
    provenance: Provenance = route.provenance()
    code: str = route.column("Stable code.")
    name: str = route.column("Origin and destination, in Spanish.")
    form: Term = route.coded(words.FORMS, "form", "Form of exploitation.")
    scope: Term = route.coded(words.DESTINATIONS, "scope", "Internal, outbound or inbound.")
    grade: str | None = route.column(
        "Of all its evidence: A a judgment or two independent registers, B one register or two "
        "independent sources, C a study, D one press note or call; null without evidence."
    )
    corroboration: int = route.column("Number of independent sources behind it.")
    legs: list[Leg] = route.parts("legs", "Legs in order.")
    line: JSON | None = route.made_of(
        "legs",
        "A GeoJSON LineString over the marks of its legs (a town, the capital of the department, "
        "or a point of the country), never the way itself; null with fewer than two.",
        _line,
    )
    evidence: list[Evidence] = route.parts("evidence", "Sources; none for routes of cases.")
