"""The map: the client in the middle, three circles of closeness, contacts, support and ties."""

from __future__ import annotations

from dataclasses import replace

from supportmap.analysis.figures.ego import Picture, draw
from supportmap.analysis.figures.theme import Figure, ThemeName
from supportmap.analysis.figures.wording import hover, whereabouts
from supportmap.analysis.layout import Layout
from supportmap.analysis.layout import layout as laid_out
from supportmap.analysis.network import FUNCTIONS, Client, Function, Network

__all__ = ["map_figure"]


def map_figure(
    network: Network,
    layout: Layout | None = None,
    function: Function | None = None,
    theme: ThemeName = "light",
    size: int = 900,
    legend: bool = True,
    plain: bool = False,
) -> Figure:
    """Return the map as a Plotly figure in plain dicts, ``size`` pixels wide; its legend stands below.

    ``function`` draws the support of one function only. Names stay as they are written: whatever Plotly
    would interpret is escaped. Whether a contact is unsafe changes nothing. ``plain`` is the map that goes
    home, where it may be read by whom it is about: who is there now and who knows whom, without any answer.
    """
    functions: tuple[Function, ...] = (function,) if function else FUNCTIONS
    words = hover
    if plain:
        network, functions, words = _at_home(network), (), whereabouts
    notes = {contact.id: contact.status for contact in network.contacts if not contact.is_active}
    places = layout or laid_out(network)
    return draw(Picture(network, places, functions, theme, size, notes, legend=legend, words=words))


def _at_home(network: Network) -> Network:
    contacts = tuple(replace(contact, strain=0) for contact in network.active)
    there = {contact.id for contact in contacts}
    ties = tuple(replace(tie, strained=False) for tie in network.ties if {tie.a, tie.b} <= there)
    return replace(network, client=Client("Me"), contacts=contacts, ties=ties)
