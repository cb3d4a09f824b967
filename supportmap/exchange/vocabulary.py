"""The keys that have a meaning in a file: any other could be somebody's words, and no message repeats it."""

from __future__ import annotations

from supportmap.analysis.network import FUNCTIONS
from supportmap.exchange.easynwk import KEYS
from supportmap.exchange.fields import CLIENT, CONTACT, DOCUMENT, TIE

__all__ = ["told_key"]

WORDS = frozenset({*DOCUMENT, *CLIENT, *FUNCTIONS, *CONTACT, *TIE, *KEYS})


def told_key(number: int, key: str) -> str:
    """Return what a place calls a key: its number in the object, counted from 1, where it has no meaning."""
    return key if key in WORDS else f"(key {number})"
