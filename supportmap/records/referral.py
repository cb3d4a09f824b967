"""Referrals in rows: how far each is, everything that happened to it, and who works on which gap."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from supportmap.analysis.network import FUNCTIONS
from supportmap.analysis.referring import CHANNELS, OUTCOMES, STATES
from supportmap.records.base import Base, OfClient, of_client, one_of
from supportmap.records.directory import ServiceRow
from supportmap.records.visit import VisitRow

__all__ = ["SHARED", "CommunityGapRow", "GapWorkRow", "ReferralEventRow", "ReferralRow"]

SHARED = ("name", "phone", "email")
"""What a client may let referral staff see of how to reach them."""
_REFERRAL = ["referral.agency_id", "referral.client_id", "referral.id"]


def _of_user(column: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["agency_id", column], ["user.agency_id", "user.id"])


class ReferralRow(OfClient, Base):
    """The way from one gap of a client to one service. What was said to the receiving group is sealed."""

    __tablename__ = "referral"
    __table_args__ = (
        of_client(),
        ForeignKeyConstraint(
            ["agency_id", "service_id"], [f"{ServiceRow.__tablename__}.agency_id", "service.id"]
        ),
        ForeignKeyConstraint(["agency_id", "visit_id"], [f"{VisitRow.__tablename__}.agency_id", "visit.id"]),
        ForeignKeyConstraint(["agency_id", "client_id", "parent_id"], _REFERRAL),
        _of_user("made_by"),
        _of_user("assigned_to"),
        one_of("function", FUNCTIONS),
        one_of("state", STATES),
        one_of("channel", CHANNELS),
        Index(None, "agency_id", "state", "due_on"),
        Index(None, "agency_id", "service_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    service_id: Mapped[UUID]
    function: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(32))
    """Of an end, why; while it waits for the client, for what."""
    channel: Mapped[str | None] = mapped_column(String(8))
    """How it was sent; null: it wasn't."""
    due_on: Mapped[date | None]
    assigned_to: Mapped[UUID | None]
    visit_id: Mapped[UUID | None]
    """The finished visit whose snapshot it starts from; null: there was none."""
    network_version: Mapped[int] = mapped_column(Integer)
    """That of the snapshot, else of the network when it was made."""
    contact_id: Mapped[str | None] = mapped_column(String(36))
    """Whom it is on the map; null: it isn't there, or isn't any more."""
    parent_id: Mapped[UUID | None]
    """The referral in whose place it was made."""
    made_by: Mapped[UUID]
    made_by_role: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime]
    sent_on: Mapped[date | None]
    started_on: Mapped[date | None]
    """The day of the first attendance."""
    ended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(Integer)
    sealed: Mapped[bytes]


class ReferralEventRow(OfClient, Base):
    """One thing that happened to a referral: rows are only ever added, and what they say gives its state."""

    __tablename__ = "referral_event"
    __table_args__ = (
        of_client(),
        ForeignKeyConstraint(["agency_id", "client_id", "referral_id"], _REFERRAL),
        _of_user("user_id"),
        one_of("before", STATES),
        one_of("after", STATES),
        one_of("outcome", OUTCOMES),
    )

    referral_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    """From 1 on, without a hole."""
    at: Mapped[datetime]
    user_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(24))
    before: Mapped[str | None] = mapped_column(String(16))
    after: Mapped[str | None] = mapped_column(String(16))
    """Both only where the state changed, and ``after`` alone of the first."""
    reason: Mapped[str | None] = mapped_column(String(32))
    on_day: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(String(16))
    """Of an attempt to reach somebody."""
    sealed: Mapped[bytes | None]
    """The note, if there is one."""


class GapWorkRow(OfClient, Base):
    """Who of the staff works on a gap, and until when."""

    __tablename__ = "gap_work"
    __table_args__ = (of_client(), _of_user("assigned_to"), one_of("function", FUNCTIONS))

    function: Mapped[str] = mapped_column(String(16), primary_key=True)
    assigned_to: Mapped[UUID | None]
    due_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(Integer)


class CommunityGapRow(OfClient, Base):
    """That nothing was found for a gap within reach of a client; where that is, is sealed."""

    __tablename__ = "community_gap"
    __table_args__ = (of_client(), _of_user("user_id"), one_of("function", FUNCTIONS))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    function: Mapped[str] = mapped_column(String(16))
    found_nothing_on: Mapped[date]
    user_id: Mapped[UUID]
    sealed: Mapped[bytes]
