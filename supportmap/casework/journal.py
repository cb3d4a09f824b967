"""The entries of a journal, found again: by whom they are about, by words, and counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from unicodedata import normalize

from sqlalchemy.orm import Session

from supportmap.analysis.journal import Entry
from supportmap.casework.work import Work, works_of
from supportmap.records.audit import Actor
from supportmap.records.client import Owner

__all__ = ["about", "counted", "entries_of", "matching"]


def entries_of(session: Session, actor: Actor, owner: Owner) -> list[Work]:
    """Return the entries that somebody may see, the latest day first."""
    found = works_of(session, actor, owner, "entry")
    return sorted(found, key=lambda entry: (entry.on_day or date.min, entry.at), reverse=True)


def about(entries: Iterable[Work], contact_id: str) -> list[Work]:
    """Return those of the entries that are about a contact."""
    return [entry for entry in entries if contact_id in entry.facts["contacts"]]


def matching(entries: Iterable[Work], words: str, names: Mapping[str, str]) -> list[Work]:
    """Return the entries that have each of the words: in what was written, a tag, or a name."""
    wanted = _plain(words).split()
    return [entry for entry in entries if all(word in _said(entry, names) for word in wanted)]


def _said(entry: Work, names: Mapping[str, str]) -> str:
    people = [names.get(contact, "") for contact in entry.facts["contacts"]]
    return _plain("\n".join([entry.facts["text"], *entry.facts["tags"], *people]))


def _plain(text: str) -> str:
    return normalize("NFKC", text).casefold()


def counted(entries: Iterable[Work]) -> list[Entry]:
    """Return what is counted of entries."""
    return [
        Entry(each["before"], each["after"], tuple(each["tags"]), tuple(each["contacts"]))
        for each in (entry.facts for entry in entries)
    ]
