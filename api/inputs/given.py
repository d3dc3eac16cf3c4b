"""What the inputs of acts have in common: the key of an act, and ids as the register knows them."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import strawberry

from api.types.paging import keys_of


def needed(description: str, **options: Any) -> Any:
    """A field that must be given."""
    return strawberry.field(description=description, **options)


def given(description: str, otherwise: Any = None, **options: Any) -> Any:
    """A field that may be left out, and what it is then."""
    return strawberry.field(default=otherwise, description=description, **options)


def several(description: str) -> Any:
    """A list that may be left out, and is empty then."""
    return strawberry.field(default_factory=list, description=description)


def idempotency_key() -> Any:
    """The field every act has."""
    return needed(
        "1 to 64 printable characters of your own, one for each act. The same key with the same "
        "input does nothing anew and tells the first result; it is known for 7 days."
    )


def key_in(kind: str, given: strawberry.ID | None) -> Any:
    """The key behind an id of this kind; ``None`` for none.

    :raises BadQuestion: ``MALFORMED_ID``.
    """
    return None if given is None else keys_of(kind, [given])[0]


def plain(source: Any, *besides: str) -> dict[str, Any]:
    """The fields of an input by name, lists as tuples, without its key and those ``besides``."""
    left_out = {"idempotency_key", *besides}
    told = {f.name: getattr(source, f.name) for f in fields(source) if f.name not in left_out}
    return {n: tuple(v) if isinstance(v, list) else v for n, v in told.items()}
