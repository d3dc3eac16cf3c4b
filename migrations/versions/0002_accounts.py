"""Accounts, agreements, tokens, and an audit trail that is a chain

Revision: 0002
Follows: 0001

Audit rows of revision 0001 had no chain and only recorded development sign-ins: they are left out.
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def upgrade() -> None:
    """Apply this revision."""
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        _text("name", 48),
        _text("role", 24),
        _text("password_hash", 200),
        sa.Column("totp_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=False),
        _moment("created_at"),
        _moment("disabled_at", nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "agreement",
        _text("code", 24),
        _text("partner", 120),
        _text("purpose", 300),
        _text("departments", 120),
        _text("dimensions", 200),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        _text("signed_hash", 64),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "recovery_code",
        _text("code_hash", 64),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        _moment("used_at", nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("code_hash"),
    )
    op.create_index("ix_recovery_code_account_id", "recovery_code", ["account_id"])
    op.create_table(
        "api_token",
        _text("prefix", 12),
        _text("secret_hash", 64),
        _text("role", 24),
        _text("agreement", 24, nullable=True),
        _text("addresses", 200),
        _moment("created_at"),
        _moment("expires_at"),
        _moment("last_used_at", nullable=True),
        _moment("revoked_at", nullable=True),
        sa.ForeignKeyConstraint(["agreement"], ["agreement.code"]),
        sa.PrimaryKeyConstraint("prefix"),
    )
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        _text("mac", 64),
        sa.PrimaryKeyConstraint("id"),
    )
    op.add_column("session", sa.Column("account_id", sa.Uuid(), nullable=True))
    op.create_index("ix_session_account_id", "session", ["account_id"])
    op.drop_index("ix_audit_event_at", "audit_event")
    op.drop_table("audit_event")
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        _moment("at"),
        _text("actor", 64),
        _text("role", 24),
        _text("action", 24),
        _text("subject", 80),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        _text("mac", 64),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("ix_audit_event_at", "audit_event", ["at"])


def downgrade() -> None:
    """Take this revision back; the chain of audit events is lost with it."""
    op.drop_index("ix_audit_event_at", "audit_event")
    op.drop_table("audit_event")
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        _moment("at"),
        _text("actor", 64),
        _text("role", 24),
        _text("action", 24),
        _text("subject", 80),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_audit_event_at", "audit_event", ["at"])
    op.drop_index("ix_session_account_id", "session")
    with op.batch_alter_table("session") as session:
        session.drop_column("account_id")
    op.drop_table("audit_head")
    op.drop_table("api_token")
    op.drop_index("ix_recovery_code_account_id", "recovery_code")
    op.drop_table("recovery_code")
    op.drop_table("agreement")
    op.drop_table("account")
