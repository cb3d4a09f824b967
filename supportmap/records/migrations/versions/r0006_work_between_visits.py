"""Keep what clients, and staff with them, write down between visits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0006_work_between_visits"
down_revision = "r0005_who_was_asked_about"

KINDS = (
    *("release", "proposal", "entry", "setback", "achievement"),
    *("sign", "trigger", "strategy", "use", "plan", "step", "erasure", "reminder"),
)


def upgrade() -> None:
    """Make the table."""
    words = ", ".join(f"'{kind}'" for kind in KINDS)
    op.create_table(
        "work",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("by_client", sa.Boolean(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=True),
        sa.Column("on_day", sa.Date(), nullable=True),
        sa.Column("about", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(f"kind IN ({words})", name=op.f("ck_work_kind_known")),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id"],
            ["client.agency_id", "client.id"],
            name=op.f("fk_work_agency_id_client_id_client"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "user_id"],
            ["user.agency_id", "user.id"],
            name=op.f("fk_work_agency_id_user_id_user"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id", "about"],
            ["work.agency_id", "work.client_id", "work.id"],
            name=op.f("fk_work_agency_id_client_id_about_work"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("agency_id", "client_id", "id", name=op.f("pk_work")),
    )
    columns = ["agency_id", "kind", "state"]
    op.create_index(op.f("ix_work_agency_id_kind_state"), "work", columns)


def downgrade() -> None:
    """Take it away."""
    op.drop_table("work")
