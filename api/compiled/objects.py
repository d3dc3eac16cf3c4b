"""Figures and reference data: objects of Python as JSON, a column at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    get_argument_values,
    is_leaf_type,
)

from api.compiled.leaves import Surprise, all_there, leaf, with_nulls
from api.compiled.selections import TYPENAME, Selected, Selecting, Uncompilable
from api.policy import Guard, Stands, of_source
from core.access.roles import Action


@dataclass(frozen=True, slots=True)
class Given:
    """What comes with a request: coerced variables, and what resolvers are handed."""

    variables: Any
    context: Any


@dataclass(frozen=True, slots=True)
class Asked:
    """As much of graphql-core's info as a resolver of ours looks at."""

    context: Any


Draw = Callable[[Sequence[Any], Given], list[str]]
Resolve = Callable[[Sequence[Any], Given], list[Any]]

_STEADY = frozenset({Stands.FIGURE, Stands.REFERENCE})


def template(keys: Sequence[str]) -> str:
    """The JSON of an object with a place for the text of each value."""
    return "{" + ",".join(f'"{key}":%s' for key in keys) + "}"


def joined(keys: Sequence[str], columns: Sequence[Sequence[str]], rows: int) -> list[str]:
    """The JSON of objects, by the texts of their fields."""
    whole = template(keys)
    if not columns:
        return [whole] * rows
    return [whole % each for each in zip(*columns, strict=True)]


def drawn(selecting: Selecting, type_: Any, selected: Sequence[Any]) -> Draw:
    """How values of a type are written, ``None`` included.

    :raises Uncompilable: for types that hold anything but figures and reference data.
    """
    if isinstance(type_, GraphQLNonNull):
        inner = drawn(selecting, type_.of_type, selected)
        return lambda values, given: inner(all_there(type_, values), given)
    some = _some(selecting, type_, selected)
    return lambda values, given: with_nulls(values, lambda there: some(there, given))


def _some(selecting: Selecting, type_: Any, nodes: Sequence[Any]) -> Draw:
    """How values that are there are written."""
    if is_leaf_type(type_):
        texts = leaf(type_)
        return lambda values, _: texts(values)
    if isinstance(type_, GraphQLList):
        return _lists(drawn(selecting, type_.of_type, nodes))
    if not isinstance(type_, GraphQLObjectType) or type_.is_type_of is not None:
        raise Uncompilable(str(type_))
    return objects(selecting, type_, nodes)


def _lists(inner: Draw) -> Draw:
    def draw(values: Sequence[Any], given: Given) -> list[str]:
        if not all(isinstance(value, list | tuple) for value in values):
            raise Surprise("list")
        told = iter(inner([item for value in values for item in value], given))
        return ["[" + ",".join(next(told) for _ in value) + "]" for value in values]

    return draw


def objects(selecting: Selecting, type_: GraphQLObjectType, nodes: Sequence[Any]) -> Draw:
    """How objects of a type are written."""
    fields = [_field(selecting, type_, selected) for selected in selecting.of(type_, nodes)]
    keys = [key for key, _ in fields]

    def draw(values: Sequence[Any], given: Given) -> list[str]:
        return joined(keys, [texts(values, given) for _, texts in fields], len(values))

    return draw


def public(selected: Selected) -> None:
    """Nothing for a field that tells everybody the same. :raises Uncompilable: for any other."""
    declared = selected.declared
    if declared.stands not in _STEADY or declared.action is not Action.READ_BULLETIN:
        raise Uncompilable(selected.name)


def _field(selecting: Selecting, type_: GraphQLObjectType, selected: Selected) -> tuple[str, Draw]:
    if selected.name == TYPENAME:
        said = f'"{type_.name}"'
        return selected.key, lambda values, _: [said] * len(values)
    public(selected)
    resolve = resolver(selected)
    draw = drawn(selecting, selected.type, selected.nodes)
    return selected.key, lambda values, given: draw(resolve(values, given), given)


def resolver(selected: Selected) -> Resolve:
    """The values of a field of objects."""
    definition, field = selected.definition, selected.field
    assert field is not None
    if definition.base_resolver is None:
        name = definition.python_name
        return lambda sources, _: [of_source(source, name) for source in sources]
    if any(not isinstance(each, Guard) for each in definition.extensions):
        raise Uncompilable(selected.name)
    resolve: Any = field.resolve
    node = selected.nodes[0]

    def resolved(sources: Sequence[Any], given: Given) -> list[Any]:
        arguments = get_argument_values(field, node, given.variables)
        info = Asked(given.context)
        return [resolve(source, info, **arguments) for source in sources]

    return resolved
