"""How enums are told to GraphQL: a sentence for the whole, and one for each value."""

from __future__ import annotations

from collections.abc import Callable
from enum import EnumType
from typing import Any, TypeVar

import strawberry

Kind = TypeVar("Kind", bound=EnumType)


def described(
    description: str, *, name: str | None = None, **values: str
) -> Callable[[Kind], Kind]:
    """A decorator for enums, of this door's or of the core's.

    ``name``: as GraphQL knows it, the class's own if nothing is said; ``values``: what each of its
    names means. A name without a sentence is found by ``tests/house/test_schema.py``.
    """

    def tell(kind: Kind) -> Kind:
        strawberry.enum(kind, name=name, description=description)
        definition: Any = kind.__strawberry_definition__  # type: ignore[attr-defined]
        for value in definition.values:
            value.description = values.get(value.name)
        return kind

    return tell
