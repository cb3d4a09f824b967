"""What is asked of referrals: one, all of a client, what happened to each, and whom they hold on the map."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, case, func, or_, select, update
from sqlalchemy.orm import Session

from supportmap.analysis.referring import LEAST_ATTEMPTS, OPEN
from supportmap.records.client import ClientRow, Owner
from supportmap.records.directory import ServiceRow
from supportmap.records.referral import ReferralEventRow, ReferralRow
from supportmap.records.referral_consent import left_by_desk
from supportmap.records.referral_said import is_noted, is_taken_back, is_taken_back_unread

__all__ = [
    "attempts_in_vain",
    "due_referrals",
    "endangering_by_contact",
    "event_rows",
    "held_contacts",
    "is_left",
    "last_number",
    "left_ids",
    "open_rows",
    "put_referral",
    "referral_rows",
    "rows_among",
    "said_of_open",
    "service_row",
    "waiting_rows",
]

_ROW = ReferralRow.__table__.c
_SERVICE = (
    ServiceRow.id,
    ServiceRow.name,
    ServiceRow.organization,
    ServiceRow.retired_at,
    ServiceRow.sensitive,
    ServiceRow.confidential,
    ServiceRow.emotional,
    ServiceRow.practical,
    ServiceRow.belonging,
)


def _of(owner: Owner) -> tuple[ColumnElement[bool], ...]:
    return ReferralRow.agency_id == owner.agency_id, ReferralRow.client_id == owner.client_id


def _events_of(owner: Owner, referral_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return (
        ReferralEventRow.agency_id == owner.agency_id,
        ReferralEventRow.client_id == owner.client_id,
        ReferralEventRow.referral_id == referral_id,
    )


def referral_rows(session: Session, owner: Owner, referral_id: UUID | None = None) -> list[Row[Any]]:
    """Return a client's referrals as columns, or the one of this id, the oldest first."""
    wanted = [] if referral_id is None else [ReferralRow.id == referral_id]
    query = select(*_ROW).where(*_of(owner), *wanted)
    return list(session.execute(query.order_by(ReferralRow.made_at, ReferralRow.id)))


def put_referral(session: Session, owner: Owner, referral_id: UUID, values: dict[str, Any]) -> None:
    """Write what a referral is now."""
    rows = update(ReferralRow).where(*_of(owner), ReferralRow.id == referral_id)
    session.execute(rows.values(values), execution_options={"synchronize_session": False})


def event_rows(session: Session, owner: Owner, referral_id: UUID) -> list[Row[Any]]:
    """Return what happened to a referral, in order."""
    query = select(*ReferralEventRow.__table__.c).where(*_events_of(owner, referral_id))
    return list(session.execute(query.order_by(ReferralEventRow.number)))


def last_number(session: Session, owner: Owner, referral_id: UUID) -> int:
    """Return how many things happened to a referral."""
    query = select(func.max(ReferralEventRow.number)).where(*_events_of(owner, referral_id))
    return session.scalar(query) or 0


def attempts_in_vain(session: Session, owner: Owner, referral_id: UUID) -> int:
    """Return how often somebody was tried to be reached about a referral and wasn't, up to what is asked."""
    in_vain = ReferralEventRow.kind == "attempt", ReferralEventRow.outcome != "reached"
    query = select(ReferralEventRow.number).where(*_events_of(owner, referral_id), *in_vain)
    return len(session.scalars(query.limit(LEAST_ATTEMPTS)).all())


def held_contacts(session: Session, owner: Owner, ids: Collection[str]) -> set[str]:
    """Return those of these contacts who stand for a referral that is open and hasn't started."""
    waiting = ReferralRow.state.in_([state for state in OPEN if state != "started"])
    query = select(ReferralRow.contact_id).where(*_of(owner), waiting, ReferralRow.contact_id.in_(ids))
    return {each for each in session.scalars(query) if each}


def endangering_by_contact(session: Session, owner: Owner) -> dict[str, bool]:
    """Return of each contact who stands for a referral whether to be seen with it may endanger somebody."""
    service = and_(ServiceRow.agency_id == ReferralRow.agency_id, ServiceRow.id == ReferralRow.service_id)
    query = select(ReferralRow.contact_id, or_(ServiceRow.sensitive, ServiceRow.confidential))
    on_map = query.join(ServiceRow, service).where(*_of(owner), ReferralRow.contact_id.is_not(None))
    return {str(own_id): bool(endangers) for own_id, endangers in session.execute(on_map)}


def open_rows(session: Session, condition: ColumnElement[bool]) -> list[Row[Any]]:
    """Return client, id, function, state, due day and assignee of the open referrals of many clients.

    With each whether the client took consent to it back (``taken_back``), and whether a note of theirs is the
    last thing that happened (``noted``). These are the clients who meet a condition.
    """
    columns = (
        *(ReferralRow.client_id, ReferralRow.id, ReferralRow.function),
        *(ReferralRow.state, ReferralRow.due_on, ReferralRow.assigned_to),
        *(is_taken_back().label("taken_back"), is_noted().label("noted")),
    )
    query = _of_clients(select(*columns)).where(condition, ReferralRow.state.in_(OPEN))
    return list(session.execute(query.order_by(ReferralRow.made_at, ReferralRow.id)))


def said_of_open(session: Session, owner: Owner) -> dict[UUID, Row[Any]]:
    """Return the ``open_rows`` of one client, by the ids of the referrals."""
    is_client = and_(ClientRow.agency_id == owner.agency_id, ClientRow.id == owner.client_id)
    return {row.id: row for row in open_rows(session, is_client)}


def waiting_rows(
    session: Session, condition: ColumnElement[bool], reader: UUID, day: date, at: Any
) -> list[Row[Any]]:
    """Return of the clients who meet a condition how many open referrals wait for somebody, and why.

    ``suggestions``: the client's own that nobody took up; ``left``: as ``is_left`` at a moment; ``due``: to
    be looked at again by a day; ``taken_back`` and ``noted``: the client said so, and nothing was done since;
    ``referrals``: those of any of these. Who has none is missing.
    """
    suggested = and_(
        ReferralRow.state == "draft", ReferralRow.made_by_role == "client", ReferralRow.assigned_to.is_(None)
    )
    left, due = is_left(at), ReferralRow.due_on <= day
    reasons = {"suggestions": suggested, "left": left, "due": due}
    reasons |= {"taken_back": is_taken_back_unread(reader), "noted": is_noted()}
    reasons["referrals"] = or_(*reasons.values())
    counts = [func.sum(case((holds, 1), else_=0)).label(name) for name, holds in reasons.items()]
    query = _of_clients(select(ClientRow.id.label("client_id"), *counts))
    waits = query.where(condition, ReferralRow.state.in_(OPEN), reasons["referrals"])
    return list(session.execute(waits.group_by(ClientRow.id)))


def is_left(at: Any) -> ColumnElement[bool]:
    """Return the condition on open referrals of clients that the desk left them, as ``left_by_desk``."""
    return and_(ReferralRow.state.in_(OPEN), left_by_desk(ReferralRow, at))


def left_ids(session: Session, owner: Owner, at: Any) -> set[UUID]:
    """Return the ids of a client's referrals that the desk left at a moment: see ``is_left``."""
    return set(session.scalars(_of_clients(select(ReferralRow.id)).where(*_of(owner), is_left(at))))


def due_referrals(condition: ColumnElement[bool]) -> Select[int]:
    """Return the query of how many open referrals of those who meet a condition are to be looked at again.

    Its parameters are ``due_by``, the day, and ``due_in``, the agency.
    """
    due = ReferralRow.agency_id == bindparam("due_in"), ReferralRow.due_on <= bindparam("due_by")
    query: Select[int] = _of_clients(select(func.count()))
    return query.where(condition, *due, ReferralRow.state.in_(OPEN), ClientRow.archived_at.is_(None))


def _of_clients(query: Any) -> Any:
    of_client = and_(ReferralRow.agency_id == ClientRow.agency_id, ReferralRow.client_id == ClientRow.id)
    return query.select_from(ClientRow).join(ReferralRow, of_client)


def rows_among(session: Session, condition: ColumnElement[bool]) -> list[Row[Any]]:
    """Return the referrals that were sent, of clients who meet a condition, each with the service's name."""
    service = and_(ServiceRow.agency_id == ReferralRow.agency_id, ServiceRow.id == ReferralRow.service_id)
    query = _of_clients(select(*_ROW, ServiceRow.name))
    sent = query.join(ServiceRow, service).where(condition, ReferralRow.sent_on.is_not(None))
    return list(session.execute(sent.order_by(ReferralRow.made_at, ReferralRow.id)))


def service_row(session: Session, agency_id: UUID, service_id: UUID) -> Row[*tuple[Any, ...]] | None:
    """Return what a referral needs to know of a service; a retired one is known, too."""
    wanted = ServiceRow.agency_id == agency_id, ServiceRow.id == service_id
    return session.execute(select(*_SERVICE).where(*wanted)).one_or_none()
