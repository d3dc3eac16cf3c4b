"""API tokens and the agreements behind partners'."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    RowMapping,
    bindparam,
    insert,
    or_,
    select,
    update,
)

from core.register.accounts import Account, Agreement, ApiToken
from core.register.columns import columns_of
from core.register.spoken import Spoken

TOKEN = columns_of(ApiToken)
AGREEMENT = columns_of(Agreement)
ACCOUNT = columns_of(Account)

#: What of a token may be told: all but the hash of its secret.
_TOLD = [column for column in TOKEN if column.name != "secret_hash"]


def add_token(connection: Connection, **fields: Any) -> None:
    """Keep a new token."""
    connection.execute(insert(ApiToken).values(**fields))


#: True for an account that is still what it was when the token was made for it.
_AS_IT_WAS = (
    ACCOUNT.disabled_at.is_(None)
    & (ACCOUNT.role == TOKEN.role)
    & ACCOUNT.institution.is_not_distinct_from(TOKEN.institution)
)


def _in_force(today: dt.date | ColumnElement[dt.date]) -> ColumnElement[bool]:
    in_force: ColumnElement[bool] = (AGREEMENT.starts_on <= today) & (AGREEMENT.ends_on >= today)
    return in_force


#: A token with the terms of its agreement, if it has one: their names begin with ``agreed_``.
_TOKEN_OF = Spoken(
    select(
        *TOKEN,
        AGREEMENT.k.label("agreed_k"),
        AGREEMENT.departments.label("agreed_departments"),
        AGREEMENT.dimensions.label("agreed_dimensions"),
    )
    .select_from(ApiToken)
    .outerjoin(Agreement, AGREEMENT.code == TOKEN.agreement)
    .outerjoin(Account, ACCOUNT.name == TOKEN.owner)
    .where(
        TOKEN.prefix == bindparam("wanted", type_=TOKEN.prefix.type),
        TOKEN.revoked_at.is_(None),
        TOKEN.expires_at > bindparam("now", type_=TOKEN.expires_at.type),
        or_(TOKEN.agreement.is_(None), _in_force(bindparam("today", type_=Date()))),
        or_(TOKEN.owner.is_(None), _AS_IT_WAS),
    )
)


def token_of(connection: Connection, prefix: str, now: dt.datetime) -> dict[str, Any] | None:
    """A token that is neither revoked nor expired, and whose agreement, if any, is in force; with
    the terms of that (``agreed_k``, ``agreed_departments``, ``agreed_dimensions``).

    One that somebody made for an account dies with it: closed, of another role, or of another
    institution.
    """
    return _TOKEN_OF.one(connection, wanted=prefix, now=now, today=now.date())


def all_tokens(connection: Connection) -> Sequence[RowMapping]:
    """Every token, the newest first, without its secret."""
    return connection.execute(select(*_TOLD).order_by(TOKEN.created_at.desc())).mappings().all()


def tokens_of(connection: Connection, owner: str) -> Sequence[RowMapping]:
    """Every token of an account, the newest first, without its secret."""
    question = select(*_TOLD).where(TOKEN.owner == owner).order_by(TOKEN.created_at.desc())
    return connection.execute(question).mappings().all()


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


def revoke_tokens_of(connection: Connection, owner: str, now: dt.datetime) -> None:
    """Revoke every token of an account."""
    connection.execute(
        update(ApiToken)
        .where(TOKEN.owner == owner, TOKEN.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def add_agreement(connection: Connection, **fields: Any) -> None:
    """Keep a new agreement."""
    connection.execute(insert(Agreement).values(**fields))


def agreement_of(connection: Connection, code: str) -> RowMapping | None:
    """The agreement of this code."""
    question = select(*AGREEMENT).where(AGREEMENT.code == code)
    return connection.execute(question).mappings().one_or_none()


def agreements_with(connection: Connection, partner: str, today: dt.date) -> Sequence[RowMapping]:
    """The agreements in force with an institution, named by its acronym as their partner."""
    question = (
        select(*AGREEMENT)
        .where(AGREEMENT.partner == partner, _in_force(today))
        .order_by(AGREEMENT.code)
    )
    return connection.execute(question).mappings().all()


def agreed_thresholds(connection: Connection, today: dt.date) -> list[int]:
    """The thresholds of all agreements in force, each once."""
    question = select(AGREEMENT.k).where(_in_force(today)).distinct().order_by(AGREEMENT.k)
    return list(connection.execute(question).scalars())
