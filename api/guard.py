"""How much one document may ask for, read from its shape before it is validated.

Validation compares every two fields that stand at the same place, fragments written out; it takes
minutes for a document that says little and repeats it much. So a document is weighed first: each
fragment once, a spread counting what its fragment weighs. That is linear in the text, whatever the
fragments do; what is written out afterwards is within the limits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
)

from core.errors import Code

MOST_TOKENS = 4_000
MOST_OPERATIONS = 20
MOST_FRAGMENTS = 100
MOST_SELECTIONS = 2_000
MOST_FIELDS = 1_000
MOST_ALIASES = 100
MOST_DIRECTIVES = 100
MOST_AT_THE_ROOT = 50
MOST_AT_ONE_PLACE = 20
DEEPEST = 15

Fragments = Mapping[str, FragmentDefinitionNode]

_ENOUGH = 1 << 40  # nobody needs to know how much more


@dataclass(frozen=True, slots=True)
class Weight:
    """What a selection holds after every spread is written out. ``wide``: at its first level."""

    selections: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0
    wide: int = 0
    depth: int = 0

    def beside(self, other: Weight) -> Weight:
        """Both, next to each other."""
        return Weight(
            min(self.selections + other.selections, _ENOUGH),
            min(self.fields + other.fields, _ENOUGH),
            min(self.aliases + other.aliases, _ENOUGH),
            min(self.directives + other.directives, _ENOUGH),
            min(self.wide + other.wide, _ENOUGH),
            max(self.depth, other.depth),
        )


def fragments_of(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    """The fragments of a document by name."""
    found = (node for node in document.definitions if isinstance(node, FragmentDefinitionNode))
    return {node.name.value: node for node in found}


def operations_of(document: DocumentNode) -> list[OperationDefinitionNode]:
    """The operations of a document."""
    return [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]


def too_heavy(document: DocumentNode) -> GraphQLError | None:
    """An error where the document asks for too much; ``None`` where it may be validated."""
    fragments, operations = fragments_of(document), operations_of(document)
    if len(operations) > MOST_OPERATIONS:
        return too_complex(f"The document has more than {MOST_OPERATIONS} operations.")
    if len(fragments) > MOST_FRAGMENTS:
        return too_complex(f"The document has more than {MOST_FRAGMENTS} fragments.")
    scale = _Scale(fragments)
    weights = {name: scale.weigh(node.selection_set) for name, node in fragments.items()}
    tops = [scale.weigh(node.selection_set) for node in operations]
    if scale.circle is not None:
        return GraphQLError(f"The fragment {scale.circle!r} spreads itself.")
    unused = [name for name in fragments if name not in scale.spread]
    tops += [weights[name] for name in unused]
    wrong = _beyond(reduce(Weight.beside, tops, Weight()))
    if wrong is None:
        sets = [node.selection_set for node in (*operations, *(fragments[n] for n in unused))]
        if any(_crowd([each], fragments) > MOST_AT_ONE_PLACE for each in sets):
            wrong = f"says one field more than {MOST_AT_ONE_PLACE} times at the same place"
    return too_complex(f"The document {wrong}.") if wrong else None


def too_complex(message: str, **facts: int) -> GraphQLError:
    """The refusal of a document that asks for too much."""
    return GraphQLError(message, extensions={"code": Code.TOO_COMPLEX.value, **facts})


def _beyond(weight: Weight) -> str | None:
    """What a weight has too much of, as the rest of a sentence."""
    limits = (
        (weight.depth, DEEPEST, "nests more than {} levels deep"),
        (weight.wide, MOST_AT_THE_ROOT, "asks for more than {} fields at its root"),
        (weight.fields, MOST_FIELDS, "asks for more than {} fields"),
        (weight.aliases, MOST_ALIASES, "has more than {} aliases"),
        (weight.directives, MOST_DIRECTIVES, "has more than {} directives"),
        (weight.selections, MOST_SELECTIONS, "selects more than {} times"),
    )
    return next((told.format(most) for held, most, told in limits if held > most), None)


class _Scale:
    """Weighs selections. ``spread``: the fragments met; ``circle``: one that spreads itself."""

    def __init__(self, fragments: Fragments) -> None:
        self.spread: set[str] = set()
        self.circle: str | None = None
        self._fragments = fragments
        self._known: dict[str, Weight | None] = {}  # None while it is being weighed

    def weigh(self, selections: SelectionSetNode) -> Weight:
        """The weight of a selection set."""
        held = Weight()
        for node in selections.selections:
            held = held.beside(self._one(node))
        return held

    def _one(self, node: SelectionNode) -> Weight:
        own = Weight(selections=1, directives=len(node.directives or ()))
        if isinstance(node, FragmentSpreadNode):
            return self._spread(node.name.value).beside(own)
        inner: SelectionSetNode | None = getattr(node, "selection_set", None)
        below = self.weigh(inner) if inner else Weight()
        if not isinstance(node, FieldNode):
            return below.beside(own)
        return Weight(
            below.selections + 1,
            below.fields + 1,
            below.aliases + (node.alias is not None),
            below.directives + len(node.directives or ()),
            1,
            below.depth + 1,
        )

    def _spread(self, name: str) -> Weight:
        self.spread.add(name)
        if name not in self._known:
            self._known[name] = None
            held = self._fragments.get(name)
            self._known[name] = self.weigh(held.selection_set) if held else Weight()
        known = self._known[name]
        if known is None:
            self.circle = name
            return Weight()
        return known


def _crowd(sets: Sequence[SelectionSetNode], fragments: Fragments) -> int:
    """How often the most repeated response name stands at its place: what validation compares."""
    times: Counter[str] = Counter()
    below: dict[str, list[SelectionSetNode]] = {}
    for field in written_out(sets, fragments):
        name = (field.alias or field.name).value
        times[name] += 1
        if field.selection_set:
            below.setdefault(name, []).append(field.selection_set)
    return max([*times.values(), *(_crowd(each, fragments) for each in below.values())], default=0)


def written_out(sets: Sequence[SelectionSetNode], fragments: Fragments) -> Iterator[FieldNode]:
    """The fields of selections at their first level, every spread written out where it stands."""
    for node in (node for each in sets for node in each.selections):
        if isinstance(node, FieldNode):
            yield node
        elif isinstance(node, FragmentSpreadNode):
            held = fragments.get(node.name.value)
            yield from written_out([held.selection_set] if held else [], fragments)
        else:
            assert isinstance(node, InlineFragmentNode)
            yield from written_out([node.selection_set], fragments)
