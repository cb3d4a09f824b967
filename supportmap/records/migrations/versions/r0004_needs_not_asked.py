"""Tell a need that nobody was asked about from one that was asked: it is null."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0004_needs_not_asked"
down_revision = "r0003_invitations"

NEEDS = ("need_emotional", "need_practical", "need_belonging")
WHERE_NOT_ASKED = 0.5


def upgrade() -> None:
    """Let needs be null, and take those of which nobody can tell any more as not asked.

    "Some" stood in every new record and was chosen beforehand on the page: hardly anybody can have answered
    it. No number changes, because what wasn't asked is measured as if it were some.
    """
    _let_be_null(True)
    for name in NEEDS:
        op.execute(f"UPDATE client SET {name} = NULL WHERE {name} = {WHERE_NOT_ASKED}")  # noqa: S608 - names of ours


def downgrade() -> None:
    """Write the default again where nobody was asked."""
    for name in NEEDS:
        op.execute(f"UPDATE client SET {name} = {WHERE_NOT_ASKED} WHERE {name} IS NULL")  # noqa: S608 - names of ours
    _let_be_null(False)


def _let_be_null(nullable: bool) -> None:
    with op.batch_alter_table("client") as client:
        for name in NEEDS:
            client.alter_column(name, existing_type=sa.Double(), nullable=nullable)
