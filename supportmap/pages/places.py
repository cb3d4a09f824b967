"""The places on a care team as pages show them, and who could take one."""

from __future__ import annotations

from supportmap.casework.logbook import NO_NAME
from supportmap.casework.team import can_look_after, staff_of, staying, team_of
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts

__all__ = ["care_team"]


def care_team(owner: Owner) -> Facts:
    """Return ``team``, the places of now with the names of whom ``stays`` once each ends; ``colleagues``."""
    team = [place for place in team_of(db.session, owner) if place["until"] is None]
    on_it = {place["user_id"] for place in team}
    staff = staff_of(db.session, owner.agency_id)
    return {
        "team": [place | {"stays": _names(staying(team, place["user_id"]))} for place in team],
        "colleagues": [each for each in staff if can_look_after(each) and each["user_id"] not in on_it],
    }


def _names(places: list[Facts]) -> list[str]:
    return [place["name"] or NO_NAME for place in places]
