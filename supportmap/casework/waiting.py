"""What waits for the care team: proposals, referrals, an account, and the wish to be erased."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from supportmap.casework.asking_erasure import asked_among
from supportmap.casework.changes import who
from supportmap.casework.proposals import OPEN
from supportmap.casework.work import works_among
from supportmap.records.agency import User
from supportmap.records.audit import Actor
from supportmap.records.client import ClientRow
from supportmap.records.days import today
from supportmap.records.referrals import waiting_rows

__all__ = ["NOTHING_WAITS", "Waiting", "waiting_among"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many proposals wait, whether an account does, and whether the client asks to be erased.

    ``referrals``: how many wait, each counted once. Of these ``suggestions`` are about places that the client
    asked about and that nobody took up, ``left`` were with the referral desk, which no longer sees the
    client, and ``due`` are to be looked at again by today; of ``taken_back`` the client took consent back, to
    ``noted`` they added a note, and nobody did anything since.
    """

    proposals: int = 0
    account: bool = False
    erasure: bool = False
    referrals: int = 0
    suggestions: int = 0
    left: int = 0
    due: int = 0
    taken_back: int = 0
    noted: int = 0


NOTHING_WAITS = Waiting()


def waiting_among(session: Session, actor: Actor, clients: Collection[UUID]) -> Mapping[UUID, Waiting]:
    """Return what waits for a clinician of each of their clients; of whom nothing waits is missing."""
    if actor.role != "clinician" or not clients:
        return {}
    proposals = Counter(client for client, _ in works_among(session, actor, clients, "proposal", OPEN))
    accounts, erasures = _to_confirm(session, actor, clients), asked_among(session, actor, clients)
    referrals = _referrals(session, actor, clients)
    return {
        client: Waiting(
            proposals[client], client in accounts, client in erasures, **referrals.get(client, {})
        )
        for client in {*proposals, *accounts, *erasures, *referrals}
    }


def _referrals(session: Session, actor: Actor, clients: Collection[UUID]) -> dict[UUID, dict[str, int]]:
    theirs = (ClientRow.agency_id == actor.agency_id) & ClientRow.id.in_(clients)
    day = today(session, actor.agency_id)
    rows = waiting_rows(session, theirs, who(actor), day, datetime.now(UTC))
    return {row.pop("client_id"): row for row in (each._asdict() for each in rows)}


def _to_confirm(session: Session, actor: Actor, clients: Collection[UUID]) -> set[UUID]:
    theirs = User.agency_id == actor.agency_id, User.client_id.in_(clients)
    unconfirmed = User.active.is_(True), User.confirmed_at.is_(None)
    rows = session.scalars(select(User.client_id).where(*theirs, *unconfirmed))
    return {client for client in rows if client}
