"""Sealing everything again with a new key, so that the old one can be destroyed.

What is sealed with the key of the house are small things: data keys and second factors. The texts
themselves stay as they are. Every batch is one transaction: an interrupted rotation goes on with
what still carries an older number.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from sqlalchemy import Connection

from core.access.accounts import factor_of
from core.access.sealing import Ring, number_of
from core.register import audit, people, texts
from core.register.database import Register

Progress = Callable[[int, int], None]

_BATCH = 500


def key_of(owner: uuid.UUID) -> str:
    """What the sealed data key of a call or case is bound to."""
    return f"data_key:{owner}"


def rotate(register: Register, ring: Ring, told: Progress) -> int:
    """Seal with the ring's newest key whatever an older one sealed; how many things those were.

    Whoever seals takes the audit trail's turn first and reads the ring afterwards; so does every
    look taken here. What the last one does not find under an older number cannot come any more.
    """
    current = ring.current()
    with register.reading() as connection:
        total = texts.count_data_keys_below(connection, current)
    changed, more = 0, True
    while more:
        with register.writing() as connection:
            audit.take_turn(connection)
            rows = texts.data_keys_below(connection, current, _BATCH)
            for row in rows:
                again = ring.reseal(row["sealed"], key_of(row["owner_id"]))
                texts.replace_data_key(connection, row["owner_id"], current, again)
            more = bool(rows)
            changed += len(rows) if more else _factors(connection, ring, current)
        told(changed, max(total, changed))
    return changed


def _factors(connection: Connection, ring: Ring, current: int) -> int:
    """Seal older second factors again; how many."""
    old = [
        row for row in people.sealed_factors(connection) if number_of(row["totp_sealed"]) != current
    ]
    for row in old:
        again = ring.reseal(row["totp_sealed"], factor_of(row["id"]))
        people.replace_factor(connection, row["id"], again)
    return len(old)
