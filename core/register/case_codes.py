"""Case codes: ``TIP-7K4M-Q2FD``, 35 random bits in Crockford base32 and a check character.

A code tells nothing about when or where a case was opened; those of routes that were recorded begin
with ``RUT``. Codes are read out on the telephone: Crockford's alphabet has no I, L, O or U.
"""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS = 35


def case_code(number: int, kind: str = "TIP") -> str:
    """The code of a number below 2**35; ``kind`` stands before it."""
    body = "".join(ALPHABET[(number >> shift) & 31] for shift in range(BITS - 5, -1, -5))
    return f"{kind}-{body[:4]}-{body[4:]}{check_character(body)}"


def check_character(body: str) -> str:
    """The values of the letters, weighted 2, 3, 4 ..., modulo 31, as one letter.

    It finds every wrong letter but 0 for Z, and every swap of two neighbours.
    """
    total = sum(weight * ALPHABET.index(letter) for weight, letter in enumerate(body, start=2))
    return ALPHABET[total % 31]
