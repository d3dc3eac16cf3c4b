"""Keeping small secrets: sealed with AES-256-GCM, or known by a fingerprint alone."""

from __future__ import annotations

import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


class BrokenSeal(Exception):
    """The text was altered, belongs to something else, or was sealed with another key."""


def seal(key: bytes, text: bytes, belongs_to: str) -> bytes:
    """The nonce and the ciphertext of ``text``; opens only for the same ``belongs_to``."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, text, belongs_to.encode())


def unseal(key: bytes, sealed: bytes, belongs_to: str) -> bytes:
    """The text.

    :raises BrokenSeal: where it cannot be trusted.
    """
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], belongs_to.encode())
    except InvalidTag:
        raise BrokenSeal(belongs_to) from None


def fingerprint(secret: str) -> str:
    """SHA-256 of a random secret: what is kept of links, sessions, tokens and recovery codes."""
    return hashlib.sha256(secret.encode()).hexdigest()
