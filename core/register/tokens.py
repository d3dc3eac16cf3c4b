"""API tokens and the agreements behind partners'."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, or_, select, update

from core.register.accounts import Agreement, ApiToken
from core.register.columns import columns_of

TOKEN = columns_of(ApiToken)
AGREEMENT = columns_of(Agreement)


def add_token(connection: Connection, **fields: Any) -> None:
    """Keep a new token."""
    connection.execute(insert(ApiToken).values(**fields))


def token_of(connection: Connection, prefix: str, now: dt.datetime) -> RowMapping | None:
    """A token that is neither revoked nor expired, and whose agreement, if any, is in force."""
    today = now.date()
    question = (
        select(*TOKEN)
        .outerjoin(Agreement, AGREEMENT.code == TOKEN.agreement)
        .where(
            TOKEN.prefix == prefix,
            TOKEN.revoked_at.is_(None),
            TOKEN.expires_at > now,
            or_(
                TOKEN.agreement.is_(None),
                (AGREEMENT.starts_on <= today) & (AGREEMENT.ends_on >= today),
            ),
        )
    )
    return connection.execute(question).mappings().one_or_none()


def all_tokens(connection: Connection) -> Sequence[RowMapping]:
    """Every token, the newest first, without its secret."""
    shown = [column for column in TOKEN if column.name != "secret_hash"]
    return connection.execute(select(*shown).order_by(TOKEN.created_at.desc())).mappings().all()


def touch_token(
    connection: Connection, prefix: str, now: dt.datetime, not_since: dt.datetime
) -> None:
    """Remember that the token was used, unless that is already known well enough."""
    stale = or_(TOKEN.last_used_at.is_(None), TOKEN.last_used_at < not_since)
    connection.execute(
        update(ApiToken).where(TOKEN.prefix == prefix, stale).values(last_used_at=now)
    )


def revoke_token(connection: Connection, prefix: str, now: dt.datetime) -> bool:
    """Revoke a token; False where there is none of this prefix that could be revoked."""
    revoked = connection.execute(
        update(ApiToken)
        .where(TOKEN.prefix == prefix, TOKEN.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    return revoked.rowcount == 1


def add_agreement(connection: Connection, **fields: Any) -> None:
    """Keep a new agreement."""
    connection.execute(insert(Agreement).values(**fields))


def agreement_of(connection: Connection, code: str) -> RowMapping | None:
    """The agreement of this code."""
    question = select(*AGREEMENT).where(AGREEMENT.code == code)
    return connection.execute(question).mappings().one_or_none()


def agreed_thresholds(connection: Connection, today: dt.date) -> list[int]:
    """The thresholds of all agreements in force, each once."""
    question = (
        select(AGREEMENT.k)
        .where(AGREEMENT.starts_on <= today, AGREEMENT.ends_on >= today)
        .distinct()
        .order_by(AGREEMENT.k)
    )
    return list(connection.execute(question).scalars())
