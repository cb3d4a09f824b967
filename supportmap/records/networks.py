"""The one door between rows and a network: facts out of columns, and facts back into them.

Facts are those of a contact or tie of the supportmap document, as JSON has them, with ``position`` and, of
a contact, ``version``, ``confirmed_in`` and ``document_id`` (its id in the file that it came from, if any).
They are read as columns, because entities cost several times as much.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.orm import Session

from supportmap.analysis.network import Client, Contact, Needs, Network, Tie
from supportmap.records.client import ClientRow, DataKey, Owner
from supportmap.records.database import keyring_of
from supportmap.records.encryption import Vault
from supportmap.records.network import ContactRow, TieRow

__all__ = [
    "Facts",
    "State",
    "drop_contacts",
    "drop_ties",
    "network_of",
    "put_contacts",
    "put_ties",
    "state_of",
]

Facts = dict[str, Any]

SEALED = ("name", "relationship", "note", "phone", "extra", "document_id")
SERVICE_ONLY = frozenset({"position", "version", "confirmed_in", "document_id"})
_CONTACT = [column for column in ContactRow.__table__.c if column.name not in {"agency_id", "client_id"}]
_TIE = [TieRow.a, TieRow.b, TieRow.position, TieRow.strength, TieRow.strained, TieRow.sealed]


@dataclass(frozen=True, slots=True)
class State:
    """A client's network as it is kept, opened. ``profile`` is what is sealed about the client."""

    owner: Owner
    version: int
    needs: dict[str, float]
    elicited: bool
    ties_asked: bool
    profile: Facts
    contacts: dict[str, Facts]
    ties: dict[tuple[str, str], Facts]
    vault: Vault


def state_of(session: Session, owner: Owner) -> State:
    """Return a client's network as it is kept, or raise LookupError."""
    client = session.execute(_client_query(owner)).one_or_none()
    if client is None:
        raise LookupError("no such client")
    vault = keyring_of(session).vault(client.wrapped, *owner)
    contacts = session.execute(select(*_CONTACT).where(*_of(ContactRow, owner)).order_by(ContactRow.position))
    ties = session.execute(select(*_TIE).where(*_of(TieRow, owner)).order_by(TieRow.position))
    return State(
        owner=owner,
        version=client.network_version,
        needs={
            "emotional": client.need_emotional,
            "practical": client.need_practical,
            "belonging": client.need_belonging,
        },
        elicited=client.elicited,
        ties_asked=client.ties_asked,
        profile=vault.open("client", owner.client_id, client.sealed),
        contacts={row.id: _contact_facts(vault, row) for row in contacts},
        ties={(row.a, row.b): _tie_facts(vault, row) for row in ties},
        vault=vault,
    )


def _client_query(owner: Owner) -> Any:
    columns = [column for column in ClientRow.__table__.c if column.name != "agency_id"]
    return (
        select(*columns, DataKey.wrapped)
        .join(DataKey, (DataKey.agency_id == ClientRow.agency_id) & (DataKey.client_id == ClientRow.id))
        .where(ClientRow.agency_id == owner.agency_id, ClientRow.id == owner.client_id)
    )


def _of(model: type[ContactRow] | type[TieRow], owner: Owner) -> tuple[Any, ...]:
    return model.agency_id == owner.agency_id, model.client_id == owner.client_id


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


def put_contacts(session: Session, state: State, contacts: Iterable[Facts]) -> None:
    """Write contacts that are new, or whose facts changed; ``state`` is how it was before."""
    for facts in contacts:
        key = {"agency_id": state.owner.agency_id, "client_id": state.owner.client_id, "id": facts["id"]}
        values = _contact_values(state.vault, facts)
        if facts["id"] in state.contacts:
            session.execute(update(ContactRow).filter_by(**key).values(values))
        else:
            session.execute(insert(ContactRow).values(key | values))


def put_ties(session: Session, state: State, ties: Iterable[Facts]) -> None:
    """Write ties that are new, or whose facts changed; ``state`` is how it was before."""
    for facts in ties:
        key = {**state.owner._asdict(), "a": facts["a"], "b": facts["b"]}
        sealed = state.vault.seal("tie", (facts["a"], facts["b"]), facts["extra"]) if facts["extra"] else None
        values = {name: facts[name] for name in ("position", "strength", "strained")} | {"sealed": sealed}
        if (facts["a"], facts["b"]) in state.ties:
            session.execute(update(TieRow).filter_by(**key).values(values))
        else:
            session.execute(insert(TieRow).values(key | values))


def drop_contacts(session: Session, owner: Owner, ids: Iterable[str]) -> None:
    """Delete contacts altogether; their ties are to be gone already."""
    for contact_id in ids:
        session.execute(delete(ContactRow).where(*_of(ContactRow, owner), ContactRow.id == contact_id))


def drop_ties(session: Session, owner: Owner, pairs: Iterable[tuple[str, str]]) -> None:
    """Delete ties altogether."""
    for a, b in pairs:
        session.execute(delete(TieRow).where(*_of(TieRow, owner), TieRow.a == a, TieRow.b == b))


def _contact_values(vault: Vault, facts: Facts) -> Facts:
    values = {name: value for name, value in facts.items() if name not in SEALED and name != "id"}
    checked, confirmed = facts.get("phone_checked_on"), facts.get("confirmed_in")
    values["phone_checked_on"] = date.fromisoformat(checked) if checked else None
    values["confirmed_in"] = UUID(confirmed) if confirmed else None
    # What is empty isn't written: most contacts have a name and nothing else.
    values["sealed"] = vault.seal("contact", facts["id"], {k: facts[k] for k in SEALED if facts.get(k)})
    return values
