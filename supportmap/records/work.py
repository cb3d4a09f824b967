"""The work between visits: what clients, and staff with them, write down beside the map.

All of it stands in one table, so that one condition decides what staff see of it.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, ForeignKeyConstraint, Index, Integer, String, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from supportmap.records.base import Base, OfClient, of_client, one_of
from supportmap.records.client import Owner

__all__ = ["KINDS", "WorkRow", "forget_work", "of_owner"]

KINDS = (
    *("release", "proposal", "entry", "setback", "achievement"),
    *("sign", "trigger", "strategy", "use", "plan", "step", "erasure", "reminder"),
)


class WorkRow(OfClient, Base):
    """One thing that somebody wrote; what it says is sealed.

    A client's own is private unless ``shared``: nobody of the staff sees it then, nor that it is there. What
    staff wrote, the client sees where it is ``shared``.
    """

    __tablename__ = "work"
    __table_args__ = (
        of_client(),
        ForeignKeyConstraint(["agency_id", "user_id"], ["user.agency_id", "user.id"]),
        # What is about another row goes with it, but for achievements: see casework.work.
        ForeignKeyConstraint(
            ["agency_id", "client_id", "about"],
            ["work.agency_id", "work.client_id", "work.id"],
            ondelete="CASCADE",
        ),
        one_of("kind", KINDS),
        Index(None, "agency_id", "kind", "state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str] = mapped_column(String(16))
    by_client: Mapped[bool]
    user_id: Mapped[UUID]
    """Who wrote it first."""
    shared: Mapped[bool]
    state: Mapped[str | None] = mapped_column(String(16))
    """How far it is: of a proposal, a plan, a step."""
    on_day: Mapped[date | None]
    """The day that it is about, or that it is due on; of a reminder, that of the last letter."""
    about: Mapped[UUID | None]
    """The row that it belongs to."""
    version: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime]
    changed_at: Mapped[datetime]
    sealed: Mapped[bytes]


def of_owner(owner: Owner) -> tuple[ColumnElement[bool], ...]:
    """Return the condition on all rows about a client, whoever may see them."""
    return WorkRow.agency_id == owner.agency_id, WorkRow.client_id == owner.client_id


def forget_work(session: Session, owner: Owner, user_id: UUID) -> None:
    """Delete all that a user wrote about a client."""
    session.execute(delete(WorkRow).where(*of_owner(owner), WorkRow.user_id == user_id))
