"""The version of what the register tells: the same for as long as nobody has changed it.

A version is a name nobody has given before, and no number: a register that is restored from a copy
tells again what the copy's version told, and never meets a number that stood for something else.
"""

from __future__ import annotations

import uuid

from sqlalchemy import Connection, bindparam, select, update

from core.register.accounts import AuditHead
from core.register.columns import columns_of, uuid7

_HEAD = columns_of(AuditHead)
_CHANGE = update(AuditHead).values(data_version=bindparam("fresh"))
_VERSION = select(_HEAD.data_version)


def change(connection: Connection) -> None:
    """Another version, from the commit of this transaction on. Versions are changed one after the
    other, so whoever sees one sees every change before it and none after."""
    connection.execute(_CHANGE, {"fresh": uuid7()})


def version(connection: Connection) -> uuid.UUID:
    """The version of what this connection sees."""
    found: uuid.UUID = connection.execute(_VERSION).scalar_one()
    return found
