"""Accounts and their recovery codes."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from core.register.accounts import Account, RecoveryCode
from core.register.columns import columns_of

ACCOUNT = columns_of(Account)
RECOVERY = columns_of(RecoveryCode)


def add_account(connection: Connection, **fields: Any) -> None:
    """Keep a new account."""
    connection.execute(insert(Account).values(totp_last_step=0, **fields))


def account_named(connection: Connection, name: str) -> RowMapping | None:
    """The account of this name that is not disabled."""
    question = select(*ACCOUNT).where(ACCOUNT.name == name, ACCOUNT.disabled_at.is_(None))
    return connection.execute(question).mappings().one_or_none()


def accounts(connection: Connection) -> Sequence[RowMapping]:
    """Every account, by name, without its secrets."""
    shown = [ACCOUNT[name] for name in ("name", "role", "institution", "disabled_at", "created_at")]
    return connection.execute(select(*shown).order_by(ACCOUNT.name)).mappings().all()


def sealed_factors(connection: Connection) -> Sequence[RowMapping]:
    """(id, totp_sealed) of every account with a second factor."""
    question = select(ACCOUNT.id, ACCOUNT.totp_sealed).where(ACCOUNT.totp_sealed.is_not(None))
    return connection.execute(question).mappings().all()


def replace_factor(connection: Connection, account: uuid.UUID, sealed: bytes) -> None:
    """Keep a second factor, a new one or the same sealed again."""
    connection.execute(update(Account).where(ACCOUNT.id == account).values(totp_sealed=sealed))


def use_step(connection: Connection, account: uuid.UUID, step: int) -> bool:
    """Use up a step of the second factor; False where it or a later one was used already."""
    used = connection.execute(
        update(Account)
        .where(ACCOUNT.id == account, ACCOUNT.totp_last_step < step)
        .values(totp_last_step=step)
    )
    return used.rowcount == 1


def add_recovery_codes(connection: Connection, account: uuid.UUID, hashes: Iterable[str]) -> None:
    """Keep the hashes of new recovery codes."""
    rows = [{"code_hash": code, "account_id": account} for code in hashes]
    connection.execute(insert(RecoveryCode), rows)


def drop_recovery_codes(connection: Connection, account: uuid.UUID) -> None:
    """Forget every recovery code of an account."""
    connection.execute(delete(RecoveryCode).where(RECOVERY.account_id == account))


def use_recovery_code(
    connection: Connection, account: uuid.UUID, code_hash: str, now: dt.datetime
) -> bool:
    """Use up a recovery code; False where it is unknown, used, or another account's."""
    used = connection.execute(
        update(RecoveryCode)
        .where(
            RECOVERY.code_hash == code_hash,
            RECOVERY.account_id == account,
            RECOVERY.used_at.is_(None),
        )
        .values(used_at=now)
    )
    return used.rowcount == 1


def change_account(connection: Connection, name: str, **fields: Any) -> uuid.UUID | None:
    """Change an account by name; its id, or ``None`` where there is no such account."""
    connection.execute(update(Account).where(ACCOUNT.name == name).values(**fields))
    return connection.execute(select(ACCOUNT.id).where(ACCOUNT.name == name)).scalar_one_or_none()
