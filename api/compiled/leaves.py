"""Scalars and enums as JSON, a column at a time, byte for byte as the reference writes them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from json.encoder import encode_basestring
from typing import Any

from graphql import GraphQLEnumType, GraphQLNonNull, GraphQLScalarType

from api.compiled.selections import Uncompilable
from core.desk.flat import Spelled

Texts = Callable[[Sequence[Any]], list[str]]

NULL = "null"
_LEAST, _MOST = -(1 << 31), (1 << 31) - 1


class Surprise(Exception):
    """A value that the type has no place for: the reference says what is wrong with it."""


def spelled(value: Any) -> str:
    """JSON as the door writes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def leaf(type_: Any) -> Texts:
    """The texts of values of a leaf type; none of them is ``None``."""
    if isinstance(type_, GraphQLEnumType):
        return _enum(type_)
    return _scalar(type_)


def _enum(type_: GraphQLEnumType) -> Texts:
    known: dict[Any, str] = {}

    def told(value: Any) -> str:
        if value not in known:
            known[value] = spelled(type_.coerce_output_value(value))
        return known[value]

    return lambda values: [told(value) for value in values]


def _scalar(type_: GraphQLScalarType) -> Texts:
    def slow(value: Any) -> str:
        told = type_.coerce_output_value(value)
        if told is None:
            raise Surprise(type_.name)
        return spelled(told)

    def fast(value: Any) -> str:
        if type(value) is str:
            return encode_basestring(value)
        if type(value) is bool:
            return "true" if value else "false"
        return str(value)

    exact = {"String": str, "ID": str, "Boolean": bool, "Int": int}.get(type_.name)
    if exact is None:
        return lambda values: [slow(value) for value in values]

    def told(value: Any) -> str:
        if type(value) is int:
            return fast(value) if exact is int and _LEAST <= value <= _MOST else slow(value)
        return fast(value) if type(value) is exact else slow(value)

    return lambda values: [told(value) for value in values]


def _quoted(values: Sequence[Any]) -> list[str]:
    return [f'"{value}"' for value in values]


def _whole_numbers(values: Sequence[Any]) -> list[str]:
    if values and not _LEAST <= min(values) <= max(values) <= _MOST:
        raise Surprise("Int")
    return list(map(int.__repr__, values))


#: Columns of rows: what they hold is known, so nothing of it is asked again.
_COLUMNS: dict[tuple[Spelled, str], Texts] = {
    (Spelled.TEXT, "String"): lambda values: list(map(encode_basestring, values)),
    (Spelled.TEXT, "ID"): lambda values: list(map(encode_basestring, values)),
    (Spelled.DAY, "Date"): _quoted,
    (Spelled.MOMENT, "DateTime"): _quoted,
    (Spelled.WHOLE, "Int"): _whole_numbers,
    (Spelled.TRUTH, "Boolean"): lambda values: ["true" if v else "false" for v in values],
    (Spelled.REAL, "Float"): lambda values: [spelled(float(v)) for v in values],
}


def column(of: Spelled, type_: Any) -> Texts:
    """The texts of a column told as a type; ``None`` where the type allows it.

    :raises Uncompilable: for what no column of this kind is told as.
    """
    inner = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
    texts = _COLUMNS.get((of, getattr(inner, "name", "")))
    if texts is None:
        raise Uncompilable(str(type_))
    return completed(type_, texts)


def completed(type_: Any, texts: Texts) -> Texts:
    """Texts of values among which there may be ``None``: null, or a surprise where the type does
    not allow it."""
    if isinstance(type_, GraphQLNonNull):
        return lambda values: texts(all_there(type_, values))
    return lambda values: with_nulls(values, texts)


def all_there(type_: Any, values: Sequence[Any]) -> Sequence[Any]:
    """The same values. :raises Surprise: where one is none, which the type does not allow."""
    if None in values:
        raise Surprise(str(type_))
    return values


def with_nulls(values: Sequence[Any], texts: Texts) -> list[str]:
    """The texts of the values that are there, and null in place of the others."""
    if None not in values:
        return texts(values)
    told = iter(texts([value for value in values if value is not None]))
    return [NULL if value is None else next(told) for value in values]
