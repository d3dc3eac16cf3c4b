"""Sessions, one-time sign-in links and the audit trail."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlmodel import Field, SQLModel

from core.register.columns import coded, key, moment


class SignInLink(SQLModel, table=True):
    """A one-time development link. Only the SHA-256 of its secret is kept."""

    __tablename__ = "sign_in_link"
    secret_hash: str = Field(primary_key=True, max_length=64)
    role: str = coded()
    expires_at: dt.datetime = moment()
    used_at: dt.datetime | None = moment(default=None)


class Session(SQLModel, table=True):
    """A signed-in browser. Only the SHA-256 of the cookie is kept."""

    __tablename__ = "session"
    secret_hash: str = Field(primary_key=True, max_length=64)
    role: str = coded()
    created_at: dt.datetime = moment()
    last_used_at: dt.datetime = moment()
    revoked_at: dt.datetime | None = moment(default=None)


class AuditEvent(SQLModel, table=True):
    """Who did what to how many records, in the transaction that did it."""

    __tablename__ = "audit_event"
    id: uuid.UUID = key()
    at: dt.datetime = moment(index=True)
    actor: str = Field(max_length=64)
    role: str = coded()
    action: str = coded()
    subject: str = Field(default="", max_length=80)
    records: int = 0
    allowed: bool = True
