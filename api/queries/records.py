"""Lists of records, and single ones by their id: for signed-in roles; every reading is audited."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry

from api.context import Context
from api.inputs.records import (
    CallSort,
    CallWhere,
    CaseSort,
    CaseWhere,
    Direction,
    ReferralSort,
    ReferralWhere,
    RouteSort,
    RouteWhere,
    VictimWhere,
    Where,
)
from api.policy import Declared, Stands, guarded
from api.types.institutions import Campaign, Institution, Training
from api.types.paging import Connection, Node, key_of
from api.types.records import Call, Case, Referral, Victim
from api.types.routes import Route
from core.access.roles import Action
from core.desk.records import KINDS, READ, Wanted
from core.errors import BadQuestion, Code

MOST_A_PAGE = 100
#: A page where nothing is said of its length.
A_PAGE = 50

Info = strawberry.Info[Context, None]

First = Annotated[
    int | None, strawberry.argument(description="How many, 1 to 100; 50 if nothing is said.")
]
After = Annotated[str | None, strawberry.argument(description="The endCursor of the page before.")]
Last = Annotated[int | None, strawberry.argument(description="The last so many, 1 to 100.")]
Before = Annotated[
    str | None, strawberry.argument(description="The startCursor of the page after.")
]
Towards = Annotated[
    Direction, strawberry.argument(description="Which end of the order comes first.")
]
_KEEP = strawberry.argument(description="Which to keep; all if nothing is said.")
_SORT = strawberry.argument(description="What to sort by; only what has an index can be.")


def _listed(name: str, description: str) -> Any:
    return guarded(Declared(Stands.LIST, name, READ[name]), f"{description} Audited.")


def page(
    info: Info,
    name: str,
    span: tuple[int | None, str | None, int | None, str | None],
    *,
    where: Where | None = None,
    order: tuple[str | None, Direction] = (None, Direction.ASC),
) -> Connection[Any]:
    """A page of a list. ``span``: first, after, last, before.

    :raises BadQuestion: ``PAGE_TOO_LARGE``, or for a value that is in no list.
    """
    first, after, last, before = span
    limit = last if last is not None else A_PAGE if first is None else first
    if not 1 <= limit <= MOST_A_PAGE or (first is not None and last is not None):
        raise BadQuestion(Code.PAGE_TOO_LARGE, most=str(MOST_A_PAGE))
    wanted = Wanted(
        where=where.conditions() if where else (),
        order=order[0],
        descending=order[1] is Direction.DESC,
        limit=limit,
        backwards=last is not None,
    )
    return Connection(listed=info.context.visit.records().page(KINDS[name], wanted, after, before))


def _whole(name: str, description: str) -> Any:
    """The field of a list that is neither filtered nor sorted."""

    def listed(
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Any:
        return page(info, name, (first, after, last, before))

    return _listed(name, description)(listed)


@strawberry.type
class RecordQueries:
    """Lists of records and single ones."""

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

    institutions: Connection[Institution] | None = _whole(
        "institution", "Institutions of the coordination, by acronym."
    )
    trainings: Connection[Training] | None = _whole("training", "Trainings, in the order of entry.")
    campaigns: Connection[Campaign] | None = _whole(
        "campaign", "Awareness campaigns, in the order of entry."
    )

    @guarded(
        Declared(Stands.LIST, "node", Action.READ_BULLETIN),
        "The record of an id; null where there is none within reach.",
    )
    def node(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The id of a record.")],
    ) -> Node | None:
        """One record, with the rights of its list."""
        (found,) = _found(info, [id])
        return found

    @guarded(
        Declared(Stands.LIST, "nodes", Action.READ_BULLETIN),
        "The records of up to 100 ids, in their order; null where there is none within reach.",
    )
    def nodes(
        self,
        info: Info,
        ids: Annotated[list[strawberry.ID], strawberry.argument(description="Ids of records.")],
    ) -> list[Node | None] | None:
        """Several records, each with the rights of its list."""
        return _found(info, ids)


def _found(info: Info, ids: list[strawberry.ID]) -> list[Node | None]:
    """The records of ids, in their order.

    :raises Refused: where one of them is of a kind the asker may not read.
    :raises BadQuestion: ``MALFORMED_ID``, or ``PAGE_TOO_LARGE`` for more than 100.
    """
    if len(ids) > MOST_A_PAGE:
        raise BadQuestion(Code.PAGE_TOO_LARGE, most=str(MOST_A_PAGE))
    keys = [key_of(str(each)) for each in ids]
    kinds = dict.fromkeys(kind.name for kind, _ in keys)
    lists = info.context.visit.records()
    found: dict[str, dict[Any, Any]] = {
        name: lists.some(KINDS[name], [key for kind, key in keys if kind.name == name])
        for name in kinds
    }
    return [found[kind.name].get(key) for kind, key in keys]
