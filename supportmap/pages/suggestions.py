"""What a client said of places near them, for the team's page: what they asked about, and did since."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from supportmap.access.invitations import access_of
from supportmap.casework.referral import Referral, events_of, referrals_of
from supportmap.casework.referral_acts import service_of
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts, State

__all__ = ["suggestions_shown"]

MOST_SAID = 10
SAID_WORDS = {
    "made": "asked about it",
    "cancel": "took it back",
    "consent-given": "agrees that they are told",
    "consent-refused": "doesn’t agree that they are told",
    "consent-withdrawn": "no longer agrees that they are told",
    "note": "noted",
}
"""What a client did to a referral, by the kind of what happened."""


def suggestions_shown(owner: Owner, _state: State) -> dict[str, Any]:
    """Return ``suggestions``, which nobody took up yet, the oldest first, and what was ``said`` last of all.

    Each of the latter has ``at``, ``name``, ``referral_id``, ``did``, ``reason`` and ``words``.
    """
    all_ones = [(each, _named(owner, each)) for each in referrals_of(db.session, owner)]
    waiting = [told for each, told in all_ones if each.is_suggested and each.assigned_to is None]
    account = access_of(db.session, owner).account_id
    said = [event for each, told in all_ones for event in _said(owner, each, told, account)]
    latest = sorted(said, key=lambda event: event["at"], reverse=True)
    return {"suggestions": waiting, "said": latest[:MOST_SAID]}


def _named(owner: Owner, referral: Referral) -> Facts:
    name = service_of(db.session, owner, referral.service_id).name
    return {"name": name, "referral_id": referral.id, "function": referral.function}


def _said(owner: Owner, referral: Referral, told: Facts, account: Any) -> Iterator[Facts]:
    """Yield what the client did to a referral, by their own account."""
    for event in events_of(db.session, owner, referral.id):
        if account is not None and event["user_id"] == account and event["kind"] in SAID_WORDS:
            did = {"did": SAID_WORDS[event["kind"]], "reason": event["reason"], "words": event["words"]}
            yield {"at": event["at"], **told, **did}
