"""Whom people and tokens work for; acts done once, news for who listens, trusted documents

Revision: 0006
Follows: 0005
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _institution() -> sa.Column[str]:
    return sa.Column("institution", sa.String(length=32), nullable=True)


def upgrade() -> None:
    """Apply this revision."""
    with op.batch_alter_table("account") as account:
        account.add_column(_institution())
        account.create_foreign_key(
            "fk_account_institution", "institution", ["institution"], ["acronym"]
        )
    with op.batch_alter_table("api_token") as token:
        token.add_column(_institution())
        token.add_column(sa.Column("owner", sa.String(length=48), nullable=True))
        token.add_column(
            sa.Column("documents_only", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        token.create_foreign_key(
            "fk_api_token_institution", "institution", ["institution"], ["acronym"]
        )
    for end in ("route_from", "route_to"):
        op.add_column("case", sa.Column(end, sa.String(length=24), nullable=True))
    op.create_index("ix_api_token_owner", "api_token", ["owner"])
    _acts()


def _acts() -> None:
    op.create_table(
        "done_act",
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=24), nullable=False),
        sa.Column("input_hash", sa.String(length=64), nullable=False),
        sa.Column("result", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("actor", "idempotency_key"),
    )
    op.create_index("ix_done_act_at", "done_act", ["at"])
    op.create_table(
        "news",
        sa.Column("number", _COUNTED, autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("topic", sa.String(length=24), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_news_at", "news", ["at"])
    op.create_table(
        "trusted_document",
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("owner", "digest"),
    )


def downgrade() -> None:
    """Take this revision back; programs forget what they did and asked."""
    for table in ("trusted_document", "news", "done_act"):
        op.drop_table(table)
    op.drop_index("ix_api_token_owner", "api_token")
    for end in ("route_to", "route_from"):
        op.drop_column("case", end)
    with op.batch_alter_table("api_token") as token:
        token.drop_constraint("fk_api_token_institution", type_="foreignkey")
        for column in ("documents_only", "owner", "institution"):
            token.drop_column(column)
    with op.batch_alter_table("account") as account:
        account.drop_constraint("fk_account_institution", type_="foreignkey")
        account.drop_column("institution")
