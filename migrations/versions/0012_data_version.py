"""A name for what the register tells, changed by whoever changes that

Revision: 0012
Follows: 0011
"""

from __future__ import annotations

import uuid

import sqlalchemy as sa

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_NONE = "0" * 32


def upgrade() -> None:
    """Apply this revision."""
    version = sa.Column("data_version", sa.Uuid(), nullable=False, server_default=_NONE)
    op.add_column("audit_head", version)
    head = sa.table("audit_head", sa.column("data_version", sa.Uuid()))
    op.execute(sa.update(head).values(data_version=uuid.uuid4()))


def downgrade() -> None:
    """Take this revision back."""
    op.drop_column("audit_head", "data_version")
