"""How much one document may ask for, measured once per fragment: linear in the text's length.

Limiters that expand every spread anew are exponential on nested fragments. Here each fragment is
weighed once, and a spread costs what its fragment weighs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    OperationDefinitionNode,
    SelectionSetNode,
)

MOST_TOKENS = 4_000
MOST_FIELDS = 1_000
DEEPEST = 15


@dataclass(frozen=True, slots=True)
class Weight:
    """Fields after every spread is written out, and how deep they nest."""

    fields: int = 0
    depth: int = 0

    def beside(self, other: Weight) -> Weight:
        """Both, next to each other."""
        return Weight(min(self.fields + other.fields, 1 << 40), max(self.depth, other.depth))


def too_heavy(document: DocumentNode) -> GraphQLError | None:
    """An error where some operation asks for too much; ``None`` where all may run."""
    fragments = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    scale = _Scale(fragments)
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode):
            weight = scale.weigh(node.selection_set)
            if weight.fields > MOST_FIELDS:
                return _refusal(f"The document asks for more than {MOST_FIELDS} fields.")
            if weight.depth > DEEPEST:
                return _refusal(f"The document nests more than {DEEPEST} levels deep.")
    return None


def _refusal(message: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": "TOO_COMPLEX"})


class _Scale:
    """Weighs selections; a spread within itself weighs nothing (validation refuses it)."""

    def __init__(self, fragments: dict[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments
        self._known: dict[str, Weight] = {}

    def weigh(self, selections: SelectionSetNode) -> Weight:
        """The weight of a selection set."""
        return reduce(Weight.beside, map(self._one, selections.selections), Weight())

    def _one(self, node: object) -> Weight:
        if isinstance(node, FragmentSpreadNode):
            return self._spread(node.name.value)
        inner: SelectionSetNode | None = getattr(node, "selection_set", None)
        below = self.weigh(inner) if inner else Weight()
        return Weight(below.fields + 1, below.depth + 1) if isinstance(node, FieldNode) else below

    def _spread(self, name: str) -> Weight:
        if name not in self._known:
            self._known[name] = Weight()
            if name in self._fragments:
                self._known[name] = self.weigh(self._fragments[name].selection_set)
        return self._known[name]
