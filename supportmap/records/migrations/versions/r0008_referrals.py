"""Keep referrals, what happened to them, and who works on which gap."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0008_referrals"
down_revision = "r0007_directory"

STATES = ", ".join(
    f"'{state}'"
    for state in (
        *("draft", "sent", "accepted", "waitlisted", "needs_client", "started"),
        *("helped", "declined", "cancelled", "not_helped"),
    )
)


def upgrade() -> None:
    """Make the tables, and say of a consent what it shares, and of which referral it speaks."""
    op.create_table(
        "community_gap",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("function", sa.String(length=16), nullable=False),
        sa.Column("found_nothing_on", sa.Date(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "function IN ('emotional', 'practical', 'belonging')",
            name=op.f("ck_community_gap_function_known"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id"],
            ["client.agency_id", "client.id"],
            name=op.f("fk_community_gap_agency_id_client_id_client"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "user_id"],
            ["user.agency_id", "user.id"],
            name=op.f("fk_community_gap_agency_id_user_id_user"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "client_id", "id", name=op.f("pk_community_gap")),
    )
    op.create_table(
        "gap_work",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("function", sa.String(length=16), nullable=False),
        sa.Column("assigned_to", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "function IN ('emotional', 'practical', 'belonging')", name=op.f("ck_gap_work_function_known")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "assigned_to"],
            ["user.agency_id", "user.id"],
            name=op.f("fk_gap_work_agency_id_assigned_to_user"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id"],
            ["client.agency_id", "client.id"],
            name=op.f("fk_gap_work_agency_id_client_id_client"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "client_id", "function", name=op.f("pk_gap_work")),
    )
    op.create_table(
        "referral",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("function", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("channel", sa.String(length=8), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("assigned_to", sa.Uuid(), nullable=True),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("network_version", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.String(length=36), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_by_role", sa.String(length=16), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "channel IN ('letter', 'phone', 'e-mail', 'client')", name=op.f("ck_referral_channel_known")
        ),
        sa.CheckConstraint(
            "function IN ('emotional', 'practical', 'belonging')", name=op.f("ck_referral_function_known")
        ),
        sa.CheckConstraint(
            f"state IN ({STATES})",
            name=op.f("ck_referral_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "assigned_to"],
            ["user.agency_id", "user.id"],
            name=op.f("fk_referral_agency_id_assigned_to_user"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id", "parent_id"],
            ["referral.agency_id", "referral.client_id", "referral.id"],
            name=op.f("fk_referral_agency_id_client_id_parent_id_referral"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id"],
            ["client.agency_id", "client.id"],
            name=op.f("fk_referral_agency_id_client_id_client"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "made_by"],
            ["user.agency_id", "user.id"],
            name=op.f("fk_referral_agency_id_made_by_user"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "service_id"],
            ["service.agency_id", "service.id"],
            name=op.f("fk_referral_agency_id_service_id_service"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "visit_id"],
            ["visit.agency_id", "visit.id"],
            name=op.f("fk_referral_agency_id_visit_id_visit"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "client_id", "id", name=op.f("pk_referral")),
    )
    op.create_index(op.f("ix_referral_agency_id_service_id"), "referral", ["agency_id", "service_id"])
    columns = ["agency_id", "state", "due_on"]
    op.create_index(op.f("ix_referral_agency_id_state_due_on"), "referral", columns)
    op.create_table(
        "referral_event",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("before", sa.String(length=16), nullable=True),
        sa.Column("after", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("on_day", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            f"after IN ({STATES})",
            name=op.f("ck_referral_event_after_known"),
        ),
        sa.CheckConstraint(
            f"before IN ({STATES})",
            name=op.f("ck_referral_event_before_known"),
        ),
        sa.CheckConstraint(
            "outcome IN ('reached', 'not reached', 'message left')",
            name=op.f("ck_referral_event_outcome_known"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id", "referral_id"],
            ["referral.agency_id", "referral.client_id", "referral.id"],
            name=op.f("fk_referral_event_agency_id_client_id_referral_id_referral"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id"],
            ["client.agency_id", "client.id"],
            name=op.f("fk_referral_event_agency_id_client_id_client"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "user_id"],
            ["user.agency_id", "user.id"],
            name=op.f("fk_referral_event_agency_id_user_id_user"),
        ),
        sa.PrimaryKeyConstraint(
            "agency_id", "client_id", "referral_id", "number", name=op.f("pk_referral_event")
        ),
    )
    with op.batch_alter_table("consent") as consent:
        consent.add_column(sa.Column("shares", sa.String(length=32), nullable=True))
        consent.add_column(sa.Column("referral_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    """Take them away; a consent that spoke of one referral only would speak of all then, so it goes too."""
    op.execute("DELETE FROM consent WHERE referral_id IS NOT NULL")
    with op.batch_alter_table("consent") as consent:
        consent.drop_column("referral_id")
        consent.drop_column("shares")

    op.drop_table("referral_event")
    op.drop_table("referral")
    op.drop_table("gap_work")
    op.drop_table("community_gap")
