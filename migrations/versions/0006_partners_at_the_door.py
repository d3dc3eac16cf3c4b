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


def _works_for(table: str) -> None:
    """Whom an account or a token works for. SQLite takes a reference only with its column, and
    rebuilding a table that others refer to would lose what they refer to."""
    if op.get_bind().dialect.name == "sqlite":
        column = "institution VARCHAR(32) REFERENCES institution (acronym)"
        op.execute(f'ALTER TABLE "{table}" ADD COLUMN {column}')
        return
    op.add_column(table, sa.Column("institution", sa.String(length=32), nullable=True))
    names = f"fk_{table}_institution", table, "institution"
    op.create_foreign_key(*names, ["institution"], ["acronym"])


def upgrade() -> None:
    """Apply this revision."""
    _works_for("account")
    _works_for("api_token")
    op.add_column("api_token", sa.Column("owner", sa.String(length=48), nullable=True))
    documents_only = sa.Column(
        "documents_only", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("api_token", documents_only)
    _route_ends()
    op.create_index("ix_api_token_owner", "api_token", ["owner"])
    _acts()


def _route_ends() -> None:
    """Cases keep the ends of their route, as they keep its scope; those there are get them now."""
    for end, towards in (("route_from", "ASC"), ("route_to", "DESC")):
        op.add_column("case", sa.Column(end, sa.String(length=24), nullable=True))
        op.execute(_END.format(end=end, towards=towards))
    op.execute("""UPDATE "case" SET route_to = 'abroad' WHERE destination = 'outbound'
        AND COALESCE(route_to, 'unknown') = 'unknown'""")


#: The countries of places.ROUTE_ENDS when this revision was written.
_END = """
UPDATE "case" SET {end} = (
    SELECT CASE WHEN p.country = 'PE' THEN COALESCE(p.department, 'unknown')
                WHEN p.country IN ('AR', 'BO', 'ES', 'IT', 'JP', 'US', 'CL', 'EC', 'BR', 'CO',
                                   'CN', 'NA') THEN p.country
                ELSE 'abroad' END
    FROM leg l JOIN place p ON p.id = l.place_id
    WHERE l.route_id = "case".route_id ORDER BY l.position {towards} LIMIT 1)
WHERE route_id IS NOT NULL
"""


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
    for column in ("documents_only", "owner"):
        op.drop_column("api_token", column)
    if op.get_bind().dialect.name == "sqlite":
        return  # SQLite keeps a column that refers elsewhere; it is not read before this revision
    for table in ("api_token", "account"):
        op.drop_column(table, "institution")
