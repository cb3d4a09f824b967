"""The picture that the map and the change figure share: client, contacts, support, ties, names, legend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import radians, sqrt

from supportmap.analysis.figures.frame import Box, Frame, stage
from supportmap.analysis.figures.legend import Group, legend_height, legend_traces
from supportmap.analysis.figures.meanings import meanings
from supportmap.analysis.figures.names import BESIDE_UP_TO, name_contacts
from supportmap.analysis.figures.sheet import Point, Sheet
from supportmap.analysis.figures.symbols import (
    Spot,
    draw_contact,
    draw_strain,
    draw_support,
    draw_tie,
)
from supportmap.analysis.figures.theme import BOLD, PENS, THEMES, Figure, ThemeName
from supportmap.analysis.figures.wording import hover, joined, wrap
from supportmap.analysis.layout import Layout
from supportmap.analysis.network import Client, Contact, Function, Network

__all__ = ["Picture", "draw"]

LARGEST, SMALLEST = 9.0, 4.5
"""Radius of a contact's symbol where there is room and where there is none, in pixels."""
LABEL_SIZES = (13, 11, 9)
"""In which the client's label is written, in pixels."""
TIE_PENS = tuple(name for name, pen in PENS.items() if pen.fades)
SPOKE_PENS = tuple(pen for pen in PENS if pen[-1] in "12")
More = Callable[[Sheet, Frame, Sequence[Spot]], list[Box]]
INVITATION = "Nobody is on the map yet.<br>Who comes to mind first?"


@dataclass(frozen=True, slots=True)
class Picture:
    """What is to be drawn: a network, its places, and what a figure says about single contacts.

    ``notes`` stand under names and ``pens`` replace the outline's, both by id. ``more`` draws what else
    there is and returns the boxes names keep clear of; ``groups`` explain it in the legend (if it has one).
    ``words`` is what is said of a contact who is pointed at. Up to so many names are written beside.
    """

    network: Network
    places: Layout
    functions: Sequence[Function]
    theme: ThemeName
    size: int
    notes: Mapping[str, str] = field(default_factory=dict)
    pens: Mapping[str, str] = field(default_factory=dict)
    more: More | None = None
    groups: tuple[Group, ...] = ()
    legend: bool = True
    words: Callable[[Contact, str], str] = hover
    beside_up_to: int = BESIDE_UP_TO


def draw(picture: Picture) -> Figure:
    """Return the figure."""
    known = [contact for contact in picture.network.contacts if contact.id not in picture.pens]
    groups = (*picture.groups, *meanings(known, picture.network.ties, picture.functions))
    groups = groups if picture.legend else ()
    side = Frame(picture.size).side
    frame = Frame(picture.size, legend_height(groups, side))
    theme = THEMES[picture.theme]
    sheet, spots = _sheet(picture, frame)
    scene, keep_clear = stage(frame, theme, picture.places)
    more = picture.more(sheet, frame, spots) if picture.more else ()
    scene["annotations"] += name_contacts(sheet, frame, spots, (*keep_clear, *more), picture.beside_up_to)
    scene["annotations"] += [] if spots else [_empty(frame, picture.network.elicited)]
    data = [*sheet.traces(), *legend_traces(theme, groups, side)]
    return {"data": data, "layout": frame.layout(theme, picture.places.wedges) | scene}


def _empty(frame: Frame, elicited: bool) -> Figure:
    text = "There are no contacts at present." if elicited else INVITATION
    # By its name a page takes it away as soon as somebody is added.
    return {**frame.paper((0, -1.5 * frame.unit)), "name": "nobody", "text": text, "font": {"size": 15}}


def _sheet(picture: Picture, frame: Frame) -> tuple[Sheet, list[Spot]]:
    network, places = picture.network, picture.places.places
    radius = symbol_radius(picture.places, frame.unit)
    at = {name: frame.polar(place.radius, place.angle) for name, place in places.items()}
    notes, pens = picture.notes, picture.pens
    spots = [
        Spot(contact, at[contact.id], radius, notes.get(contact.id, ""), pens.get(contact.id, ""))
        for contact in network.contacts
    ]
    sheet = Sheet(THEMES[picture.theme], frame.unit, bead_size=max(5.0, radius * 0.8))
    _draw_ties(sheet, network, at)
    for spot in spots:
        _draw_contact(sheet, spot, picture.functions, frame.client_radius + 2.5)
    sheet.said["ids"] = [contact.id for contact in network.contacts]
    sheet.said["hovertext"] = [picture.words(spot.contact, spot.note) for spot in spots]
    sheet.said["hoverinfo"] = "text"
    sheet.client.append(_client(sheet, frame, network.client))
    _fade(sheet, TIE_PENS, 0.8, 6 / sqrt(len(network.ties) or 1))
    _fade(sheet, SPOKE_PENS, 1.0, 10 / sqrt(len(sheet.beads) or 1))
    return sheet, spots


def _draw_ties(sheet: Sheet, network: Network, at: Mapping[str, Point]) -> None:
    for tie in network.ties:
        draw_tie(sheet, at[tie.a], at[tie.b], tie.weight, tie.strained)


def _draw_contact(sheet: Sheet, spot: Spot, functions: Sequence[Function], start: float) -> None:
    """Draw a contact. Only active ones count, so only theirs is drawn as support."""
    draw_contact(sheet, spot)
    if functions and spot.contact.is_active:
        draw_support(sheet, spot, functions, start)
    if not spot.pen:
        draw_strain(sheet, spot)


def _fade(sheet: Sheet, pens: Sequence[str], most: float, crowd: float) -> None:
    """Let crowded lines fade, ties more than support: they are a texture then, not lines."""
    sheet.opacity |= {pen: round(min(most, crowd), 3) for pen in pens if pen in sheet.strokes}


def _client(sheet: Sheet, frame: Frame, client: Client) -> Figure:
    size, lines = _inside((client.label or "").strip() or "Client", 2 * frame.client_radius * 0.82)
    marker = {
        "symbol": "circle",
        "size": round(2 * frame.client_radius, 1),
        "color": sheet.theme.background,
        "line": {"color": sheet.theme.ink, "width": 2},
        "opacity": 1,
    }
    font = {"size": size, "color": sheet.theme.ink, "weight": BOLD}
    text = [joined(lines)]
    return sheet.trace("client", [(0, 0)], mode="markers+text", marker=marker, text=text, textfont=font)


def _inside(label: str, room: float) -> tuple[int, tuple[str, ...]]:
    """Return the largest size in which a label fits a square (pixels), and its lines; the smallest is cut."""
    for size in LABEL_SIZES:
        lines = wrap(label, room / size)
        if len(lines) * size * 1.3 <= room and not lines[-1].endswith("…"):
            return size, lines
    return LABEL_SIZES[-1], wrap(label, room / LABEL_SIZES[-1], 1)


def symbol_radius(places: Layout, unit: float) -> float:
    """Return the radius of the contacts' symbols in pixels: smaller where circles are crowded."""
    circles = defaultdict(list)
    for place in places.places.values():
        circles[place.radius].append(place.angle)
    gaps = sorted(gap for radius, angles in circles.items() for gap in _gaps(angles, radius * unit))
    tight = gaps[len(gaps) // 10] if gaps else LARGEST * 3
    return round(min(LARGEST, max(SMALLEST, tight * 0.36)), 1)


def _gaps(angles: Sequence[float], radius: float) -> list[float]:
    ordered = sorted(angles)
    turns = [after - before for before, after in zip(ordered, [*ordered[1:], ordered[0] + 360], strict=True)]
    return [radians(turn) * radius for turn in turns]
