"""Who did what to whose record, without its content: rows chained by a keyed hash for each agency."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import orjson
from sqlalchemy import Index, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from supportmap.records.base import Base, OfAgency
from supportmap.records.database import keyring_of

__all__ = [
    "KEPT",
    "OF_STAFF",
    "OPERATOR",
    "PRIVATE",
    "Actor",
    "AuditHead",
    "AuditRow",
    "Reading",
    "Reply",
    "acts_in",
    "begin_chain",
    "link",
    "record",
    "record_of_each",
]

OPERATOR = "operator"
"""The role of whoever works at the command line of the service."""
PRIVATE = "own."
"""How acts begin that a client does for nobody but themselves: staff aren't told that there were any."""
KEPT = "kept."
"""How acts begin on what is kept from some of the team: staff aren't told of those either."""
OF_STAFF = "staff."
"""How acts begin on what staff haven't shown to the client: the client isn't told of those."""
MOST_OBJECTS = 20
ACTS = "acts"
_Ids = Sequence[object]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a user in one role of one agency. ``client_id`` is the client that a client account is.

    ``invited_to`` is the client as whom somebody was invited who isn't confirmed: they may be anybody.
    """

    agency_id: UUID
    user_id: UUID | None
    role: str
    client_id: UUID | None = None
    request_id: str | None = None
    invited_to: UUID | None = None

    @classmethod
    def operator(cls, agency_id: UUID) -> Actor:
        """Return whoever works at the command line."""
        return cls(agency_id, None, OPERATOR)


class AuditRow(OfAgency, Base):
    """One act. ``chain`` covers the row and the chain of the row before it."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "agency_id", "client_id", "seq"),)

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    user_id: Mapped[UUID | None]
    """None: the operator, from the command line."""
    role: Mapped[str] = mapped_column(String(16))
    action: Mapped[str] = mapped_column(String(40))
    client_id: Mapped[UUID | None]
    """No reference, because the row outlives an erased client."""
    objects: Mapped[str] = mapped_column(Text)
    """The ids of what was touched, separated by blanks; at most 20, then how many more."""
    count: Mapped[int] = mapped_column(Integer)
    request_id: Mapped[str | None] = mapped_column(String(36))
    chain: Mapped[bytes]


class AuditHead(OfAgency, Base):
    """Where an agency's chain ends: who appends holds this row."""

    __tablename__ = "audit_head"

    seq: Mapped[int] = mapped_column(Integer)
    chain: Mapped[bytes]


class Reading(OfAgency, Base):
    """That a user's reading of one kind of content of a client in one quarter of an hour is in the audit."""

    __tablename__ = "reading"

    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    quarter: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    """Quarters of an hour since 1970."""


class Reply(OfAgency, Base):
    """What a request that changed something was answered: the same request again gets the same answer."""

    __tablename__ = "reply"
    __table_args__ = (Index(None, "at"),)

    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[bytes] = mapped_column(primary_key=True)
    """The digest of the key that the sender gave, and where it was sent."""
    request: Mapped[bytes]
    """The digest of the body: the same key with another body is refused."""
    at: Mapped[datetime]
    client_id: Mapped[UUID | None]
    sealed: Mapped[bytes]
    """Status, headers and body, under the client's key or the agency's."""


def begin_chain(session: Session, agency_id: UUID) -> None:
    """Give a new agency its empty chain."""
    session.add(AuditHead(agency_id=agency_id, seq=0, chain=bytes(32)))


def record(
    session: Session,
    actor: Actor,
    action: str,
    client_id: UUID | None = None,
    objects: _Ids = (),
) -> None:
    """Add an act to the audit, in the transaction of the act itself; last, because others wait for it."""
    _append(session, actor, action, [(client_id, objects)])


def record_of_each(session: Session, actor: Actor, action: str, clients: Iterable[UUID]) -> None:
    """Add the same act once for each of several clients, much faster than ``record`` one after another."""
    _append(session, actor, action, [(client_id, ()) for client_id in clients])


def _append(session: Session, actor: Actor, action: str, about: list[tuple[UUID | None, _Ids]]) -> None:
    head = session.scalars(
        select(AuditHead).where(AuditHead.agency_id == actor.agency_id).with_for_update()
    ).one()
    for client_id, objects in about:
        row = AuditRow(
            agency_id=actor.agency_id,
            seq=head.seq + 1,
            at=datetime.now(UTC),
            user_id=actor.user_id,
            role=actor.role,
            action=action,
            client_id=client_id,
            objects=_shown(objects),
            count=len(objects),
            request_id=actor.request_id,
        )
        row.chain = head.chain = link(session, head.chain, row)
        head.seq = row.seq
        session.add(row)
    session.info[ACTS] = acts_in(session) + len(about)
    session.flush()


def acts_in(session: Session) -> int:
    """Return how many acts this session has added to the audit, those that were taken back included."""
    return int(session.info.get(ACTS, 0))


def link(session: Session, before: bytes, row: AuditRow) -> bytes:
    """Return the chain of a row, which nobody can make without the key."""
    facts = [
        before.hex(),
        row.agency_id,
        row.seq,
        row.at.astimezone(UTC).isoformat(),
        row.user_id,
        row.role,
        row.action,
        row.client_id,
        row.objects,
        row.count,
        row.request_id,
    ]
    return keyring_of(session).digest("audit", orjson.dumps(facts).decode())


def _shown(objects: _Ids) -> str:
    shown = [str(each) for each in objects[:MOST_OBJECTS]]
    more = len(objects) - len(shown)
    return " ".join([*shown, *([f"+{more}"] if more else [])])
