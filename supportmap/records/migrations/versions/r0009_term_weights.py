"""Let an agency judge otherwise how much services of a term do for each function."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0009_term_weights"
down_revision = "r0008_referrals"

WEIGHTS = ("emotional", "practical", "belonging")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "term_weights",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("term", sa.String(length=64), nullable=False),
        *(sa.Column(name, sa.SmallInteger(), nullable=False) for name in WEIGHTS),
        *(
            sa.CheckConstraint(f"{name} BETWEEN 0 AND 2", name=op.f(f"ck_term_weights_{name}_range"))
            for name in sorted(WEIGHTS)
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_term_weights_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "term", name=op.f("pk_term_weights")),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("term_weights")
