"""The tables of networks, for statements that are made once: making one costs more than running it."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import ColumnElement, Table, bindparam

from supportmap.records.client import ClientRow, DataKey, Owner
from supportmap.records.network import ContactRow, TieRow

__all__ = [
    "CLIENTS",
    "CONTACT",
    "CONTACTS",
    "CONTACT_COLUMNS",
    "ITS_CLIENT",
    "KEYS",
    "TIE",
    "TIES",
    "named",
    "of_key",
]

CLIENTS, KEYS = cast(Table, ClientRow.__table__), cast(Table, DataKey.__table__)
CONTACTS, TIES = cast(Table, ContactRow.__table__), cast(Table, TieRow.__table__)
_OWN = ("agency_id", "client_id")
CONTACT = [column for column in CONTACTS.c if column.name not in _OWN]
CONTACT_COLUMNS = [column.name for column in CONTACT if column.name != "sealed"]
TIE = [column for column in TIES.c if column.name not in _OWN]


def of_key(table: Table, *key: str) -> list[ColumnElement[bool]]:
    """Return the condition on rows of one client with this key; its parameters are named ``of_``."""
    return [table.c[name] == bindparam(f"of_{name}") for name in (*_OWN, *key)]


ITS_CLIENT = (
    CLIENTS.c.agency_id == bindparam("of_agency_id"),
    CLIENTS.c.id == bindparam("of_client_id"),
)


def named(owner: Owner, **key: Any) -> dict[str, Any]:
    """Return what finds rows, by the names that it has in the statements."""
    return {f"of_{name}": value for name, value in (*owner._asdict().items(), *key.items())}
