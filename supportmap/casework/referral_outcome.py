"""What came of referrals: closed is not the same as better, so both are kept and told apart."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from supportmap.analysis.analyse import analyse, as_json
from supportmap.analysis.network import Network
from supportmap.analysis.projecting import projected
from supportmap.analysis.referring import ENDS
from supportmap.casework.referral import Referral, events_of, referrals_of
from supportmap.casework.visits import network_at
from supportmap.records.client import Owner
from supportmap.records.networks import Facts
from supportmap.records.visits import last_ended

__all__ = ["awaiting_map", "then_and_now"]


def awaiting_map(session: Session, owner: Owner) -> list[Referral]:
    """Return the referrals that were attended and have ended, and since whose end no visit was finished.

    Of these nobody knows yet whether the map got better: the clinician is asked to map again.
    """
    visited = last_ended(session, owner)
    attended = (each for each in referrals_of(session, owner) if each.has_ended and each.started_on)
    return [each for each in attended if visited is None or visited < _ended_at(session, owner, each)]


def _ended_at(session: Session, owner: Owner, referral: Referral) -> datetime:
    ends = [each["at"] for each in events_of(session, owner, referral.id) if each["after"] in ENDS]
    moment: datetime = ends[-1]
    return moment


def then_and_now(session: Session, owner: Owner, referral: Referral) -> Facts:
    """Return how a referral's function was covered ``before`` (None without a snapshot), is ``now``,
    and would be ``projected``: now, if all that is planned by referrals were as it is expected.

    Each is what the analysis says of the function, as JSON.
    """
    network = network_at(session, owner)
    before = network_at(session, owner, referral.visit_id) if referral.visit_id else None
    sides = {"before": before, "now": network, "projected": projected(network)}
    return {name: side and _covered(side, referral.function) for name, side in sides.items()}


def _covered(network: Network, function: str) -> Any:
    return as_json(analyse(network))["functions"][function]
