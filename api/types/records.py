"""Records, for signed-in roles alone: calls, cases and routes as Relay connections."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

import strawberry

from api.types.same_named import same_named
from core.desk.reading import Page, Wanted
from core.errors import BadQuestion, Code
from core.filters import Dimension, check_code
from core.vocabulary import Provenance

MOST_A_PAGE = 100

Node = TypeVar("Node")
Row = Mapping[str, Any]


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="True where more follow.")
    end_cursor: str | None = strawberry.field(description="Pass it as `after` for the next page.")


@strawberry.type(description="A record and its cursor.")
class Edge(Generic[Node]):
    cursor: str = strawberry.field(description="Opaque.")
    node: Node = strawberry.field(description="The record.")


@strawberry.type(description="One page of records, in the order of their ids.")
class Connection(Generic[Node]):
    edges: list[Edge[Node]] = strawberry.field(description="The records.")
    page_info: PageInfo = strawberry.field(description="Where the page stands.")


@strawberry.type(description="A call to 0800-2-3232. It holds nothing that names the caller.")
class Call:
    id: strawberry.ID = strawberry.field(description="UUIDv7.")
    provenance: Provenance = strawberry.field(description="SYNTHETIC: generated.")
    received_at: dt.datetime = strawberry.field(description="UTC.")
    effective: str = strawberry.field(description="Code of the list effective.")
    call_type: str = strawberry.field(description="Code of the list call_type.")
    how_heard: str = strawberry.field(description="Code of the list how_heard.")
    department: str = strawberry.field(description="Place of the facts: UBIGEO, abroad or unknown.")
    form: str = strawberry.field(description="Code of the list form.")
    industry: str = strawberry.field(description="Code of the list industry.")
    possible_victims: int = strawberry.field(description="As told by the caller.")
    duration_seconds: int = strawberry.field(description="Seconds.")
    case_id: strawberry.ID | None = strawberry.field(description="The case it belongs to.")

    @staticmethod
    def of(row: Row) -> Call:
        """The call as GraphQL spells it."""
        case = row["case_id"]
        return Call(
            id=strawberry.ID(str(row["id"])),
            provenance=Provenance(row["provenance"]),
            case_id=strawberry.ID(str(case)) if case else None,
            **same_named(row, Call, ("id", "provenance", "case_id")),
        )


@strawberry.type(description="One trafficking situation in one register.")
class Case:
    id: strawberry.ID = strawberry.field(description="UUIDv7.")
    provenance: Provenance = strawberry.field(description="SYNTHETIC: generated.")
    code: str = strawberry.field(description="Random pseudonym with a check character.")
    opened_on: dt.date = strawberry.field(description="The day it was opened, in Lima.")
    register: str = strawberry.field(description="Code of the list register.")
    status: str = strawberry.field(description="Code of the list status.")
    submitted_to_police_on: dt.date | None = strawberry.field(description="Day, if it was.")
    department: str = strawberry.field(
        description="Place of exploitation: UBIGEO, abroad, unknown."
    )
    industry: str = strawberry.field(description="Code of the list industry.")
    forms: list[str] = strawberry.field(description="Codes of the list form: none, one or several.")
    destination: str = strawberry.field(description="Code of the list destination.")
    route_id: strawberry.ID | None = strawberry.field(description="Its route.")

    @staticmethod
    def of(row: Row) -> Case:
        """The case as GraphQL spells it."""
        route = row["route_id"]
        return Case(
            id=strawberry.ID(str(row["id"])),
            provenance=Provenance(row["provenance"]),
            register=row["register_code"],
            forms=[form["form"] for form in row["forms"]],
            route_id=strawberry.ID(str(route)) if route else None,
            **same_named(row, Case, ("id", "provenance", "register", "forms", "route_id")),
        )


@strawberry.type(description="One stop of a route.")
class Leg:
    position: int = strawberry.field(description="Order from 1.")
    role: str = strawberry.field(description="origin, transit or destination.")
    place: str = strawberry.field(description="Town.")
    country: str = strawberry.field(description="ISO 3166-1 alpha-2.")
    department: str | None = strawberry.field(description="UBIGEO; null outside Peru.")
    mode: str = strawberry.field(description="Code of the list mode.")


@strawberry.type(description="A trafficking route: an ordered list of legs.")
class Route:
    id: strawberry.ID = strawberry.field(description="UUIDv7.")
    provenance: Provenance = strawberry.field(description="PUBLISHED or SYNTHETIC.")
    code: str = strawberry.field(description="Stable code.")
    name: str = strawberry.field(description="Origin and destination, in Spanish.")
    form: str = strawberry.field(description="Code of the list form.")
    scope: str = strawberry.field(description="Code of the list destination.")
    legs: list[Leg] = strawberry.field(description="Legs in order.")

    @staticmethod
    def of(row: Row) -> Route:
        """The route as GraphQL spells it."""
        return Route(
            id=strawberry.ID(str(row["id"])),
            provenance=Provenance(row["provenance"]),
            legs=[Leg(**same_named(leg, Leg)) for leg in row["legs"]],
            **same_named(row, Route, ("id", "provenance", "legs")),
        )


def wanted(kind: str, first: int, after: str | None, equal: Mapping[str, str | None]) -> Wanted:
    """The page asked for.

    :raises BadQuestion: ``PAGE_TOO_LARGE``, ``MALFORMED_CURSOR``, or for a code outside its list.
    """
    for name, code in equal.items():
        if code is not None:
            check_code(Dimension(name), code)
    if not 1 <= first <= MOST_A_PAGE:
        raise BadQuestion(Code.PAGE_TOO_LARGE, most=str(MOST_A_PAGE))
    return Wanted(_opened(kind, after) if after else None, first, **equal)


def connection(kind: str, page: Page, node: Callable[[Row], Node]) -> Connection[Node]:
    """The page as a connection."""
    edges = [Edge(cursor=_cursor(kind, row["id"]), node=node(row)) for row in page.rows]
    info = PageInfo(has_next_page=page.more, end_cursor=edges[-1].cursor if edges else None)
    return Connection(edges=edges, page_info=info)


def _cursor(kind: str, key: uuid.UUID) -> str:
    return base64.urlsafe_b64encode(kind.encode() + b":" + key.bytes).decode()


def _opened(kind: str, cursor: str) -> uuid.UUID:
    try:
        raw = base64.b64decode(cursor, altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        raw = b""
    lead, _, key = raw.partition(b":")
    if lead != kind.encode() or len(key) != 16:
        raise BadQuestion(Code.MALFORMED_CURSOR)
    return uuid.UUID(bytes=key)
