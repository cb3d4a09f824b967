"""How large a network may become: no larger than a document that can be read again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import orjson

from supportmap.analysis.network import Network
from supportmap.casework.outcome import Invalid
from supportmap.casework.snapshot import as_given, document_ids
from supportmap.exchange.fields import MAX_CONTACTS, MAX_TIES
from supportmap.exchange.formats import check_keepable
from supportmap.exchange.report import Refused
from supportmap.exchange.strict_json import MAX_BYTES, MAX_VALUES
from supportmap.records.networks import State, network_of

__all__ = ["check_room"]

HEAD_BYTES, CONTACT_BYTES = 8_000, 500
"""What a document has besides what is kept: its head at its longest, the names of a contact's fields."""
HEAD_MARKS, CONTACT_MARKS = 100, 30
"""So many more commas and brackets."""
WIDE = "\1"
"""No character takes more of a document than this one."""


def check_room(before: State, now: State) -> None:
    """Raise Invalid if a change makes a network larger than a document may be."""
    # Of every change: an undo, too, can bring back what has no room any more. No document holds more.
    if len(before.contacts) < len(now.contacts) > MAX_CONTACTS:
        raise Invalid(("contacts", f"at most {MAX_CONTACTS:,} contacts can be kept"))
    if len(before.ties) < len(now.ties) > MAX_TIES:
        raise Invalid(("ties", f"at most {MAX_TIES:,} ties can be kept"))
    kept = _kept(now)
    if not _fits(now, kept):
        _check_written(now, grows=len(kept) > len(_kept(before)))


def _kept(state: State) -> bytes:
    return orjson.dumps([[*state.contacts.values()], [*state.ties.values()], state.profile])


def _fits(state: State, kept: bytes) -> bool:
    """Tell whether the document can be read again for certain, without writing it."""
    ids = max((len(orjson.dumps(each)) for each in document_ids(state).values()), default=0)
    contacts, ties = len(state.contacts), len(state.ties)
    size = len(kept) + HEAD_BYTES + (CONTACT_BYTES + ids) * contacts + 2 * ids * ties
    marks = sum(map(kept.count, (b"[", b"{", b","))) + HEAD_MARKS + CONTACT_MARKS * contacts
    return size <= MAX_BYTES and marks <= MAX_VALUES


def _check_written(state: State, *, grows: bool) -> None:
    try:
        check_keepable(_longest(as_given(network_of(state), document_ids(state))))
    except Refused as refusal:
        if grows:  # what is too large already may still be made smaller
            text = f"the map would outgrow what a document can hold ({refusal.reason}): shorten notes first"
            raise Invalid(("notes", text)) from None


def _longest(network: Network) -> Network:
    """Return the network of a visit, and of a client told at length: neither is a change of the map."""
    languages = (WIDE * 35,) * 20
    client = replace(network.client, label=WIDE * 200, area=WIDE * 60, languages=languages, birth_year=2200)
    return replace(network, client=client, held_on=date.max)
