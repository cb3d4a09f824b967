"""The change figure: the map as it is now, with what was otherwise before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from math import hypot

from supportmap.analysis.change import compare
from supportmap.analysis.figures.ego import Picture, draw
from supportmap.analysis.figures.frame import Box, Frame
from supportmap.analysis.figures.legend import Entry, Group
from supportmap.analysis.figures.shapes import arrow, outline, shifted
from supportmap.analysis.figures.sheet import Point, Sheet
from supportmap.analysis.figures.symbols import Spot, draw_contact
from supportmap.analysis.figures.theme import Figure, ThemeName
from supportmap.analysis.layout import Layout, Place
from supportmap.analysis.layout import layout as laid_out
from supportmap.analysis.network import FUNCTIONS, NOT_PLACED_RADIUS, Contact, Network

__all__ = ["change_figure"]

JOINED_WORDS = {"new": "new in their life", "not mentioned before": "newly named", None: "newly recorded"}
BESIDE_UP_TO = 60
"""More than on the map: its names are longer by what became of them, and it isn't drawn with every drop."""
APART = 0.2
"""Least distance between a ghost and a contact, in units of radius."""
NUDGES = tuple(sign * turn for turn in range(0, 91, 3) for sign in (1, -1))


@dataclass(frozen=True, slots=True)
class Changes:
    """Who joined and in what words, who left, and from where those moved who changed circles; all by id."""

    joined: Mapping[str, str]
    left: Sequence[Contact]
    moved: Mapping[str, Place]
    closer: Set[str]


def change_figure(
    before: Network,
    after: Network,
    layout: Layout | None = None,
    theme: ThemeName = "light",
    size: int = 900,
) -> Figure:
    """Return the map after, with the ghosts of those who left, rings round those who joined, and arrows.

    Only active contacts join, leave or move. ``layout`` places the contacts of the later network.
    """
    places = layout or laid_out(after)
    changes = _changes(before, after, places)
    ghosts = _ghosts(before, after, changes.left, places)
    shown = replace(after, contacts=(*after.contacts, *(contact for contact, _ in ghosts)))
    everywhere = Layout({**places.places, **{ghost.id: place for ghost, place in ghosts}}, places.wedges)
    picture = Picture(shown, everywhere, FUNCTIONS, theme, size, _notes(after, changes))
    pens = {contact.id: "left" for contact in changes.left}
    groups = (Group("Since last time", (*_meanings(changes),)),)
    return draw(
        replace(
            picture,
            pens=pens,
            more=partial(_draw, changes),
            groups=groups if groups[0].entries else (),
            beside_up_to=BESIDE_UP_TO,
        )
    )


def _changes(before: Network, after: Network, places: Layout) -> Changes:
    change = compare(before, after)
    were, are = ({contact.id: contact for contact in network.contacts} for network in (before, after))
    return Changes(
        joined={name: JOINED_WORDS[are[name].since] for name in change.joined},
        left=[were[departure.contact] for departure in change.left],
        moved={shift.contact: _old_place(were[shift.contact], places) for shift in change.moved},
        closer={shift.contact for shift in change.moved if shift.after < shift.before},
    )


def _old_place(contact: Contact, places: Layout) -> Place:
    """Return where a contact was: at its present angle, unless another one was stored."""
    angle = places.places[contact.id].angle
    if contact.angle is not None:
        angle = _in_its_slice(contact, contact.angle, places, otherwise=angle)
    return Place(contact.circle or NOT_PLACED_RADIUS, angle)


def _in_its_slice(contact: Contact, angle: float, places: Layout, otherwise: float | None = None) -> float:
    """Return the angle, or another where a slice of the present map would say what never was.

    Slices grow and shrink from visit to visit, so an angle of then may lie in somebody else's now.
    """
    own = next((wedge for wedge in places.wedges if wedge.sector == contact.sector), None)
    if own is None or own.holds(angle):
        return angle
    return otherwise if otherwise is not None and own.holds(otherwise) else own.middle % 360


def _ghosts(
    before: Network, after: Network, left: Iterable[Contact], places: Layout
) -> list[tuple[Contact, Place]]:
    """Return those who left and are no longer listed at all, each at the old place or close to it."""
    listed = {contact.id for contact in after.contacts}
    gone = [contact for contact in left if contact.id not in listed]
    old = laid_out(before).places if gone else {}
    taken = [place.point for place in places.places.values()]
    ghosts = []
    for contact in gone:
        was = old[contact.id]
        place = _beside(Place(was.radius, _in_its_slice(contact, was.angle, places)), taken)
        taken.append(place.point)
        ghosts.append((replace(contact, status="past", angle=place.angle), place))
    return ghosts


def _beside(place: Place, taken: Sequence[Point]) -> Place:
    """Return the place, turned a little where somebody else stands on it now."""
    turned = (Place(place.radius, round((place.angle + turn) % 360, 3) % 360) for turn in NUDGES)
    free = (spot for spot in turned if all(_distance(spot.point, other) >= APART for other in taken))
    return next(free, place)


def _distance(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def _notes(after: Network, changes: Changes) -> dict[str, str]:
    notes: dict[str, str] = {c.id: c.status for c in after.contacts if not c.is_active}
    moves = {name: "moved closer" if name in changes.closer else "moved outwards" for name in changes.moved}
    died = {contact.id for contact in after.contacts if contact.ended_reason == "died"}
    left = {contact.id: "died" if contact.id in died else "no longer there" for contact in changes.left}
    return notes | moves | {**changes.joined} | left


def _draw(changes: Changes, sheet: Sheet, frame: Frame, spots: Sequence[Spot]) -> list[Box]:
    """Draw rings and arrows, and return the boxes that names keep clear of."""
    boxes: list[Box] = []
    for spot in spots:
        if spot.contact.id in changes.joined:
            _draw_joined(sheet, spot)
        if was := changes.moved.get(spot.contact.id):
            start = frame.polar(was.radius, was.angle)
            shaft = _draw_moved(sheet, start, spot.at, spot.radius * 0.6, spot.reach + 1)
            boxes += [(x - 6, y - 6, x + 6, y + 6) for x, y in (start, *shaft)]
    return boxes


def _draw_joined(sheet: Sheet, spot: Spot) -> None:
    sheet.stroke("joined", shifted(outline("person", spot.reach + 2), spot.at))


def _draw_moved(sheet: Sheet, start: Point, end: Point, ghost: float, reach: float) -> Sequence[Point]:
    """Draw a small ring at the old place and an arrow to the rim of the new one; return its shaft."""
    sheet.stroke("moved", shifted(outline("person", ghost), start))
    length = _distance(start, end)
    ahead = ((end[0] - start[0]) / (length or 1), (end[1] - start[1]) / (length or 1))
    shaft, barbs = arrow(_along(start, ahead, ghost), _along(end, ahead, -reach))
    sheet.stroke("moved", shaft)
    sheet.stroke("moved", barbs)
    return shaft


def _along(start: Point, ahead: Point, by: float) -> Point:
    return start[0] + ahead[0] * by, start[1] + ahead[1] * by


def _meanings(changes: Changes) -> Iterator[Entry]:
    occurs = {
        "newly recorded": changes.joined,
        "no longer there": changes.left,
        "moved circle": changes.moved,
    }
    return (entry for entry in ENTRIES if occurs[entry.words])


def _joined_sample(sheet: Sheet, at: Point) -> None:
    _draw_joined(sheet, Spot(Contact("", ""), at, 6.0))


def _left_sample(sheet: Sheet, at: Point) -> None:
    draw_contact(sheet, Spot(Contact("", "", status="past"), at, 8.0, pen="left"))


def _moved_sample(sheet: Sheet, at: Point) -> None:
    _draw_moved(sheet, (at[0] - 16, at[1]), (at[0] + 18, at[1]), 4.5, 0)


ENTRIES = (
    Entry("newly recorded", _joined_sample),
    Entry("no longer there", _left_sample),
    Entry("moved circle", _moved_sample),
)
