"""The GraphQL schema: figures for everybody, records for those who may read them."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry
from strawberry.schema.config import StrawberryConfig

from api.context import Context
from api.policy import guarded
from api.types.counts import CountAnswer, CountWhere, checked, counted
from api.types.figures import ReleaseInfo
from api.types.method import Method
from api.types.method import method as method_in_force
from api.types.places import CodeList, Department, Term
from api.types.published import Complaints, DocumentedRoute, PublishedFigure, published
from api.types.published import complaints as published_complaints
from api.types.records import Call, Case, Connection, Route, connection, wanted
from core.access.roles import Action
from core.bulletin.bulletin import Edition
from core.filters import DOMAINS, Dimension
from core.periods import Grain
from core.places import department as department_of
from core.places import departments
from core.vocabulary import CODE_LISTS, INDUSTRIES, Unit

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
First = Annotated[int, strawberry.argument(description="How many, 1 to 100.")]
After = Annotated[str | None, strawberry.argument(description="The endCursor of the page before.")]
Ubigeo = Annotated[str | None, strawberry.argument(description="Two digits, abroad or unknown.")]
IndustryCode = Annotated[str | None, strawberry.argument(description="Code of an industry.")]
StatusCode = Annotated[str | None, strawberry.argument(description="Code of a case status.")]


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

    return guarded(Action.READ_BULLETIN, description)(counts)


@strawberry.type(description="Everything that can be asked.")
class Query:
    call_counts: CountAnswer | None = _counts(
        Unit.CALLS, "Calls to 0800-2-3232, counted by the day they came in."
    )
    case_counts: CountAnswer | None = _counts(
        Unit.CASES, "Cases, counted by the day they were opened."
    )
    victim_counts: CountAnswer | None = _counts(
        Unit.VICTIMS, "Victims, counted by the day their case was opened."
    )

    @guarded(Action.READ_BULLETIN, "The prosecutors' published table, 2007-01/2014-04.")
    def complaints(self, info: Info) -> Complaints:
        """Complaints by department."""
        return published_complaints(info.context.visit.bulletin)

    @guarded(
        Action.READ_BULLETIN, "Figures others published, each with register, bound and source."
    )
    def published_figures(
        self,
        info: Info,
        series: Annotated[str | None, strawberry.argument(description="One series only.")] = None,
    ) -> list[PublishedFigure]:
        """Published figures."""
        return published(info.context.visit.bulletin, series)

    @guarded(Action.READ_BULLETIN, "Routes described in studies and the press, with evidence.")
    def documented_routes(self, info: Info) -> list[DocumentedRoute]:
        """Documented routes."""
        return [DocumentedRoute.of(route) for route in info.context.visit.bulletin.facts.routes]

    @guarded(Action.READ_BULLETIN, "The 25 departments, by UBIGEO.")
    def departments(self) -> list[Department]:
        """All departments."""
        return [Department.of(place) for place in departments().values()]

    @guarded(Action.READ_BULLETIN, "One department; UNKNOWN_UBIGEO for any other code.")
    def department(
        self, ubigeo: Annotated[strawberry.ID, strawberry.argument(description="Two digits.")]
    ) -> Department:
        """One department."""
        return Department.of(department_of(str(ubigeo)))

    @guarded(Action.READ_BULLETIN, "The industries, with ISIC Rev. 4 codes.")
    def industries(self) -> list[Term]:
        """All industries."""
        return [Term.of(term) for term in INDUSTRIES.terms]

    @guarded(Action.READ_BULLETIN, "Every closed list of codes.")
    def code_lists(self) -> list[CodeList]:
        """All code lists."""
        places = [DOMAINS[Dimension.DEPARTMENT], DOMAINS[Dimension.NATURAL_REGION]]
        return [CodeList.of(codes) for codes in (*places, *CODE_LISTS.values())]

    @guarded(Action.READ_BULLETIN, "The release in service.")
    def release(self, info: Info) -> ReleaseInfo:
        """The release."""
        return ReleaseInfo.of(info.context.visit.bulletin.release)

    @guarded(Action.READ_BULLETIN, "The disclosure rule in force.")
    def method(self) -> Method:
        """The method."""
        return method_in_force()

    @guarded(Action.READ_CALLS, "Calls; for operators and case workers. Every page is audited.")
    def calls(
        self,
        info: Info,
        *,
        first: First = 50,
        after: After = None,
        department: Ubigeo = None,
        industry: IndustryCode = None,
    ) -> Connection[Call] | None:
        """A page of calls."""
        equal = {"department": department, "industry": industry}
        page = info.context.visit.records().calls(wanted("call", first, after, equal))
        return connection("call", page, Call.of)

    @guarded(Action.READ_CASES, "Cases; for case workers. Every page is audited.")
    def cases(
        self,
        info: Info,
        *,
        first: First = 50,
        after: After = None,
        department: Ubigeo = None,
        industry: IndustryCode = None,
        status: StatusCode = None,
    ) -> Connection[Case] | None:
        """A page of cases."""
        equal = {"department": department, "industry": industry, "status": status}
        page = info.context.visit.records().cases(wanted("case", first, after, equal))
        return connection("case", page, Case.of)

    @guarded(Action.READ_ROUTES, "Routes of both kinds; for case workers. Every page is audited.")
    def routes(
        self, info: Info, first: First = 50, after: After = None
    ) -> Connection[Route] | None:
        """A page of routes."""
        page = info.context.visit.records().routes(wanted("route", first, after, {}))
        return connection("route", page, Route.of)


schema = strawberry.Schema(Query, config=StrawberryConfig(auto_camel_case=True))
