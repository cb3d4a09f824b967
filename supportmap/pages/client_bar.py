"""The bar that stands over every page of a client: whose it is, and the visit that is open."""

from __future__ import annotations

from supportmap.casework.visits import visits_of
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts, State, state_of

__all__ = ["client_bar", "open_of"]


def client_bar(owner: Owner, state: State | None = None, visits: list[Facts] | None = None) -> Facts:
    """Return what the bar shows: ``client`` and ``visit``; what was read already needn't be read again."""
    state = state or state_of(db.session, owner)
    known = visits_of(db.session, owner) if visits is None else visits
    client = {"id": owner.client_id, "label": state.profile.get("label"), "archived": state.archived}
    return {"client": client, "visit": open_of(known)}


def open_of(visits: list[Facts]) -> Facts | None:
    """Return the visit that is open, if one is."""
    return next((each for each in visits if each["finished_at"] is None), None)
