"""Who on a map may be meant by a name: compared within one map and in memory only, never across clients."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import Any
from unicodedata import combining, normalize

__all__ = ["alike", "likeness"]

ALIKE = 0.75
"""From here on two names may well be one person's: "Jo" and "Joe", a slip of the finger."""
SHORTENED = 0.9
LEAST = 2
"""Letters that a short form has: one alone is an initial, which many share."""


def alike(name: str, contacts: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the ids of those who may be meant by a name, the likeliest first."""
    found = [(likeness(name, each["name"]), each["id"]) for each in contacts]
    return [own_id for score, own_id in sorted(found, key=lambda pair: -pair[0]) if score >= ALIKE]


def likeness(one: str, other: str) -> float:
    """Return how alike two names are, 0 to 1, whatever their case and accents."""
    first, second = _words(one), _words(other)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    if _is_short(first, second) or _is_short(second, first):
        return SHORTENED
    return _ratio(" ".join(first), " ".join(second))


def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other)
    # What bounds it costs far less, and tells most pairs apart.
    if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < ALIKE:
        return 0.0
    return matcher.ratio()


def _is_short(short: list[str], full: list[str]) -> bool:
    """Tell whether every word begins one of the other's, in order: "Sam" and "Samuel Ortiz"."""
    rest = iter(full)
    return all(any(_begins(word, each) for each in rest) for word in short)


def _begins(word: str, other: str) -> bool:
    return word == other or (len(word) >= LEAST and other.startswith(word))


def _words(name: str) -> list[str]:
    plain = "".join(letter for letter in normalize("NFKD", name.casefold()) if not combining(letter))
    return "".join(letter if letter.isalnum() else " " for letter in plain).split()
