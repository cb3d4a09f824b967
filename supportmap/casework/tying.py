"""Ties between contacts are made, changed and taken away. Each act is one undoable change."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from supportmap.casework.changes import change, positions
from supportmap.casework.edits import Edit, Pair
from supportmap.casework.facts import TIE_FACTS, read_facts
from supportmap.casework.outcome import Invalid, Missing, Outcome
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.networks import Facts, State, state_of

__all__ = ["new_tie", "no_longer_asked", "pair_of", "put_tie", "ties_among", "untie"]


def put_tie(session: Session, actor: Actor, owner: Owner, a: str, b: str, facts: Facts) -> Outcome:
    """Say that two contacts know each other, or change how well; of the other pairs it says nothing."""
    given = read_facts(TIE_FACTS, facts)
    state = state_of(session, owner)
    pair = _pair_there(state, a, b)
    known = state.ties.get(pair)
    edit = (
        Edit.between("tie", pair, known, given)
        if known
        else Edit("tie", pair, None, new_tie(pair, positions(state.ties), given))
    )
    return change(session, actor, state, "tie", [edit])


def untie(session: Session, actor: Actor, owner: Owner, a: str, b: str) -> Outcome:
    """Take away the tie between two contacts."""
    state = state_of(session, owner)
    known = state.ties.get(pair_of(a, b))
    if known is None:
        raise Missing("tie")
    return change(session, actor, state, "untie", [Edit("tie", pair_of(a, b), known, None)])


def new_tie(pair: Pair, position: int, given: Facts) -> Facts:
    """Return all facts of a tie of which these were given."""
    plain = {"strength": 1, "strained": False, "extra": {}}
    return {"a": pair[0], "b": pair[1], "position": position, **plain, **given}


def pair_of(a: str, b: str) -> Pair:
    """Return both ends in the order in which a tie is kept."""
    return (a, b) if a < b else (b, a)


def ties_among(state: State, ids: Iterable[str]) -> list[str]:
    """Return among whom it was asked who knows whom, once it is said of the contacts with these ids.

    Of who is added later, or comes back, it wasn't; said of no more than before it changes nothing.
    """
    said, known = set(ids), state.ties_among
    return known if known is not None and said <= set(known) else sorted(said)


def no_longer_asked(state: State, ids: Iterable[str]) -> Facts:
    """Return as ``network_facts`` that of who is added it wasn't asked, if they were there once before."""
    new = set(ids)
    if state.ties_among is None or new.isdisjoint(state.ties_among):
        return {}
    return {"ties_among": [each for each in state.ties_among if each not in new]}


def _pair_there(state: State, a: str, b: str) -> Pair:
    if a not in state.contacts or b not in state.contacts:
        raise Missing("contact")
    if a == b:
        raise Invalid(("b", "a tie joins two different contacts"))
    return pair_of(a, b)
