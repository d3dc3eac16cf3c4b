"""Passwords: argon2id, 48 MiB each, at most two at once, and the same time for unknown names."""

from __future__ import annotations

import itertools
import os

from core.access.hashing import HASHER, Aside

SHORTEST = 12
LEFT_OVER = 8

#: Words that whoever knows the house would try first.
OWN_WORDS = frozenset(
    {
        *("yanapay", "trata", "victima", "víctima", "ministerio", "registro", "peru", "perú"),
        *("clave", "contraseña", "contrasena", "password", "operator", "planner", "administrator"),
    }
)

#: Half the processors, two at most: a burst of wrong passwords must leave room for everybody else.
_ASIDE = [Aside() for _ in range(max(1, min(2, (os.cpu_count() or 2) // 2)))]
_TURNS = itertools.cycle(_ASIDE)


def _refuse_easy(password: str, name: str) -> None:
    """Nothing where 8 characters are left without the house's own words and the account's name.

    :raises ValueError: for a password that is little more than those.
    """
    left = password.casefold()
    for word in sorted(OWN_WORDS | {name.casefold()}, key=len, reverse=True):
        left = left.replace(word, "") if len(word) > 2 else left
    if len(left) < LEFT_OVER:
        raise ValueError("a password needs more than the house's own words and the account's name")


def hashed(password: str, name: str) -> str:
    """The argon2id hash to keep for the account of this name.

    :raises ValueError: for a password of fewer than 12 characters, or little more than the house's
        own words and the name.
    """
    if len(password) < SHORTEST:
        raise ValueError(f"a password needs {SHORTEST} characters or more")
    _refuse_easy(password, name)
    return HASHER.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """True where the password is the one kept. An unknown account (``None``) costs as much."""
    return next(_TURNS).matches(kept, password)
