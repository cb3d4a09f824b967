"""The card "When it gets hard": what stands on it, for the client and for the team alike."""

from __future__ import annotations

import re
from typing import Any

from supportmap.analysis.network import Network
from supportmap.casework.agency import agency_of
from supportmap.casework.coping import Written, card_in, coping_in
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.days import today

__all__ = ["card_shown", "crisis_line", "dialled", "with_numbers"]

Piece = tuple[str, str | None]
FIGURES = re.compile(r"[+(]?[0-9](?:[0-9 ()]*[0-9])?")
"""Figures within a text, with the blanks and brackets between them."""
DIALLED = re.compile(r"\+?[0-9][0-9 ]{2,18}")
AREA = re.compile(r"((?:\+|00)[1-9][0-9]{0,2} ?)?\(([0-9]{1,5})\)(?= ?[0-9])")
"""An area code in brackets: ahead of the number, or after the code of a country."""


def card_shown(written: Written, network: Network, owner: Owner) -> dict[str, Any]:
    """Return what stands on the card: what was written, and who can be turned to over the network."""
    return {
        "card": card_in(written, network),
        "signs": [each.facts["what"] for each in written.signs],
        "helping": coping_in(written, network).ways,
        "crisis_line": crisis_line(owner),
        "today": today(db.session, owner.agency_id),
        "dialled": dialled,
        "with_numbers": with_numbers,
    }


def crisis_line(owner: Owner) -> str | None:
    """Return the line of the agency for when it can't wait, if it has one."""
    line: str | None = agency_of(db.session, owner.agency_id)["crisis_line"]
    return line


def with_numbers(text: str) -> list[Piece]:
    """Return a text in pieces, each with the number that a phone dials where it is one, as in a crisis line.

    Only the one number of a text without any other figures: what could be the hours at which somebody
    answers, or part of another number, is read and not dialled.
    """
    found = list(FIGURES.finditer(text))
    number = dialled(found[0][0]) if len(found) == 1 else None
    if number is None or not _stands_alone(text[: found[0].start()], text[found[0].end() :]):
        return [(text, None)]
    before, after = found[0].span()
    return [(text[:before], None), (text[before:after], number), (text[after:], None)]


def _stands_alone(before: str, after: str) -> bool:
    return not re.search(r"[\w/.:@-]$", before) and bool(re.match(r"[).,;:!?]*$|[.,;:!?]\s", after))


def dialled(noted: str | None) -> str | None:
    """Return the number that a phone dials, where what was noted is one number and nothing else."""
    phone = (noted or "").strip()
    if area := AREA.match(phone):
        phone = _area(*area.groups(default="")) + phone[area.end() :]
    return phone.replace(" ", "") if DIALLED.fullmatch(phone) else None


def _area(country: str, code: str) -> str:
    """Return both as they are dialled: from abroad without the (0), and nothing where that is not certain."""
    if country and code.startswith("0"):
        return country if code == "0" else "?"
    return country + code
