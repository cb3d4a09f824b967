"""The map: contacts are added, changed, removed, discarded and tidied. Each act is one undoable change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from uuid import uuid4

from sqlalchemy.orm import Session

from supportmap.analysis.layout import layout
from supportmap.analysis.network import FUNCTIONS
from supportmap.casework.changes import MARK, change, network_facts, positions
from supportmap.casework.edits import Edit
from supportmap.casework.facts import CONTACT_FACTS, read_facts, read_id, some_of
from supportmap.casework.outcome import Conflict, Invalid, Missing, Outcome, Stale
from supportmap.casework.telling import contact_told
from supportmap.casework.tying import no_longer_asked, put_tie, ties_among, untie
from supportmap.casework.undoing import redo, undo
from supportmap.exchange.field import Table, flag, optional
from supportmap.exchange.fields import NEED, OBJECT
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.network import ANSWERS
from supportmap.records.networks import Facts, State, network_of, state_of
from supportmap.records.visits import open_visit

__all__ = [
    "NETWORK_FACTS",
    "add_contact",
    "answer_rest",
    "change_contact",
    "change_network",
    "discard_contact",
    "new_contact",
    "put_tie",
    "redo",
    "remove_contact",
    "tidy",
    "unchecked",
    "undo",
    "untie",
]

NETWORK_FACTS: Table = {"elicited": flag(), "ties_asked": flag(), "needs": OBJECT}
NEEDS: Table = dict.fromkeys(FUNCTIONS, optional(NEED))
MOVED = frozenset({"circle", "angle", "sector"})


def add_contact(
    session: Session, actor: Actor, owner: Owner, facts: Facts, contact_id: str | None = None
) -> Outcome:
    """Add a contact; a taken id is Conflict("id-taken"). Whom they know was not asked yet."""
    own_id = read_id(contact_id or uuid4())
    given = read_facts(CONTACT_FACTS, facts)
    _check_ending(given.get("status", "active"), given)
    state = state_of(session, owner)
    if own_id in state.contacts:
        raise Conflict("id-taken", "another contact has this id")
    visit = open_visit(session, owner)
    added = new_contact(own_id, positions(state.contacts), given) | {"confirmed_in": visit and str(visit)}
    asked = Edit.between("network", "", network_facts(state), no_longer_asked(state, [own_id]))
    return change(session, actor, state, "add", [Edit("contact", own_id, None, added), asked])


def new_contact(contact_id: str, position: int, given: Facts) -> Facts:
    """Return all facts of a contact of whom these were given."""
    plain = {"kind": "person", "status": "active", "unsafe": False}
    return {"id": contact_id, "position": position, **plain, **given}


def change_contact(
    session: Session, actor: Actor, owner: Owner, contact_id: str, facts: Facts, version: int
) -> Outcome:
    """Change any of a contact's fields, or raise Stale if it has another version than the one read."""
    given = read_facts(some_of(CONTACT_FACTS), facts)
    state = state_of(session, owner)
    known = _as_read(state, contact_id, version)
    given |= unchecked(known, given)
    status = given.get("status", known["status"])
    if status != "past" and known["status"] == "past":
        given.setdefault("ended_reason", None)
    if given.keys() & {"status", "ended_reason"}:
        _check_ending(status, known | given)
    edit = Edit.between("contact", contact_id, known, given)
    return change(session, actor, state, _kind(known, edit), [edit])


def unchecked(known: Facts, given: Facts) -> Facts:
    """Return that nobody checked another number than before, unless the day of it is given too."""
    if "phone" not in given or given["phone"] == known.get("phone") or "phone_checked_on" in given:
        return {}
    return {"phone_checked_on": None}


def _contact(state: State, contact_id: str) -> Facts:
    known = state.contacts.get(contact_id)
    if known is None:
        raise Missing("contact")
    return known


def _as_read(state: State, contact_id: str, version: int) -> Facts:
    """Return a contact, or raise Stale if it has another version than the one read."""
    known = _contact(state, contact_id)
    if known["version"] != version:
        raise Stale(contact_told(state, contact_id))
    return known


def _check_ending(status: object, facts: Facts) -> None:
    if status != "past" and facts.get("ended_reason"):
        raise Invalid(("ended_reason", "only of a contact who is past"))


def _kind(known: Facts, edit: Edit) -> str:
    """Return what kind of change it is, told from what it changes."""
    changed = edit.after or {}
    if "status" in changed and "past" in (known["status"], changed["status"]):
        return "remove" if changed["status"] == "past" else "return"
    if "unsafe" in changed:
        return MARK
    if changed.keys() <= set(ANSWERS):
        return "rate"
    return "move" if changed.keys() <= MOVED else "edit"


def remove_contact(
    session: Session, actor: Actor, owner: Owner, contact_id: str, version: int, reason: str | None
) -> Outcome:
    """Say that a contact is past, and why; nothing of them is erased, nor a reason that was known."""
    ended = {"status": "past"} | ({"ended_reason": reason} if reason else {})
    return change_contact(session, actor, owner, contact_id, ended, version)


def discard_contact(session: Session, actor: Actor, owner: Owner, contact_id: str, version: int) -> Outcome:
    """Take somebody off the map who was added by mistake, with all ties; visits that are finished keep them.

    What was asked counts as if they had never been added: a mistake says nothing about the client's life.
    """
    state = state_of(session, owner)
    known = _as_read(state, contact_id, version)
    ties = [Edit("tie", pair, facts, None) for pair, facts in state.ties.items() if contact_id in pair]
    return change(session, actor, state, "discard", [*ties, Edit("contact", contact_id, known, None)])


def answer_rest(
    session: Session, actor: Actor, owner: Owner, question: str, answer: int, contact_ids: Iterable[str]
) -> Outcome:
    """Give the same answer about all of these contacts who weren't asked about yet, as one change.

    What is answered stays: so it needs no version, and somebody else's answer is never overwritten.
    """
    state = state_of(session, owner)
    known = {own_id: _contact(state, own_id) for own_id in contact_ids}
    unasked = {own_id: each for own_id, each in known.items() if each[question] is None}
    edits = [Edit.between("contact", own_id, each, {question: answer}) for own_id, each in unasked.items()]
    return change(session, actor, state, "rate-rest", edits)


def tidy(session: Session, actor: Actor, owner: Owner) -> Outcome:
    """Give everyone a place on the map anew, as one change."""
    state = state_of(session, owner)
    unplaced = {own_id: known | {"angle": None} for own_id, known in state.contacts.items()}
    places = layout(network_of(replace(state, contacts=unplaced))).places
    edits = [
        Edit.between("contact", own_id, known, {"angle": places[own_id].angle})
        for own_id, known in state.contacts.items()
    ]
    return change(session, actor, state, "tidy", edits)


def change_network(
    session: Session, actor: Actor, owner: Owner, facts: Facts, among: Iterable[str] | None = None
) -> Outcome:
    """Change elicited, ties_asked or needs (any of the three functions).

    ``ties_asked`` is about the contacts ``among`` whom was asked, by their ids, in place of what was said
    before; None: all who are active. Whoever else is active meanwhile was not asked about.
    """
    given = read_facts(NETWORK_FACTS, facts)
    needs = read_facts(NEEDS, given.get("needs", {}))
    state = state_of(session, owner)
    _check_asked(state, given)
    asked = _asked(state, given, state.active if among is None else state.active.intersection(among))
    wanted = asked | {f"needs.{function}": need for function, need in needs.items()}
    edit = Edit.between("network", "", network_facts(state), wanted)
    return change(session, actor, state, "network", [edit])


def _asked(state: State, given: Facts, among: set[str]) -> Facts:
    """Return as ``network_facts`` what is said to have been asked, and among whom, unless it is known."""
    asked: Facts = {}
    if given.get("elicited", state.elicited) != state.elicited:
        asked["elicited_said"] = given["elicited"]
    if "ties_asked" in given:
        asked["ties_among"] = ties_among(state, among) if given["ties_asked"] else None
    return asked


def _check_asked(state: State, given: Facts) -> None:
    if given.get("elicited") is False and state.named:
        raise Invalid(("elicited", "true as long as somebody's answer to it stands on the map"))
