"""Free texts of calls and cases: ciphertext, and the data keys that open it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import (
    Connection,
    RowMapping,
    UniqueConstraint,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlmodel import Field, SQLModel

from core.register.calls import Call
from core.register.cases import Case
from core.register.columns import columns_of, key, moment


class DataKey(SQLModel, table=True):
    """The key of all texts of one call or case, sealed. Without it they cannot be read again."""

    __tablename__ = "data_key"
    owner_id: uuid.UUID = Field(primary_key=True)  # the call or the case
    key_number: int  # of the key of the house that sealed this one
    sealed: bytes


class SealedText(SQLModel, table=True):
    """One version of a free text: never overwritten, ciphertext only."""

    __tablename__ = "sealed_text"
    __table_args__ = (UniqueConstraint("owner_id", "version"),)
    id: uuid.UUID = key()
    owner_id: uuid.UUID  # the call or the case
    version: int
    sealed: bytes
    written_at: dt.datetime = moment()
    written_by: str = Field(max_length=48)


DATA_KEY = columns_of(DataKey)
TEXT = columns_of(SealedText)
CALL = columns_of(Call)
CASE = columns_of(Case)
_OWNERS = {"call": CALL.id, "case": CASE.id}


def exists(connection: Connection, kind: str, owner: uuid.UUID) -> bool:
    """True where there is such a call or case."""
    column = _OWNERS[kind]
    return connection.execute(select(column).where(column == owner)).first() is not None


def owners_in_case(connection: Connection, code: str) -> Sequence[uuid.UUID]:
    """The case of this code and the calls that belong to it; empty where there is no such case."""
    case = connection.execute(select(CASE.id).where(CASE.code == code)).scalar_one_or_none()
    if case is None:
        return []
    calls = select(CALL.id).where(CALL.case_id == case)
    return [case, *connection.execute(calls).scalars()]


def data_key(connection: Connection, owner: uuid.UUID) -> bytes | None:
    """The sealed data key of a call or case, where it has one."""
    question = select(DATA_KEY.sealed).where(DATA_KEY.owner_id == owner)
    return connection.execute(question).scalar_one_or_none()


def add_data_key(connection: Connection, owner: uuid.UUID, number: int, sealed: bytes) -> None:
    """Keep the first data key of a call or case, sealed with the key ``number`` of the house."""
    values = {"owner_id": owner, "key_number": number, "sealed": sealed}
    connection.execute(insert(DataKey).values(**values))


def next_version(connection: Connection, owner: uuid.UUID) -> int:
    """The number of the next version of the text of a call or case."""
    question = select(func.coalesce(func.max(TEXT.version), 0) + 1).where(TEXT.owner_id == owner)
    return int(connection.execute(question).scalar_one())


def add_text(
    connection: Connection,
    owner: uuid.UUID,
    version: int,
    sealed: bytes,
    written: tuple[dt.datetime, str],
) -> None:
    """Keep one more version. ``written``: when and by whom."""
    at, by = written
    connection.execute(
        insert(SealedText).values(
            owner_id=owner, version=version, sealed=sealed, written_at=at, written_by=by
        )
    )


def texts_of(connection: Connection, owner: uuid.UUID) -> Sequence[RowMapping]:
    """Every version, the oldest first."""
    question = select(*TEXT).where(TEXT.owner_id == owner).order_by(TEXT.version)
    return connection.execute(question).mappings().all()


def erase(connection: Connection, owners: Sequence[uuid.UUID]) -> int:
    """Delete data keys and every version of the texts; how many versions that were."""
    connection.execute(delete(DataKey).where(DATA_KEY.owner_id.in_(owners)))
    return connection.execute(delete(SealedText).where(TEXT.owner_id.in_(owners))).rowcount


def data_keys_below(connection: Connection, number: int, most: int) -> Sequence[RowMapping]:
    """Data keys that a key of the house older than ``number`` has sealed."""
    question = select(*DATA_KEY).where(DATA_KEY.key_number < number)
    return connection.execute(question.limit(most)).mappings().all()


def count_data_keys_below(connection: Connection, number: int) -> int:
    """How many of those there are."""
    question = select(func.count()).select_from(DataKey).where(DATA_KEY.key_number < number)
    return int(connection.execute(question).scalar_one())


def replace_data_key(connection: Connection, owner: uuid.UUID, number: int, sealed: bytes) -> None:
    """Keep the same data key, sealed again with the key ``number`` of the house."""
    changed = update(DataKey).where(DATA_KEY.owner_id == owner)
    connection.execute(changed.values(key_number=number, sealed=sealed))
