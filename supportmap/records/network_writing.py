"""The other way through the door: facts of a network into rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import Delete, Insert, Table, Update, bindparam, delete, insert, update
from sqlalchemy.orm import Session

from supportmap.analysis.network import FUNCTIONS
from supportmap.records.client import Owner
from supportmap.records.encryption import Vault
from supportmap.records.network_tables import (
    CLIENTS,
    CONTACT_COLUMNS,
    CONTACTS,
    ITS_CLIENT,
    TIES,
    named,
    of_key,
)
from supportmap.records.networks import Facts, State

__all__ = ["drop_contacts", "drop_ties", "put_client", "put_contacts", "put_ties"]

SEALED = ("name", "relationship", "note", "phone", "extra", "document_id")


def _updating(table: Table, columns: Iterable[str], *key: str) -> Update:
    return update(table).where(*of_key(table, *key)).values({name: bindparam(name) for name in columns})


_CHANGED_CONTACT = _updating(CONTACTS, [*CONTACT_COLUMNS[1:], "sealed"], "id")
_CHANGED_TIE = _updating(TIES, ["position", "strength", "strained", "sealed"], "a", "b")
_OF_NETWORK = ("network_version", "elicited_said", "ties_among", *(f"need_{each}" for each in FUNCTIONS))
_CHANGED_CLIENT = update(CLIENTS).where(*ITS_CLIENT).values({name: bindparam(name) for name in _OF_NETWORK})
_CHANGED_PROFILE = update(CLIENTS).where(*ITS_CLIENT).values(sealed=bindparam("sealed"))
_NEW_CONTACT, _NEW_TIE = insert(CONTACTS), insert(TIES)
_GONE_CONTACT, _GONE_TIE = (
    delete(CONTACTS).where(*of_key(CONTACTS, "id")),
    delete(TIES).where(*of_key(TIES, "a", "b")),
)


def put_contacts(session: Session, state: State, contacts: Iterable[Facts]) -> None:
    """Write contacts that are new, or whose facts changed; ``state`` is how it was before."""
    rows = [_contact_values(state.vault, facts) for facts in contacts]
    new = [state.owner._asdict() | row for row in rows if row["id"] not in state.contacts]
    changed = [row | named(state.owner, id=row.pop("id")) for row in rows if row["id"] in state.contacts]
    _run(session, _NEW_CONTACT, new)
    _run(session, _CHANGED_CONTACT, changed)


def put_ties(session: Session, state: State, ties: Iterable[Facts]) -> None:
    """Write ties that are new, or whose facts changed; ``state`` is how it was before."""
    rows = [_tie_values(state.vault, facts) for facts in ties]
    new = [state.owner._asdict() | row for row in rows if (row["a"], row["b"]) not in state.ties]
    changed = [
        row | named(state.owner, a=row.pop("a"), b=row.pop("b"))
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
    values: Facts = {"network_version": now.version, "elicited_said": now.elicited_said}
    values |= {"ties_among": None if now.ties_among is None else " ".join(now.ties_among)}
    values |= {f"need_{function}": need for function, need in now.needs.items()}
    _run(session, _CHANGED_CLIENT, [values | named(now.owner)])
    if now.profile != before.profile:
        sealed = now.vault.seal("client", now.owner.client_id, now.profile)
        _run(session, _CHANGED_PROFILE, [{"sealed": sealed} | named(now.owner)])


def drop_contacts(session: Session, owner: Owner, ids: Iterable[str]) -> None:
    """Delete contacts altogether; their ties are to be gone already."""
    _run(session, _GONE_CONTACT, [named(owner, id=contact_id) for contact_id in ids])


def drop_ties(session: Session, owner: Owner, pairs: Iterable[tuple[str, str]]) -> None:
    """Delete ties altogether."""
    _run(session, _GONE_TIE, [named(owner, a=a, b=b) for a, b in pairs])


def _contact_values(vault: Vault, facts: Facts) -> Facts:
    values = {name: facts.get(name) for name in CONTACT_COLUMNS}
    checked, confirmed = values["phone_checked_on"], values["confirmed_in"]
    values["phone_checked_on"] = date.fromisoformat(checked) if checked else None
    values["confirmed_in"] = UUID(confirmed) if confirmed else None
    # What wasn't said isn't written: most contacts have a name and nothing else. An empty text was said.
    said = {name: facts[name] for name in SEALED if facts.get(name) not in (None, {})}
    values["sealed"] = vault.seal("contact", facts["id"], said)
    return values


def _tie_values(vault: Vault, facts: Facts) -> Facts:
    values = {name: facts[name] for name in ("a", "b", "position", "strength", "strained")}
    extra = facts.get("extra")
    return {**values, "sealed": vault.seal("tie", (facts["a"], facts["b"]), extra) if extra else None}
