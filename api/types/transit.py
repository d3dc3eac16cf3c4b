"""Networks of routes: the hubs they pass, and the bridges they depend on."""

from __future__ import annotations

from enum import StrEnum

import strawberry
from strawberry.scalars import JSON

from api.policy import told
from api.types.enums import described
from api.types.figures import ReleaseInfo
from api.types.languages import Language, Spoken
from core.bulletin import network as measures
from core.bulletin.bulletin import Bulletin
from core.bulletin.documented import place_name
from core.bulletin.facts import Facts
from core.bulletin.network_sentences import bridge_sentence, hub_sentence
from core.places import ROUTE_ENDS
from core.stops import PERU
from core.vocabulary import Provenance
from geo.positions import position


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


_AROUND = (
    "The places of another way, from end to end (DOCUMENTED), or up to three other places that the "
    "same corridors pass (REGISTER); empty where none is known."
)


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
    around: list[str] = told(_AROUND)
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
    around: list[str] = told(_AROUND)
    bridge: strawberry.Private[measures.Bridge]

    @told("What the measure says, and how sure it is.")
    def sentence(self, language: Spoken = Language.ES) -> str:
        """The sentence."""
        around = tuple(named(code, language.value) for code in self.bridge.around)
        return bridge_sentence(self.bridge, around, language.value)


@strawberry.type(description="A place at the border that sources name.")
class BorderPoint:
    place: str = told("Its name.")
    department: str = told("UBIGEO of its department.")
    routes: int = told("Number of described routes that stop there; 0 for a place named alone.")

    @told("A GeoJSON Point that marks it, to some kilometres.")
    def point(self) -> JSON | None:
        """Where it is drawn."""
        at = position(self.place, PERU, self.department)
        return None if at is None else JSON({"type": "Point", "coordinates": list(at)})


def _border_points(facts: Facts) -> list[BorderPoint]:
    stops = [{stop.place for stop in route.stops} for route in facts.routes]
    return [
        BorderPoint(
            place=each.place,
            department=each.department,
            routes=sum(each.place in places for places in stops),
        )
        for each in facts.border_points
    ]


@strawberry.type(description="Transit hubs and bridges, computed once at the release.")
class TransitHubs:
    network: RouteNetwork = told("Which network.")
    provenance: Provenance = told("PUBLISHED for documented routes, else that of the release.")
    release: ReleaseInfo = told("The release they belong to.")
    size: int = told("Number of routes (DOCUMENTED), or of cases on released corridors (REGISTER).")
    hubs: list[TransitHub] = told("The weightiest first; empty where too little is shown.")
    bridges: list[RouteBridge] = told("Those that cut most first.")
    border_points: list[BorderPoint] = told("Facts of either network: what sources name.")


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
        border_points=_border_points(bulletin.facts),
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
