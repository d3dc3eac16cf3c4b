"""Readings of the plan, their evidence and reviews, closed periods; none is changed or removed

Revision: 0009
Follows: 0008
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_KEPT = ("plan_evidence", "plan_reading", "plan_review", "plan_cut", "plan_step", "plan_comment")
_TOLD = "rows of the plan are never changed or removed"


def _text(name: str, length: int, **more: object) -> sa.Column:
    return sa.Column(name, sa.String(length=length), nullable=False, **more)


def _at(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _id(name: str = "id", **more: object) -> sa.Column:
    return sa.Column(name, sa.Uuid(), **{"nullable": False, **more})


def _number(name: str, *, needed: bool = False) -> sa.Column:
    return sa.Column(name, sa.Float(), nullable=not needed)


def _institution() -> tuple[sa.Column, sa.ForeignKeyConstraint]:
    reference = sa.ForeignKeyConstraint(["institution"], ["institution.acronym"])
    return _text("institution", 32), reference


def upgrade() -> None:
    """Apply this revision."""
    _reported()
    _closed()
    op.create_table(
        "plan_comment",
        *(_id(), _text("plan", 24), _text("indicator", 24), _text("text", 400)),
        *(_text("made_by", 64), _at("made_at")),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "plan_draft",
        *(_text("actor", 64), _text("plan", 24), _text("indicator", 24), _text("period", 8)),
        *(sa.Column("content", sa.Text(), nullable=False), _at("kept_at")),
        sa.PrimaryKeyConstraint("actor", "plan", "indicator", "period"),
    )
    _keep()


def _reported() -> None:
    op.create_table(
        "plan_evidence",
        *(_id(), _text("name", 120), _text("media_type", 80)),
        sa.Column("size", sa.Integer(), nullable=False),
        *(_text("sha256", 64), sa.Column("sealed", sa.LargeBinary(), nullable=False)),
        *(*_institution(), _text("added_by", 64), _at("added_at")),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "plan_reading",
        *(_id(), _text("provenance", 24), _text("plan", 24), _text("indicator", 24)),
        *(_text("period", 8), sa.Column("revision", sa.Integer(), nullable=False)),
        *(_number("value", needed=True), _text("bound", 24)),
        *(_number("numerator"), _number("denominator")),
        *(_text("source", 300), _text("reason", 200), _id("evidence_id", nullable=True)),
        *(*_institution(), _text("entered_by", 64), _at("entered_at")),
        sa.ForeignKeyConstraint(["evidence_id"], ["plan_evidence.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("plan", "indicator", "period", "revision"),
    )
    op.create_table(
        "plan_review",
        *(_id(), _id("reading_id"), _text("verdict", 24), _text("note", 400)),
        *(_text("reviewed_by", 64), _at("reviewed_at")),
        sa.ForeignKeyConstraint(["reading_id"], ["plan_reading.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("reading_id"),
    )


def _closed() -> None:
    op.create_table(
        "plan_cut",
        *(_id(), _text("provenance", 24), _text("plan", 24), _text("period", 8)),
        sa.Column("revision", sa.Integer(), nullable=False),
        *(sa.Column("content", sa.Text(), nullable=False), _text("sha256", 64)),
        *(_text("made_by", 64), _at("made_at")),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("plan", "period", "revision"),
    )
    op.create_table(
        "plan_step",
        *(_id(), _text("plan", 24), _text("period", 8)),
        sa.Column("number", sa.Integer(), nullable=False),
        *(_text("state", 24), _id("cut_id", nullable=True), _text("reason", 200)),
        *(_text("made_by", 64), _at("made_at")),
        sa.ForeignKeyConstraint(["cut_id"], ["plan_cut.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("plan", "period", "number"),
    )


def _keep() -> None:
    """The database itself refuses to change or remove a row."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION plan_kept() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_TOLD}'; END $$"
        )
        for table in _KEPT:
            op.execute(
                f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION plan_kept()"
            )
        return
    for table in _KEPT:
        for word in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_kept_{word} BEFORE {word} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{_TOLD}'); END"
            )


def downgrade() -> None:
    """Take this revision back; what was reported is lost."""
    for table in ("plan_draft", "plan_comment", "plan_step", "plan_cut", "plan_review"):
        op.drop_table(table)
    for table in ("plan_reading", "plan_evidence"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION plan_kept()")
