"""Names and other free text as they are shown: in one line, and without characters that play tricks."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable

__all__ = ["JOINERS", "between_names", "clean", "in_a_row", "numbered", "spoken"]

_NTH = {1: "1st", 2: "2nd", 3: "3rd"}

JOINERS = "\u200c\u200d"
"""Format characters without which some scripts and emoji fall apart."""
_RIGHT_TO_LEFT = {"R", "AL", "AN"}


def clean(text: str) -> str:
    """Return the text in one line, without control, format and bidirectional override characters."""
    shown = "".join(c if _is_shown(c) else " " * c.isspace() for c in text)
    return " ".join(shown.split())


def spoken(name: str) -> str:
    """Return a name as it stands in a sentence: one written from right to left must not turn what follows."""
    shown = clean(name)
    turns = any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in shown)
    return f"\u2068{shown}\u2069" if turns else shown


def between_names(names: Collection[str]) -> str:
    """Return what tells these names apart in a row: a name may have a comma of its own, as Smith, John."""
    return "; " if any("," in name for name in names) else ", "


def in_a_row(names: Iterable[str]) -> str:
    """Return names one after the other."""
    row = list(names)
    return between_names(row).join(row)


def _is_shown(character: str) -> bool:
    return character in JOINERS or character.isprintable()


def numbered(words: str, number: int, count: int) -> str:
    """Return what one of several of the same name is called: 3 May 2026 (2nd); the only one by the name."""
    return f"{words} ({_NTH.get(number, f'{number}th')})" if count > 1 else words
