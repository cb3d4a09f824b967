"""Make all tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0001_first"
down_revision = None


def upgrade() -> None:
    """Make all tables."""

    op.create_table(
        "agency",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("time_zone", sa.String(length=64), server_default="UTC", nullable=False),
        sa.Column("second_factor_required", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("data_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
    )
    op.create_table(
        "audit",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("objects", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=True),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_audit_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "seq", name=op.f("pk_audit")),
    )
    op.create_index(
        op.f("ix_audit_agency_id_client_id_seq"), "audit", ["agency_id", "client_id", "seq"], unique=False
    )
    op.create_table(
        "audit_head",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_audit_head_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "client",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("need_emotional", sa.Double(), nullable=False),
        sa.Column("need_practical", sa.Double(), nullable=False),
        sa.Column("need_belonging", sa.Double(), nullable=False),
        sa.Column("elicited", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("ties_asked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("network_version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_client_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_client")),
    )
    op.create_table(
        "reading",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("quarter", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_reading_agency_id_agency")),
        sa.PrimaryKeyConstraint(
            "agency_id", "user_id", "client_id", "kind", "quarter", name=op.f("pk_reading")
        ),
    )
    op.create_table(
        "reply",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("request", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_reply_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "user_id", "key", name=op.f("pk_reply")),
    )
    op.create_index(op.f("ix_reply_at"), "reply", ["at"], unique=False)
    op.create_table(
        "consent",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id"],
            ["client.agency_id", "client.id"],
            name=op.f("fk_consent_agency_id_client_id_client"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_consent_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_consent")),
    )
    op.create_index(
        op.f("ix_consent_agency_id_client_id"), "consent", ["agency_id", "client_id"], unique=False
    )
    op.create_table(
        "contact",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("sector", sa.String(length=16), nullable=True),
        sa.Column("circle", sa.SmallInteger(), nullable=True),
        sa.Column("angle", sa.Double(), nullable=True),
        sa.Column("emotional", sa.SmallInteger(), nullable=True),
        sa.Column("practical", sa.SmallInteger(), nullable=True),
        sa.Column("belonging", sa.SmallInteger(), nullable=True),
        sa.Column("gives_back", sa.SmallInteger(), nullable=True),
        sa.Column("strain", sa.SmallInteger(), nullable=True),
        sa.Column("reach", sa.SmallInteger(), nullable=True),
        sa.Column("frequency", sa.SmallInteger(), nullable=True),
        sa.Column("unsafe", sa.Boolean(), nullable=False),
        sa.Column("since", sa.String(length=32), nullable=True),
        sa.Column("ended_reason", sa.String(length=32), nullable=True),
        sa.Column("knows_listed", sa.Boolean(), nullable=True),
        sa.Column("phone_checked_on", sa.Date(), nullable=True),
        sa.Column("confirmed_in", sa.Uuid(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('person', 'group', 'place', 'animal', 'service')", name=op.f("ck_contact_kind_known")
        ),
        sa.CheckConstraint(
            "sector IN ('family', 'friends', 'work', 'community', 'professionals')",
            name=op.f("ck_contact_sector_known"),
        ),
        sa.CheckConstraint(
            "status IN ('proposed', 'active', 'planned', 'past')", name=op.f("ck_contact_status_known")
        ),
        sa.CheckConstraint("angle >= 0 AND angle < 360", name=op.f("ck_contact_angle_range")),
        sa.CheckConstraint("belonging BETWEEN 0 AND 2", name=op.f("ck_contact_belonging_range")),
        sa.CheckConstraint("circle BETWEEN 1 AND 3", name=op.f("ck_contact_circle_range")),
        sa.CheckConstraint("emotional BETWEEN 0 AND 2", name=op.f("ck_contact_emotional_range")),
        sa.CheckConstraint("frequency BETWEEN 0 AND 2", name=op.f("ck_contact_frequency_range")),
        sa.CheckConstraint("gives_back BETWEEN 0 AND 2", name=op.f("ck_contact_gives_back_range")),
        sa.CheckConstraint("practical BETWEEN 0 AND 2", name=op.f("ck_contact_practical_range")),
        sa.CheckConstraint("reach BETWEEN 0 AND 2", name=op.f("ck_contact_reach_range")),
        sa.CheckConstraint("strain BETWEEN 0 AND 2", name=op.f("ck_contact_strain_range")),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id"],
            ["client.agency_id", "client.id"],
            name=op.f("fk_contact_agency_id_client_id_client"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "client_id", "id", name=op.f("pk_contact")),
    )
    op.create_table(
        "coverage",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("function", sa.String(length=16), nullable=False),
        sa.Column("formula", sa.String(length=32), nullable=False),
        sa.Column("network_version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("status_at_best", sa.String(length=16), nullable=False),
        sa.Column("score_low", sa.Double(), nullable=True),
        sa.Column("score_high", sa.Double(), nullable=True),
        sa.Column("backup_low", sa.Double(), nullable=True),
        sa.Column("backup_high", sa.Double(), nullable=True),
        sa.Column("gap_low", sa.Double(), nullable=True),
        sa.Column("gap_high", sa.Double(), nullable=True),
        sa.Column("missing_answers", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "function IN ('emotional', 'practical', 'belonging')", name=op.f("ck_coverage_function_known")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id"],
            ["client.agency_id", "client.id"],
            name=op.f("fk_coverage_agency_id_client_id_client"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "client_id", "function", name=op.f("pk_coverage")),
    )
    op.create_table(
        "data_key",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id"],
            ["client.agency_id", "client.id"],
            name=op.f("fk_data_key_agency_id_client_id_client"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "client_id", name=op.f("pk_data_key")),
    )
    op.create_table(
        "user",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("email_digest", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("tf_primary_method", sa.String(length=64), nullable=True),
        sa.Column("tf_totp_secret", sa.Text(), nullable=True),
        sa.Column("tf_last_counter", sa.Integer(), nullable=True),
        sa.Column("mf_recovery_codes", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "role IN ('clinician', 'client', 'referral', 'admin')", name=op.f("ck_user_role_known")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id"],
            ["client.agency_id", "client.id"],
            name=op.f("fk_user_agency_id_client_id_client"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_user_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_user")),
        sa.UniqueConstraint("email_digest", name=op.f("uq_user_email_digest")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_user_fs_uniquifier")),
    )
    op.create_table(
        "care_team",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id"],
            ["client.agency_id", "client.id"],
            name=op.f("fk_care_team_agency_id_client_id_client"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "user_id"],
            ["user.agency_id", "user.id"],
            name=op.f("fk_care_team_agency_id_user_id_user"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_care_team_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_care_team")),
    )
    op.create_index(
        op.f("ix_care_team_agency_id_client_id"), "care_team", ["agency_id", "client_id"], unique=False
    )
    op.create_index(
        op.f("ix_care_team_agency_id_user_id"), "care_team", ["agency_id", "user_id"], unique=False
    )
    op.create_table(
        "change",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("of", sa.Integer(), nullable=True),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id"],
            ["client.agency_id", "client.id"],
            name=op.f("fk_change_agency_id_client_id_client"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "user_id"],
            ["user.agency_id", "user.id"],
            name=op.f("fk_change_agency_id_user_id_user"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "client_id", "number", name=op.f("pk_change")),
    )
    op.create_table(
        "sign_in",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('browser', 'program')", name=op.f("ck_sign_in_kind_known")),
        sa.ForeignKeyConstraint(
            ["agency_id", "user_id"],
            ["user.agency_id", "user.id"],
            name=op.f("fk_sign_in_agency_id_user_id_user"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_sign_in_agency_id_agency")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sign_in")),
    )
    op.create_index(op.f("ix_sign_in_agency_id_user_id"), "sign_in", ["agency_id", "user_id"], unique=False)
    op.create_index(op.f("ix_sign_in_seen_at"), "sign_in", ["seen_at"], unique=False)
    op.create_table(
        "tie",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("a", sa.String(length=36), nullable=False),
        sa.Column("b", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("strength", sa.SmallInteger(), nullable=True),
        sa.Column("strained", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("a < b", name=op.f("ck_tie_order")),
        sa.CheckConstraint("strength BETWEEN 1 AND 2", name=op.f("ck_tie_strength_range")),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id", "a"],
            ["contact.agency_id", "contact.client_id", "contact.id"],
            name=op.f("fk_tie_agency_id_client_id_a_contact"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id", "b"],
            ["contact.agency_id", "contact.client_id", "contact.id"],
            name=op.f("fk_tie_agency_id_client_id_b_contact"),
        ),
        sa.PrimaryKeyConstraint("agency_id", "client_id", "a", "b", name=op.f("pk_tie")),
    )
    op.create_table(
        "visit",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("copy_of", sa.Uuid(), nullable=True),
        sa.Column("formula", sa.String(length=32), nullable=True),
        sa.Column("network_version", sa.Integer(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id"],
            ["client.agency_id", "client.id"],
            name=op.f("fk_visit_agency_id_client_id_client"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "user_id"],
            ["user.agency_id", "user.id"],
            name=op.f("fk_visit_agency_id_user_id_user"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_visit_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_visit")),
    )
    op.create_index(
        op.f("ix_visit_agency_id_client_id_started_at"),
        "visit",
        ["agency_id", "client_id", "started_at"],
        unique=False,
    )
    op.create_index(
        "ix_visit_open",
        "visit",
        ["agency_id", "client_id"],
        unique=True,
        sqlite_where=sa.text("finished_at IS NULL"),
        postgresql_where=sa.text("finished_at IS NULL"),
    )


def downgrade() -> None:
    """Take it back."""

    op.drop_index(
        "ix_visit_open",
        table_name="visit",
        sqlite_where=sa.text("finished_at IS NULL"),
        postgresql_where=sa.text("finished_at IS NULL"),
    )
    op.drop_index(op.f("ix_visit_agency_id_client_id_started_at"), table_name="visit")
    op.drop_table("visit")
    op.drop_table("tie")
    op.drop_index(op.f("ix_sign_in_seen_at"), table_name="sign_in")
    op.drop_index(op.f("ix_sign_in_agency_id_user_id"), table_name="sign_in")
    op.drop_table("sign_in")
    op.drop_table("change")
    op.drop_index(op.f("ix_care_team_agency_id_user_id"), table_name="care_team")
    op.drop_index(op.f("ix_care_team_agency_id_client_id"), table_name="care_team")
    op.drop_table("care_team")
    op.drop_table("user")
    op.drop_table("data_key")
    op.drop_table("coverage")
    op.drop_table("contact")
    op.drop_index(op.f("ix_consent_agency_id_client_id"), table_name="consent")
    op.drop_table("consent")
    op.drop_index(op.f("ix_reply_at"), table_name="reply")
    op.drop_table("reply")
    op.drop_table("reading")
    op.drop_table("client")
    op.drop_table("audit_head")
    op.drop_index(op.f("ix_audit_agency_id_client_id_seq"), table_name="audit")
    op.drop_table("audit")
    op.drop_table("agency")
