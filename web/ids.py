"""Ids as forms and addresses give them."""

from __future__ import annotations

import uuid

from core.errors import BadQuestion, Code


def uuid_of(text: str, field: str) -> uuid.UUID:
    """The id of a text.

    :raises BadQuestion: ``NOT_FOUND`` for what is none: nothing has it.
    """
    try:
        return uuid.UUID(text)
    except ValueError:
        raise BadQuestion(Code.NOT_FOUND, field=field) from None
