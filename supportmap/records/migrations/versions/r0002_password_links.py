"""Let users set their passwords by links that are used once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0002_password_links"
down_revision = "r0001_first"


def upgrade() -> None:
    """Make the table of links."""
    op.create_table(
        "password_link",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_password_link_agency_id_agency")),
        sa.ForeignKeyConstraint(
            ["agency_id", "user_id"],
            ["user.agency_id", "user.id"],
            name=op.f("fk_password_link_agency_id_user_id_user"),
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_password_link")),
    )
    op.create_index(op.f("ix_password_link_agency_id_user_id"), "password_link", ["agency_id", "user_id"])


def downgrade() -> None:
    """Take the table away."""
    op.drop_table("password_link")
