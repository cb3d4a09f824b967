"""What would be if a contact were gone, somebody joined, or an answer were different.

Each answers with the full analysis of the changed network beside that of the network as it is, never with
a patched number. Removing a person who links others can raise the circle backup: show score and backup as
the loss, and the circle backup without judgement.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from supportmap.analysis.analyse import Analysis, analyse
from supportmap.analysis.network import Contact, Network, Tie

__all__ = ["WhatIf", "changes", "joins", "leaves"]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The network as it is and as it would be, both analysed in full."""

    before: Analysis
    after: Analysis


def leaves(network: Network, contact_id: str) -> WhatIf:
    """Return what would be without a contact, or raise KeyError if the network has none of this id."""
    gone = replace(network.contact(contact_id), status="past")
    return _between(network, network.with_contact(gone))


def joins(network: Network, contact: Contact, ties: Iterable[Tie] = ()) -> WhatIf:
    """Return what would be with one more contact, or raise ValueError if its id or a tie doesn't fit."""
    if any(known.id == contact.id for known in network.contacts):
        raise ValueError("the network already has a contact with this id")
    return _between(network, network.with_contact(contact, ties))


def changes(network: Network, contact_id: str, **answers: Any) -> WhatIf:
    """Return what would be if a contact's answers were these, named as the fields of ``Contact``.

    Raises KeyError if the network has no contact of this id and TypeError for a field that isn't an answer.
    """
    if "id" in answers:
        raise TypeError("who somebody is can't be changed: let them leave and another join")
    return _between(network, network.with_contact(replace(network.contact(contact_id), **answers)))


def _between(before: Network, after: Network) -> WhatIf:
    return WhatIf(analyse(before), analyse(after))
