"""One-time links and sessions, known to the register only by the SHA-256 of their secrets."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, insert, select, update

from core.register.accounts import AuditEvent, Session, SignInLink
from core.register.columns import columns_of, uuid7

LINK = columns_of(SignInLink)
SESSION = columns_of(Session)


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


def add_session(connection: Connection, secret_hash: str, role: str, now: dt.datetime) -> None:
    """Open a session."""
    connection.execute(
        insert(Session).values(secret_hash=secret_hash, role=role, created_at=now, last_used_at=now)
    )


def session_role(
    connection: Connection,
    secret_hash: str,
    used_since: dt.datetime,
    created_since: dt.datetime,
) -> str | None:
    """The role of a session that is neither revoked, nor idle, nor too old; else ``None``."""
    question = select(SESSION.role).where(
        SESSION.secret_hash == secret_hash,
        SESSION.revoked_at.is_(None),
        SESSION.last_used_at > used_since,
        SESSION.created_at > created_since,
    )
    return connection.execute(question).scalar_one_or_none()


def touch_session(
    connection: Connection, secret_hash: str, now: dt.datetime, not_since: dt.datetime
) -> None:
    """Remember that the session was used, unless that is already known well enough."""
    connection.execute(
        update(Session)
        .where(SESSION.secret_hash == secret_hash, SESSION.last_used_at < not_since)
        .values(last_used_at=now)
    )


def revoke_session(connection: Connection, secret_hash: str, now: dt.datetime) -> None:
    """Close a session for good."""
    connection.execute(
        update(Session).where(SESSION.secret_hash == secret_hash).values(revoked_at=now)
    )


def add_audit_event(
    connection: Connection,
    *,
    at: dt.datetime,
    actor: str,
    role: str,
    action: str,
    subject: str,
    records: int,
    allowed: bool,
) -> None:
    """Write down who did what to how many records."""
    connection.execute(
        insert(AuditEvent).values(
            id=uuid7(),
            at=at,
            actor=actor,
            role=role,
            action=action,
            subject=subject,
            records=records,
            allowed=allowed,
        )
    )
