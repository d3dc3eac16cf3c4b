"""What an operation asks for, looked through once for each way its directives can fall."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from graphql import DocumentNode, OperationDefinitionNode

from api.compiled.objects import Draw, Resolve, drawn, public, resolver
from api.compiled.pages import Listing, listing
from api.compiled.records import Compiling
from api.compiled.selections import TYPENAME, Selected, Selecting, Uncompilable
from api.execution import Prepared
from api.guard import fragments_of
from api.policy import Stands
from api.schema import EXECUTABLE
from core.access.roles import Action

#: Compiled operations that are kept in a process.
MOST = 256


@dataclass(frozen=True, slots=True)
class Root:
    """One field of an answer: what its resolver gives, and how that is ``told``. Where it is a
    ``page`` of records, its resolver is asked only which."""

    key: str
    resolve: Resolve
    told: Draw
    page: Listing | None = None


@dataclass(frozen=True, slots=True)
class Compiled:
    """An operation as it can be answered: its fields in order, and what must be allowed."""

    roots: tuple[Root, ...]
    actions: frozenset[Action]

    @property
    def records_alone(self) -> bool:
        """True where every field is a page of records, and one is: what it tells is told until
        they change."""
        return bool(self.roots) and all(root.page for root in self.roots)


@dataclass(frozen=True, slots=True)
class Way:
    """An operation with the truths its directives may depend on; ``text``: its document's."""

    text: str
    name: str | None
    truths: tuple[tuple[str, bool], ...]
    operation: OperationDefinitionNode = field(compare=False)
    document: DocumentNode = field(compare=False)


def way_of(ready: Prepared, variables: Mapping[str, Any]) -> Way:
    """The way an operation goes with these coerced variables."""
    truths = tuple((name, value) for name, value in variables.items() if isinstance(value, bool))
    return Way(ready.text, ready.name, truths, ready.operation, ready.document)


@lru_cache(MOST)
def compiled(way: Way) -> Compiled | None:
    """An operation, compiled; ``None`` where the reference must answer it."""
    selecting = Selecting(EXECUTABLE, fragments_of(way.document), dict(way.truths))
    compiling = Compiling(selecting)
    try:
        query = EXECUTABLE.query_type
        assert query is not None
        selected = selecting.on(query, [way.operation.selection_set])
        roots = tuple(_root(compiling, each) for each in selected)
    except Uncompilable:
        return None
    return Compiled(roots, frozenset(compiling.actions))


def _root(compiling: Compiling, selected: Selected) -> Root:
    if selected.name == TYPENAME:
        return Root(selected.key, lambda sources, _: list(sources), lambda _, __: ['"Query"'])
    if selected.declared.stands is Stands.LIST:
        return Root(selected.key, resolver(selected), _nothing, listing(compiling, selected))
    public(selected)
    told = drawn(compiling.selecting, selected.type, selected.nodes)
    return Root(selected.key, resolver(selected), told)


def _nothing(*_: object) -> list[str]:
    return []
