"""What a document costs: how many values it can be answered with at most, and the work they take.

A field costs one point for every time it is answered; what stands in a list costs as often as the
list is long (api.sizes). Fields that read records, tell figures or act cost their work
beside. What variables decide is left open: a document is priced once, its price asked each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
    value_from_ast_untyped,
)
from strawberry.schema.schema_converter import GraphQLCoreConverter

from api.guard import Fragments
from api.policy import Guard, Stands, declared_of
from api.sizes import Amount, Sizes, Variables, length, told_by

MOST_COST = 100_000

#: Points of the work behind a guarded field. A page of records is audited, an act written too;
#: a figure is read from memory. COUNTING: the whole number of a list.
ACT, LIST, FIGURE, COUNTING = 400, 200, 40, 500

_WORK: Mapping[Stands, int] = {
    Stands.ACT: ACT,
    Stands.LIST: LIST,
    Stands.EVENT: LIST,
    Stands.FIGURE: FIGURE,
    Stands.PLAN: FIGURE,
}


def _work(field: GraphQLField) -> int:
    definition = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    if definition is None or not any(isinstance(e, Guard) for e in definition.extensions):
        return 0
    declared = declared_of(definition)
    return COUNTING if declared.name == "count" else _WORK.get(declared.stands, 0)


@dataclass(frozen=True, slots=True)
class Price:
    """``fixed`` points, and of each part how often it comes times its price."""

    fixed: int = 0
    parts: tuple[tuple[Amount, Price], ...] = ()

    def of(self, variables: Variables) -> int:
        """The points, once the variables are known."""
        return self.fixed + sum(_known(n, variables) * p.of(variables) for n, p in self.parts)

    def beside(self, other: Price) -> Price:
        """Both together."""
        return Price(self.fixed + other.fixed, self.parts + other.parts)

    def times(self, often: Amount) -> Price:
        """This price so many times."""
        if isinstance(often, int) and not self.parts:
            return Price(self.fixed * often)
        return Price(0, ((often, self),))


def _known(often: Amount, variables: Variables) -> int:
    return often if isinstance(often, int) else often(variables)


@dataclass(frozen=True, slots=True)
class Tariff:
    """Prices the operations of a document that is valid for the schema."""

    schema: GraphQLSchema
    fragments: Fragments

    def of(self, operation: OperationDefinitionNode) -> Price:
        """The price of an operation."""
        root = self.schema.get_root_type(operation.operation)
        return self._selection(operation.selection_set, root, {})

    def _selection(self, selections: SelectionSetNode, kind: Any, sizes: Sizes) -> Price:
        price = Price()
        for parent, node in self._fields(selections, kind):
            price = price.beside(self._field(parent, node, sizes))
        return price

    def _fields(self, selections: SelectionSetNode, kind: Any) -> Iterator[tuple[Any, FieldNode]]:
        """(type, field) at the first level; every spread written out."""
        for node in selections.selections:
            if isinstance(node, FieldNode):
                yield kind, node
                continue
            held: Any = node
            if isinstance(node, FragmentSpreadNode):
                held = self.fragments[node.name.value]
            on = held.type_condition
            inner = self.schema.get_type(on.name.value) if on else kind
            yield from self._fields(held.selection_set, inner)

    def _field(self, parent: Any, node: FieldNode, above: Sizes) -> Price:
        field: Any = self.schema.get_field(parent, node.name.value)
        inner: Any = get_named_type(field.type)
        sizes = told_by(parent.name, node, inner.name, above)
        price = Price(1 + _work(field)).beside(Price(1).times(sizes.get("work", 0)))
        if node.selection_set is None:
            return price
        below = self._selection(node.selection_set, inner, sizes)
        if is_list_type(get_nullable_type(field.type)):
            below = below.times(length(self.schema, parent.name, node.name.value, sizes))
        return price.beside(below)


def given_to(operation: OperationDefinitionNode, variables: Variables) -> Variables:
    """The variables of an operation: those given, and what the others are otherwise."""
    otherwise = {
        each.variable.name.value: value_from_ast_untyped(each.default_value)
        for each in operation.variable_definitions or ()
        if each.default_value is not None
    }
    return {**otherwise, **variables}
