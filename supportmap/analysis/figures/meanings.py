"""What the legend has to say about a network: each thing that occurs on its map, once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from supportmap.analysis.figures.legend import Entry, Group
from supportmap.analysis.figures.sheet import Point, Sheet
from supportmap.analysis.figures.symbols import Spot, draw_contact, draw_strain, draw_tie
from supportmap.analysis.figures.theme import SYMBOLS
from supportmap.analysis.figures.wording import RATING_WORDS
from supportmap.analysis.network import FUNCTIONS, KINDS, Contact, Function, Status, Tie

__all__ = ["meanings"]

HALF = 19.0
RADIUS, SMALL = 8.0, 5.2
STATUS_WORDS: dict[Status, str] = {
    "proposed": "proposed by the client",
    "planned": "planned",
    "past": "past",
}


def meanings(
    contacts: Sequence[Contact], ties: Sequence[Tie], functions: Sequence[Function]
) -> tuple[Group, ...]:
    """Return the legend's groups, without those that would be empty."""
    groups = (
        Group("Support", (*_support(contacts, functions),)),
        Group("Who or what", (*_kinds(contacts),)),
        Group("How things stand", (*_states(contacts),)),
        Group("Who knows whom", (*_ties(ties),)),
    )
    return tuple(group for group in groups if group.entries)


def _support(contacts: Sequence[Contact], functions: Sequence[Function]) -> Iterator[Entry]:
    active = [contact for contact in contacts if contact.is_active]
    given = [{contact.rating(function) for contact in active} for function in functions]
    yield from (FUNCTION_ENTRIES[f] for f, ratings in zip(functions, given, strict=True) if ratings & {1, 2})
    yield from (entry for rating, entry in RATING_ENTRIES.items() if any(rating in found for found in given))


def _kinds(contacts: Sequence[Contact]) -> Iterator[Entry]:
    there = {contact.kind for contact in contacts}
    return (entry for kind, entry in KIND_ENTRIES.items() if kind in there)


def _states(contacts: Sequence[Contact]) -> Iterator[Entry]:
    statuses, strains = {contact.status for contact in contacts}, {contact.strain for contact in contacts}
    yield from (entry for status, entry in STATUS_ENTRIES.items() if status in statuses)
    yield from (entry for strain, entry in STRAIN_ENTRIES.items() if strain in strains)


def _ties(ties: Sequence[Tie]) -> Iterator[Entry]:
    kinds = {0 if tie.strained else tie.weight for tie in ties}
    return (entry for kind, entry in TIE_ENTRIES.items() if kind in kinds)


def _line(at: Point) -> tuple[Point, Point]:
    return (at[0] - HALF, at[1]), (at[0] + HALF, at[1])


def _spoke(function: Function, sheet: Sheet, at: Point) -> None:
    sheet.stroke(f"{function} 2", _line(at))
    sheet.bead(at, SYMBOLS[function], sheet.theme.of(function), filled=True)


def _rating(rating: int | None, sheet: Sheet, at: Point) -> None:
    if rating is None:
        sheet.question(at)
        return
    sheet.stroke(RATING_WORDS[rating], _line(at))
    sheet.bead(at, "circle", sheet.theme.muted, filled=rating == 2)


def _contact(contact: Contact, sheet: Sheet, at: Point) -> None:
    spot = Spot(contact, at, SMALL if contact.strain else RADIUS)
    draw_contact(sheet, spot)
    draw_strain(sheet, spot)


def _tie(strength: int, sheet: Sheet, at: Point) -> None:
    draw_tie(sheet, *_line(at), strength, strained=not strength)


FUNCTION_ENTRIES = {function: Entry(function, partial(_spoke, function)) for function in FUNCTIONS}
RATING_ENTRIES = {rating: Entry(RATING_WORDS[rating], partial(_rating, rating)) for rating in (2, 1, None)}
KIND_ENTRIES = {kind: Entry(kind, partial(_contact, Contact("", "", kind=kind))) for kind in KINDS}
STATUS_ENTRIES = {
    status: Entry(words, partial(_contact, Contact("", "", status=status)))
    for status, words in STATUS_WORDS.items()
}
STRAIN_ENTRIES = {
    strain: Entry(f"strain {RATING_WORDS[strain]}", partial(_contact, Contact("", "", strain=strain)))
    for strain in (1, 2)
}
TIE_ENTRIES = {
    1: Entry("know each other", partial(_tie, 1)),
    2: Entry("close", partial(_tie, 2)),
    0: Entry("strained", partial(_tie, 0)),
}
"""By strength, with 0 for strained. These are made once, so that drawn legends can be remembered."""
