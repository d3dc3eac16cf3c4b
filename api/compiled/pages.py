"""Pages of records as JSON: a connection, its edges, its cursors, its count."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graphql import GraphQLObjectType, get_named_type

from api.compiled.leaves import NULL
from api.compiled.objects import Given, joined
from api.compiled.records import Compiling, Rows, Wants
from api.compiled.selections import TYPENAME, Selected, Uncompilable
from api.policy import Stands
from core.desk.flat import KINDS, Level, Page

Told = Callable[[Page, Given], str]
#: The text of each of its rows.
Each = Callable[[Page, Given], list[str]]


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list is asked for, and how its page is written."""

    level: Level
    counted: bool
    told: Told


def listing(compiling: Compiling, selected: Selected) -> Listing:
    """A field that is a page of records.

    :raises Uncompilable: where something is asked that only the reference can answer.
    """
    compiling.actions.add(selected.declared.action)
    kind, type_ = KINDS.get(selected.declared.name), get_named_type(selected.type)
    if kind is None or not isinstance(type_, GraphQLObjectType):
        raise Uncompilable(selected.name)
    paging = _Paging(compiling, Wants(kind))
    told = paging.object(type_, selected.nodes)
    return Listing(paging.wants.level(), paging.counted, told)


@dataclass(slots=True)
class _Paging:
    compiling: Compiling
    wants: Wants
    counted: bool = False

    def object(self, type_: Any, nodes: Sequence[Any]) -> Told:
        """A connection, or where it stands."""
        fields = self.compiling.selecting.of(type_, nodes)
        keys = [selected.key for selected in fields]
        told = [self._field(type_, selected) for selected in fields]
        return lambda page, given: joined(keys, [[each(page, given)] for each in told], 1)[0]

    def _field(self, type_: GraphQLObjectType, selected: Selected) -> Told:
        if selected.name == TYPENAME:
            return _always(f'"{type_.name}"')
        name, named, nodes = self._name(selected), get_named_type(selected.type), selected.nodes
        self.counted = self.counted or name == "count"
        match name:
            case "edges":
                return _list(self._edges(named, nodes))
            case "nodes":
                return _list(self._nodes(named, nodes))
            case "info":
                return self.object(named, nodes)
            case "start" | "end":
                return self._cursor(0 if name == "start" else -1)
        return _PLAIN[name]

    def _name(self, selected: Selected) -> str:
        declared = selected.declared
        self.compiling.actions.add(declared.action)
        if declared.stands is not Stands.PAGE:
            raise Uncompilable(selected.name)
        return declared.name

    def _nodes(self, type_: Any, nodes: Sequence[Any]) -> Each:
        rows: Rows = self.compiling.rows(type_, nodes, self.wants)
        return lambda page, given: rows(page.found, given)

    def _edges(self, type_: GraphQLObjectType, nodes: Sequence[Any]) -> Each:
        fields = self.compiling.selecting.of(type_, nodes)
        keys = [selected.key for selected in fields]
        cells = [self._of_edge(type_, selected) for selected in fields]
        return lambda page, given: joined(
            keys, [texts(page, given) for texts in cells], len(page.found.read)
        )

    def _of_edge(self, type_: GraphQLObjectType, selected: Selected) -> Each:
        if selected.name == TYPENAME:
            name = f'"{type_.name}"'
            return lambda page, _: [name] * len(page.found.read)
        if self._name(selected) == "node":
            return self._nodes(get_named_type(selected.type), selected.nodes)
        self._ordered()
        return lambda page, _: _cursors(page)

    def _cursor(self, at: int) -> Told:
        """The cursor of the first or the last record; null where there is none."""
        self._ordered()

        def told(page: Page, _: Given) -> str:
            read = page.found.read
            if not len(read):
                return NULL
            alone = replace(page.found, read=read.only(slice(at, at + 1 or None)))
            return _cursors(replace(page, found=alone))[0]

        return told

    def _ordered(self) -> None:
        """Read whatever a list may be sorted by: which it is, is known only when it is asked."""
        for name in sorted(self.wants.kind.orders):
            self.wants.columns.index(name)


#: What needs no more than the page.
_PLAIN: Mapping[str, Told] = {
    "count": lambda page, _: str(page.count),
    "next": lambda page, _: "true" if page.has_next else "false",
    "previous": lambda page, _: "true" if page.has_previous else "false",
}


def _always(text: str) -> Told:
    return lambda *_: text


def _list(each: Each) -> Told:
    return lambda page, given: "[" + ",".join(each(page, given)) + "]"


def _cursors(page: Page) -> list[str]:
    """The cursor of each record."""
    return [f'"{cursor}"' for cursor in page.cursors_of_rows()]
