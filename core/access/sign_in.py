"""Development sign-in: a one-time link opens a session, as a notebook server's does.

Secrets are 256 random bits; only their SHA-256 is stored. A session ends after 30 idle minutes
or 12 hours. Links are offered in development alone; people sign in with accounts
(core.access.accounts).
"""

from __future__ import annotations

import datetime as dt
import secrets
import uuid

from core.access.roles import PUBLIC, Asker, Role
from core.access.sealing import fingerprint
from core.moments import Clock, within
from core.register import sessions
from core.register.database import Register

LINK_LIFE = dt.timedelta(minutes=30)
IDLE = dt.timedelta(minutes=30)
LONGEST = dt.timedelta(hours=12)
_TOUCH_AFTER = dt.timedelta(minutes=1)


def make_link(register: Register, role: Role, clock: Clock) -> str:
    """The secret of a new one-time link for ``role``; good for 30 minutes."""
    secret = secrets.token_urlsafe(32)
    with register.noting() as connection:
        sessions.add_link(connection, fingerprint(secret), role.value, clock() + LINK_LIFE)
    return secret


def use_link(register: Register, secret: str, clock: Clock) -> str | None:
    """The secret of a new session, or ``None`` for a link that is unknown, used or too old."""
    with register.noting() as connection:
        role = sessions.use_link(connection, fingerprint(secret), clock())
    return None if role is None else open_session(register, Role(role), None, clock)


def open_session(register: Register, role: Role, account: uuid.UUID | None, clock: Clock) -> str:
    """The secret of a fresh session: a new one at every sign-in, so that none can be planted."""
    fresh = secrets.token_urlsafe(32)
    with register.noting() as connection:
        sessions.add_session(connection, fingerprint(fresh), role.value, clock(), account)
    return fresh


def asker(register: Register, secret: str | None, clock: Clock, *, used: bool = True) -> Asker:
    """Who holds this session; the public for none, an old or a closed one.

    ``used``: the session is used by this, and goes idle later.
    """
    if not secret:
        return PUBLIC
    now, mark = clock(), fingerprint(secret)
    with register.glancing() as connection:
        found = sessions.session_role(connection, mark, now - IDLE, now - LONGEST)
    if found is None:
        return PUBLIC
    if used and not within(found["last_used_at"], _TOUCH_AFTER, now):
        with register.noting() as connection:  # of two at once, one writes
            sessions.touch_session(connection, mark, now, now - _TOUCH_AFTER)
    name = found["name"] or f"session-{mark[:8]}"
    role, works_for = Role(found["role"]), found["institution"]
    return Asker(role, name, institution=works_for, account=found["name"])


def sign_out(register: Register, secret: str, clock: Clock) -> None:
    """Close the session for good."""
    with register.noting() as connection:
        sessions.revoke_session(connection, fingerprint(secret), clock())
