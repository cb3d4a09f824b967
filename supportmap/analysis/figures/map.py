"""The map: the client in the middle, three circles of closeness, contacts, support and ties."""

from __future__ import annotations

from dataclasses import replace

from supportmap.analysis.figures.ego import Picture, draw
from supportmap.analysis.figures.theme import Figure, ThemeName
from supportmap.analysis.layout import Layout
from supportmap.analysis.layout import layout as laid_out
from supportmap.analysis.network import FUNCTIONS, Function, Network

__all__ = ["map_figure"]


def map_figure(
    network: Network,
    layout: Layout | None = None,
    function: Function | None = None,
    theme: ThemeName = "light",
    size: int = 900,
    legend: bool = True,
    strain: bool = True,
) -> Figure:
    """Return the map as a Plotly figure in plain dicts, ``size`` pixels wide; its legend stands below.

    ``function`` draws the support of one function only. Names stay as they are written: whatever Plotly
    would interpret is escaped. Whether a contact is unsafe changes nothing. Without ``strain`` it is drawn as
    if nobody were critical or draining: a page that goes home may be read by whom it is about.
    """
    network = network if strain else _calm(network)
    functions = (function,) if function else FUNCTIONS
    notes = {contact.id: contact.status for contact in network.contacts if not contact.is_active}
    return draw(Picture(network, layout or laid_out(network), functions, theme, size, notes, legend=legend))


def _calm(network: Network) -> Network:
    contacts = tuple(replace(contact, strain=0) for contact in network.contacts)
    ties = tuple(replace(tie, strained=False) for tie in network.ties)
    return replace(network, contacts=contacts, ties=ties)
