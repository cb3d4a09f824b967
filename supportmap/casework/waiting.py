"""What waits for the care team: proposals, places asked about, an account, and the wish to be erased."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from supportmap.casework.asking_erasure import asked_among
from supportmap.casework.proposals import OPEN
from supportmap.casework.work import works_among
from supportmap.records.agency import User
from supportmap.records.audit import Actor
from supportmap.records.referrals import suggested_among

__all__ = ["NOTHING_WAITS", "Waiting", "waiting_among"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many proposals wait, whether an account does, and whether the client asks to be erased.

    ``suggestions``: how many places the client asked about, of which nobody took the referral up.
    """

    proposals: int = 0
    account: bool = False
    erasure: bool = False
    suggestions: int = 0


NOTHING_WAITS = Waiting()


def waiting_among(session: Session, actor: Actor, clients: Collection[UUID]) -> Mapping[UUID, Waiting]:
    """Return what waits for a clinician of each of their clients; of whom nothing waits is missing."""
    if actor.role != "clinician" or not clients:
        return {}
    proposals = Counter(client for client, _ in works_among(session, actor, clients, "proposal", OPEN))
    accounts, erasures = _to_confirm(session, actor, clients), asked_among(session, actor, clients)
    suggestions = suggested_among(session, actor.agency_id, clients)
    return {
        client: Waiting(proposals[client], client in accounts, client in erasures, suggestions.get(client, 0))
        for client in {*proposals, *accounts, *erasures, *suggestions}
    }


def _to_confirm(session: Session, actor: Actor, clients: Collection[UUID]) -> set[UUID]:
    theirs = User.agency_id == actor.agency_id, User.client_id.in_(clients)
    unconfirmed = User.active.is_(True), User.confirmed_at.is_(None)
    rows = session.scalars(select(User.client_id).where(*theirs, *unconfirmed))
    return {client for client in rows if client}
