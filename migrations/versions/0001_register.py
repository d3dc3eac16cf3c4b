"""The register of 2026: calls, cases, victims, routes, facts, accounts

Revision: 0001
Follows: nothing
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this revision."""
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("action", sa.String(length=24), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_audit_event_at", "audit_event", ["at"], unique=False)

    op.create_table(
        "campaign",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provenance", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("dated", sa.String(length=48), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("channels", sa.String(length=160), nullable=False),
        sa.Column("places", sa.String(length=200), nullable=False),
        sa.Column("reach", sa.Integer(), nullable=True),
        sa.Column("reach_bound", sa.String(length=24), nullable=False),
        sa.Column("cost_pen", sa.Float(), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "institution",
        sa.Column("acronym", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("role", sa.String(length=400), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("certainty", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("acronym"),
    )
    op.create_table(
        "place",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("country", sa.String(length=24), nullable=False),
        sa.Column("department", sa.String(length=24), nullable=True),
        sa.Column("province", sa.String(length=24), nullable=True),
        sa.Column("border_point", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_place_country", "place", ["country"], unique=False)
    op.create_index("ix_place_department", "place", ["department"], unique=False)

    op.create_table(
        "published_figure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("series", sa.String(length=48), nullable=False),
        sa.Column("register_name", sa.String(length=80), nullable=False),
        sa.Column("measure", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.String(length=48), nullable=False),
        sa.Column("period", sa.String(length=48), nullable=False),
        sa.Column("department", sa.String(length=24), nullable=True),
        sa.Column("area", sa.String(length=80), nullable=False),
        sa.Column("sex", sa.String(length=24), nullable=False),
        sa.Column("age", sa.String(length=24), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("bound", sa.String(length=24), nullable=False),
        sa.Column("approximate_place", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_published_figure_series", "published_figure", ["series"], unique=False
    )

    op.create_table(
        "route",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provenance", sa.String(length=24), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("form", sa.String(length=24), nullable=False),
        sa.Column("scope", sa.String(length=24), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_index("ix_route_provenance", "route", ["provenance"], unique=False)

    op.create_table(
        "session",
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("secret_hash"),
    )
    op.create_table(
        "sign_in_link",
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("secret_hash"),
    )
    op.create_table(
        "case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rkey", sa.BigInteger(), nullable=False),
        sa.Column("provenance", sa.String(length=24), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("register_code", sa.String(length=24), nullable=False),
        sa.Column("reporting_institution", sa.String(), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("submitted_to_police_on", sa.Date(), nullable=True),
        sa.Column("legal_article", sa.String(length=8), nullable=False),
        sa.Column("department", sa.String(length=24), nullable=False),
        sa.Column("province", sa.String(length=24), nullable=True),
        sa.Column("district", sa.String(length=24), nullable=True),
        sa.Column("industry", sa.String(length=24), nullable=False),
        sa.Column("venue", sa.String(length=24), nullable=True),
        sa.Column("acts", sa.String(length=96), nullable=False),
        sa.Column("means", sa.String(length=96), nullable=False),
        sa.Column("recruitment_method", sa.String(length=24), nullable=True),
        sa.Column("suspects_female", sa.Integer(), nullable=False),
        sa.Column("suspects_male", sa.Integer(), nullable=False),
        sa.Column("suspects_unknown", sa.Integer(), nullable=False),
        sa.Column("route_id", sa.Uuid(), nullable=True),
        sa.Column("destination", sa.String(length=24), nullable=False),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("notes_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["merged_into"],
            ["case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["reporting_institution"],
            ["institution.acronym"],
        ),
        sa.ForeignKeyConstraint(
            ["route_id"],
            ["route.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_index("ix_case_department", "case", ["department"], unique=False)
    op.create_index("ix_case_industry", "case", ["industry"], unique=False)
    op.create_index("ix_case_opened_on", "case", ["opened_on"], unique=False)
    op.create_index("ix_case_route_id", "case", ["route_id"], unique=False)
    op.create_index("ix_case_status", "case", ["status"], unique=False)
    op.create_index(
        "ix_case_submitted_to_police_on",
        "case",
        ["submitted_to_police_on"],
        unique=False,
    )

    op.create_table(
        "evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("route_id", sa.Uuid(), nullable=False),
        sa.Column("source_type", sa.String(length=24), nullable=False),
        sa.Column("grade", sa.String(length=1), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("dated", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(
            ["route_id"],
            ["route.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_evidence_route_id", "evidence", ["route_id"], unique=False)

    op.create_table(
        "leg",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("route_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("mode", sa.String(length=24), nullable=False),
        sa.Column("exploited_here", sa.Boolean(), nullable=True),
        sa.Column("first_seen", sa.Date(), nullable=True),
        sa.Column("last_seen", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["place_id"],
            ["place.id"],
        ),
        sa.ForeignKeyConstraint(
            ["route_id"],
            ["route.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_leg_place_id", "leg", ["place_id"], unique=False)
    op.create_index("ix_leg_route_id", "leg", ["route_id"], unique=False)

    op.create_table(
        "training",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provenance", sa.String(length=24), nullable=False),
        sa.Column("dated", sa.String(length=48), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column("audience", sa.String(length=80), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("participants", sa.Integer(), nullable=True),
        sa.Column("participants_bound", sa.String(length=24), nullable=False),
        sa.Column("hours", sa.Float(), nullable=True),
        sa.Column("module_version", sa.String(length=24), nullable=True),
        sa.Column("institution", sa.String(), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution"],
            ["institution.acronym"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "call",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rkey", sa.BigInteger(), nullable=False),
        sa.Column("provenance", sa.String(length=24), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("operator", sa.String(length=24), nullable=False),
        sa.Column("effective", sa.String(length=24), nullable=False),
        sa.Column("call_type", sa.String(length=24), nullable=False),
        sa.Column("caller_relation", sa.String(length=24), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=24), nullable=False),
        sa.Column("how_heard", sa.String(length=24), nullable=False),
        sa.Column("caller_department", sa.String(length=24), nullable=False),
        sa.Column("department", sa.String(length=24), nullable=False),
        sa.Column("province", sa.String(length=24), nullable=True),
        sa.Column("form", sa.String(length=24), nullable=False),
        sa.Column("industry", sa.String(length=24), nullable=False),
        sa.Column("possible_victims", sa.Integer(), nullable=False),
        sa.Column("immediate_danger", sa.Boolean(), nullable=True),
        sa.Column("duration_seconds", sa.Integer(), nullable=False),
        sa.Column("answered_after_seconds", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("narrative_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_call_case_id", "call", ["case_id"], unique=False)
    op.create_index("ix_call_department", "call", ["department"], unique=False)
    op.create_index("ix_call_received_on", "call", ["received_on"], unique=False)

    op.create_table(
        "case_form",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
        ),
        sa.PrimaryKeyConstraint("case_id", "form"),
    )
    op.create_table(
        "case_merge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kept_case_id", sa.Uuid(), nullable=False),
        sa.Column("joined_case_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["joined_case_id"],
            ["case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["kept_case_id"],
            ["case.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_case_merge_kept_case_id", "case_merge", ["kept_case_id"], unique=False
    )

    op.create_table(
        "victim",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rkey", sa.BigInteger(), nullable=False),
        sa.Column("provenance", sa.String(length=24), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("sex", sa.String(length=24), nullable=False),
        sa.Column("age_min", sa.Integer(), nullable=True),
        sa.Column("age_max", sa.Integer(), nullable=True),
        sa.Column("origin_country", sa.String(length=24), nullable=True),
        sa.Column("origin_department", sa.String(length=24), nullable=True),
        sa.Column("trafficking_status", sa.String(length=24), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("relationship_to_trafficker", sa.String(length=24), nullable=True),
        sa.Column("education", sa.String(length=24), nullable=True),
        sa.Column("consent_to_share", sa.Boolean(), nullable=False),
        sa.Column("assistance_given", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["institution.acronym"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_victim_case_id", "victim", ["case_id"], unique=False)

    op.create_table(
        "referral",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provenance", sa.String(length=24), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("institution", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=24), nullable=False),
        sa.Column("police_arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["call_id"],
            ["call.id"],
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["institution"],
            ["institution.acronym"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_referral_call_id", "referral", ["call_id"], unique=False)
    op.create_index("ix_referral_case_id", "referral", ["case_id"], unique=False)
    op.create_index(
        "ix_referral_institution", "referral", ["institution"], unique=False
    )
    op.create_index("ix_referral_sent_at", "referral", ["sent_at"], unique=False)

    op.create_table(
        "victim_citizenship",
        sa.Column("victim_id", sa.Uuid(), nullable=False),
        sa.Column("country", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(
            ["victim_id"],
            ["victim.id"],
        ),
        sa.PrimaryKeyConstraint("victim_id", "country"),
    )


def downgrade() -> None:
    """Take this revision back."""
    op.drop_table("victim_citizenship")
    op.drop_index("ix_referral_sent_at", "referral")
    op.drop_index("ix_referral_institution", "referral")
    op.drop_index("ix_referral_case_id", "referral")
    op.drop_index("ix_referral_call_id", "referral")

    op.drop_table("referral")
    op.drop_index("ix_victim_case_id", "victim")

    op.drop_table("victim")
    op.drop_index("ix_case_merge_kept_case_id", "case_merge")

    op.drop_table("case_merge")
    op.drop_table("case_form")
    op.drop_index("ix_call_received_on", "call")
    op.drop_index("ix_call_department", "call")
    op.drop_index("ix_call_case_id", "call")

    op.drop_table("call")
    op.drop_table("training")
    op.drop_index("ix_leg_route_id", "leg")
    op.drop_index("ix_leg_place_id", "leg")

    op.drop_table("leg")
    op.drop_index("ix_evidence_route_id", "evidence")

    op.drop_table("evidence")
    op.drop_index("ix_case_submitted_to_police_on", "case")
    op.drop_index("ix_case_status", "case")
    op.drop_index("ix_case_route_id", "case")
    op.drop_index("ix_case_opened_on", "case")
    op.drop_index("ix_case_industry", "case")
    op.drop_index("ix_case_department", "case")

    op.drop_table("case")
    op.drop_table("sign_in_link")
    op.drop_table("session")
    op.drop_index("ix_route_provenance", "route")

    op.drop_table("route")
    op.drop_index("ix_published_figure_series", "published_figure")

    op.drop_table("published_figure")
    op.drop_index("ix_place_department", "place")
    op.drop_index("ix_place_country", "place")

    op.drop_table("place")
    op.drop_table("institution")
    op.drop_table("campaign")
    op.drop_index("ix_audit_event_at", "audit_event")

    op.drop_table("audit_event")
