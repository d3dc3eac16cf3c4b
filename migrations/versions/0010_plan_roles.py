"""The role a reading of the plan was entered in; of those entered before, it is not known

Revision: 0010
Follows: 0009
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this revision."""
    op.add_column("plan_reading", sa.Column("entered_as", sa.String(length=24), nullable=True))


def downgrade() -> None:
    """Take this revision back; the roles are lost."""
    op.drop_column("plan_reading", "entered_as")
