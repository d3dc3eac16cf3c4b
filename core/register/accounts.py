"""People who sign in, here or from outside, agreements, tokens, sessions, and the audit trail."""

from __future__ import annotations

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from core.register.columns import coded, key, moment


class Account(SQLModel, table=True):
    """Somebody who may sign in, under a pseudonym. The password is kept as an argon2id hash."""

    id: uuid.UUID = key()
    name: str = Field(max_length=48, unique=True)
    role: str = coded()
    password_hash: str = Field(max_length=200)
    totp_sealed: bytes | None = None  # ciphertext of the second factor's secret
    totp_last_step: int = 0  # the last 30-second step used: a code works once
    institution: str | None = Field(default=None, foreign_key="institution.acronym")
    created_at: dt.datetime = moment()
    disabled_at: dt.datetime | None = moment(default=None)


class RecoveryCode(SQLModel, table=True):
    """A one-time code in place of the second factor. Only its SHA-256 is kept."""

    __tablename__ = "recovery_code"
    code_hash: str = Field(primary_key=True, max_length=64)
    account_id: uuid.UUID = Field(foreign_key="account.id", index=True)
    used_at: dt.datetime | None = moment(default=None)


class FederatedIdentity(SQLModel, table=True):
    """Whom a provider of identities vouches for, tied to an account by an administrator."""

    __tablename__ = "federated_identity"
    issuer: str = Field(primary_key=True, max_length=255)
    subject: str = Field(primary_key=True, max_length=255)
    account_id: uuid.UUID = Field(foreign_key="account.id", index=True)
    linked_at: dt.datetime = moment()


class PendingSignIn(SQLModel, table=True):
    """A browser that is at the provider now. The row goes when it comes back, or is too old."""

    __tablename__ = "pending_sign_in"
    state_hash: str = Field(primary_key=True, max_length=64)
    browser_hash: str = Field(max_length=64)
    nonce: str = Field(max_length=64)
    verifier: str = Field(max_length=128)
    expires_at: dt.datetime = moment(index=True)


class Agreement(SQLModel, table=True):
    """A data-sharing agreement: what a partner may see, for what, and how long."""

    code: str = Field(primary_key=True, max_length=24)
    partner: str = Field(max_length=120)
    purpose: str = Field(max_length=300)
    departments: str = Field(default="", max_length=120)  # UBIGEO, comma-separated; all if empty
    dimensions: str = Field(default="", max_length=200)  # names, comma-separated; all if empty
    k: int  # 5 to 10
    starts_on: dt.date
    ends_on: dt.date
    signed_hash: str = Field(max_length=64)  # SHA-256 of the signed document


class ApiToken(SQLModel, table=True):
    """A program's way in. Only the SHA-256 of the secret is kept; the prefix names it in logs."""

    __tablename__ = "api_token"
    prefix: str = Field(primary_key=True, max_length=12)
    secret_hash: str = Field(max_length=64)
    role: str = coded()
    agreement: str | None = Field(default=None, foreign_key="agreement.code")
    institution: str | None = Field(default=None, foreign_key="institution.acronym")
    owner: str | None = Field(default=None, max_length=48, index=True)  # the account that made it
    documents_only: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    scopes: str = Field(default="", max_length=400, sa_column_kwargs={"server_default": ""})
    addresses: str = Field(default="", max_length=200)  # networks, comma-separated; any if empty
    created_at: dt.datetime = moment()
    expires_at: dt.datetime = moment()
    last_used_at: dt.datetime | None = moment(default=None)
    revoked_at: dt.datetime | None = moment(default=None)


class SignInLink(SQLModel, table=True):
    """A one-time development link. Only the SHA-256 of its secret is kept."""

    __tablename__ = "sign_in_link"
    secret_hash: str = Field(primary_key=True, max_length=64)
    role: str = coded()
    expires_at: dt.datetime = moment()
    used_at: dt.datetime | None = moment(default=None)


class Session(SQLModel, table=True):
    """A signed-in browser. Only the SHA-256 of the cookie is kept.

    The role of a session with an account is the account's role at the moment it is asked.
    """

    __tablename__ = "session"
    secret_hash: str = Field(primary_key=True, max_length=64)
    role: str = coded()
    account_id: uuid.UUID | None = Field(default=None, index=True)
    created_at: dt.datetime = moment()
    last_used_at: dt.datetime = moment()
    revoked_at: dt.datetime | None = moment(default=None)


class AuditEvent(SQLModel, table=True):
    """Who did what to how many records, in the transaction that did it; a link of the chain."""

    __tablename__ = "audit_event"
    id: uuid.UUID = key()
    number: int = Field(unique=True)  # 1, 2, 3 ... without a gap
    at: dt.datetime = moment(index=True)
    actor: str = Field(max_length=64)
    role: str = coded()
    action: str = coded()
    subject: str = Field(default="", max_length=80)
    records: int = 0
    allowed: bool = True
    mac: str = Field(max_length=64)  # HMAC-SHA256 over this row and the mac before it


class AuditHead(SQLModel, table=True):
    """The last link of the chain: one row, locked by whoever adds the next.

    ``data_version``: a name for what the register tells; whoever changes that gives it another
    (core.register.versions).
    """

    __tablename__ = "audit_head"
    id: int = Field(primary_key=True)
    number: int
    mac: str = Field(max_length=64)
    data_version: uuid.UUID = Field(sa_column_kwargs={"server_default": "0" * 32})
