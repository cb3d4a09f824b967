"""Who of the care team sees what a client shares: all of them, but those whom the client leaves out."""

from __future__ import annotations

from flask import request

from supportmap.access.acting import current_actor
from supportmap.casework.outcome import Invalid
from supportmap.casework.team import can_look_after, team_of
from supportmap.casework.work import NOT_FOR, Work
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts

__all__ = ["is_shared", "kept_from", "team_members"]


def team_members(owner: Owner) -> list[Facts]:
    """Return who of the team sees what is shared; whoever isn't confirmed as the client is told nobody."""
    if current_actor().client_id is None:
        return []
    now = [place for place in team_of(db.session, owner) if place["until"] is None]
    return [place for place in now if can_look_after(place)]


def is_shared() -> bool:
    """Tell whether the form says that the other side sees it, too."""
    return request.form.get("shared") == "yes"


def kept_from(owner: Owner, known: Work | None = None, shared: bool = True) -> Facts:
    """Return the fact of who is left out; Invalid if it is shared and nobody would be left.

    Whoever what is ``known`` was kept from and isn't on the team now can't be chosen, and stays left out. It
    is kept of what is private too, for the day on which it is shared.
    """
    members = {place["user_id"] for place in team_members(owner)}
    chosen = members.intersection(request.form.getlist(NOT_FOR))
    if shared and chosen and chosen == members:
        raise Invalid((NOT_FOR, "somebody has to be left who sees it: untick one, or keep it to yourself"))
    left_out = {*known.facts.get(NOT_FOR, ())} - members if known else set()
    return {NOT_FOR: sorted(chosen | left_out)}
