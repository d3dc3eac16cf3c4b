"""Tokens as they are shown: ``Bearer ynp_...``."""

from __future__ import annotations


def token_in(header: str | None) -> str | None:
    """The token of an Authorization header; whatever stands there must be one of ours.

    ``None`` for no header; the empty text, which is no token, for another kind of credential.
    """
    if header is None:
        return None
    kind, _, token = header.partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""
