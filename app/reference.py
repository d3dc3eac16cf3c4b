"""The schema that answers, told as the reference that pages show."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    Undefined,
    ast_from_value,
    get_named_type,
    print_ast,
)
from strawberry.schema.schema_converter import GraphQLCoreConverter

from api.policy import declared_of
from api.schema import EXECUTABLE, schema
from core.access.roles import Role, may
from web.parts.reference import Kind, Member, Reference, Sort

_ROOTS = [
    kind.name
    for kind in (EXECUTABLE.query_type, EXECUTABLE.mutation_type, EXECUTABLE.subscription_type)
    if kind
]


@cache
def reference() -> Reference:
    """Every type of the schema but those of introspection, the roots first, then by name."""
    named = [kind for name, kind in EXECUTABLE.type_map.items() if name[:2] != "__"]
    named.sort(key=lambda kind: kind.name.casefold())
    named.sort(key=lambda kind: _ROOTS.index(kind.name) if kind.name in _ROOTS else len(_ROOTS))
    return Reference({kind.name: _kind(kind) for kind in named}, schema.as_str())


def _kind(kind: GraphQLNamedType) -> Kind:
    told = kind.description or ""
    return Kind(kind.name, _sort(kind), told, tuple(_members(kind)), kind.name in _ROOTS)


def _sort(kind: GraphQLNamedType) -> Sort:
    if isinstance(kind, GraphQLInputObjectType):
        return Sort.INPUT
    if isinstance(kind, GraphQLEnumType):
        return Sort.ENUM
    return Sort.SCALAR if isinstance(kind, GraphQLScalarType) else Sort.OBJECT


def _members(kind: GraphQLNamedType) -> Iterator[Member]:
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
        yield from (_field(name, field) for name, field in kind.fields.items())
    elif isinstance(kind, GraphQLInputObjectType):
        yield from (_given(name, field) for name, field in kind.fields.items())
    elif isinstance(kind, GraphQLEnumType):
        for name, value in kind.values.items():
            told, gone = value.description or "", value.deprecation_reason or ""
            yield Member(name, told, deprecated=gone)


def _field(name: str, field: GraphQLField) -> Member:
    needed = declared_of(field.extensions[GraphQLCoreConverter.DEFINITION_BACKREF]).action
    return Member(
        name,
        field.description or "",
        str(field.type),
        get_named_type(field.type).name,
        deprecated=field.deprecation_reason or "",
        action="" if may(Role.PUBLIC, needed) else needed.value,
        arguments=tuple(_given(each, argument) for each, argument in field.args.items()),
    )


def _given(name: str, given: GraphQLArgument | GraphQLInputField) -> Member:
    default = None
    if given.default_value is not Undefined and given.default_value is not None:
        default = ast_from_value(given.default_value, given.type)
    return Member(
        name,
        given.description or "",
        str(given.type),
        get_named_type(given.type).name,
        "" if default is None else print_ast(default),
        given.deprecation_reason or "",
    )
