"""Audit rows can be neither changed nor removed; a token may be good for some acts alone

Revision: 0004
Follows: 0003
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_SQLITE = """
CREATE TRIGGER audit_event_kept_{word} BEFORE {word} ON audit_event
BEGIN SELECT RAISE(ABORT, 'audit rows are never changed or removed'); END
"""
_FUNCTION = """
CREATE FUNCTION audit_event_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'audit rows are never changed or removed'; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER audit_event_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
FOR EACH STATEMENT EXECUTE FUNCTION audit_event_kept()
"""
_WORDS = ("UPDATE", "DELETE")


def upgrade() -> None:
    """Apply this revision."""
    scopes = sa.Column("scopes", sa.String(length=400), nullable=False, server_default="")
    op.add_column("api_token", scopes)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_FUNCTION)
        op.execute(_POSTGRESQL)
        return
    for word in _WORDS:
        op.execute(_SQLITE.format(word=word))


def downgrade() -> None:
    """Take this revision back."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER audit_event_kept ON audit_event")
        op.execute("DROP FUNCTION audit_event_kept()")
    else:
        for word in _WORDS:
            op.execute(f"DROP TRIGGER audit_event_kept_{word}")
    op.drop_column("api_token", "scopes")
