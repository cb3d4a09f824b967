"""One engine under all changes of a network: each is a few edits, kept with what stood before and after.

Every change raises the network's version by one, and the version of each contact that it touches; it
renews the coverage rows and leaves one row among the changes and one in the audit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from supportmap.casework.coverage import renew_coverage
from supportmap.casework.edits import Edit, Pair, sealed_edits, touched
from supportmap.casework.outcome import Conflict, Outcome
from supportmap.casework.room import check_room
from supportmap.casework.telling import contacts_told, tie_told
from supportmap.records.audit import Actor, record
from supportmap.records.network import ChangeRow
from supportmap.records.network_writing import drop_contacts, drop_ties, put_client, put_contacts, put_ties
from supportmap.records.networks import Facts, State
from supportmap.records.referrals import held_contacts
from supportmap.records.visits import open_visit

__all__ = [
    "MARK",
    "REFER",
    "TOLD_AS",
    "change",
    "changed_of_network",
    "checked",
    "network_facts",
    "positions",
    "put_away",
    "refuse_archived",
    "unchanged",
    "who",
]

TOLD_AS = {"elicited_said": "elicited", "ties_among": "ties_asked"}
"""What was said to have been asked (for contacts at all; of whom who knows whom), and as what it is told."""
TOLD = (*TOLD_AS.values(), "needs")
"""What is told in an outcome of the network's own facts; the profile's are changed by an import only."""
PROFILE = ("birth_year", "area", "languages", "extra", "network_extra")


MARK = "mark"
"""The kind that sets or takes away whether somebody is safe to turn to: undo and redo pass it over."""
REFER = "refer"
"""The kind that lets the map follow a referral: undo and redo pass it over, and no other kind may do it."""
AUDITED_AS = {MARK: "edit"}
"""Kinds that the audit, which clients read, calls by another."""

_NEW = insert(cast(Table, ChangeRow.__table__))


def who(actor: Actor) -> UUID:
    """Return the user who acts: a network is changed by somebody whose changes can be told apart."""
    if actor.user_id is None:
        raise ValueError("only a user changes a network")
    return actor.user_id


def positions(things: Mapping[Any, Facts]) -> int:
    """Return the first free position after all of these."""
    return max((facts["position"] for facts in things.values()), default=0) + 1


def network_facts(state: State) -> Facts:
    """Return what can be changed about the network itself, flat."""
    needs = {f"needs.{function}": need for function, need in state.needs.items()}
    profile = {name: state.profile.get(name) for name in PROFILE}
    asked = {name: getattr(state, name) for name in TOLD_AS}
    return {**asked, **needs, **profile}


def unchanged(state: State, edits: Iterable[Edit]) -> Outcome:
    """Return the outcome of an act that changes nothing: the things it was about, as they are."""
    edits = list(edits)
    ids = [str(each.key) for each in edits if each.what == "contact"]
    ties = tuple(tie_told(state.ties[cast(Pair, each.key)]) for each in edits if each.what == "tie")
    own = _own_told(state, TOLD if any(each.what == "network" for each in edits) else ())
    return Outcome(state.version, tuple(contacts_told(state, ids)), ties, network=own)


def change(
    session: Session, actor: Actor, state: State, kind: str, edits: Sequence[Edit], of: int | None = None
) -> Outcome:
    """Make one change of all the edits that change anything; there is none if none does.

    ``of`` is the number of the change that an undo or redo is about: such a change always counts.
    """
    refuse_archived(state)
    real = [edit for edit in edits if edit.before != edit.after]
    if not real and of is None:
        return unchanged(state, edits)
    if kind != REFER:
        _refuse_held(session, state, real)
    now = _applied(state, real)
    check_room(state, now)
    _write(session, state, now, real)
    renew_coverage(session, now)
    _keep(session, actor, now, kind, real, of)
    record(session, actor, f"network.{AUDITED_AS.get(kind, kind)}", state.owner.client_id, touched(real))
    return _outcome(state, now, real)


def _refuse_held(session: Session, state: State, edits: Iterable[Edit]) -> None:
    """Raise Conflict("of-a-referral") where the map would say otherwise than a referral that waits."""
    planned = [
        str(edit.key)
        for edit in edits
        if edit.what == "contact"
        and (edit.after is None or "status" in edit.after)
        and state.contacts.get(str(edit.key), {}).get("status") == "planned"
    ]
    if planned and held_contacts(session, state.owner, planned):
        told = "this stands for a referral: note the first attendance there, or withdraw the referral"
        raise Conflict("of-a-referral", told)


def refuse_archived(state: State) -> None:
    """Raise Conflict("archived") where the record was put away: it is read, and no longer worked on."""
    if state.archived:
        raise put_away()


def put_away() -> Conflict:
    """Return the refusal of work on a record that was put away, in words for the client and the team."""
    told = "this record was put away: nothing more is written in it unless the care team takes it out again"
    return Conflict("archived", told)


def checked(state: State, edits: Sequence[Edit]) -> State:
    """Return what ``change`` would make of a network, or raise what it would raise; nothing is written."""
    refuse_archived(state)
    then = _applied(state, [edit for edit in edits if edit.before != edit.after])
    check_room(state, then)
    return then


def _applied(state: State, edits: Sequence[Edit]) -> State:
    version = state.version + 1
    contacts, ties = dict(state.contacts), dict(state.ties)
    for edit in edits:
        if edit.what == "contact":
            _apply(contacts, edit)
            if edit.after is not None:
                contacts[str(edit.key)] |= {"version": _version(state, str(edit.key))}
        elif edit.what == "tie":
            _apply(cast("dict[str | Pair, Facts]", ties), edit)
    own = _own(state, edits)
    return replace(state, version=version, contacts=_ordered(contacts), ties=_ordered(ties), **own)


def _apply(things: dict[Any, Facts], edit: Edit) -> None:
    if edit.after is None:
        del things[edit.key]
    else:
        things[edit.key] = {**things.get(edit.key, {}), **edit.after}


def _version(state: State, contact_id: str) -> int:
    # Who is new, or back, begins with the network's version: it is higher than any that they may have had.
    known = state.contacts.get(contact_id)
    return int(known["version"]) + 1 if known else state.version + 1


def _ordered(things: dict[Any, Facts]) -> dict[Any, Facts]:
    return dict(sorted(things.items(), key=lambda item: (item[1]["position"], item[0])))


def _own(state: State, edits: Iterable[Edit]) -> Facts:
    """Return what the edits make of the network's own facts, as a State has them."""
    facts: Facts = {}
    for edit in edits:
        if edit.what == "network" and edit.after:
            facts |= edit.after
    if not facts:
        return {}
    facts = network_facts(state) | facts
    profile = {**state.profile, **{name: facts[name] for name in PROFILE}}
    return {
        **{name: facts[name] for name in TOLD_AS},
        "needs": {function: facts[f"needs.{function}"] for function in state.needs},
        "profile": {name: value for name, value in profile.items() if value},
    }


def _write(session: Session, before: State, now: State, edits: Sequence[Edit]) -> None:
    # Ties refer to their contacts: they go first and come last.
    gone = [edit for edit in edits if edit.after is None]
    drop_ties(session, now.owner, [cast(Pair, edit.key) for edit in gone if edit.what == "tie"])
    drop_contacts(session, now.owner, [str(edit.key) for edit in gone if edit.what == "contact"])
    there = [edit for edit in edits if edit.after is not None]
    put_contacts(session, before, [now.contacts[str(edit.key)] for edit in there if edit.what == "contact"])
    put_ties(session, before, [now.ties[cast(Pair, edit.key)] for edit in there if edit.what == "tie"])
    put_client(session, before, now)


def _keep(
    session: Session, actor: Actor, now: State, kind: str, edits: Sequence[Edit], of: int | None
) -> None:
    row = {
        **now.owner._asdict(),
        "number": now.version,
        "user_id": who(actor),
        "visit_id": open_visit(session, now.owner),
        "at": datetime.now(UTC),
        "kind": kind,
        "of": of,
        "undone": False,
        "sealed": sealed_edits(now.vault, now.version, edits),
    }
    session.connection().execute(_NEW, [row])


def _outcome(before: State, now: State, edits: Sequence[Edit]) -> Outcome:
    contacts = [edit for edit in edits if edit.what == "contact"]
    ties = [edit for edit in edits if edit.what == "tie"]
    said = [TOLD_AS[n] for edit in edits if edit.what == "network" for n in edit.after or {} if n in TOLD_AS]
    return Outcome(
        now.version,
        contacts=tuple(contacts_told(now, [str(edit.key) for edit in contacts if edit.after is not None])),
        ties=tuple(tie_told(now.ties[cast(Pair, edit.key)]) for edit in ties if edit.after is not None),
        gone_contacts=tuple(str(edit.key) for edit in contacts if edit.after is None),
        gone_ties=tuple(cast(Pair, edit.key) for edit in ties if edit.after is None),
        network=_own_told(now, {*changed_of_network(before, now), *said}),
        change=now.version,
    )


def _own_told(state: State, names: Iterable[str]) -> Facts:
    return {name: getattr(state, name) for name in TOLD if name in names}


def changed_of_network(before: State, now: State) -> list[str]:
    """Return which of the network's own facts an outcome tells: those that are different now."""
    return [name for name in TOLD if getattr(before, name) != getattr(now, name)]
