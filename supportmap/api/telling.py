"""What the API shows of a contact, and what it leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from supportmap.exchange.fields import CONTACT
from supportmap.records.networks import Facts

__all__ = ["SHOWN", "contact_shown"]

SHOWN = (*(name for name in CONTACT if name != "unsafe"), "version", "confirmed_in")
"""The mark of an unsafe contact is not among them: it is shown only when it is asked for."""


def contact_shown(facts: Mapping[str, Any], marks: bool = False) -> Facts:
    """Return a contact as it is shown, with the mark if it was asked for."""
    shown = {name: facts.get(name) for name in SHOWN}
    return shown | {"unsafe": facts["unsafe"]} if marks else shown
