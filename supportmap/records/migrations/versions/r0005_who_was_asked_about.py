"""Keep of whom all ties were asked for, not that they were: whoever is added since wasn't asked about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0005_who_was_asked_about"
down_revision = "r0004_needs_not_asked"

SOMEBODY_IS_THERE = """EXISTS (
    SELECT 1 FROM contact WHERE contact.agency_id = client.agency_id AND contact.client_id = client.id
)"""


def upgrade() -> None:
    """Take as said only what nothing else can have set: that there is nobody, where there is nobody.

    That all ties were asked for was set by a single tie before, so nothing is known of it now.
    """
    with op.batch_alter_table("client") as client:
        client.alter_column("elicited", new_column_name="elicited_said", existing_type=sa.Boolean())
        client.drop_column("ties_asked")
        client.add_column(sa.Column("ties_among", sa.Text(), nullable=True))
    op.execute(f"UPDATE client SET elicited_said = false WHERE {SOMEBODY_IS_THERE}")  # noqa: S608 - words of ours


def downgrade() -> None:
    """Say that contacts were asked for where somebody is there; of ties nothing is claimed."""
    with op.batch_alter_table("client") as client:
        client.alter_column("elicited_said", new_column_name="elicited", existing_type=sa.Boolean())
        client.drop_column("ties_among")
        client.add_column(sa.Column("ties_asked", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute(f"UPDATE client SET elicited = true WHERE {SOMEBODY_IS_THERE}")  # noqa: S608 - words of ours
