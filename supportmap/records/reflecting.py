"""Which tables a database has, without those in which an engine keeps an index of its own."""

from __future__ import annotations

from sqlalchemy import Connection, MetaData, inspect

from supportmap.records.service_words import TEXT_TABLE

__all__ = ["is_engines_own", "reflected", "table_names"]


def is_engines_own(name: str) -> bool:
    """Tell whether a table is a text index of SQLite, or one of those in which it is kept."""
    return name == TEXT_TABLE or name.startswith(f"{TEXT_TABLE}_")


def table_names(connection: Connection) -> list[str]:
    """Return the names of the tables that hold rows of ours, and of Alembic's."""
    return [name for name in inspect(connection).get_table_names() if not is_engines_own(name)]


def reflected(connection: Connection) -> MetaData:
    """Return these tables as the database has them."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _found: not is_engines_own(name))
    return found
