"""Pages of lists: the arguments every list has, and the page they ask for."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry

from api.context import Context
from api.inputs.records import Direction, Where
from api.types.paging import MOST_A_PAGE, Connection
from core.desk.records import KINDS, Wanted
from core.errors import BadQuestion, Code

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
