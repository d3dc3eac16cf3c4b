"""Records as JSON: columns of rows, written level by level."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLNonNull, GraphQLObjectType, get_named_type, is_list_type

from api.compiled.leaves import NULL, Surprise, column
from api.compiled.objects import Draw, Given, drawn, joined
from api.compiled.selections import TYPENAME, Selected, Selecting, Uncompilable
from api.policy import Stands
from core.access.roles import Action
from core.desk.flat import Found, Kind, Level, Read, Spelled, relation_of, spelled, spelled_in

#: The text of each row of a level.
Rows = Callable[[Found, Given], list[str]]
#: The same of one table, with nothing beside it.
Cells = Callable[[Read, Given], list[str]]


@dataclass(slots=True)
class Columns:
    """The columns that are read of a table, in the order they were asked for first."""

    kind_of: Callable[[str], Spelled]
    at: dict[str, int] = field(default_factory=dict)

    def index(self, name: str) -> int:
        """Where a column stands among them; from now on it is one of them."""
        return self.at.setdefault(name, len(self.at))


class Wants:
    """What is read of a kind of record, while a document is looked through."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.columns = Columns(lambda name: spelled(kind, name), {kind.key: 0})
        self.beside: dict[str, Wants] = {}
        self.parts: dict[str, Columns] = {}

    def further(self, name: str, kind: Kind) -> Wants:
        """What is read of the records beside these."""
        return self.beside.setdefault(name, Wants(kind))

    def part(self, name: str) -> Columns:
        """What is read of a part of these."""
        of = self.kind
        return self.parts.setdefault(name, Columns(lambda column: spelled_in(of, name, column)))

    def level(self) -> Level:
        """All of it, as the desk is asked for it."""
        beside = tuple((name, further.level()) for name, further in self.beside.items())
        parts = tuple((name, tuple(part.at)) for name, part in self.parts.items())
        return Level(self.kind, tuple(self.columns.at), beside, parts)


@dataclass(frozen=True, slots=True)
class Compiling:
    """A document while its records are looked through; ``actions``: what must be allowed."""

    selecting: Selecting
    actions: set[Action] = field(default_factory=set)

    def rows(self, type_: Any, nodes: Sequence[Any], wants: Wants) -> Rows:
        """How rows of a kind of record are written.

        :raises Uncompilable: where something is asked that only the reference can answer.
        """
        if not isinstance(type_, GraphQLObjectType):
            raise Uncompilable(str(type_))
        fields = self.selecting.of(type_, nodes)
        keys = [selected.key for selected in fields]
        cells = [self._field(type_, selected, wants) for selected in fields]

        def rows(found: Found, given: Given) -> list[str]:
            many = len(found.read)
            return joined(keys, [texts(found, given) for texts in cells], many) if many else []

        return rows

    def _field(self, type_: GraphQLObjectType, selected: Selected, wants: Wants) -> Rows:
        if selected.name == TYPENAME:
            told = f'"{type_.name}"'
            return lambda found, _: [told] * len(found.read)
        declared = selected.declared
        self.actions.add(declared.action)
        if declared.stands is Stands.RELATION:
            return self._relation(selected, wants)
        if declared.stands is Stands.PART:
            return self._part(selected, wants)
        if declared.stands is Stands.KEY:
            return _ids(wants.kind)
        cells = self._cells(selected, wants.columns)
        return lambda found, given: cells(found.read, given)

    def _cells(self, selected: Selected, columns: Columns) -> Cells:
        """A column, as it is or what is made of it."""
        declared = selected.declared
        self.actions.add(declared.action)
        if declared.stands not in (Stands.COLUMN, Stands.CODED, Stands.PLACE):
            raise Uncompilable(selected.name)
        name = declared.name or selected.definition.python_name
        return self._told(columns, name, selected, declared.made, selected.type)

    def _told(
        self, columns: Columns, name: str, selected: Selected, made: Any, type_: Any
    ) -> Cells:
        at = columns.index(name)
        if made is None:
            texts = column(columns.kind_of(name), type_)
            return lambda read, _: texts(read.told(at))
        draw = _remembered(self.selecting, type_, selected, made)
        return lambda read, given: draw(read.told(at), given)

    def _relation(self, selected: Selected, wants: Wants) -> Rows:
        name = selected.declared.name
        relation = relation_of(wants.kind, name)
        near = wants.columns.index(relation.near)
        named = get_named_type(selected.type)
        view = self.rows(named, selected.nodes, wants.further(name, relation.to))
        told = _listed if relation.many else _single(selected.type)

        def beside(found: Found, given: Given) -> list[str]:
            there = found.beside[name]
            owned = _by_owner(there.read, view(there, given))
            return told(owned, found.read.columns[near])

        return beside

    def _part(self, selected: Selected, wants: Wants) -> Rows:
        """What a record consists of: objects, or a column of theirs."""
        declared, columns = selected.declared, wants.part(selected.declared.name)
        item = _item(selected.type)
        if declared.column:
            texts = self._told(columns, declared.column, selected, declared.made, item)
        elif declared.made is None:
            texts = self._part_rows(get_named_type(item), selected, columns)
        else:
            raise Uncompilable(selected.name)

        def parts(found: Found, given: Given) -> list[str]:
            part = found.parts[declared.name]
            return _listed(_by_owner(part, texts(part, given)), found.read.columns[0])

        return parts

    def _part_rows(self, type_: Any, selected: Selected, columns: Columns) -> Cells:
        if not isinstance(type_, GraphQLObjectType):
            raise Uncompilable(selected.name)
        fields = self.selecting.of(type_, selected.nodes)
        keys = [each.key for each in fields]
        cells = [self._part_cell(type_, each, columns) for each in fields]
        return lambda read, given: joined(keys, [texts(read, given) for texts in cells], len(read))

    def _part_cell(self, type_: GraphQLObjectType, each: Selected, columns: Columns) -> Cells:
        if each.name == TYPENAME:
            told = f'"{type_.name}"'
            return lambda read, _: [told] * len(read)
        return self._cells(each, columns)


def _remembered(
    selecting: Selecting, type_: Any, selected: Selected, made: Callable[[Any], Any]
) -> Draw:
    """What is made of the few values a closed list has, each written once: for good, where nothing
    of it depends on variables."""
    draw = drawn(selecting, type_, selected.nodes)
    for_good: dict[Any, str] | None = None if selected.with_variables else {}

    def texts(values: Sequence[Any], given: Given) -> list[str]:
        known = {} if for_good is None else for_good
        for value in set(values).difference(known):
            known[value] = draw([made(value)], given)[0]
        return [known[value] for value in values]

    return texts


def _ids(kind: Kind) -> Rows:
    """As api.types.paging.id_of says an id."""

    def told(key: str) -> str:
        text = base64.urlsafe_b64encode(f"{kind.name}:{key}".encode()).decode().rstrip("=")
        return f'"{text}"'

    return lambda found, _: [told(key) for key in found.read.told(0)]


def _item(type_: Any) -> Any:
    """The type of what a list holds."""
    inner = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
    if not is_list_type(inner):
        raise Uncompilable(str(type_))
    return inner.of_type


def _by_owner(read: Read, texts: Sequence[str]) -> dict[Any, list[str]]:
    """Texts of rows by whose they are, which the last column says."""
    found: dict[Any, list[str]] = {}
    for owner, text in zip(read.columns[-1], texts, strict=True):
        found.setdefault(owner, []).append(text)
    return found


def _listed(texts: Mapping[Any, Sequence[str]], keys: Sequence[Any]) -> list[str]:
    return ["[" + ",".join(texts.get(key, ())) + "]" for key in keys]


def _single(type_: Any) -> Callable[[Mapping[Any, Sequence[str]], Sequence[Any]], list[str]]:
    needed = isinstance(type_, GraphQLNonNull)

    def single(texts: Mapping[Any, Sequence[str]], keys: Sequence[Any]) -> list[str]:
        if needed and any(key not in texts for key in keys):
            raise Surprise(str(type_))
        return [texts[key][0] if key in texts else NULL for key in keys]

    return single
