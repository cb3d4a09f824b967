"""The network of a client in rows: contacts, ties, every change made to them, and the scores now."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Integer, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from supportmap.analysis.network import FUNCTIONS, KINDS, SECTORS, STATUSES
from supportmap.records.base import Base, OfClient, of_client, one_of, within

__all__ = ["ANSWERS", "ChangeRow", "ContactRow", "CoverageRow", "TieRow"]

ANSWERS = ("emotional", "practical", "belonging", "gives_back", "strain", "reach", "frequency")
CONTACT_ID = String(36)
"""A UUID in its usual form: as text, because reading a map would otherwise convert a hundred of them."""


class ContactRow(OfClient, Base):
    """Someone or something in the client's life. The id is a UUID, not that of a file: it may be a name."""

    __tablename__ = "contact"
    __table_args__ = (
        of_client(),
        one_of("kind", KINDS),
        one_of("status", STATUSES),
        one_of("sector", SECTORS),
        within("circle", 1, 3),
        *(within(answer, 0, 2) for answer in ANSWERS),
        CheckConstraint("angle >= 0 AND angle < 360", name="angle_range"),
    )

    id: Mapped[str] = mapped_column(CONTACT_ID, primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    """Where it stands among the contacts: documents keep their order."""
    version: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    sector: Mapped[str | None] = mapped_column(String(16))
    circle: Mapped[int | None] = mapped_column(SmallInteger)
    angle: Mapped[float | None]
    emotional: Mapped[int | None] = mapped_column(SmallInteger)
    practical: Mapped[int | None] = mapped_column(SmallInteger)
    belonging: Mapped[int | None] = mapped_column(SmallInteger)
    gives_back: Mapped[int | None] = mapped_column(SmallInteger)
    strain: Mapped[int | None] = mapped_column(SmallInteger)
    reach: Mapped[int | None] = mapped_column(SmallInteger)
    frequency: Mapped[int | None] = mapped_column(SmallInteger)
    unsafe: Mapped[bool]
    since: Mapped[str | None] = mapped_column(String(32))
    ended_reason: Mapped[str | None] = mapped_column(String(32))
    knows_listed: Mapped[bool | None]
    phone_checked_on: Mapped[date | None]
    confirmed_in: Mapped[UUID | None]
    """The last visit at which the client said: still in my life."""
    sealed: Mapped[bytes]
    """Name, relationship, note, phone, unknown keys, and the id it had in a file that it came from."""


class TieRow(OfClient, Base):
    """Two contacts who know each other; ``a`` sorts before ``b``, so that a pair stands here once."""

    __tablename__ = "tie"
    __table_args__ = (
        *(
            ForeignKeyConstraint(
                ["agency_id", "client_id", end], ["contact.agency_id", "contact.client_id", "contact.id"]
            )
            for end in ("a", "b")
        ),
        within("strength", 1, 2),
        CheckConstraint("a < b", name="order"),
    )

    a: Mapped[str] = mapped_column(CONTACT_ID, primary_key=True)
    b: Mapped[str] = mapped_column(CONTACT_ID, primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    strength: Mapped[int | None] = mapped_column(SmallInteger)
    strained: Mapped[bool]
    sealed: Mapped[bytes | None]
    """Unknown keys of a document, if there are any."""


class ChangeRow(OfClient, Base):
    """One change of the network, never altered but for being undone or done again.

    Where the visit that it was made at is taken back, it stands as it would had there been none; what was
    about nothing else keeps its ``visit_id``, which no visit has any more.
    ``number`` is the network version that it made. What stood before and after is sealed.
    """

    __tablename__ = "change"
    __table_args__ = (
        of_client(),
        ForeignKeyConstraint(["agency_id", "user_id"], ["user.agency_id", "user.id"]),
    )

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    user_id: Mapped[UUID]
    visit_id: Mapped[UUID | None]
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(16))
    of: Mapped[int | None] = mapped_column(Integer)
    """Of an undo or redo: the number of the change that it undid or did again."""
    undone: Mapped[bool] = mapped_column(default=False)
    sealed: Mapped[bytes]


class CoverageRow(OfClient, Base):
    """How well one function is covered now: what the caseload and the worklist read."""

    __tablename__ = "coverage"
    __table_args__ = (of_client(), one_of("function", FUNCTIONS))

    function: Mapped[str] = mapped_column(String(16), primary_key=True)
    formula: Mapped[str] = mapped_column(String(32))
    network_version: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(String(16))
    status_at_best: Mapped[str] = mapped_column(String(16))
    score_low: Mapped[float | None]
    score_high: Mapped[float | None]
    backup_low: Mapped[float | None]
    backup_high: Mapped[float | None]
    gap_low: Mapped[float | None]
    gap_high: Mapped[float | None]
    missing_answers: Mapped[int] = mapped_column(Integer)
