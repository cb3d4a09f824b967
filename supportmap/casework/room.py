"""How large a network may become: no larger than a document that can be read again."""

from __future__ import annotations

from supportmap.casework.outcome import Invalid
from supportmap.exchange.document import write_document
from supportmap.exchange.fields import MAX_CONTACTS, MAX_TIES
from supportmap.exchange.strict_json import MAX_BYTES
from supportmap.records.networks import Facts, State, network_of

__all__ = ["check_room"]

TEXTS = ("name", "relationship", "note", "phone")
LARGEST_HEAD, CONTACT_BYTES, TIE_BYTES = 200_000, 900, 200
"""Bytes of a document besides its texts: of the head, of a contact, of a tie, generously."""


def check_room(before: State, now: State) -> None:
    """Raise Invalid if a change makes a network larger than a document may be."""
    # Of every change: an undo, too, can bring back what has no room any more. No document holds more.
    if len(before.contacts) < len(now.contacts) > MAX_CONTACTS:
        raise Invalid(("contacts", f"at most {MAX_CONTACTS:,} contacts can be kept"))
    if len(before.ties) < len(now.ties) > MAX_TIES:
        raise Invalid(("ties", f"at most {MAX_TIES:,} ties can be kept"))
    if _size_at_most(now) > MAX_BYTES and len(write_document(network_of(now))) > MAX_BYTES:
        # What can't be written as a document could be taken nowhere, and never be read again.
        raise Invalid(("notes", "the map would outgrow the 5 MB of a document: shorten notes first"))


def _size_at_most(state: State) -> int:
    """Return more bytes than the document can have; a character takes six at most."""
    words = sum(len(each.get(name) or "") for each in state.contacts.values() for name in TEXTS)
    extra = sum(len(repr(each["extra"])) for each in _with_extra(state))
    plain = LARGEST_HEAD + CONTACT_BYTES * len(state.contacts) + TIE_BYTES * len(state.ties)
    return int(plain + 6 * (words + extra))


def _with_extra(state: State) -> list[Facts]:
    things: list[Facts] = [*state.contacts.values(), *state.ties.values()]
    return [each for each in things if each.get("extra")]
