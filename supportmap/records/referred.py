"""What whoever works on a referral may know of the client: the label, the languages, and perhaps the name."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from supportmap.records.client import ClientRow, Consent, Owner, vault_of
from supportmap.records.networks import Facts
from supportmap.records.referral_consent import is_latest

__all__ = ["client_referred"]


def client_referred(session: Session, owner: Owner, at: Any, on_team: bool) -> Facts:
    """Return ``label``, ``languages`` (a list) and ``name`` of a client, and nothing else of them.

    ``name`` is None where none is kept, and for whoever isn't on the team (``on_team``) unless the client
    lets referral staff see it at this moment. Whether somebody may see the client's was asked before.
    """
    key = ClientRow.agency_id == owner.agency_id, ClientRow.id == owner.client_id
    sealed = session.scalars(select(ClientRow.sealed).where(*key)).one()
    profile = vault_of(session, owner).open("client", owner.client_id, sealed)
    known = on_team or _shares_name(session, owner, at)
    return {
        "label": profile.get("label"),
        "languages": list(profile.get("languages") or ()),
        "name": profile.get("name") if known else None,
    }


def _shares_name(session: Session, owner: Owner, at: Any) -> bool:
    its = Consent.agency_id == owner.agency_id, Consent.client_id == owner.client_id
    query = select(Consent.given, Consent.expires_at, Consent.shares).where(*its, is_latest(Consent))
    said = session.execute(query).one_or_none()
    if said is None or not said.given or (said.expires_at and said.expires_at <= at):
        return False
    return "name" in (said.shares or "").split()
