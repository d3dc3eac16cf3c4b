"""Passwords: argon2id, 48 MiB each, at most two at once, and the same time for unknown names."""

from __future__ import annotations

import os
import secrets
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12

_HASHER = PasswordHasher(time_cost=2, memory_cost=48 * 1024, parallelism=1)

#: Half the processors, two at most: a burst of wrong passwords must leave room for everybody else.
_AT_MOST = BoundedSemaphore(max(1, min(2, (os.cpu_count() or 2) // 2)))


def hashed(password: str) -> str:
    """The argon2id hash to keep.

    :raises ValueError: for a password of fewer than 12 characters.
    """
    if len(password) < SHORTEST:
        raise ValueError(f"a password needs {SHORTEST} characters or more")
    with _AT_MOST:
        return _HASHER.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """True where the password is the one kept. An unknown account (``None``) costs as much."""
    with _AT_MOST:
        try:
            return _HASHER.verify(kept or _nobodys(), password) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


@cache
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_urlsafe(32))
