"""Copying what a row and a GraphQL type call by the same name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def same_named(
    row: Mapping[str, Any], kind: type[Any], besides: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The fields of ``kind`` from ``row``, without those that are spelled another way."""
    return {name: row[name] for name in kind.__annotations__ if name not in besides}
