"""Keeping small secrets: sealed with AES-256-GCM, or known by a fingerprint alone."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
_NUMBER = 4


class BrokenSeal(Exception):
    """The text was altered, belongs to something else, or was sealed with another key."""


def seal(key: bytes, plain: bytes, belongs_to: str) -> bytes:
    """Nonce and ciphertext, bound to the row that ``belongs_to`` names: it cannot be moved."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, belongs_to.encode())


def unseal(key: bytes, sealed: bytes, belongs_to: str) -> bytes:
    """The plain bytes.

    :raises BrokenSeal: where key, text or row is not the one it was sealed with.
    """
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], belongs_to.encode())
    except InvalidTag:
        raise BrokenSeal(belongs_to) from None


@dataclass(frozen=True, slots=True, repr=False)
class Ring:
    """The numbered seal keys: the highest seals, any of them opens.

    ``read`` gives the keys of this moment, so that a long-running process seals with the newest
    one and opens what another process has sealed again (core.access.rotation).
    """

    read: Callable[[], Mapping[int, bytes]]

    def current(self) -> int:
        """The number of the key that seals now."""
        return max(self.read())

    def seal(self, plain: bytes, belongs_to: str) -> bytes:
        """The number of the key, then what :func:`seal` gives."""
        keys = self.read()
        number = max(keys)
        return number.to_bytes(_NUMBER, "big") + seal(keys[number], plain, belongs_to)

    def unseal(self, sealed: bytes, belongs_to: str) -> bytes:
        """The plain bytes.

        :raises BrokenSeal: as :func:`unseal`, and where the key is not there any more.
        """
        key = self.read().get(number_of(sealed))
        if key is None:
            raise BrokenSeal(belongs_to)
        return unseal(key, sealed[_NUMBER:], belongs_to)

    def reseal(self, sealed: bytes, belongs_to: str) -> bytes:
        """The same, sealed with the key that seals now."""
        return self.seal(self.unseal(sealed, belongs_to), belongs_to)


def number_of(sealed: bytes) -> int:
    """The number of the key of a ring that sealed this."""
    return int.from_bytes(sealed[:_NUMBER], "big")


def fingerprint(secret: str) -> str:
    """SHA-256 of a random secret: what is kept of links, sessions, tokens and recovery codes."""
    return hashlib.sha256(secret.encode()).hexdigest()
