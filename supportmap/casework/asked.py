"""Whether contacts, and all ties, were asked for: what was said last counts, and who was added since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from supportmap.casework.changes import network_facts
from supportmap.casework.edits import Edit, edits_of
from supportmap.records.changes import done_changes
from supportmap.records.networks import State

__all__ = ["FLAGS", "asked_for"]

FLAGS = ("elicited", "ties_asked")
SAYING = ("add", "tie", "network", "import")
"""Kinds of changes that can say whether contacts or all ties were asked for."""
MISTAKE = "discard"
"""The kind that takes off what was added by mistake: what was added so says nothing."""


def asked_for(
    session: Session, state: State, edits: Sequence[Edit], mistakes: Sequence[Edit] = ()
) -> list[Edit]:
    """Return the edits with what they make of "was asked"; ``mistakes`` are those that discard things now."""
    flags = {
        "elicited": _is_there(state, edits) or _was_said(session, state, "elicited", mistakes),
        "ties_asked": _was_said(session, state, "ties_asked", mistakes),
    }
    return [*map(_without_flags, edits), Edit.between("network", "", network_facts(state), flags)]


def _without_flags(edit: Edit) -> Edit:
    if edit.what != "network":
        return edit
    kept = ({n: v for n, v in (side or {}).items() if n not in FLAGS} for side in (edit.before, edit.after))
    return Edit(edit.what, edit.key, *kept)


def _is_there(state: State, edits: Sequence[Edit]) -> bool:
    """Tell whether any contact is on the map then."""
    gone = {edit.key for edit in edits if edit.what == "contact" and edit.after is None}
    return bool(set(state.contacts) - gone) or any(
        each.what == "contact" and each.after is not None for each in edits
    )


def _was_said(session: Session, state: State, flag: str, mistakes: Sequence[Edit]) -> bool:
    """Tell whether a change that stands says that contacts or all ties were asked for; the latest counts."""
    mistaken = {edit.key for edit in mistakes}
    for row in done_changes(session, state.owner, (*SAYING, MISTAKE)):
        edits = edits_of(state.vault, row.number, row.sealed)
        if row.kind == MISTAKE:
            mistaken |= {edit.key for edit in edits if edit.after is None}
        elif (said := _says(edits, flag, mistaken)) is not None:
            return said
    return False


def _says(edits: Sequence[Edit], flag: str, mistaken: set[Any]) -> bool | None:
    """Return what one change says; None where it says nothing, or all that it added was a mistake.

    Whoever is added was asked for, and whom they know was not, unless the change says so.
    """
    added = {edit.key for edit in edits if edit.what == "contact" and edit.before is None}
    if added and added <= mistaken:
        return None
    own = [edit.after for edit in edits if edit.what == "network" and edit.after]
    told = [after[flag] for after in own if flag in after]
    if told:
        return bool(told[0])
    return flag == "elicited" if added else None
