"""What a letter and a handout of a referral are made of: the referral, its service, and who may be named."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from supportmap.casework.outcome import Missing
from supportmap.casework.referral import Referral, referral_of
from supportmap.directory.hours import frequency_of, from_text
from supportmap.directory.showing import resource_of
from supportmap.pages.referral_frame import is_desk
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts, state_of

__all__ = ["frequency_of_service", "name_known", "referral_and_resource"]


def referral_and_resource(owner: Owner, referral_id: UUID) -> tuple[Referral, dict[str, Any]]:
    """Return a referral of a client and the service it leads to, or raise Missing."""
    referral = referral_of(db.session, owner, referral_id)
    resource = resource_of(db.session, owner.agency_id, referral.service_id)
    if resource is None:
        raise Missing("service")
    return referral, resource


def frequency_of_service(owner: Owner, service_id: UUID) -> int | None:
    """Return how often a service takes place (2 weekly, 1 monthly, 0 rarer), if its hours are known."""
    resource = resource_of(db.session, owner.agency_id, service_id)
    return frequency_of(from_text(resource["hours"])) if resource else None


def name_known(owner: Owner, told: Facts) -> str | None:
    """Return the client's name as whoever asks may know it, if one is kept.

    ``told`` is what the desk is told of the client: of the name only where the client lets it be seen.
    """
    name: str | None = told.get("name") if is_desk() else state_of(db.session, owner).profile.get("name")
    return name
