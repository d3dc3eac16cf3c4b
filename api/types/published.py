"""Facts other institutions published: shown as published, with their source."""

from __future__ import annotations

from dataclasses import asdict

import strawberry
from strawberry.scalars import JSON

from api.policy import told
from api.types.figures import Count, Rate
from api.types.places import Department
from api.types.same_named import same_named
from core.bulletin.bulletin import Bulletin
from core.bulletin.facts import DocumentedRoute as Route
from core.bulletin.facts import PublishedFact
from core.bulletin.figures import Bound
from core.bulletin.rates import Rate as PlaceRate
from core.errors import BadQuestion, Code
from core.places import departments, national_population
from core.vocabulary import Provenance
from geo.positions import line, position


@strawberry.type(description="One published number, kept apart from every record.")
class PublishedFigure:
    series: str = told("Which series it belongs to.")
    register: str = told("Whose register counted it.")
    measure: str = told("What was counted.")
    unit: str = told("The unit of the number.")
    period: str = told("The period as the source gives it.")
    department: str | None = told("UBIGEO; null for the country.")
    approximate_place: bool = told("True where we mapped a judicial district to the department.")
    area: str = told("The area as the source names it.")
    sex: str = told("Sex code, or 'all'.")
    age: str = told("Ages as the source gives them, or 'all'.")
    value: float = told("The number, in the unit beside it.")
    bound: Bound = told("Exact, at least, or about.")
    source: str = told("Address of the source.")
    note: str = told("What to know about it.")

    @staticmethod
    def of(fact: PublishedFact) -> PublishedFigure:
        """The fact as GraphQL spells it."""
        return PublishedFigure(
            bound=Bound(fact.bound), **same_named(asdict(fact), PublishedFigure, ("bound",))
        )


@strawberry.type(description="Prosecutors' complaints of one department, 2007-01/2014-04.")
class DepartmentComplaints:
    department: Department = told("The department (mapping approximate).")
    count: Count = told("Complaints, as published.")
    rate: Rate = told("Per 100,000 inhabitants over the whole period.")


@strawberry.type(description="The prosecutors' table: 1,976 complaints in 32 judicial districts.")
class Complaints:
    query_id: str = told("Cite figures by it.")
    provenance: Provenance = told("PUBLISHED.")
    total: Count = told("The country.")
    total_rate: Rate = told("The country, per 100,000 inhabitants.")
    by_department: list[DepartmentComplaints] = told("All 25, by UBIGEO.")


def complaints(bulletin: Bulletin) -> Complaints:
    """The complaints of a bulletin, spelled."""
    counts, rates = bulletin.complaints(), bulletin.complaint_rates()
    total, total_rate = bulletin.complaints_total()
    return Complaints(
        query_id=bulletin.complaints_query,
        provenance=Provenance.PUBLISHED,
        total=Count.of(total),
        total_rate=Rate.of(PlaceRate(total_rate, national_population())),
        by_department=[
            DepartmentComplaints(
                department=Department.of(place),
                count=Count.of(counts[code]),
                rate=Rate.of(PlaceRate(rates[code], place.population_2007)),
            )
            for code, place in departments().items()
        ],
    )


@strawberry.type(description="One stop; the role belongs to the stop, not to the place.")
class DocumentedStop:
    position: int = told("Number in the order of the route, from 1.")
    role: str = told("origin, transit or destination.")
    place: str = told("Town as the source names it.")
    country: str = told("ISO 3166-1 alpha-2.")
    department: str | None = told("UBIGEO; null outside Peru.")
    mode: str = told("How people reach it: road, river, air, foot, unknown.")
    precision: str = told("How exactly the place is known: country, department, province, town.")
    border_point: bool = told("True for places at the border that sources name.")


@strawberry.type(description="One source behind a documented route.")
class RouteEvidence:
    source_type: str = told("judgment, case, police, study, press or call.")
    grade: str = told("What it is worth alone, A to D, by the written rule.")
    publisher: str = told("Who stands behind it; two of one publisher are one source.")
    source: str = told("Address of the source.")
    dated: str = told("Its date, as given.")


@strawberry.type(description="A trafficking route described by others; never one person's trace.")
class DocumentedRoute:
    code: str = told("Stable code.")
    name: str = told("Name in Spanish.")
    form: str = told("Form of exploitation, or unknown.")
    scope: str = told("internal, outbound or inbound.")
    grade: str = told(
        "Of all its evidence: A a judgment or two independent registers, B one register or two "
        "independent sources, C a study, D one press note or call."
    )
    corroboration: int = told("Number of independent sources behind it.")
    provenance: Provenance = told("PUBLISHED.")
    stops: list[DocumentedStop] = told("Stops from origin to destination.")
    evidence: list[RouteEvidence] = told("The sources behind it.")

    @told("A GeoJSON LineString over its stops, as they are marked; not the way itself.")
    def line(self) -> JSON | None:
        """How it is drawn."""
        at = [position(stop.place, stop.country, stop.department) for stop in self.stops]
        drawn = line(at)
        return None if drawn is None else JSON(drawn)

    @staticmethod
    def of(route: Route) -> DocumentedRoute:
        """The route as GraphQL spells it."""
        told = asdict(route)
        return DocumentedRoute(
            provenance=Provenance.PUBLISHED,
            stops=[DocumentedStop(**same_named(s, DocumentedStop)) for s in told["stops"]],
            evidence=[RouteEvidence(**same_named(e, RouteEvidence)) for e in told["evidence"]],
            **same_named(told, DocumentedRoute, ("provenance", "stops", "evidence")),
        )


def published(bulletin: Bulletin, series: str | None) -> list[PublishedFigure]:
    """All published figures, or those of one series.

    :raises BadQuestion: ``UNKNOWN_VALUE`` for a series nobody published.
    """
    kept = bulletin.facts.published if series is None else bulletin.facts.series(series)
    if series is not None and not kept:
        raise BadQuestion(Code.UNKNOWN_VALUE, field="series", value=series)
    return [PublishedFigure.of(fact) for fact in kept]
