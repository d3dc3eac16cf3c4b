"""One-time links and sessions, known to the register only by the SHA-256 of their secrets."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, func, insert, or_, select, update

from core.register.accounts import Account, Session, SignInLink
from core.register.columns import columns_of
from core.register.spoken import Spoken

LINK = columns_of(SignInLink)
SESSION = columns_of(Session)
ACCOUNT = columns_of(Account)


def add_link(connection: Connection, secret_hash: str, role: str, expires_at: dt.datetime) -> None:
    """Keep a new one-time link."""
    values = {"secret_hash": secret_hash, "role": role, "expires_at": expires_at}
    connection.execute(insert(SignInLink).values(**values))


def use_link(connection: Connection, secret_hash: str, now: dt.datetime) -> str | None:
    """The role of a link that is still good, which is used up by this; else ``None``."""
    used = connection.execute(
        update(SignInLink)
        .where(
            LINK.secret_hash == secret_hash,
            LINK.used_at.is_(None),
            LINK.expires_at > now,
        )
        .values(used_at=now)
    )
    if used.rowcount != 1:
        return None
    question = select(LINK.role).where(LINK.secret_hash == secret_hash)
    return str(connection.execute(question).scalar_one())


def add_session(
    connection: Connection,
    secret_hash: str,
    role: str,
    now: dt.datetime,
    account: uuid.UUID | None = None,
) -> None:
    """Open a session, of an account or of a development link."""
    connection.execute(
        insert(Session).values(
            secret_hash=secret_hash, role=role, account_id=account, created_at=now, last_used_at=now
        )
    )


_ROLE_OF = Spoken(
    select(
        func.coalesce(ACCOUNT.role, SESSION.role).label("role"),
        ACCOUNT.name,
        ACCOUNT.institution,
        SESSION.last_used_at,
    )
    .select_from(Session)
    .outerjoin(Account, ACCOUNT.id == SESSION.account_id)
    .where(
        SESSION.secret_hash == bindparam("mark", type_=SESSION.secret_hash.type),
        SESSION.revoked_at.is_(None),
        SESSION.last_used_at > bindparam("used_since", type_=SESSION.last_used_at.type),
        SESSION.created_at > bindparam("created_since", type_=SESSION.created_at.type),
        ACCOUNT.disabled_at.is_(None),
        or_(SESSION.account_id.is_(None), ACCOUNT.id.is_not(None)),
    )
)


def session_role(
    connection: Connection,
    secret_hash: str,
    used_since: dt.datetime,
    created_since: dt.datetime,
) -> dict[str, Any] | None:
    """Role, name, institution and last use of a session that is not revoked, idle or too old.

    The role is the account's of this moment; a disabled account has no session.
    """
    since = {"used_since": used_since, "created_since": created_since}
    return _ROLE_OF.one(connection, mark=secret_hash, **since)


def touch_session(
    connection: Connection, secret_hash: str, now: dt.datetime, not_since: dt.datetime
) -> None:
    """Remember that the session was used, unless that is already known well enough."""
    connection.execute(
        update(Session)
        .where(SESSION.secret_hash == secret_hash, SESSION.last_used_at < not_since)
        .values(last_used_at=now)
    )


def own_sessions(
    connection: Connection, secret_hash: str, used_since: dt.datetime, created_since: dt.datetime
) -> Sequence[RowMapping]:
    """Every open session of whoever holds this one, the newest first; of a link, this one alone."""
    account = select(SESSION.account_id).where(SESSION.secret_hash == secret_hash).scalar_subquery()
    question = (
        select(SESSION.secret_hash, SESSION.created_at, SESSION.last_used_at)
        .where(
            or_(SESSION.secret_hash == secret_hash, SESSION.account_id == account),
            SESSION.revoked_at.is_(None),
            SESSION.last_used_at > used_since,
            SESSION.created_at > created_since,
        )
        .order_by(SESSION.created_at.desc())
    )
    return connection.execute(question).mappings().all()


def open_sessions(
    connection: Connection, used_since: dt.datetime, created_since: dt.datetime
) -> Sequence[RowMapping]:
    """(account or None, role, opened, last used) of every open session, the newest first."""
    question = (
        select(ACCOUNT.name, SESSION.role, SESSION.created_at, SESSION.last_used_at)
        .select_from(Session)
        .outerjoin(Account, ACCOUNT.id == SESSION.account_id)
        .where(
            SESSION.revoked_at.is_(None),
            SESSION.last_used_at > used_since,
            SESSION.created_at > created_since,
        )
        .order_by(SESSION.created_at.desc())
    )
    return connection.execute(question).mappings().all()


def revoke_session(connection: Connection, secret_hash: str, now: dt.datetime) -> None:
    """Close a session for good."""
    connection.execute(
        update(Session).where(SESSION.secret_hash == secret_hash).values(revoked_at=now)
    )


def revoke_sessions_of(
    connection: Connection, account: uuid.UUID, now: dt.datetime, but: str = ""
) -> int:
    """Close every open session of an account; how many that were. ``but``: the hash of one that
    stays."""
    closed = connection.execute(
        update(Session)
        .where(SESSION.account_id == account, SESSION.revoked_at.is_(None))
        .where(SESSION.secret_hash != but)
        .values(revoked_at=now)
    )
    return closed.rowcount
