"""What a letter and a handout of a referral are made of: the referral, its service, and who may be named."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from supportmap.access.acting import current_actor
from supportmap.casework.outcome import Missing
from supportmap.casework.referral import Referral, referral_of
from supportmap.directory.showing import resource_of
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts
from supportmap.records.referred import client_referred

__all__ = ["client_of_referral", "referral_and_resource"]


def referral_and_resource(owner: Owner, referral_id: UUID) -> tuple[Referral, dict[str, Any]]:
    """Return a referral of a client and the service it leads to, or raise Missing."""
    referral = referral_of(db.session, owner, referral_id)
    resource = resource_of(db.session, owner.agency_id, referral.service_id)
    if resource is None:
        raise Missing("service")
    return referral, resource


def client_of_referral(owner: Owner) -> Facts:
    """Return what whoever asks may know of the client: label, languages, and perhaps the name."""
    on_team = current_actor().role == "clinician"
    return client_referred(db.session, owner, datetime.now(UTC), on_team)
