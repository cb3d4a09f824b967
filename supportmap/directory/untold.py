"""Whether it has to be asked if the address of a service may be told at all."""

from __future__ import annotations

import re
from typing import Any

from supportmap.directory.parts import Document, locations, rows, text, texts
from supportmap.directory.safety import BY_STAFF, confidential, sensitive
from supportmap.directory.words import fold

__all__ = ["must_ask_where"]

_REFUGE = re.compile(r"\brefuges?\b|\bsafe ?houses?\b")


def must_ask_where(document: dict[str, Any]) -> bool:
    """Tell whether a service with an address may be one to hide, and nobody has said yet.

    It may be where to be seen with it may endanger somebody, and where it calls itself a refuge.
    """
    if document.get("confidential") is False or confidential(document) or not _has_address(document):
        return False
    by_words = {name: value for name, value in document.items() if name != BY_STAFF}
    said = fold(texts(document, "name", "description"))
    return sensitive(document) or sensitive(by_words) or bool(_REFUGE.search(said))


def _has_address(document: Document) -> bool:
    addresses = (row for location in locations(document) for row in rows(location, "addresses"))
    return any(text(row, "address_1") or text(row, "postal_code") for row in addresses)
