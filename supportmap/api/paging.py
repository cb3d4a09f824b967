"""Lists page by page: each page says where the next one begins, in a word that nobody needs to understand."""

from __future__ import annotations

import re
from base64 import b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Callable
from typing import Any

from supportmap.api.requests import query
from supportmap.casework.outcome import Invalid
from supportmap.exchange.field import Table, text, whole
from supportmap.records.networks import Facts

__all__ = ["cursor", "limit_of", "number_after", "paging", "place_after"]

USUAL = 50
PAGE: Table = {"limit": whole(1, 200), "after": text(200, least=1)}
TEXTS = {
    "limit": f"How many items at most ({USUAL} unless told otherwise).",
    "after": "The `next` of the page before.",
}


def paging(**more: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a view what the query asks as ``asked``: which page, and ``more`` fields with their meaning."""
    fields = {name: field for name, (field, _) in more.items()}
    return query({**PAGE, **fields}, **TEXTS, **{name: meaning for name, (_, meaning) in more.items()})


def limit_of(asked: Facts) -> int:
    """Return how many items a page has at most."""
    limit: int = asked.get("limit", USUAL)
    return limit


def cursor(place: object) -> str | None:
    """Return where to read on, as a word that nobody needs to understand."""
    return None if place is None else urlsafe_b64encode(str(place).encode()).decode().rstrip("=")


def place_after(asked: Facts) -> str | None:
    """Return the place that a cursor stands for, or raise Invalid."""
    word = asked.get("after")
    if word is None:
        return None
    try:
        padded = word.encode("ascii") + b"=" * (-len(word) % 4)
        place = b64decode(padded, b"-_", validate=True).decode("ascii")
    except (NotBase64, ValueError):
        raise Invalid(("query.after", "not the `next` of a page")) from None
    return place


def number_after(asked: Facts) -> int | None:
    """Return the number that a cursor stands for, or raise Invalid."""
    place = place_after(asked)
    if place is None or re.fullmatch(r"\d{1,9}", place, re.ASCII):
        return None if place is None else int(place)
    raise Invalid(("query.after", "not the `next` of a page"))
