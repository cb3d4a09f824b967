"""The words and tokens by which services are found, and the text index that each engine keeps of them.

Each engine keeps its index itself, in step with the rows: SQLite in a table of FTS5 that triggers fill,
PostgreSQL in a column that it computes. A migration that rebuilds the table on SQLite must make the triggers
anew. Nothing is split or stemmed here: both engines take what lies between blanks as it is.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Integer, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from supportmap.records.base import Base
from supportmap.records.directory import ServiceRow

__all__ = ["TEXT_TABLE", "VECTOR", "ServiceWordsRow"]

TEXT_TABLE = "service_text"
"""SQLite's index, which FTS5 keeps in further tables that begin with this name."""
VECTOR = "vector"
"""PostgreSQL's column of what is indexed."""


class ServiceWordsRow(Base):
    """What a service is found by; one that nobody should find, as when it was retired, has no row."""

    __tablename__ = "service_words"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agency_id", "service_id"], [ServiceRow.agency_id, ServiceRow.id], ondelete="CASCADE"
        ),
        UniqueConstraint("agency_id", "service_id"),
    )

    # SQLite's own number of the row: any other is given anew whenever the file is written anew.
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    agency_id: Mapped[UUID]
    service_id: Mapped[UUID]
    named: Mapped[str] = mapped_column(Text)
    """The stems of its name, each between two blanks."""
    facts: Mapped[str] = mapped_column(Text)
    """What decides whether it fits, as ``supportmap.directory.facts`` reads and writes it."""
    words: Mapped[str] = mapped_column(Text)
    """The stems of all that is said of it, in small letters, with blanks between."""
    tokens: Mapped[str] = mapped_column(Text)
    """What it is found by besides, each beginning with a capital: see ``supportmap.directory.tokens``."""
