"""What is told of a network to those who may see it: the facts of the document, plus what a change needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from supportmap.exchange.fields import CONTACT
from supportmap.records.networks import Facts

__all__ = ["contact_told", "tie_told"]


def contact_told(facts: Mapping[str, Any]) -> Facts:
    """Return every field of the document (None: not known), ``version`` and ``confirmed_in``."""
    told = {name: facts.get(name) for name in CONTACT}
    return {**told, "version": facts["version"], "confirmed_in": facts.get("confirmed_in")}


def tie_told(facts: Mapping[str, Any]) -> Facts:
    """Return a, b, strength and strained."""
    return {name: facts[name] for name in ("a", "b", "strength", "strained")}
