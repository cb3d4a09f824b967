"""Among whom it was asked who knows whom, and what undo leaves alone because it was said since."""

from __future__ import annotations

from collections.abc import Iterable

from supportmap.casework.changes import ASKED, network_facts
from supportmap.casework.edits import Edit
from supportmap.records.networks import State

__all__ = ["ties_among", "unless_said_since"]


def ties_among(state: State, ids: Iterable[str]) -> list[str]:
    """Return among whom it was asked once it is said of the contacts with these ids, by id.

    Of who is added later, or comes back, it wasn't; said of no more than before it changes nothing.
    """
    said, known = set(ids), state.ties_among
    return known if known is not None and said <= set(known) else sorted(said)


def unless_said_since(state: State, edit: Edit) -> Edit:
    """Return the edit without what was said since to have been asked: that counts, whoever said it.

    Nor with facts that earlier versions kept.
    """
    if edit.what != "network":
        return edit
    now, before, after = network_facts(state), edit.before or {}, edit.after or {}
    kept = [name for name in after if name in now and (name not in ASKED or now[name] == before[name])]
    return Edit("network", "", {name: before[name] for name in kept}, {name: after[name] for name in kept})
