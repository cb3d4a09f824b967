"""What somebody looked for last, kept with their session on the server, sealed.

So it stands in no address and no log, and the page that shows what was found is one to go back to and to load
anew.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import request, session

__all__ = ["FOUND", "last_search", "remember_search"]

FOUND = "found"
"""What the address says that shows what was found: without it the page begins anew."""
_KEPT = "search"


def remember_search(page: str, asked: Mapping[str, str]) -> None:
    """Keep what is looked for on a page, in place of whatever was looked for before."""
    session[_KEPT] = {"page": page, "asked": dict(asked)}


def last_search(page: str) -> Mapping[str, str]:
    """Return what was looked for on a page, if its address asks for it; else nothing."""
    kept = session.get(_KEPT) if FOUND in request.args else None
    asked: Mapping[str, str] = kept["asked"] if kept and kept["page"] == page else {}
    return asked
