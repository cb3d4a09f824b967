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
NUMBER = re.compile(r"(?<![\w/.:-])[+(]?[0-9][0-9 ()]{1,24}[0-9](?![\w/.:-])")
"""What may be a phone number within a text."""
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

    A few digits with blanks between them are rather the hours at which somebody answers.
    """
    pieces: list[Piece] = []
    end = 0
    for found in NUMBER.finditer(text):
        number = dialled(found[0])
        is_one = number is not None and (number == found[0] or len(number) > 5)
        pieces += [(text[end : found.start()], None), (found[0], number if is_one else None)]
        end = found.end()
    return [*pieces, (text[end:], None)]


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
