"""Corridors, roles of places and the networks of routes: released figures and documented facts."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import strawberry
from strawberry.scalars import JSON

from api.policy import told
from api.types.counts import CountAnswer
from api.types.enums import described
from api.types.figures import Count, ReleaseInfo
from api.types.languages import Language, Spoken
from core.bulletin import network as measures
from core.bulletin.bulletin import Bulletin
from core.bulletin.corridors import Corridor as Shown
from core.bulletin.corridors import Corridors
from core.bulletin.documented import (
    DocumentedCorridor,
    documented_corridors,
    place_name,
)
from core.bulletin.network_sentences import bridge_sentence, hub_sentence
from core.places import ROUTE_ENDS, departments
from core.stops import PERU
from core.vocabulary import Provenance, Unit
from geo.positions import line, position, position_of


@strawberry.type(description="Where a route begins, passes or ends: a department or a country.")
class RouteEnd:
    code: str = told("UBIGEO of a department, ISO 3166-1 alpha-2, or abroad.")

    @told("The code in words.")
    def label(self, language: Spoken = Language.ES) -> str:
        """The label of the code."""
        return ROUTE_ENDS[self.code].label(language.value)

    @told("A GeoJSON Point that marks it: the capital, or a point in the country; null elsewhere.")
    def point(self) -> JSON | None:
        """Where it is drawn."""
        at = position_of(self.code)
        return None if at is None else JSON({"type": "Point", "coordinates": list(at)})


@strawberry.type(description="What others described of a corridor; never counted by us.")
class DocumentedLedger:
    routes: int = told("Number of routes described between these ends.")
    codes: list[str] = told("Their codes: see documentedRoutes.")
    grade: str = told("Of all their evidence together, A to D.")
    corroboration: int = told("Number of independent sources.")
    provenance: Provenance = told("PUBLISHED.")


@strawberry.type(description="A corridor of the register: origin and destination, as released.")
class Corridor:
    origin: RouteEnd = told("Where its routes begin.")
    destination: RouteEnd = told("Where they end.")
    count: Count = told("Cases or victims, with routes of every kind of stop between.")
    years_shown: int = told("Stability: in how many of the 8 years of the series it is shown.")
    newly_shown: bool = told(
        "True where the release before withheld it and noise alone cannot be the reason."
    )
    documented: DocumentedLedger | None = told("What others described of it, kept apart.")

    @told("A GeoJSON LineString between the marks of both ends; west of -180 across the Pacific.")
    def line(self) -> JSON | None:
        """How it is drawn."""
        drawn = line([position_of(self.origin.code), position_of(self.destination.code)])
        return None if drawn is None else JSON(drawn)


@strawberry.type(
    description="The corridors of a period that are shown. Every other pair of places is withheld: "
    "that one is missing says nothing."
)
class CorridorAnswer:
    unit: Unit = told("What was counted.")
    period: str = told("First and last month, ISO 8601 interval.")
    query_id: str = told("Release, rule and question: cite figures by it.")
    release: ReleaseInfo = told("The release behind the figures.")
    provenance: Provenance = told("SYNTHETIC while generated records are counted, then RECORDED.")
    corridors: list[Corridor] = told("The largest first.")
    withheld: int = told("Number of pairs of known places that are withheld.")


def corridor_answer(bulletin: Bulletin, found: Corridors) -> CorridorAnswer:
    """Corridors, spelled."""
    ledgers = {(c.first, c.last): c for c in documented_corridors(bulletin.facts.routes)}
    return CorridorAnswer(
        unit=found.unit,
        period=found.span.code,
        query_id=found.query_id,
        release=ReleaseInfo.of(bulletin.release),
        provenance=bulletin.release.provenance,
        corridors=[_corridor(each, ledgers) for each in found],
        withheld=found.withheld,
    )


def _corridor(shown: Shown, ledgers: Mapping[tuple[str, str], DocumentedCorridor]) -> Corridor:
    # Sources name Peru alone where a corridor crosses the border.
    by_country = tuple(PERU if c in departments() else c for c in (shown.first, shown.last))
    ledger = ledgers.get((shown.first, shown.last)) or ledgers.get((by_country[0], by_country[1]))
    return Corridor(
        origin=RouteEnd(code=shown.first),
        destination=RouteEnd(code=shown.last),
        count=Count.of(shown.figure),
        years_shown=shown.years,
        newly_shown=shown.newly_shown,
        documented=_ledger(ledger) if ledger else None,
    )


def _ledger(corridor: DocumentedCorridor) -> DocumentedLedger:
    return DocumentedLedger(
        routes=len(corridor.routes),
        codes=[route.code for route in corridor.routes],
        grade=corridor.grade,
        corroboration=corridor.corroboration,
        provenance=Provenance.PUBLISHED,
    )


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


@described(
    "Which network is measured; the two are never mixed.",
    DOCUMENTED="The routes others described, by town.",
    REGISTER="Released corridors of cases, and the departments they pass.",
)
class RouteNetwork(StrEnum):
    """Which network is measured; the two are never mixed."""

    DOCUMENTED = "documented"
    REGISTER = "register"


@strawberry.type(description="A share, and between which ends it lies in nine of ten redraws.")
class Share:
    value: float = told("The share, 0 to 1.")
    low: float | None = told(
        "Lower end of the share; null where there are not enough data to tell."
    )
    high: float | None = told("Upper end of the share; null likewise.")

    @staticmethod
    def of(measure: measures.Measured) -> Share:
        """The share as GraphQL spells it."""
        return Share(value=measure.value, low=measure.low, high=measure.high)


@strawberry.type(description="A place that many routes pass.")
class TransitHub:
    place: str = told("Its name; of departments and countries in Spanish.")
    department: str | None = told("UBIGEO; null outside Peru.")
    country: str = told("ISO 3166-1 alpha-2.")
    border_point: bool = told("True for places at the border that sources name.")
    through: int = told(
        "Number of routes (DOCUMENTED) or cases (REGISTER) that pass it, ends not counted."
    )
    betweenness: Share = told("On which share of the ways between other places it lies.")
    cut: Share = told("Which share would have no other known way if it were controlled.")
    around: list[str] = told("The places of another way; empty where none is known.")
    hub: strawberry.Private[measures.Hub]

    @told("What the measures say, and how sure they are.")
    def sentence(self, language: Spoken = Language.ES) -> str:
        """The sentence."""
        around = tuple(named(code, language.value) for code in self.hub.around)
        return hub_sentence(self.hub, around, language.value)

    @told("A GeoJSON Point that marks it, to some kilometres.")
    def point(self) -> JSON | None:
        """Where it is drawn."""
        at = position(self.place, self.country, self.department)
        return None if at is None else JSON({"type": "Point", "coordinates": list(at)})


@strawberry.type(description="A stretch whose control would leave routes without another way.")
class RouteBridge:
    first: str = told("Where it begins.")
    last: str = told("Where it ends.")
    through: int = told("Number of routes or cases on it.")
    cut: Share = told("Which share would have no other known way if it were controlled.")
    around: list[str] = told("The places of another way; empty where none is known.")
    bridge: strawberry.Private[measures.Bridge]

    @told("What the measure says, and how sure it is.")
    def sentence(self, language: Spoken = Language.ES) -> str:
        """The sentence."""
        around = tuple(named(code, language.value) for code in self.bridge.around)
        return bridge_sentence(self.bridge, around, language.value)


@strawberry.type(description="Transit hubs and bridges, computed once at the release.")
class TransitHubs:
    network: RouteNetwork = told("Which network.")
    provenance: Provenance = told("PUBLISHED for documented routes, else that of the release.")
    release: ReleaseInfo = told("The release they belong to.")
    size: int = told("Number of routes (DOCUMENTED), or of cases on released corridors (REGISTER).")
    hubs: list[TransitHub] = told("The weightiest first; empty where too little is shown.")
    bridges: list[RouteBridge] = told("Those that cut most first.")


def transit_hubs(bulletin: Bulletin, network: RouteNetwork) -> TransitHubs:
    """A network of a bulletin, spelled."""
    documented = network is RouteNetwork.DOCUMENTED
    found = bulletin.networks.documented if documented else bulletin.networks.register
    return TransitHubs(
        network=network,
        provenance=Provenance.PUBLISHED if documented else bulletin.release.provenance,
        release=ReleaseInfo.of(bulletin.release),
        size=found.size,
        hubs=[_hub(hub) for hub in found.hubs],
        bridges=[_bridge(leg) for leg in found.bridges],
    )


def _hub(hub: measures.Hub) -> TransitHub:
    return TransitHub(
        place=named(hub.place, "es"),
        department=hub.department,
        country=hub.country,
        border_point=hub.border_point,
        through=hub.through,
        betweenness=Share.of(hub.betweenness),
        cut=Share.of(hub.cut),
        around=[named(code, "es") for code in hub.around],
        hub=hub,
    )


def _bridge(leg: measures.Bridge) -> RouteBridge:
    return RouteBridge(
        first=named(leg.first, "es"),
        last=named(leg.last, "es"),
        through=leg.through,
        cut=Share.of(leg.cut),
        around=[named(code, "es") for code in leg.around],
        bridge=leg,
    )


def named(place: str, language: str) -> str:
    """A code of the register's network in words; the name of a town as it is."""
    return place_name(place, language) if place in ROUTE_ENDS else place
