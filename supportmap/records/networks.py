"""The one door between rows and a network: facts out of columns, and facts back into them.

Facts are those of a contact or tie of the supportmap document, as JSON has them, with ``position`` and, of
a contact, ``version``, ``confirmed_in`` and ``document_id`` (its id in the file that it came from, if any).
They are read as columns, because entities cost several times as much.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Delete,
    Insert,
    Row,
    Table,
    Update,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from supportmap.analysis.network import FUNCTIONS, Client, Contact, Needs, Network, Tie
from supportmap.records.client import ClientRow, DataKey, Owner
from supportmap.records.database import keyring_of
from supportmap.records.encryption import Vault
from supportmap.records.network import ContactRow, TieRow

__all__ = [
    "Facts",
    "State",
    "drop_contacts",
    "drop_ties",
    "mark_of",
    "network_of",
    "put_client",
    "put_contacts",
    "put_ties",
    "state_of",
]

Facts = dict[str, Any]

SEALED = ("name", "relationship", "note", "phone", "extra", "document_id")
SERVICE_ONLY = frozenset({"position", "version", "confirmed_in", "document_id"})

# Statements over tables, made once: making them anew costs more than running them.
_CLIENTS, _KEYS = cast(Table, ClientRow.__table__), cast(Table, DataKey.__table__)
_CONTACTS, _TIES = cast(Table, ContactRow.__table__), cast(Table, TieRow.__table__)
_OWN = ("agency_id", "client_id")
_CONTACT = [column for column in _CONTACTS.c if column.name not in _OWN]
_CONTACT_COLUMNS = [column.name for column in _CONTACT if column.name != "sealed"]
_TIE = [column for column in _TIES.c if column.name not in _OWN]


def _of(table: Table, *key: str) -> list[ColumnElement[bool]]:
    """Return the condition on rows of one client with this key; its parameters are named ``of_``."""
    return [table.c[name] == bindparam(f"of_{name}") for name in (*_OWN, *key)]


_CLIENT_QUERY = select(*(c for c in _CLIENTS.c if c.name != "agency_id"), _KEYS.c.wrapped).where(
    *_of(_KEYS), _CLIENTS.c.agency_id == _KEYS.c.agency_id, _CLIENTS.c.id == _KEYS.c.client_id
)
# Two can have one position where a change was taken back, and done again after somebody else's.
_CONTACT_QUERY = select(*_CONTACT).where(*_of(_CONTACTS)).order_by(_CONTACTS.c.position, _CONTACTS.c.id)
_TIE_QUERY = select(*_TIE).where(*_of(_TIES)).order_by(_TIES.c.position, _TIES.c.a, _TIES.c.b)


def _updating(table: Table, columns: Iterable[str], *key: str) -> Update:
    return update(table).where(*_of(table, *key)).values({name: bindparam(name) for name in columns})


_CHANGED_CONTACT = _updating(_CONTACTS, [*_CONTACT_COLUMNS[1:], "sealed"], "id")
_CHANGED_TIE = _updating(_TIES, ["position", "strength", "strained", "sealed"], "a", "b")
_ITS_CLIENT = (
    _CLIENTS.c.agency_id == bindparam("of_agency_id"),
    _CLIENTS.c.id == bindparam("of_client_id"),
)
_MARK = select(_CLIENTS.c.network_version, _CLIENTS.c.sealed).where(*_ITS_CLIENT)
_OF_NETWORK = ("network_version", "elicited", "ties_asked", *(f"need_{function}" for function in FUNCTIONS))
_CHANGED_CLIENT = update(_CLIENTS).where(*_ITS_CLIENT).values({name: bindparam(name) for name in _OF_NETWORK})
_CHANGED_PROFILE = update(_CLIENTS).where(*_ITS_CLIENT).values(sealed=bindparam("sealed"))
_NEW_CONTACT, _NEW_TIE = insert(_CONTACTS), insert(_TIES)
_GONE_CONTACT, _GONE_TIE = (
    delete(_CONTACTS).where(*_of(_CONTACTS, "id")),
    delete(_TIES).where(*_of(_TIES, "a", "b")),
)


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
    archived: bool = False


def state_of(session: Session, owner: Owner) -> State:
    """Return a client's network as it is kept, or raise LookupError."""
    own = _named(owner)
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
        elicited=client.elicited,
        ties_asked=client.ties_asked,
        profile=vault.open("client", owner.client_id, client.sealed),
        contacts={row.id: _contact_facts(vault, row) for row in contacts},
        ties={(row.a, row.b): _tie_facts(vault, row) for row in ties},
        vault=vault,
        archived=client.archived_at is not None,
    )


def mark_of(session: Session, owner: Owner) -> tuple[int, str]:
    """Return the network's version, and a word that differs once anything else of the client has changed.

    Nothing is opened: it tells whether what was made of a network before still holds.
    """
    row = session.execute(_MARK, _named(owner)).one_or_none()
    if row is None:
        raise LookupError("no such client")
    return row.network_version, blake2b(row.sealed, digest_size=6).hexdigest()


def _named(owner: Owner, **key: Any) -> Facts:
    """Return what finds rows, by the names that it has in the statements."""
    return {f"of_{name}": value for name, value in (*owner._asdict().items(), *key.items())}


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
    rows = [_contact_values(state.vault, facts) for facts in contacts]
    new = [state.owner._asdict() | row for row in rows if row["id"] not in state.contacts]
    changed = [row | _named(state.owner, id=row.pop("id")) for row in rows if row["id"] in state.contacts]
    _run(session, _NEW_CONTACT, new)
    _run(session, _CHANGED_CONTACT, changed)


def put_ties(session: Session, state: State, ties: Iterable[Facts]) -> None:
    """Write ties that are new, or whose facts changed; ``state`` is how it was before."""
    rows = [_tie_values(state.vault, facts) for facts in ties]
    new = [state.owner._asdict() | row for row in rows if (row["a"], row["b"]) not in state.ties]
    changed = [
        row | _named(state.owner, a=row.pop("a"), b=row.pop("b"))
        for row in rows
        if (row["a"], row["b"]) in state.ties
    ]
    _run(session, _NEW_TIE, new)
    _run(session, _CHANGED_TIE, changed)


def _run(session: Session, statement: Insert | Update | Delete, rows: list[Facts]) -> None:
    if rows:
        # By the connection: the session would look for objects in memory to keep in step.
        session.connection().execute(statement, rows)


def put_client(session: Session, before: State, now: State) -> None:
    """Write what a change of the network changed about the client's own row, the version at least."""
    values: Facts = {"network_version": now.version, "elicited": now.elicited, "ties_asked": now.ties_asked}
    values |= {f"need_{function}": need for function, need in now.needs.items()}
    _run(session, _CHANGED_CLIENT, [values | _named(now.owner)])
    if now.profile != before.profile:
        sealed = now.vault.seal("client", now.owner.client_id, now.profile)
        _run(session, _CHANGED_PROFILE, [{"sealed": sealed} | _named(now.owner)])


def drop_contacts(session: Session, owner: Owner, ids: Iterable[str]) -> None:
    """Delete contacts altogether; their ties are to be gone already."""
    _run(session, _GONE_CONTACT, [_named(owner, id=contact_id) for contact_id in ids])


def drop_ties(session: Session, owner: Owner, pairs: Iterable[tuple[str, str]]) -> None:
    """Delete ties altogether."""
    _run(session, _GONE_TIE, [_named(owner, a=a, b=b) for a, b in pairs])


def _contact_values(vault: Vault, facts: Facts) -> Facts:
    values = {name: facts.get(name) for name in _CONTACT_COLUMNS}
    checked, confirmed = values["phone_checked_on"], values["confirmed_in"]
    values["phone_checked_on"] = date.fromisoformat(checked) if checked else None
    values["confirmed_in"] = UUID(confirmed) if confirmed else None
    # What is empty isn't written: most contacts have a name and nothing else.
    values["sealed"] = vault.seal("contact", facts["id"], {k: facts[k] for k in SEALED if facts.get(k)})
    return values


def _tie_values(vault: Vault, facts: Facts) -> Facts:
    values = {name: facts[name] for name in ("a", "b", "position", "strength", "strained")}
    extra = facts.get("extra")
    return {**values, "sealed": vault.seal("tie", (facts["a"], facts["b"]), extra) if extra else None}
