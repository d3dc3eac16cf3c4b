"""A subscription before its first event: may it run, may the asker hear it, of what is it news."""

from __future__ import annotations

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    Node,
    OperationDefinitionNode,
    SelectionSetNode,
)
from graphql.execution import get_variable_values
from strawberry.schema.schema_converter import GraphQLCoreConverter

from api.execution import EXECUTABLE, Asked, Failure, Outcome, failed, prepared, refusal, unfit
from api.policy import Declared, declared_of
from core.desk.visit import Visit
from core.errors import Refused


def topic_of(asked: Asked, visit: Visit) -> str | Outcome:
    """The topic a subscription listens to, or why it is not opened; a refusal is written down."""
    wrong = unfit(asked)
    if wrong is not None:
        return wrong
    document = prepared(asked.query).document
    assert document is not None
    operation = _operation(document, asked.operation)
    given = dict(asked.variables or {})
    values = get_variable_values(EXECUTABLE, operation.variable_definitions or (), given)
    if isinstance(values, list):
        return failed(Failure.DOCUMENT, values)
    declared = _declared(document, operation)
    try:
        visit.require(declared.action)
    except Refused as refused:
        return refusal(refused)
    return declared.name


def _operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    (operation,) = [
        node
        for node in document.definitions
        if isinstance(node, OperationDefinitionNode)
        and name in (None, node.name.value if node.name else None)
    ]
    return operation


def _declared(document: DocumentNode, operation: OperationDefinitionNode) -> Declared:
    """The declaration of the one field that a valid subscription has."""
    root = EXECUTABLE.subscription_type
    assert root is not None
    field = root.fields[_first_field(document, operation.selection_set)]
    return declared_of(field.extensions[GraphQLCoreConverter.DEFINITION_BACKREF])


def _first_field(document: DocumentNode, selections: SelectionSetNode) -> str:
    """Its name; validation has seen to it that every other one is the same."""
    first: Node = selections.selections[0]
    if isinstance(first, FieldNode):
        return first.name.value
    if isinstance(first, FragmentSpreadNode):
        (first,) = [
            node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode) and node.name.value == first.name.value
        ]
    assert isinstance(first, InlineFragmentNode | FragmentDefinitionNode)
    return _first_field(document, first.selection_set)
