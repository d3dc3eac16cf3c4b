"""Pages of records as Relay connections, and the ids every record is known by."""

from __future__ import annotations

import base64
import binascii
import uuid
from typing import Any, Generic, TypeVar

import strawberry

from api.policy import Declared, Stands, guarded, plain
from core.access.roles import Action
from core.desk.records import KINDS, Kind, Listed, Record
from core.errors import BadQuestion, Code

#: How many records anything names or answers at once.
MOST_A_PAGE = 100

Of = TypeVar("Of")

Info = strawberry.Info


def _page(name: str) -> Declared:
    return Declared(Stands.PAGE, name, Action.READ_BULLETIN)


def id_of(record: Record) -> strawberry.ID:
    """The id of a record: its kind and key, opaque to whoever asks."""
    text = f"{record.kind.name}:{record[record.kind.key]}"
    return strawberry.ID(base64.urlsafe_b64encode(text.encode()).decode().rstrip("="))


def key_of(given: str) -> tuple[Kind, Any]:
    """The kind and key of an id.

    :raises BadQuestion: ``MALFORMED_ID``.
    """
    try:
        raw = base64.b64decode(given + "=" * (-len(given) % 4), altchars=b"-_", validate=True)
        name, _, key = raw.decode().partition(":")
        kind = KINDS[name]
        if not key.isprintable():
            raise ValueError(key)
        return kind, uuid.UUID(key) if kind.key == "id" else key
    except (ValueError, binascii.Error, KeyError):
        raise BadQuestion(Code.MALFORMED_ID) from None


def keys_of(kind: str, given: list[strawberry.ID]) -> tuple[Any, ...]:
    """The keys of ids that must all be of one kind.

    :raises BadQuestion: ``MALFORMED_ID``, or ``PAGE_TOO_LARGE`` for more than :data:`MOST_A_PAGE`.
    """
    if len(given) > MOST_A_PAGE:
        raise BadQuestion(Code.PAGE_TOO_LARGE, most=str(MOST_A_PAGE))
    found = [key_of(str(each)) for each in given]
    if any(of.name != kind for of, _ in found):
        raise BadQuestion(Code.MALFORMED_ID)
    return tuple(key for _, key in found)


@strawberry.interface(description="Anything with an id of its own that node(id) finds again.")
class Node:
    @plain(
        Declared(Stands.KEY, "id", Action.READ_BULLETIN),
        "Opaque; good for node(id) and wherever an ID is asked for.",
    )
    def id(self) -> strawberry.ID:
        """The id."""
        return id_of(self)  # type: ignore[arg-type]

    @classmethod
    def is_type_of(cls, source: object, info: Any) -> bool:  # noqa: ARG003 (graphql-core's)
        """True for the records of this type's kind."""
        definition: Any = cls.__strawberry_definition__  # type: ignore[attr-defined]
        return isinstance(source, Record) and source.kind.name == definition.name.lower()


@strawberry.type(description="Where a page stands in its list (Relay).")
class PageInfo:
    has_next_page: bool = plain(_page("next"), "True where more follow.")
    has_previous_page: bool = plain(_page("previous"), "True where some come before.")
    start_cursor: str | None = plain(_page("start"), "Pass it as `before` for the page before.")
    end_cursor: str | None = plain(_page("end"), "Pass it as `after` for the next page.")


@strawberry.type(description="A record and its cursor.")
class Edge(Generic[Of]):
    cursor: str = plain(_page("cursor"), "Signed; opens this list in this order, and nothing else.")
    node: Of = plain(_page("node"), "The record.")


@strawberry.type(description="One page of records (Relay). Reading it is written down.")
class Connection(Generic[Of]):
    listed: strawberry.Private[Listed]

    @plain(_page("edges"), "The records, each with its cursor.")
    def edges(self) -> list[Edge[Of]]:
        """The edges."""
        found: Any = self.listed.records
        return [Edge(cursor=self.listed.cursors.of(each.row), node=each) for each in found]

    @plain(_page("nodes"), "The records alone.")
    def nodes(self) -> list[Of]:
        """The nodes."""
        return list(self.listed.records)  # type: ignore[arg-type]

    @plain(_page("info"), "Where the page stands.")
    def page_info(self) -> PageInfo:
        """The page."""
        return page_info(self.listed)

    @guarded(
        Declared(Stands.PAGE, "count", Action.COUNT_RECORDS),
        "Records on all pages, exact; null for roles that may not have exact counts.",
    )
    def total_count(self, info: Info) -> int | None:
        """The whole number."""
        lists = info.context.visit.records()
        return int(lists.count(self.listed.cursors.kind, self.listed.wanted))


def page_info(listed: Listed) -> PageInfo:
    """Where a page stands, by its cursors."""
    ends = [record.row for record in listed.records]
    return PageInfo(
        has_next_page=listed.has_next,
        has_previous_page=listed.has_previous,
        start_cursor=listed.cursors.of(ends[0]) if ends else None,
        end_cursor=listed.cursors.of(ends[-1]) if ends else None,
    )
