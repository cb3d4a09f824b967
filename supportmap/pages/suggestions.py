"""The places that a client asked about, for the team's page, until somebody takes the referral up."""

from __future__ import annotations

from typing import Any

from supportmap.casework.referral import Referral, events_of, referrals_of
from supportmap.casework.referral_acts import service_of
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import State

__all__ = ["suggestions_shown"]


def suggestions_shown(owner: Owner, _state: State) -> dict[str, Any]:
    """Return ``suggestions``, the oldest first: what each leads to, for which function, and what was said."""
    open_ones = [each for each in referrals_of(db.session, owner) if each.is_suggested]
    return {"suggestions": [_told(owner, each) for each in open_ones if each.assigned_to is None]}


def _told(owner: Owner, referral: Referral) -> dict[str, Any]:
    said = [event["words"] for event in events_of(db.session, owner, referral.id) if event["words"]]
    service = service_of(db.session, owner, referral.service_id)
    plain = {name: getattr(referral, name) for name in ("id", "service_id", "function", "made_at")}
    return {**plain, "name": service.name, "words": said[0] if said else ""}
