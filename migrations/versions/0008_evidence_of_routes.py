"""Who published the evidence of routes, what it is worth together, how exactly places are known

Revision: 0008
Follows: 0007
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this revision. Of sources written down before, the address stands for the publisher."""
    op.add_column(
        "place",
        sa.Column("precision", sa.String(length=24), nullable=False, server_default="unknown"),
    )
    op.add_column("route", sa.Column("grade", sa.String(length=1), nullable=True))
    op.add_column(
        "route", sa.Column("corroboration", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column(
        "evidence",
        sa.Column("publisher", sa.String(length=120), nullable=False, server_default=""),
    )
    op.execute("UPDATE evidence SET publisher = substr(source, 1, 120)")
    op.execute("UPDATE place SET precision = 'country' WHERE country <> 'PE'")
    op.execute(
        "UPDATE route SET grade = (SELECT min(grade) FROM evidence WHERE route_id = route.id), "
        "corroboration = "
        "(SELECT count(DISTINCT publisher) FROM evidence WHERE route_id = route.id)"
    )


def downgrade() -> None:
    """Take this revision back; the sources stay."""
    for table, column in (
        ("evidence", "publisher"),
        ("route", "corroboration"),
        ("route", "grade"),
        ("place", "precision"),
    ):
        op.drop_column(table, column)
