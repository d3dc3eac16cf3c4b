"""The record key behind cell-key perturbation (docs/method.md, rule 1)."""

from __future__ import annotations

import hmac
import uuid


def record_key(secret: bytes, record_id: uuid.UUID) -> int:
    """The first 32 bits of HMAC-SHA256(secret, id), as an unsigned integer.

    It never changes for a record, is never shown and never exported: whoever knew the keys of a
    cell could undo its noise.
    """
    return int.from_bytes(hmac.digest(secret, record_id.bytes, "sha256")[:4], "big")
