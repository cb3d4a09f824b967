"""Whether a client agrees now that referral staff look for help for them: one condition, asked everywhere.

Only what a client said last counts: of referral as such, not of one referral. It doesn't count once it has
run out, nor on a record that was put away.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from supportmap.records.agency import User
from supportmap.records.client import ClientRow, Consent, Owner

__all__ = [
    "PURPOSE",
    "has_run_out",
    "is_latest",
    "left_by_desk",
    "may_be_told",
    "referral_consented",
    "said_last",
]

PURPOSE = "referral"


def referral_consented(at: Any) -> ColumnElement[bool]:
    """Return the condition on clients who agree to referral at a moment, or at the parameter for one."""
    given = aliased(Consent)
    return and_(
        ClientRow.archived_at.is_(None),
        exists().where(
            given.agency_id == ClientRow.agency_id,
            given.client_id == ClientRow.id,
            is_latest(given),
            given.given.is_(True),
            or_(given.expires_at.is_(None), given.expires_at > at),
        ),
    )


def left_by_desk(work: Any, at: Any) -> ColumnElement[bool]:
    """Return the condition on work for clients that somebody of the desk is on it, who sees them no more.

    ``work``: referrals or the work on gaps, joined with the clients; one that was put away waits for nobody.
    """
    of_desk = User.agency_id == work.agency_id, User.id == work.assigned_to, User.role == "referral"
    on_it = exists().where(*of_desk)
    return and_(on_it, ClientRow.archived_at.is_(None), ~referral_consented(at))


def is_latest(said: Any) -> ColumnElement[bool]:
    """Return the condition on rows of Consent, or an alias of it, that nothing was said since of referral.

    Of two at one moment the one of the smaller id counts, as where consents are listed.
    """
    later = aliased(Consent)
    of_moment = and_(later.at == said.at, later.id < said.id)
    since = exists().where(
        later.agency_id == said.agency_id,
        later.client_id == said.client_id,
        later.purpose == PURPOSE,
        later.referral_id.is_(None),
        or_(later.at > said.at, of_moment),
    )
    return and_(said.purpose == PURPOSE, said.referral_id.is_(None), ~since)


def may_be_told(session: Session, owner: Owner, referral_id: UUID, at: Any) -> bool:
    """Tell whether a client agrees that the receiving group of one referral is told of them."""
    last = said_last(session, owner, referral_id)
    return last is not None and last.given and not has_run_out(last, at)


def has_run_out(said: Any, at: Any) -> bool:
    """Tell whether what a client said, of ``said_last``, counts no longer at a moment."""
    return said.expires_at is not None and said.expires_at <= at


def said_last(session: Session, owner: Owner, referral_id: UUID) -> Row[*tuple[Any, ...]] | None:
    """Return what a client said last of that (given, at, expires_at, user_id), or None."""
    about = Consent.agency_id == owner.agency_id, Consent.client_id == owner.client_id
    columns = Consent.given, Consent.at, Consent.expires_at, Consent.user_id
    query = select(*columns).where(*about, Consent.referral_id == referral_id)
    return session.execute(query.order_by(Consent.at.desc(), Consent.id).limit(1)).one_or_none()
