"""What would be if somebody left, joined or changed: asked of the network as it is, and written nowhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from supportmap.analysis import whatif
from supportmap.analysis.network import Network
from supportmap.analysis.whatif import WhatIf
from supportmap.casework.outcome import Invalid
from supportmap.records.networks import contact_of

__all__ = ["what_if"]

Kind = str


def what_if(network: Network, kind: Kind, about: Any) -> WhatIf:
    """Return both analyses; ``about`` is a contact's id (leaves), facts (joins), or both (changes).

    Somebody who isn't in the network, or a new one with the id of another, is Invalid.
    """
    known = {contact.id for contact in network.contacts}
    if kind != "joins" and (about if kind == "leaves" else about["contact"]) not in known:
        raise Invalid((kind, "no contact has this id"))
    return _ASKED[kind](network, about)


def _joins(network: Network, about: Mapping[str, Any]) -> WhatIf:
    facts = {"id": str(uuid4()), **about}
    if any(contact.id == facts["id"] for contact in network.contacts):
        raise Invalid(("joins", "another contact has this id"))
    return whatif.joins(network, contact_of(facts))


def _changes(network: Network, about: Mapping[str, Any]) -> WhatIf:
    given = {name: value for name, value in about.items() if name != "contact"}
    return whatif.changes(network, about["contact"], **given)


_ASKED: Mapping[Kind, Callable[[Network, Any], WhatIf]] = {
    "leaves": whatif.leaves,
    "joins": _joins,
    "changes": _changes,
}
