"""Clients: added, changed, archived, and told."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from supportmap.casework.caseload import clients_of
from supportmap.casework.changes import refuse_archived, who
from supportmap.casework.coverage import renew_coverage
from supportmap.casework.facts import read_facts, some_of
from supportmap.casework.mapping import NEEDS
from supportmap.casework.outcome import Conflict, Missing
from supportmap.exchange.field import Table, optional, required, text
from supportmap.exchange.fields import CLIENT
from supportmap.records.audit import Actor, record
from supportmap.records.client import CarePlace, ClientRow, DataKey, Owner
from supportmap.records.database import keyring_of
from supportmap.records.erasure import was_erased
from supportmap.records.networks import Facts, state_of

__all__ = [
    "CLIENT_FACTS",
    "NEW_CLIENT_FACTS",
    "add_client",
    "archive_client",
    "change_client",
    "client_of",
    "clients_of",
    "restore_client",
]

PROFILE = ("label", "name", "birth_year", "area", "languages")
NEW_CLIENT_FACTS: Table = {
    **CLIENT,
    "label": required(text(200, least=1)),
    "name": optional(text(200)),
}
CLIENT_FACTS: Table = {name: some_of(NEW_CLIENT_FACTS)[name] for name in PROFILE}


def add_client(
    session: Session, actor: Actor, agency_id: UUID, facts: Facts, client_id: UUID | None = None
) -> Owner:
    """Add a client with a key of their own; who adds them is on their care team.

    A taken id is Conflict("id-taken").
    """
    given = read_facts(NEW_CLIENT_FACTS, facts)
    needs = read_facts(NEEDS, given.pop("needs", {}))
    owner = Owner(agency_id, client_id or uuid4())
    if session.get(ClientRow, (agency_id, owner.client_id)) or (client_id and was_erased(session, owner)):
        raise Conflict("id-taken", "another client has this id, or had it and was erased")
    now = datetime.now(UTC)
    _add_rows(session, owner, given, needs, now)
    session.add(CarePlace(**owner._asdict(), user_id=who(actor), since=now, confirmed_at=now))
    session.flush()
    renew_coverage(session, state_of(session, owner))
    record(session, actor, "client.add", owner.client_id, [owner.client_id])
    return owner


def _add_rows(session: Session, owner: Owner, profile: Facts, needs: Facts, now: datetime) -> None:
    keys = keyring_of(session)
    wrapped = keys.new_data_key(*owner)
    sealed = keys.vault(wrapped, *owner).seal("client", owner.client_id, _kept(profile))
    wanted = {f"need_{function}": need for function, need in needs.items()}
    row = ClientRow(agency_id=owner.agency_id, id=owner.client_id, created_at=now, sealed=sealed, **wanted)
    session.add(row)
    session.flush()
    session.add(DataKey(**owner._asdict(), wrapped=wrapped))


def change_client(session: Session, actor: Actor, owner: Owner, facts: Facts) -> Facts:
    """Change label, name, birth_year, area, languages (needs: ``change_network``); return the client."""
    given = read_facts(CLIENT_FACTS, facts)
    state = state_of(session, owner)
    refuse_archived(state)
    profile = _kept(state.profile | given)
    if profile != state.profile:
        row = _row(session, owner)
        row.sealed = state.vault.seal("client", owner.client_id, profile)
        session.flush()
        record(session, actor, "client.edit", owner.client_id, [owner.client_id])
    return client_of(session, owner)


def archive_client(session: Session, actor: Actor, owner: Owner) -> Facts:
    """Put a client's record away; it stays readable."""
    return _archive(session, actor, owner, "client.archive", datetime.now(UTC))


def restore_client(session: Session, actor: Actor, owner: Owner) -> Facts:
    """Take a client's record out of the archive."""
    return _archive(session, actor, owner, "client.restore", None)


def _archive(session: Session, actor: Actor, owner: Owner, action: str, at: datetime | None) -> Facts:
    row = _row(session, owner)
    if (row.archived_at is None) != (at is None):
        row.archived_at = at
        session.flush()
        record(session, actor, action, owner.client_id, [owner.client_id])
    return client_of(session, owner)


def client_of(session: Session, owner: Owner) -> Facts:
    """Return a client: the profile, needs, elicited, ties_asked, network_version, and when archived."""
    state, row = state_of(session, owner), _row(session, owner)
    profile = {name: state.profile.get(name) for name in PROFILE}
    return {
        "id": str(owner.client_id),
        **profile,
        "languages": profile["languages"] or [],
        "needs": state.needs,
        "elicited": state.elicited,
        "ties_asked": state.ties_asked,
        "network_version": state.version,
        "created_at": row.created_at.isoformat(),
        "archived_at": row.archived_at.isoformat() if row.archived_at else None,
    }


def _row(session: Session, owner: Owner) -> ClientRow:
    row = session.get(ClientRow, (owner.agency_id, owner.client_id), populate_existing=True)
    if row is None:
        raise Missing("client")
    return row


def _kept(profile: Facts) -> Facts:
    """Return a profile without what is empty."""
    return {name: value for name, value in profile.items() if value}
