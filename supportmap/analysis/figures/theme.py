"""How everything looks, in one place: colours of both themes, symbols and dashes.

Functions are told apart by colour (Okabe and Ito 2008), symbol and dash together, never by colour alone.
Text has a contrast of at least 4.5 to the background, lines and symbols of at least 3 (WCAG 2.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from supportmap.analysis.network import Function, Kind, Status

__all__ = [
    "BOLD",
    "DASHES",
    "FONT",
    "FONT_SIZE",
    "KIND_SYMBOLS",
    "PENS",
    "PLAIN",
    "STATUS_DASHES",
    "SYMBOLS",
    "THEMES",
    "Figure",
    "Pen",
    "Theme",
    "ThemeName",
    "base_layout",
]

Figure = dict[str, Any]
ThemeName = Literal["light", "dark"]

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
FONT_SIZE = 12
BOLD, PLAIN = 700, 400
"""Weights of fonts. Plotly's own tags would need style attributes, which no strict page allows."""

DASHES: Mapping[Function, str] = {"emotional": "solid", "practical": "dash", "belonging": "dot"}
SYMBOLS: Mapping[Function, str] = {"emotional": "circle", "practical": "square", "belonging": "diamond"}
KIND_SYMBOLS: Mapping[Kind, str] = {
    "person": "circle",
    "group": "hexagon",
    "place": "triangle-up",
    "animal": "star",
    "service": "cross",
}
STATUS_DASHES: Mapping[Status, str] = {"planned": "4px,2.5px", "proposed": "1.5px,2px", "past": "7px,3.5px"}


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one theme. The figures are transparent: ``background`` is that of the page."""

    background: str
    ink: str
    muted: str
    disc: str
    ring: str
    divider: str
    contact: str
    faded: str
    tie: str
    strain: str
    accent: str
    plate: str
    emotional: str
    practical: str
    belonging: str

    def of(self, function: Function) -> str:
        """Return the colour of a function."""
        colour: str = getattr(self, function)
        return colour


THEMES: Mapping[ThemeName, Theme] = {
    "light": Theme(
        background="#ffffff",
        ink="#1c2530",
        muted="#55616f",
        disc="rgba(86,120,160,0.055)",
        ring="#8793a1",
        divider="#8793a1",
        contact="#4c5a69",
        faded="#6d7986",
        tie="#5f6b78",
        strain="#8a2c12",
        accent="#5b3fa0",
        plate="rgba(255,255,255,0.66)",
        emotional="#0072B2",
        practical="#D55E00",
        belonging="#009E73",
    ),
    "dark": Theme(
        background="#14181d",
        ink="#e9eef3",
        muted="#aab5c1",
        disc="rgba(150,180,220,0.05)",
        ring="#6f7b89",
        divider="#6f7b89",
        contact="#b4bfca",
        faded="#8d99a6",
        tie="#97a3b0",
        strain="#ffb39c",
        accent="#b9a3f5",
        plate="rgba(20,24,29,0.66)",
        emotional="#4FB3E8",
        practical="#F2813A",
        belonging="#2BC79A",
    ),
}


@dataclass(frozen=True, slots=True)
class Pen:
    """A kind of line: the theme's colour by name, width in pixels, dash, and whether crowding fades it."""

    colour: str
    width: float
    dash: str = "solid"
    fades: bool = False


PENS: Mapping[str, Pen] = {
    "tie": Pen("tie", 1.0, fades=True),
    "close tie": Pen("tie", 2.4, fades=True),
    "strained tie": Pen("strain", 1.3, fades=True),
    **{
        f"{function} {rating}": Pen(function, width, DASHES[function])
        for function in DASHES
        for rating, width in ((1, 1.1), (2, 2.4))
    },
    "sometimes": Pen("muted", 1.1),
    "almost always": Pen("muted", 2.4),
    "strain": Pen("strain", 1.4),
    "planned": Pen("contact", 1.6, STATUS_DASHES["planned"]),
    "proposed": Pen("contact", 1.6, STATUS_DASHES["proposed"]),
    "past": Pen("faded", 1.4, STATUS_DASHES["past"]),
    "left": Pen("accent", 1.4, STATUS_DASHES["past"]),
    "moved": Pen("accent", 1.6),
    "joined": Pen("accent", 1.8),
    "leader": Pen("muted", 0.8),
}
"""Every line of a map, lowest first."""


def base_layout(theme: Theme) -> Figure:
    """Return what the layouts of all figures share."""
    return {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": FONT_SIZE, "color": theme.ink},
        "hoverlabel": {
            "align": "left",
            "bgcolor": theme.background,
            "bordercolor": theme.ring,
            "font": {"family": FONT, "size": 13, "color": theme.ink},
        },
        "hovermode": "closest",
        "dragmode": False,
    }
