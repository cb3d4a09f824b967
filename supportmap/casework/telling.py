"""What is told of a network to those who may see it: the facts of the document, plus what a change needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from supportmap.analysis.projecting import referral_expected
from supportmap.casework.pseudonyms import pseudonyms_of
from supportmap.exchange.fields import CONTACT
from supportmap.records.networks import Facts, State

__all__ = ["contact_told", "contacts_told", "tie_told"]

MARK = "unsafe"
"""Whether somebody is marked is told only where it is asked for."""


def contact_told(state: State, contact_id: str, marks: bool = False) -> Facts:
    """Return a contact as ``contacts_told`` does."""
    return contacts_told(state, [contact_id], marks)[0]


def contacts_told(state: State, ids: Iterable[str] | None = None, marks: bool = False) -> list[Facts]:
    """Return every field of the document (None: not known), ``version``, ``confirmed_in``, ``pseudonym``,
    and ``expected_of``: the referral whose outcome it stands for, with the answers that are expected.

    Of all contacts, or of those with these ids.
    """
    called = pseudonyms_of(state.contacts)
    return [
        _told(state.contacts[each], called[each], marks) for each in (state.contacts if ids is None else ids)
    ]


def _told(facts: Mapping[str, Any], pseudonym: str, marks: bool) -> Facts:
    told = {name: facts.get(name) for name in CONTACT if marks or name != MARK}
    own = {"version": facts["version"], "confirmed_in": facts.get("confirmed_in"), "pseudonym": pseudonym}
    expected = referral_expected(facts["status"], facts.get("extra") or {})
    return {**told, **own, "expected_of": expected}


def tie_told(facts: Mapping[str, Any]) -> Facts:
    """Return a, b, strength and strained."""
    return {name: facts[name] for name in ("a", "b", "strength", "strained")}
