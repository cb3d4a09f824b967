"""Contacts and ties put together row by row, each checked by itself and against the rows before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from supportmap.analysis.network import Contact, Network, Tie
from supportmap.exchange.fields import CONTACT, TIE, Place, lookalike, read_fields, rest
from supportmap.exchange.report import Reason, Report, Row, What

__all__ = ["LEFT_OUT", "Assembly"]

LEFT_OUT = "its contact was left out"
"""What a tie is told that fails only because of an earlier refusal."""
_TIDIED = "blanks around the name taken away, or its letters put in their usual form"


MOST_UNKNOWN = 50
"""How many different unknown fields are looked at for misspelling."""


class Assembly:
    """The network in the making, and the rows of its report."""

    def __init__(self, notes_all: bool = False, nothing_says: bool = False) -> None:
        """Begin with nothing.

        Of a table ``notes_all`` unknown fields are noted; a document may hold any. ``nothing_says``: null is
        an answer taken back, as in a document; elsewhere it is none.
        """
        self._notes_all, self._nothing_says = notes_all, nothing_says
        self.contacts: dict[str, Contact] = {}
        self.ties: dict[frozenset[str], Tie] = {}
        self.rows: list[Row] = []
        self.given: dict[str | tuple[str, str], frozenset[str]] = {}
        self._left_out: set[str] = set()
        self._unknown: set[str] = set()

    def add_contact(self, place: Place, given: object, repairs: Sequence[Reason] = ()) -> None:
        """Add the contact that a row of the document's fields describes, or leave it out."""
        facts, reasons = read_fields(CONTACT, given, place)
        contact_id, name = facts.get("id"), facts.get("name")
        if contact_id in self.contacts or contact_id in self._left_out:
            reasons.append(Reason(place.of("id"), "another contact has this id"))
        if reasons or not isinstance(given, dict):
            return self.leave_out_contact(place, reasons, contact_id, name)
        self.given[facts["id"]] = self._given(given) & CONTACT.keys()
        self.contacts[facts["id"]] = Contact(**facts, extra=rest(CONTACT, given))
        self._note_unknown(place, given)
        if name != given["name"]:
            repairs = (*repairs, Reason(place.of("name"), _TIDIED))
        return self.note("contact", place.row, repairs, name)

    def leave_out_contact(
        self, place: Place, reasons: Sequence[Reason], contact_id: str | None, name: str | None
    ) -> None:
        """Refuse a contact; ties to it will be told so."""
        if contact_id is not None:
            self._left_out.add(contact_id)
        self.leave_out("contact", place.row, reasons, name)

    def add_tie(self, place: Place, given: object, repairs: Sequence[Reason] = ()) -> None:
        """Add the tie that a row of the document's fields describes, or leave it out."""
        facts, reasons = read_fields(TIE, given, place)
        reasons = reasons or self._misfits(facts["a"], facts["b"], place)
        if reasons or not isinstance(given, dict):
            return self.leave_out("tie", place.row, reasons)
        tie = Tie(**facts, extra=rest(TIE, given))
        self.ties[tie.pair] = tie
        self.given[min(tie.a, tie.b), max(tie.a, tie.b)] = self._given(given) & TIE.keys()
        return self.note("tie", place.row, repairs)

    def leave_out(self, what: What, place: str, reasons: Sequence[Reason], name: str | None = None) -> None:
        """Report a row that is no part of the network."""
        self.rows.append(Row(what, place, "refused", tuple(reasons), name[:200] if name else None))

    def note(self, what: What, place: str, repairs: Sequence[Reason] = (), name: str | None = None) -> None:
        """Report a row that is part of the network."""
        self.rows.append(Row(what, place, "repaired" if repairs else "accepted", tuple(repairs), name))

    def _given(self, given: dict[str, Any]) -> frozenset[str]:
        return frozenset(name for name, value in given.items() if self._nothing_says or value is not None)

    def _note_unknown(self, place: Place, given: dict[str, Any]) -> None:
        """Report a field that nothing reads the first time it is met: of a document, if it seems misspelt."""
        for name in given:
            if name not in CONTACT and name not in self._unknown and len(self._unknown) < MOST_UNKNOWN:
                self._unknown.add(name)
                meant = lookalike(CONTACT, name)
                if meant or self._notes_all:
                    # The name itself is not told: in a damaged file it may be somebody's answer.
                    text = f"has a field that nothing reads{f': is {meant} meant?' if meant else ''}"
                    reason = Reason(place.row, text)
                    self.rows.append(Row("map", place.row, "accepted", (reason,)))

    def network(self, **facts: Any) -> Network:
        """Return the network of all that was added."""
        return Network(contacts=tuple(self.contacts.values()), ties=tuple(self.ties.values()), **facts)

    @property
    def report(self) -> Report:
        """Return what became of every row so far."""
        return Report(tuple(self.rows), self.given)

    def _misfits(self, a: str, b: str, place: Place) -> list[Reason]:
        if a == b:
            return [Reason(place.of("b"), "a tie joins two different contacts")]
        if frozenset((a, b)) in self.ties:
            return [Reason(place.row, "these two are tied already")]
        ends = {"a": a, "b": b}
        return [self._absence(end, place.of(key)) for key, end in ends.items() if end not in self.contacts]

    def _absence(self, end: str, place: str) -> Reason:
        return Reason(place, LEFT_OUT if end in self._left_out else "no contact has this id")
