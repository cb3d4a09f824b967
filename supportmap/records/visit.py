"""Visits: dated sessions in which the network was worked on, and what each left behind."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from supportmap.records.base import Base, OfAgency, of_client

__all__ = ["VisitRow"]


class VisitRow(OfAgency, Base):
    """A visit. Once it is finished its snapshot stands for good; a client has one open visit at most."""

    __tablename__ = "visit"
    __table_args__ = (
        of_client(),
        ForeignKeyConstraint(["agency_id", "user_id"], ["user.agency_id", "user.id"]),
        Index(None, "agency_id", "client_id", "started_at"),
        Index(
            "ix_visit_open",
            "agency_id",
            "client_id",
            unique=True,
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    user_id: Mapped[UUID]
    held_on: Mapped[date]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    copy_of: Mapped[UUID | None]
    """The finished visit that this one was reopened from: it stands in its place once finished."""
    formula: Mapped[str | None] = mapped_column(String(32))
    network_version: Mapped[int | None] = mapped_column(Integer)
    sealed: Mapped[bytes | None]
    """The snapshot: the document at the end of the visit, and its analysis."""
