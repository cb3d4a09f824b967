"""Names and answers as text that Plotly shows as it stands, and how wide that text is.

Plotly reads a pseudo-HTML of its own and, where MathJax is present, TeX between dollars.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

from supportmap.analysis.naming import JOINERS, clean
from supportmap.analysis.network import FUNCTIONS, Contact

__all__ = [
    "CIRCLE_WORDS",
    "FREQUENCY_WORDS",
    "NEED_WORDS",
    "RATING_WORDS",
    "REACH_WORDS",
    "SECTOR_WORDS",
    "escape",
    "fitted",
    "hover",
    "joined",
    "whereabouts",
    "width",
    "wrap",
]

CIRCLE_WORDS: Final = {
    1: "inner circle",
    2: "middle circle",
    3: "outer circle",
    None: "not placed in a circle yet",
}
RATING_WORDS: Final = {0: "hardly ever", 1: "sometimes", 2: "almost always", None: "not asked"}
REACH_WORDS: Final = {2: "same day", 1: "within days", 0: "rarely", None: "not asked"}
FREQUENCY_WORDS: Final = {2: "weekly or more", 1: "monthly", 0: "rarer", None: "not asked"}
NEED_WORDS: Final = {0.3: "a little", 0.5: "some", 0.7: "a lot", None: "not asked"}
SECTOR_WORDS: Final = {
    "family": "Family",
    "friends": "Friends",
    "work": "Work",
    "community": "Community",
    "professionals": "Professionals",
    None: "No sector yet",
}
ELLIPSIS = "…"
LINE = 9.8
"""Width of one line of a label in em: about 16 characters."""
HOVER_LINE = 34.0

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;"})
_CLASSES = {
    0.42: " !'(),-./:;IJ[]`fijlrt|\\·‘’",
    0.66: '"$*?^_{}0123456789EFLPSTYabcdeghknopqsuvxyz“”',
    0.8: "&ABCDGHKNOQRUVXZ",
    1.0: "#%+<=>@~MWmw…–",
}


def escape(text: str) -> str:
    """Return the text so that Plotly shows every character of it and interprets none."""
    return text.translate(_ENTITIES)


class _Widths(dict[str, float]):
    """Generous widths in em: those of DejaVu Sans (as wide as Verdana), a wide interface font."""

    def __missing__(self, character: str) -> float:
        """Estimate the width of a character that is in no class."""
        return self.setdefault(character, _estimate(character))


def _estimate(character: str) -> float:
    if unicodedata.combining(character) or character in JOINERS:
        return 0.0
    if "LATIN" in unicodedata.name(character, ""):
        return 0.72 if character.islower() else 0.88
    return 1.4 if ord(character) > 0x1F000 else 1.1


_WIDTHS = _Widths({character: em for em, characters in _CLASSES.items() for character in characters})
_em = _WIDTHS.__getitem__


def width(text: str) -> float:
    """Return the estimated width of unescaped text in em, on the generous side."""
    return sum(map(_em, text))


def fitted(text: str, room: float) -> str:
    """Return the text, cut with an ellipsis where it is wider than the room (em)."""
    if width(text) <= room:
        return text
    kept, used = 0, width(ELLIPSIS)
    while (used := used + _em(text[kept])) <= room:
        kept += 1
    return text[:kept].rstrip() + ELLIPSIS


def wrap(text: str, room: float = LINE, lines: int = 2) -> tuple[str, ...]:
    """Return clean text in at most so many lines of a width (em), cut with an ellipsis beyond."""
    text = clean(text)
    if lines == 1 or width(text) <= room:
        return (fitted(text, room),) if text else ()
    end = _line_end(text, room, lines)
    return text[:end].rstrip(), *wrap(text[end:], room, lines - 1)


def _line_end(text: str, room: float, lines: int) -> int:
    """Return where the first line ends: at the word that makes two lines most alike, else when full."""
    used, end = 0.0, 0
    while (used := used + _em(text[end])) <= room or not _em(text[end]):
        end += 1
    breaks = [spot for spot in range(1, end + 1) if text[spot - 1] == "-" or text[spot] == " "]
    evenly = [(max(width(text[:spot]), width(text[spot:])), spot) for spot in breaks if lines == 2]
    if evenly and min(evenly)[0] <= room:
        return min(evenly)[1]
    if breaks and (width(text[: breaks[-1]]) >= room * 0.3 or _fits_a_line(text[breaks[-1] :], room)):
        return breaks[-1]
    return max(end, 1)


def _fits_a_line(text: str, room: float) -> bool:
    """Whether the first word of a text need not be broken."""
    return width(text.split(maxsplit=1)[0]) <= room


def joined(lines: Sequence[str]) -> str:
    """Return lines of plain text as Plotly text."""
    return "<br>".join(map(escape, lines))


def hover(contact: Contact, note: str = "") -> str:
    """Return all that is said when a contact is pointed at; whether it is safe is not part of it."""
    answers = [f"{function}: {RATING_WORDS[contact.rating(function)]}" for function in FUNCTIONS]
    return "<br>".join(
        (
            whereabouts(contact, note),
            *answers,
            f"gives back: {RATING_WORDS[contact.gives_back]}",
            f"strain: {RATING_WORDS[contact.strain]}",
        )
    )


def whereabouts(contact: Contact, note: str = "") -> str:
    """Return who a contact is and where, without any answer about them."""
    about = [contact.kind, contact.relationship or "", note]
    return "<br>".join(
        (
            joined(wrap(contact.name, HOVER_LINE, 8)) or "no name",
            joined(wrap(", ".join(filter(None, about)), HOVER_LINE, 3)),
            f"{SECTOR_WORDS[contact.sector]}, {CIRCLE_WORDS[contact.circle]}",
        )
    )
