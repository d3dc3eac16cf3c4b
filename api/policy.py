"""Every field declares what it stands for and the action that guards it; none can do without.

The declaration lies beside the field's type, in its Strawberry ``metadata``. Whoever walks the
schema reads it there: the guard before a resolver runs, the tests, and whatever answers a document
without running resolvers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import strawberry
from strawberry.extensions import FieldExtension

from core.access.roles import Action
from core.desk.records import Record

#: Where a field keeps its declaration.
DECLARED = "declared"


class Stands(StrEnum):
    """What a field stands for."""

    KEY = "key"  # the id of a record, good for node(id)
    COLUMN = "column"  # a column of a record's own row
    CODED = "coded"  # the term of a code in a column
    PLACE = "place"  # the department of a code in a column
    RELATION = "relation"  # records beside a record
    PART = "part"  # rows a record consists of
    LIST = "list"  # a page of records
    PAGE = "page"  # where a page stands, and what lies on it
    FIGURE = "figure"  # counts of the bulletin
    PLAN = "plan"  # the plan and its readings, which change without a release
    QUOTA = "quota"  # what the asker may still ask for
    REFERENCE = "reference"  # what is the same for everybody and every record
    EVENT = "event"  # news, told at the moment: a record, or a release
    ACT = "act"  # something that is done, or told, and not read from a table


@dataclass(frozen=True, slots=True)
class Declared:
    """``name``: the column, relation, part, list, figure or act behind the field.

    ``column``: the one column of a part that is told, where not the whole part is. ``made``: what
    the value of a column is told as (a term, a department), where it is not told as it is.
    """

    stands: Stands
    name: str
    action: Action
    column: str = ""
    made: Callable[[Any], Any] | None = None


class Guard(FieldExtension):
    """Asks the visit before the resolver runs."""

    def __init__(self, action: Action) -> None:
        self.action = action

    def resolve(
        self, next_: Callable[..., Any], source: Any, info: strawberry.Info, **given: Any
    ) -> Any:
        """The resolver's answer, where the asker may have it."""
        info.context.check_time()
        info.context.visit.require(self.action)
        return next_(source, info, **given)


def guarded(declared: Declared, description: str, **options: Any) -> Any:
    """``@guarded(Declared(...), "what it is")``: a described field that needs an action."""

    def make(resolver: Callable[..., Any]) -> Any:
        return strawberry.field(
            resolver=resolver,
            description=description,
            metadata={DECLARED: declared},
            extensions=[Guard(declared.action)],
            **options,
        )

    return make


def plain(declared: Declared, description: str, **options: Any) -> Any:
    """A described field read from its source as it is; its source was guarded already."""
    return strawberry.field(description=description, metadata={DECLARED: declared}, **options)


def of_source(source: Any, name: str) -> Any:
    """What a field without a resolver answers: a record's column, a part's, or an attribute."""
    return source[name] if isinstance(source, Record | Mapping) else getattr(source, name)


def declared_of(field: Any) -> Declared:
    """The declaration of a Strawberry field. :raises KeyError: where it has none."""
    found: Declared = field.metadata[DECLARED]
    return found


def told(description: str, **options: Any) -> Any:
    """A field of a figure, or of what stands beside one: whoever got the figure has it."""
    return plain(Declared(Stands.FIGURE, "", Action.READ_BULLETIN), description, **options)


def reference(description: str, **options: Any) -> Any:
    """A field of a place, a code or a list of them: the same for everybody."""
    return plain(Declared(Stands.REFERENCE, "", Action.READ_BULLETIN), description, **options)
