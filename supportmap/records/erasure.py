"""Erasing a client: every row about them is gone, and with their key whatever copies of them there are.

The tables are those that the database has, so that a new one is covered by its column ``client_id`` alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Engine, Table, Uuid, or_, select, type_coerce
from sqlalchemy.orm import Session

from supportmap.records.agency import User
from supportmap.records.audit import Actor, AuditRow, record
from supportmap.records.client import ClientRow, Owner
from supportmap.records.database import writing
from supportmap.records.encryption import Keyring
from supportmap.records.ledger import Erasure
from supportmap.records.opening import session_on
from supportmap.records.reflecting import reflected
from supportmap.records.remains import clear_remains, note_remains

__all__ = ["ERASED", "ERASED_AGAIN", "erase_again", "erase_rows", "was_erased"]

ERASED, ERASED_AGAIN = "client.erase", "client.erase.again"
"""What the audit calls it, which alone outlives the client: who, when and the id, without content."""
AUDIT = {"audit", "audit_head"}


def erase_rows(session: Session, owner: Owner) -> bool:
    """Delete all that is kept about a client, their key and their account included; False if there is none.

    It runs inside ``writing(session)``; afterwards ``clear_remains`` takes care of the files.
    """
    there = select(ClientRow.id).where(
        ClientRow.agency_id == owner.agency_id, ClientRow.id == owner.client_id
    )
    if session.scalar(there.with_for_update()) is None:
        return False
    session.flush()
    connection = session.connection()
    found = reflected(connection)
    accounts = _accounts(connection, found.tables[User.__tablename__], owner)
    for table in reversed(found.sorted_tables):
        if table.name not in AUDIT and (about := _about(table, owner, accounts)):
            connection.execute(table.delete().where(_id(table, "agency_id") == owner.agency_id, or_(*about)))
    note_remains(connection)
    return True


def was_erased(session: Session, owner: Owner) -> bool:
    """Tell whether a client of this id was erased: it is given to nobody else, whom a restore would erase."""
    about = AuditRow.agency_id == owner.agency_id, AuditRow.client_id == owner.client_id
    erased = select(AuditRow.seq).where(*about, AuditRow.action.in_((ERASED, ERASED_AGAIN)))
    return session.scalar(erased.limit(1)) is not None


def erase_again(engine: Engine, keys: Keyring, erasures: Iterable[Erasure]) -> int:
    """Erase those of a list of erasures who are here, as in a database that was restored; return how many.

    Each gets its row in the audit. Agencies and clients that aren't here are passed over.
    """
    with session_on(engine, keys) as session:
        owners = dict.fromkeys(erasure.owner for erasure in erasures)
        erased = sum(_erase_again(session, owner) for owner in owners)
    if erased:
        clear_remains(engine)
    return erased


def _erase_again(session: Session, owner: Owner) -> bool:
    with writing(session):
        erased = erase_rows(session, owner)
        if erased:
            record(session, Actor.operator(owner.agency_id), ERASED_AGAIN, owner.client_id)
    return erased


def _accounts(connection: Connection, users: Table, owner: Owner) -> list[UUID]:
    """Return the client's own accounts; one of the staff that names the client no longer does."""
    theirs = _id(users, "agency_id") == owner.agency_id, _id(users, "client_id") == owner.client_id
    staff = users.update().where(*theirs, users.c.role != "client")
    connection.execute(staff.values(client_id=None))
    return list(connection.scalars(select(_id(users, "id")).where(*theirs)))


def _about(table: Table, owner: Owner, accounts: list[UUID]) -> list[ColumnElement[bool]]:
    """Return the conditions on rows of a table that are about a client, or of an account of theirs."""
    name = "id" if table.name == ClientRow.__tablename__ else "client_id"
    own = [_id(table, name) == owner.client_id] if name in table.c else []
    return [*own, *([_id(table, "user_id").in_(accounts)] if "user_id" in table.c else [])]


def _id(table: Table, name: str) -> ColumnElement[Any]:
    """Return a column as ids are kept in it, whatever the engine says of its type."""
    return type_coerce(table.c[name], Uuid())
