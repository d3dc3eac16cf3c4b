"""Corridors: origins and destinations as released, beside what others described."""

from __future__ import annotations

from collections.abc import Mapping

import strawberry
from strawberry.scalars import JSON

from api.policy import told
from api.types.figures import Count, ReleaseInfo
from api.types.languages import Language, Spoken
from core.bulletin.bulletin import Bulletin
from core.bulletin.corridors import Corridor as Shown
from core.bulletin.corridors import Corridors
from core.bulletin.documented import DocumentedCorridor, documented_corridors
from core.places import ROUTE_ENDS, departments
from core.stops import PERU
from core.vocabulary import Provenance, Unit
from geo.positions import line, position_of


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
