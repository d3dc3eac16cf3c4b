"""Lists of records: for signed-in roles; every reading is audited."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry

from api.inputs.records import (
    CallSort,
    CallWhere,
    CampaignWhere,
    CaseSort,
    CaseWhere,
    Direction,
    ReferralSort,
    ReferralWhere,
    RouteSort,
    RouteWhere,
    TrainingWhere,
    VictimWhere,
)
from api.policy import Declared, Stands, guarded
from api.queries.paging import After, Before, First, Info, Last, Towards, page
from api.types.institutions import Campaign, Institution, Training
from api.types.paging import Connection
from api.types.records import Call, Case, Referral, Victim
from api.types.routes import Route
from core.desk.records import READ

_KEEP = strawberry.argument(description="Which to keep; all if nothing is said.")
_SORT = strawberry.argument(description="What to sort by; only what has an index can be.")


def _listed(name: str, description: str) -> Any:
    return guarded(Declared(Stands.LIST, name, READ[name]), f"{description} Audited.")


@strawberry.type
class RecordQueries:
    """Lists of records."""

    @_listed("call", "Calls; for operators and case workers.")
    def calls(
        self,
        info: Info,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        where: Annotated[CallWhere | None, _KEEP] = None,
        sort: Annotated[CallSort, _SORT] = CallSort.ID,
        direction: Towards = Direction.ASC,
    ) -> Connection[Call] | None:
        """A page of calls."""
        span = first, after, last, before
        return page(info, "call", span, where=where, order=(sort.value, direction))

    @_listed("case", "Cases; for case workers.")
    def cases(
        self,
        info: Info,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        where: Annotated[CaseWhere | None, _KEEP] = None,
        sort: Annotated[CaseSort, _SORT] = CaseSort.ID,
        direction: Towards = Direction.ASC,
    ) -> Connection[Case] | None:
        """A page of cases."""
        span = first, after, last, before
        return page(info, "case", span, where=where, order=(sort.value, direction))

    @_listed("victim", "Victims, in the order of entry; for case workers.")
    def victims(
        self,
        info: Info,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        where: Annotated[VictimWhere | None, _KEEP] = None,
    ) -> Connection[Victim] | None:
        """A page of victims."""
        return page(info, "victim", (first, after, last, before), where=where)

    @_listed("route", "Routes of cases and of studies; for case workers.")
    def routes(
        self,
        info: Info,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        where: Annotated[RouteWhere | None, _KEEP] = None,
        sort: Annotated[RouteSort, _SORT] = RouteSort.ID,
        direction: Towards = Direction.ASC,
    ) -> Connection[Route] | None:
        """A page of routes."""
        span = first, after, last, before
        return page(info, "route", span, where=where, order=(sort.value, direction))

    @_listed("referral", "Referrals; recipients see those to their own institution.")
    def referrals(
        self,
        info: Info,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        where: Annotated[ReferralWhere | None, _KEEP] = None,
        sort: Annotated[ReferralSort, _SORT] = ReferralSort.ID,
        direction: Towards = Direction.ASC,
    ) -> Connection[Referral] | None:
        """A page of referrals."""
        span = first, after, last, before
        return page(info, "referral", span, where=where, order=(sort.value, direction))

    @_listed("institution", "Institutions of the coordination, by acronym.")
    def institutions(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Institution] | None:
        """A page of institutions."""
        return page(info, "institution", (first, after, last, before))

    @_listed("training", "Trainings, in the order of entry.")
    def trainings(
        self,
        info: Info,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        where: Annotated[TrainingWhere | None, _KEEP] = None,
    ) -> Connection[Training] | None:
        """A page of trainings."""
        return page(info, "training", (first, after, last, before), where=where)

    @_listed("campaign", "Awareness campaigns, in the order of entry.")
    def campaigns(
        self,
        info: Info,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        where: Annotated[CampaignWhere | None, _KEEP] = None,
    ) -> Connection[Campaign] | None:
        """A page of campaigns."""
        return page(info, "campaign", (first, after, last, before), where=where)
