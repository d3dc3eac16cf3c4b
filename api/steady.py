"""Which documents are answered from the bulletin alone, so that their answers may be kept.

Every field such a document selects tells a public figure or what is the same for everybody. It is
read from the declarations beside the fields (api.policy): a field that declares nothing, or
anything else, makes the document one that is answered anew each time.
"""

from __future__ import annotations

from typing import Any

from graphql import (
    BREAK,
    ArgumentNode,
    DocumentNode,
    FieldNode,
    GraphQLSchema,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    visit,
)
from strawberry.schema.schema_converter import GraphQLCoreConverter

from api.policy import DECLARED, Stands
from core.access.roles import Action
from core.bulletin.bulletin import Edition

_STEADY = frozenset({Stands.FIGURE, Stands.REFERENCE})


def is_steady(schema: GraphQLSchema, document: DocumentNode) -> bool:
    """True where every operation of a valid document tells the public bulletin and no more."""
    types = TypeInfo(schema)
    seen = _Seen(types)
    visit(document, TypeInfoVisitor(types, seen))
    return seen.steady


class _Seen(Visitor):
    """Walks through a document until something in it is not steady."""

    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self.steady = True
        self._types = types

    def enter_field(self, node: FieldNode, *_: Any) -> Any:
        """Every field, at any depth."""
        if not node.name.value.startswith("__") and not self._declared_steady():
            self.steady = False
            return BREAK
        return None

    def enter_argument(self, node: ArgumentNode, *_: Any) -> Any:
        """Every argument: an edition is the public one, and said so in the document itself."""
        said = getattr(node.value, "value", None)  # a variable has none
        if node.name.value == "edition" and said != Edition.PUBLIC.name:
            self.steady = False
            return BREAK
        return None

    def _declared_steady(self) -> bool:
        field = self._types.get_field_def()
        definition = field and field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
        declared = definition.metadata.get(DECLARED) if definition else None
        return (
            declared is not None
            and declared.stands in _STEADY
            and declared.action is Action.READ_BULLETIN
        )
