"""Who on the map could do something for a function, before anybody is looked for elsewhere.

A proposal to be talked about, no finding: whoever is close, safe and not a burden, and does little for the
function yet, or was never asked about it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from supportmap.analysis.coverage import load
from supportmap.analysis.dependability import dependability
from supportmap.analysis.formula import FORMULA
from supportmap.analysis.network import Contact, Function, Network

__all__ = ["CouldDo", "could_do"]

CLOSE = (1, 2)
KINDS = ("person", "group")
DRAINING = 2
_REASONS = {None: "wasn't asked", 0: "hardly ever does it so far", 1: "does it sometimes: could do more"}


@dataclass(frozen=True, slots=True)
class CouldDo:
    """A contact who could do it, why they are named, and what has to be asked."""

    contact: str
    reasons: tuple[str, ...]
    checks: tuple[str, ...] = ()


def could_do(network: Network, function: Function) -> tuple[CouldDo, ...]:
    """Return who could do more for a function, whoever could be depended on most first.

    Nobody who is unsafe, not active, paid for it, in the outer circle or not placed, almost always draining,
    or whom the client supports without getting anything back; nobody who almost always does it already, and
    nobody who couldn't be depended on even then.
    """
    carried = load(network)
    asked = [each for each in network.supporters if _may_be_asked(each) and each.id not in carried]
    could = [each for each in asked if each.rating(function) != 2 and _at_best(each, function) is not None]
    could.sort(key=lambda each: (-(_at_best(each, function) or 0.0), each.circle or 0))
    return tuple([_named(each, function) for each in could])


def _may_be_asked(contact: Contact) -> bool:
    close = contact.circle in CLOSE and contact.kind in KINDS
    return close and not contact.is_formal and contact.strain != DRAINING


def _at_best(contact: Contact, function: Function) -> float | None:
    """Return how far one could depend on a contact who almost always did it; None: not far enough."""
    doing_it: Any = {function: 2}
    q = dependability(replace(contact, **doing_it), function)
    return q.low if FORMULA.reaches(q.high, FORMULA.dependable) else None


def _named(contact: Contact, function: Function) -> CouldDo:
    near = "is in the inner circle" if contact.circle == 1 else "is in the middle circle"
    checks = ("whether it is a strain wasn't asked",) if contact.strain is None else ()
    return CouldDo(contact.id, (_REASONS[contact.rating(function)], near), checks)
