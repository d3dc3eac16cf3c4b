"""Sealed texts with a data key each; the two unused columns for them go; a head for the audit chain

Revision: 0003
Follows: 0002
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this revision."""
    op.create_table(
        "data_key",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("key_number", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("owner_id"),
    )
    op.create_table(
        "sealed_text",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(length=48), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("owner_id", "version"),
    )
    # The head of the audit chain is there from the start: two first writers would both have made it.
    head = sa.table("audit_head", sa.column("id"), sa.column("number"), sa.column("mac"))
    if op.get_bind().execute(sa.select(head.c.id)).first() is None:
        op.execute(head.insert().values(id=1, number=0, mac="0" * 64))
    op.drop_column("call", "narrative_sealed")
    op.drop_column("case", "notes_sealed")


def downgrade() -> None:
    """Take this revision back; the texts are lost with it."""
    op.add_column("case", sa.Column("notes_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("call", sa.Column("narrative_sealed", sa.LargeBinary(), nullable=True))
    op.drop_table("sealed_text")
    op.drop_table("data_key")
