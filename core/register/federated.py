"""Identities a provider vouches for, and browsers that are at the provider now."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select

from core.register.accounts import Account, FederatedIdentity, PendingSignIn
from core.register.columns import columns_of

ACCOUNT = columns_of(Account)
IDENTITY = columns_of(FederatedIdentity)
PENDING = columns_of(PendingSignIn)


def add_identity(connection: Connection, **fields: Any) -> None:
    """Tie an issuer's subject to an account."""
    connection.execute(insert(FederatedIdentity).values(**fields))


def remove_identities(connection: Connection, name: str) -> uuid.UUID | None:
    """Untie an account, disabled or not, from every provider; its id, ``None`` where it was not."""
    account = connection.execute(select(ACCOUNT.id).where(ACCOUNT.name == name)).scalar()
    removed = connection.execute(delete(FederatedIdentity).where(IDENTITY.account_id == account))
    return account if removed.rowcount else None


def account_of(connection: Connection, issuer: str, subject: str) -> RowMapping | None:
    """The account this subject is tied to, unless it is disabled."""
    question = (
        select(ACCOUNT.id, ACCOUNT.name, ACCOUNT.role)
        .join_from(FederatedIdentity, Account, ACCOUNT.id == IDENTITY.account_id)
        .where(
            IDENTITY.issuer == issuer,
            IDENTITY.subject == subject,
            ACCOUNT.disabled_at.is_(None),
        )
    )
    return connection.execute(question).mappings().one_or_none()


def add_pending(connection: Connection, **fields: Any) -> None:
    """Remember a browser that goes to the provider."""
    connection.execute(insert(PendingSignIn).values(**fields))


def take_pending(
    connection: Connection, state_hash: str, browser_hash: str, now: dt.datetime
) -> RowMapping | None:
    """What was remembered of this browser, which is forgotten by this; ``None`` where too old."""
    its_row = (PENDING.state_hash == state_hash) & (PENDING.browser_hash == browser_hash)
    question = select(PENDING.nonce, PENDING.verifier).where(its_row, PENDING.expires_at > now)
    found = connection.execute(question).mappings().one_or_none()
    taken = connection.execute(delete(PendingSignIn).where(its_row))
    return found if taken.rowcount == 1 else None


def remove_old_pending(connection: Connection, now: dt.datetime) -> None:
    """Forget whoever has not come back in time."""
    connection.execute(delete(PendingSignIn).where(PENDING.expires_at <= now))
