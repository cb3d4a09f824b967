"""Invitations: by which a client sets up their own account, and a clinician then confirms that it is they."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from supportmap.records.base import Base, OfAgency, of_client

__all__ = ["Invitation"]


class Invitation(OfAgency, Base):
    """One invitation. Whoever has its link and was told its code makes one account by it, once.

    Both are kept as digests only.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        of_client(),
        ForeignKeyConstraint(["agency_id", "user_id"], ["user.agency_id", "user.id"]),
        ForeignKeyConstraint(["agency_id", "account_id"], ["user.agency_id", "user.id"]),
        Index(None, "agency_id", "client_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    user_id: Mapped[UUID]
    """Who invites."""
    digest: Mapped[bytes] = mapped_column(unique=True)
    code_digest: Mapped[bytes]
    made_at: Mapped[datetime]
    until: Mapped[datetime]
    wrong_codes: Mapped[int] = mapped_column(SmallInteger, default=0)
    ended_at: Mapped[datetime | None]
    """When it was used, taken back, replaced, or tried with too many wrong codes."""
    account_id: Mapped[UUID | None]
    """The account that was made by it."""
