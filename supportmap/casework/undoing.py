"""Undo and redo of one's own last changes, in the open visit or since the last one that was finished.

Both read the rows of changes only, so they work after a restart and from another browser. Each is a change
itself. What somebody else changed since is never overwritten: both values are told instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

from sqlalchemy import Row
from sqlalchemy.orm import Session

from supportmap.casework.changes import MARK, REFER, TOLD_AS, change, network_facts, who
from supportmap.casework.edits import Edit, Pair, edits_of, touched
from supportmap.casework.outcome import Conflict, Outcome
from supportmap.records.audit import Actor
from supportmap.records.changes import (
    change_rows,
    mark_undone,
    own_changes,
    sealed_change,
)
from supportmap.records.client import Owner, vault_of
from supportmap.records.encryption import Vault
from supportmap.records.networks import Facts, State, state_of
from supportmap.records.visits import finished_version, open_visit

__all__ = ["changes_of", "redo", "undo", "undoable"]

SERVICE_OWN = frozenset({"position", "version"})
MOST_NAMED = 10
CHANGED_SINCE = "this was changed since: look at both values and change it by hand"


def undo(session: Session, actor: Actor, owner: Owner) -> Outcome:
    """Take back one's last change; Conflict("nothing-to-undo" or "changed-since")."""
    row = _last_done(_mine(session, actor, owner))
    if row is None:
        raise Conflict("nothing-to-undo", "nothing of yours is left to undo here")
    return _turn(session, actor, owner, row, undone=True)


def redo(session: Session, actor: Actor, owner: Owner) -> Outcome:
    """Do again what one undid last; Conflict("nothing-to-redo" or "changed-since")."""
    row = _last_undone(_mine(session, actor, owner))
    if row is None:
        raise Conflict("nothing-to-redo", "nothing that you undid is left to do again")
    return _turn(session, actor, owner, row, undone=False)


def undoable(session: Session, actor: Actor, owner: Owner) -> Facts:
    """Return {undo, redo}: number, kind, contacts and contact_count of what it would act on, or None."""
    mine = _mine(session, actor, owner)
    rows = {"undo": _last_done(mine), "redo": _last_undone(mine)}
    return {name: row and _step(session, owner, row) for name, row in rows.items()}


def _step(session: Session, owner: Owner, row: Row[Any]) -> Facts:
    sealed = sealed_change(session, owner, row.number)
    step = {"number": row.number, "kind": row.kind}
    return step | _touched(vault_of(session, owner), row.number, sealed)


def changes_of(
    session: Session, owner: Owner, after: int | None = None, limit: int = 50
) -> tuple[list[Facts], int | None]:
    """Return changes, the latest first, from before the number ``after``, and where to go on."""
    rows = change_rows(session, owner, after, limit + 1)
    vault = vault_of(session, owner)
    told = [_told(row) | _touched(vault, row.number, row.sealed) for row in rows[:limit]]
    return told, told[-1]["number"] if len(rows) > limit else None


def _told(row: Row[Any]) -> Facts:
    visit = str(row.visit_id) if row.visit_id else None
    by = {"user_id": str(row.user_id), "visit_id": visit, "at": row.at.isoformat()}
    return {"number": row.number, "kind": row.kind, "of": row.of, "undone": row.undone, **by}


def _touched(vault: Vault, number: int, sealed: bytes) -> Facts:
    """Return the ids of the first contacts that a change touched, both ends of a tie too, and how many."""
    ids = touched(edits_of(vault, number, sealed))
    return {"contacts": ids[:MOST_NAMED], "contact_count": len(ids)}


def _mine(session: Session, actor: Actor, owner: Owner) -> list[Row[Any]]:
    """Return one's own changes that may be undone or redone here, the latest first.

    No mark of who isn't safe to turn to is among them: taken back with the rest, nobody would see it go. Nor
    is what follows from a referral: the map would say otherwise than the referral does.
    """
    visit = open_visit(session, owner)
    since = 0 if visit else finished_version(session, owner)
    return [
        row for row in own_changes(session, owner, who(actor), visit, since) if row.kind not in (MARK, REFER)
    ]


def _last_done(mine: Iterable[Row[Any]]) -> Row[Any] | None:
    return next((row for row in mine if row.of is None and not row.undone), None)


def _last_undone(mine: Sequence[Row[Any]]) -> Row[Any] | None:
    """Return the change undone last, unless a new one was made since it was undone."""
    originals = {row.number: row for row in mine if row.of is None}
    for row in mine:
        if row.of is None:
            return None
        if row.kind == "undo" and originals[row.of].undone:
            return originals[row.of]
    return None


def _turn(session: Session, actor: Actor, owner: Owner, row: Row[Any], undone: bool) -> Outcome:
    state = state_of(session, owner)
    edits = edits_of(state.vault, row.number, sealed_change(session, owner, row.number))
    turned = [edit.inverse for edit in reversed(edits)] if undone else edits
    if clashes := [clash for edit in turned for clash in _clashes(state, turned, edit)]:
        raise Conflict("changed-since", CHANGED_SINCE, tuple(clashes))
    mark_undone(session, owner, row.number, undone)
    return change(session, actor, state, "undo" if undone else "redo", turned, of=row.number)


def _clashes(state: State, turned: Sequence[Edit], edit: Edit) -> Iterator[Facts]:
    """Return where the network isn't as the change left it."""
    now = _now(state, edit)
    place = _place(edit)
    if (now is None) != (edit.before is None):
        yield {"place": place, "yours": _content(edit.before), "theirs": _content(now)}
    elif now is not None and edit.before is not None:
        # Of what is to be deleted, all counts; else only what the change changed.
        names = edit.before.keys() | (now.keys() if edit.after is None else set())
        yield from _differences(place, names, edit.before, now)
    if edit.what == "contact" and edit.after is None:
        yield from _ties_left(state, turned, str(edit.key))
    if edit.what == "tie" and edit.after is not None:
        yield from _ends_missing(state, turned, cast(Pair, edit.key))


def _now(state: State, edit: Edit) -> Facts | None:
    if edit.what == "network":
        return network_facts(state)
    things = cast("dict[Any, Facts]", state.contacts if edit.what == "contact" else state.ties)
    return things.get(edit.key)


def _differences(place: str, names: Iterable[str], yours: Facts, theirs: Facts) -> Iterator[Facts]:
    for name in sorted(names):
        mine, now = yours.get(name), theirs.get(name)
        if name not in SERVICE_OWN and not _same(mine, now):
            yield _clash(f"{place}.{name}" if place else name, mine, now)


def _clash(place: str, yours: object, theirs: object) -> Facts:
    if place in TOLD_AS:  # whether it was said, as it is told
        place, yours, theirs = TOLD_AS[place], bool(yours), bool(theirs)
    return {"place": place, "yours": yours, "theirs": theirs}


def _same(mine: object, now: object) -> bool:
    # What isn't there and what is empty are alike; an answer of 0 is neither.
    nothing: tuple[object, ...] = (None, {}, [])
    return mine == now or (mine in nothing and now in nothing)


def _ties_left(state: State, turned: Sequence[Edit], contact_id: str) -> Iterator[Facts]:
    """Return the ties that somebody else gave a contact who is to be deleted."""
    going = {edit.key for edit in turned if edit.what == "tie" and edit.after is None}
    for pair, facts in state.ties.items():
        if contact_id in pair and pair not in going:
            yield {"place": f"ties.{pair[0]}.{pair[1]}", "yours": None, "theirs": _content(facts)}


def _ends_missing(state: State, turned: Sequence[Edit], pair: Pair) -> Iterator[Facts]:
    """Return the ends of a tie whose contacts somebody else took away."""
    coming = {edit.key for edit in turned if edit.what == "contact" and edit.after is not None}
    for end in pair:
        if end not in state.contacts and end not in coming:
            yield {"place": f"contacts.{end}", "yours": {"id": end}, "theirs": None}


def _place(edit: Edit) -> str:
    if edit.what == "network":
        return ""
    if edit.what == "tie":
        return f"ties.{edit.key[0]}.{edit.key[1]}"
    return f"contacts.{edit.key}"


def _content(facts: Facts | None) -> Facts | None:
    """Return what may be told of a thing: its facts without the service's own."""
    hidden = {*SERVICE_OWN, "document_id", "confirmed_in"}
    return facts and {name: value for name, value in facts.items() if name not in hidden}
