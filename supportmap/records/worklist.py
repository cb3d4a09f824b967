"""The gaps that wait, of many clients: a projection made in the query, so that nothing else can be told.

Of the map it reads the coverage that is kept beside it, and of the client what the label stands in. Contacts,
ties, changes, visits and what clients write are never read, nor the version of the network: it would tell
that something was changed.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Row,
    Select,
    Uuid,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.orm import Session

from supportmap.analysis.referring import GOES_ON, OPEN
from supportmap.records.client import ClientRow, Consent, DataKey, Owner
from supportmap.records.database import keyring_of
from supportmap.records.network import CoverageRow
from supportmap.records.networks import Facts
from supportmap.records.referral import GapWorkRow, ReferralRow
from supportmap.records.referral_consent import is_latest, left_by_desk

__all__ = [
    "client_told",
    "clients_told",
    "due_gaps",
    "gap_left",
    "gap_rows",
    "gap_work",
    "is_gap",
    "put_gap_work",
]

_CLIENT = (
    *(ClientRow.agency_id, ClientRow.id, ClientRow.sealed, DataKey.wrapped),
    *(Consent.id.label("consent_id"), Consent.given, Consent.expires_at, Consent.shares),
    Consent.sealed.label("consented"),
)
_GAP = (
    *(ClientRow.id, ClientRow.need_emotional, ClientRow.need_practical, ClientRow.need_belonging),
    *(CoverageRow.function, CoverageRow.status, CoverageRow.gap_low, CoverageRow.gap_high),
    *(GapWorkRow.assigned_to, GapWorkRow.due_on, GapWorkRow.version.label("work_version")),
)
_TOLD = ("label", "area", "birth_year", "languages")


MISSING, UNKNOWN = ("gap", "thin"), ("uncertain", "not assessed")
"""Statuses of which something is missing for certain, and of which nothing is certain."""


def is_gap() -> ColumnElement[bool]:
    """Return the condition on rows of coverage that something is missing for certain."""
    return or_(CoverageRow.status.in_(MISSING), CoverageRow.gap_low > 0)


def waits() -> ColumnElement[bool]:
    """Return the condition on rows of coverage that somebody is at work on them, or ought to be.

    Beside gaps these are functions for which a referral is open; and, once one was attended, those of which
    nothing is known any more: what the service does for them is still to be asked, and until then they
    would be gone from the list, whatever is missing.
    """
    is_open = ReferralRow.function == CoverageRow.function, ReferralRow.state.in_(OPEN)
    goes_on = and_(ReferralRow.state == "helped", ReferralRow.reason == GOES_ON)
    attended = or_(ReferralRow.state == "started", goes_on)
    unknown = and_(CoverageRow.status.in_(UNKNOWN), _has_referral(attended))
    return or_(is_gap(), _has_referral(*is_open), unknown)


def _has_referral(*wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    of_client = ReferralRow.agency_id == CoverageRow.agency_id, ReferralRow.client_id == CoverageRow.client_id
    return exists().where(*of_client, *wanted).correlate(CoverageRow)


def gap_rows(session: Session, condition: ColumnElement[bool]) -> list[Facts]:
    """Return each gap that ``waits`` of the clients who meet a condition (of ``scope``), in no order.

    Where nothing is missing for certain, ``status`` and ``gap_high`` are None: no more is told of it. Nothing
    is opened for it: that is asked of ``clients_told``.
    """
    query = (
        select(*_GAP)
        .select_from(ClientRow)
        .join(CoverageRow, _of_client(CoverageRow))
        .outerjoin(GapWorkRow, and_(_of_client(GapWorkRow), GapWorkRow.function == CoverageRow.function))
        .where(condition, waits(), ClientRow.archived_at.is_(None))
    )
    return [_gap(row) for row in session.execute(query)]


def _gap(row: Row[*tuple[Any, ...]]) -> Facts:
    plain = ("id", "function", "assigned_to", "due_on", "work_version")
    facts: Facts = {name: getattr(row, name) for name in plain}
    is_missing = row.status in MISSING or (row.gap_low or 0) > 0
    facts |= {name: getattr(row, name) if is_missing else None for name in ("status", "gap_high")}
    return facts | {"need": getattr(row, f"need_{row.function}")}


def due_gaps(condition: ColumnElement[bool]) -> Select[int]:
    """Return the query of how many gaps, of ``gap_rows``, are to be looked at again, or a referral is.

    Its parameters are ``due_by``, the day, and ``due_in``, the agency. Nothing that is sealed is read.
    """
    due = _due().subquery()
    of_gap = CoverageRow.agency_id == due.c.agency_id, CoverageRow.client_id == due.c.client_id
    covered = and_(*of_gap, CoverageRow.function == due.c.function)
    gaps = select(func.count()).select_from(due).join(CoverageRow, covered)
    of_clients = gaps.join(ClientRow, _of_client(CoverageRow))
    return of_clients.where(condition, waits(), ClientRow.archived_at.is_(None))


def _due() -> Any:
    """Return the query of agency, client and function of the work and the referrals that are due."""
    by, within = bindparam("due_by", type_=Date), bindparam("due_in", type_=Uuid)
    work, referral = GapWorkRow, ReferralRow
    of_work = select(work.agency_id, work.client_id, work.function)
    of_referrals = select(referral.agency_id, referral.client_id, referral.function)
    return union(
        of_work.where(work.agency_id == within, work.due_on <= by),
        of_referrals.where(referral.agency_id == within, referral.state.in_(OPEN), referral.due_on <= by),
    )


def clients_told(session: Session, condition: ColumnElement[bool], at: Any) -> dict[UUID, Facts]:
    """Return what is told beside their gaps of the clients who meet a condition (of ``scope``), by id.

    ``label``, ``area``, ``birth_year`` and ``languages`` are opened, nothing else of the client; ``name``,
    ``phone`` and ``email`` are there if the client lets staff see them at this moment.
    """
    key = and_(DataKey.agency_id == ClientRow.agency_id, DataKey.client_id == ClientRow.id)
    clients = select(*_CLIENT).select_from(ClientRow).join(DataKey, key)
    said = clients.outerjoin(Consent, and_(_of_client(Consent), is_latest(Consent)))
    return {row.id: _told(session, row, at) for row in session.execute(said.where(condition))}


def client_told(session: Session, owner: Owner, at: Any) -> Facts:
    """Return what ``clients_told`` does of one client."""
    its = and_(ClientRow.agency_id == owner.agency_id, ClientRow.id == owner.client_id)
    return clients_told(session, its, at)[owner.client_id]


def _of_client(table: Any) -> ColumnElement[bool]:
    return and_(table.agency_id == ClientRow.agency_id, table.client_id == ClientRow.id)


def _told(session: Session, row: Row[*tuple[Any, ...]], at: Any) -> Facts:
    vault = keyring_of(session).vault(row.wrapped, row.agency_id, row.id)
    profile = vault.open("client", row.id, row.sealed)
    facts: Facts = {name: profile.get(name) for name in _TOLD}
    shared = _shared(row, at)
    if "name" in shared:
        facts["name"] = profile.get("name")
    if ways := shared & {"phone", "email"}:
        said = vault.open("consent", row.consent_id, row.consented)
        facts |= {way: said.get(way) for way in ways}
    return facts


def _shared(row: Row[*tuple[Any, ...]], at: Any) -> set[str]:
    """Return what a client lets referral staff see now of how to reach them."""
    if not row.given or not row.shares or (row.expires_at and row.expires_at <= at):
        return set()
    return set(row.shares.split())


def gap_work(session: Session, owner: Owner, function: str) -> tuple[bool, Row[*tuple[Any, ...]] | None]:
    """Return whether a function of a client ``waits``, and who works on it."""
    gaps = CoverageRow.agency_id == owner.agency_id, CoverageRow.client_id == owner.client_id
    there = select(CoverageRow.function).where(*gaps, CoverageRow.function == function, waits())
    columns = GapWorkRow.assigned_to, GapWorkRow.due_on, GapWorkRow.version
    work = select(*columns).where(*_work_of(owner, function))
    return session.scalar(there) is not None, session.execute(work).one_or_none()


def gap_left(session: Session, owner: Owner, function: str, at: Any) -> bool:
    """Tell whether somebody of the desk is on a gap, who no longer sees the client at a moment."""
    work = select(GapWorkRow.function).select_from(ClientRow).join(GapWorkRow, _of_client(GapWorkRow))
    left = work.where(*_work_of(owner, function), left_by_desk(GapWorkRow, at))
    return session.scalar(left) is not None


def put_gap_work(session: Session, owner: Owner, function: str, is_new: bool, values: dict[str, Any]) -> None:
    """Write who works on a gap, until when, and the version."""
    if is_new:
        session.add(GapWorkRow(**owner._asdict(), function=function, **values))
        session.flush()
    else:
        row = update(GapWorkRow).where(*_work_of(owner, function)).values(values)
        session.execute(row, execution_options={"synchronize_session": False})


def _work_of(owner: Owner, function: str) -> tuple[ColumnElement[bool], ...]:
    return (
        GapWorkRow.agency_id == owner.agency_id,
        GapWorkRow.client_id == owner.client_id,
        GapWorkRow.function == function,
    )
