"""Records by their id, of whatever kind, each with the rights of its list."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry

from api.policy import Declared, Stands, guarded
from api.queries.paging import Info
from api.types.paging import MOST_A_PAGE, Node, key_of
from core.access.roles import Action
from core.desk.records import KINDS
from core.errors import BadQuestion, Code


@strawberry.type
class NodeQueries:
    """Single records."""

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
