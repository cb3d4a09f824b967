"""Single values: JSON and cells made clean, and read as text or as numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from math import isfinite
from typing import Any

__all__ = ["MAX_DEPTH", "MAX_VALUES", "Notes", "RowRefused", "as_number", "as_text", "clean", "clean_text"]

MAX_DEPTH = 32
MAX_VALUES = 100_000
_SAFE = 2**53
_HALF = re.compile("[\ud800-\udfff]")


class RowRefused(Exception):  # noqa: N818 - it is an answer about one object of the file
    """One object can't be read; what it says is the reason."""


class Notes:
    """What was repaired of one object, each thing once and in the order in which it was met."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        self._said: dict[str, None] = {}

    def say(self, reason: str) -> None:
        """Note a repair."""
        self._said[reason] = None

    @property
    def said(self) -> tuple[str, ...]:
        """Return all that was noted."""
        return tuple(self._said)


_NESTED = (dict, list)


class _Cleaning:
    def __init__(self, notes: Notes) -> None:
        self.notes, self.left = notes, MAX_VALUES

    def of(self, value: Any, depth: int) -> Any:
        self.left -= 1
        if self.left < 0:
            raise RowRefused(f"more than {MAX_VALUES:,} values")
        if isinstance(value, str):
            return clean_text(value, self.notes)
        if isinstance(value, _NESTED):
            return self._all(value, depth)
        return _number(value, self.notes)

    def _all(self, value: dict[Any, Any] | list[Any], depth: int) -> Any:
        if depth == MAX_DEPTH:
            raise RowRefused(f"nested more than {MAX_DEPTH} deep")
        if isinstance(value, list):
            return [self.of(each, depth + 1) for each in value]
        return {clean_text(str(key), self.notes): self.of(member, depth + 1) for key, member in value.items()}


def clean(value: object, notes: Notes) -> Any:
    """Return a JSON value with nothing in it that can't be kept, or raise RowRefused if it is too much."""
    return _Cleaning(notes).of(value, 0)


def _number(value: Any, notes: Notes) -> Any:
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float) and not isfinite(value):
        notes.say("a number that is none is left out")
        return None
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > _SAFE:
        return _digits(value)
    return value


def _digits(value: int) -> str:
    try:
        return str(value)
    except ValueError:
        raise RowRefused("a number of thousands of digits") from None


def clean_text(text: str, notes: Notes) -> str:
    r"""Return text without NUL characters, halves of surrogate pairs, literal \n and blanks around it."""
    if "\0" in text:
        notes.say("NUL characters are taken out")
        text = text.replace("\0", "")
    if not text.isascii() and _HALF.search(text):
        notes.say("characters that are none are replaced")
        text = _HALF.sub("\N{REPLACEMENT CHARACTER}", text)
    if "\\n" in text:
        notes.say(r"\n written out is made a line break")
        text = text.replace("\\r\\n", "\n").replace("\\n", "\n")
    return text.strip()


def as_text(value: object) -> str | None:
    """Return what a value says as text, or None if it is no text: an object, or a list of such."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:.15g}" if isinstance(value, float) else str(value)
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return ", ".join(filter(None, value))
    return None


def as_number(value: object) -> int | float | None:
    """Return what a value says as a number, or None if it says none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str):
        if not re.fullmatch(r"[-+]?\d{1,15}(\.\d{1,30})?", value, re.ASCII):
            return None
        value = float(value)
    return int(value) if float(value).is_integer() and abs(value) <= _SAFE else value
