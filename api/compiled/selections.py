"""What a document selects on a type: fields merged by response name, fragments and directives
resolved, as GraphQL's CollectFields says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    BooleanValueNode,
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    Visitor,
    is_abstract_type,
    visit,
)
from strawberry.schema.schema_converter import GraphQLCoreConverter

from api.policy import DECLARED, Declared

TYPENAME = "__typename"


class Uncompilable(Exception):
    """Something that only the reference can answer."""


@dataclass(frozen=True, slots=True)
class Selected:
    """One field of an answer: its response ``key``, its definition (none for ``__typename``), and
    the nodes that ask for it."""

    key: str
    name: str
    nodes: tuple[FieldNode, ...]
    field: GraphQLField | None

    @property
    def declared(self) -> Declared:
        """What it stands for. :raises Uncompilable: where it does not say."""
        found = self.definition.metadata.get(DECLARED)
        if found is None:
            raise Uncompilable(self.name)
        declared: Declared = found
        return declared

    @property
    def definition(self) -> Any:
        """Strawberry's field. :raises Uncompilable: where there is none (introspection)."""
        found = self.field and self.field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
        if found is None:
            raise Uncompilable(self.name)
        return found

    @property
    def type(self) -> Any:
        """Its type. :raises Uncompilable: where there is none (introspection)."""
        if self.field is None:
            raise Uncompilable(self.name)
        return self.field.type

    @property
    def with_variables(self) -> bool:
        """True where something asked for inside depends on variables."""
        return any(_has_variables(node) for node in self.nodes)


class _Variables(Visitor):
    found = False

    def enter_variable(self, *_: Any) -> None:
        """Any."""
        self.found = True


def _has_variables(node: FieldNode) -> bool:
    seen = _Variables()
    visit(node, seen)
    return seen.found


@dataclass(frozen=True, slots=True)
class Selecting:
    """A document with the truths its directives depend on."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    truths: Mapping[str, bool]

    def of(self, type_: GraphQLObjectType, nodes: Iterable[FieldNode]) -> list[Selected]:
        """What some fields of one response name select on an object type, in order."""
        sets = [node.selection_set for node in nodes if node.selection_set]
        return self.on(type_, sets)

    def on(self, type_: GraphQLObjectType, sets: Iterable[SelectionSetNode]) -> list[Selected]:
        """The same, of selection sets."""
        found: dict[str, list[FieldNode]] = {}
        seen: set[str] = set()
        for each in sets:
            self._collect(type_, each, found, seen)
        return [
            Selected(key, name, tuple(nodes), None if name == TYPENAME else type_.fields.get(name))
            for key, nodes in found.items()
            for name in [nodes[0].name.value]
        ]

    def _collect(
        self,
        type_: GraphQLObjectType,
        selections: SelectionSetNode,
        found: dict[str, list[FieldNode]],
        seen: set[str],
    ) -> None:
        for node in selections.selections:
            if not self._included(node.directives or ()):
                continue
            if isinstance(node, FieldNode):
                key = node.alias.value if node.alias else node.name.value
                found.setdefault(key, []).append(node)
            elif isinstance(node, InlineFragmentNode):
                if node.type_condition is None or self._is(type_, node.type_condition.name.value):
                    self._collect(type_, node.selection_set, found, seen)
            elif isinstance(node, FragmentSpreadNode):
                fragment = self.fragments[node.name.value]
                name = fragment.name.value
                if name not in seen and self._is(type_, fragment.type_condition.name.value):
                    seen.add(name)
                    self._collect(type_, fragment.selection_set, found, seen)

    def _is(self, type_: GraphQLObjectType, name: str) -> bool:
        condition: Any = self.schema.type_map[name]
        if is_abstract_type(condition):
            return self.schema.is_sub_type(condition, type_)
        return bool(condition is type_)

    def _included(self, directives: Iterable[DirectiveNode]) -> bool:
        for each in directives:
            name, given = each.name.value, each.arguments or ()
            if name not in ("skip", "include"):
                raise Uncompilable(name)
            if self._truth(given[0].value) is not (name == "include"):
                return False
        return True

    def _truth(self, value: ValueNode) -> bool:
        """:raises Uncompilable: where it is null, which is an error."""
        if isinstance(value, BooleanValueNode):
            return value.value
        if isinstance(value, VariableNode) and value.name.value in self.truths:
            return self.truths[value.name.value]
        raise Uncompilable("condition")
