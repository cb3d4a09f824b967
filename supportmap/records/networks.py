"""The one door from rows to a network: facts out of columns (back into them: ``network_writing``).

Facts are those of a contact or tie of the supportmap document, as JSON has them, with ``position`` and, of
a contact, ``version``, ``confirmed_in`` and ``document_id`` (its id in the file that it came from, if any).
They are read as columns, because entities cost several times as much.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from supportmap.analysis.network import Client, Contact, Needs, Network, Tie
from supportmap.analysis.projecting import is_expected
from supportmap.records.client import Owner
from supportmap.records.database import keyring_of
from supportmap.records.encryption import Vault
from supportmap.records.network_tables import (
    CLIENTS,
    CONTACT,
    CONTACTS,
    KEYS,
    TIE,
    TIES,
    named,
    of_key,
)

__all__ = [
    "MARKED",
    "Facts",
    "State",
    "contact_ids",
    "mark_in",
    "network_of",
    "state_of",
]

Facts = dict[str, Any]

SERVICE_ONLY = frozenset({"position", "version", "confirmed_in", "document_id"})

_CLIENT_QUERY = select(*(c for c in CLIENTS.c if c.name != "agency_id"), KEYS.c.wrapped).where(
    *of_key(KEYS), CLIENTS.c.agency_id == KEYS.c.agency_id, CLIENTS.c.id == KEYS.c.client_id
)
# Two can have one position where a change was taken back, and done again after somebody else's.
_CONTACT_QUERY = select(*CONTACT).where(*of_key(CONTACTS)).order_by(CONTACTS.c.position, CONTACTS.c.id)
_TIE_QUERY = select(*TIE).where(*of_key(TIES)).order_by(TIES.c.position, TIES.c.a, TIES.c.b)
MARKED = (CLIENTS.c.network_version, CLIENTS.c.sealed)
"""What tells of a client whether anything has changed: ``mark_in`` makes its mark of them."""


@dataclass(frozen=True, slots=True)
class State:
    """A client's network as it is kept, opened. ``profile`` is what is sealed about the client."""

    owner: Owner
    version: int
    needs: dict[str, float | None]
    elicited_said: bool
    ties_among: list[str] | None
    profile: Facts
    contacts: dict[str, Facts]
    ties: dict[tuple[str, str], Facts]
    vault: Vault
    begun: datetime
    archived: bool = False

    @property
    def elicited(self) -> bool:
        """Whether contacts were asked for: it was said, or somebody's answer to it stands on the map."""
        return self.elicited_said or self.named

    @property
    def named(self) -> bool:
        """Whether somebody's answer stands on the map: what a referral is to lead to is nobody's answer."""
        return not all(
            is_expected(each["status"], each.get("extra") or {}) for each in self.contacts.values()
        )

    @property
    def ties_asked(self) -> bool:
        """Whether all pairs were asked about: nobody is active who wasn't when that was said."""
        return self.ties_among is not None and self.active <= set(self.ties_among)

    @property
    def active(self) -> set[str]:
        """The ids of the contacts who are active."""
        return {own_id for own_id, facts in self.contacts.items() if facts["status"] == "active"}


def state_of(session: Session, owner: Owner) -> State:
    """Return a client's network as it is kept, or raise LookupError."""
    own = named(owner)
    client = session.execute(_CLIENT_QUERY, own).one_or_none()
    if client is None:
        raise LookupError("no such client")
    vault = keyring_of(session).vault(client.wrapped, *owner)
    contacts, ties = session.execute(_CONTACT_QUERY, own), session.execute(_TIE_QUERY, own)
    return State(
        owner=owner,
        version=client.network_version,
        needs={
            "emotional": client.need_emotional,
            "practical": client.need_practical,
            "belonging": client.need_belonging,
        },
        elicited_said=client.elicited_said,
        ties_among=None if client.ties_among is None else client.ties_among.split(),
        profile=vault.open("client", owner.client_id, client.sealed),
        contacts={row.id: _contact_facts(vault, row) for row in contacts},
        ties={(row.a, row.b): _tie_facts(vault, row) for row in ties},
        vault=vault,
        begun=client.created_at,
        archived=client.archived_at is not None,
    )


def contact_ids(session: Session, owner: Owner) -> set[str]:
    """Return the ids of everybody on a client's map."""
    return set(session.scalars(select(CONTACTS.c.id).where(*of_key(CONTACTS)), named(owner)))


def mark_in(row: Row[Any]) -> str:
    """Return a word that differs once the network or anything else of the client has changed.

    Nothing is opened: it tells whether what was made of a network before still holds.
    """
    return f"{row.network_version}.{blake2b(row.sealed, digest_size=6).hexdigest()}"


def _contact_facts(vault: Vault, row: Row[Any]) -> Facts:
    facts: Facts = row._asdict()
    facts.update(vault.open("contact", row.id, facts.pop("sealed")))
    if row.phone_checked_on:
        facts["phone_checked_on"] = row.phone_checked_on.isoformat()
    if row.confirmed_in:
        facts["confirmed_in"] = str(row.confirmed_in)
    return facts


def _tie_facts(vault: Vault, row: Row[*tuple[Any, ...]]) -> Facts:
    facts: Facts = row._asdict()
    sealed = facts.pop("sealed")
    facts["extra"] = vault.open("tie", (row.a, row.b), sealed) if sealed else {}
    return facts


def network_of(state: State, held_on: date | None = None) -> Network:
    """Return the network that the facts describe."""
    profile = state.profile
    client = Client(
        label=profile.get("label"),
        needs=Needs(**state.needs),
        birth_year=profile.get("birth_year"),
        area=profile.get("area"),
        languages=tuple(profile.get("languages", ())),
        extra=profile.get("extra", {}),
    )
    return Network(
        contacts=tuple(contact_of(facts) for facts in state.contacts.values()),
        ties=tuple(tie_of(facts) for facts in state.ties.values()),
        client=client,
        held_on=held_on,
        elicited=state.elicited,
        ties_asked=state.ties_asked,
        extra=profile.get("network_extra", {}),
    )


def contact_of(facts: Mapping[str, Any]) -> Contact:
    """Return the contact that the facts describe."""
    own = {name: value for name, value in facts.items() if name not in SERVICE_ONLY}
    if own.get("phone_checked_on"):
        own["phone_checked_on"] = date.fromisoformat(own["phone_checked_on"])
    return Contact(**own)


def tie_of(facts: Mapping[str, Any]) -> Tie:
    """Return the tie that the facts describe."""
    return Tie(**{name: value for name, value in facts.items() if name != "position"})
