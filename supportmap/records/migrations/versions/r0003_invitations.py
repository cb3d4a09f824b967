"""Let clients set up their own accounts by invitations, which a clinician confirms."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0003_invitations"
down_revision = "r0002_password_links"

USER = ["user.agency_id", "user.id"]


def upgrade() -> None:
    """Make the table, and take the accounts that clients have already as confirmed."""
    op.create_table(
        "invitation",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("code_digest", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wrong_codes", sa.SmallInteger(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_invitation_agency_id_agency")),
        sa.ForeignKeyConstraint(
            ["agency_id", "client_id"],
            ["client.agency_id", "client.id"],
            name=op.f("fk_invitation_agency_id_client_id_client"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "user_id"], USER, name=op.f("fk_invitation_agency_id_user_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "account_id"], USER, name=op.f("fk_invitation_agency_id_account_id_user")
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("digest", name=op.f("uq_invitation_digest")),
    )
    op.create_index(op.f("ix_invitation_agency_id_client_id"), "invitation", ["agency_id", "client_id"])
    op.add_column("user", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("""UPDATE "user" SET confirmed_at = created_at WHERE role = 'client'""")


def downgrade() -> None:
    """Take both away."""
    op.drop_column("user", "confirmed_at")
    op.drop_table("invitation")
