"""Care teams: who of the staff may see a client."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from supportmap.casework.changes import who
from supportmap.casework.outcome import Conflict, Invalid, Missing
from supportmap.records.agency import agency_vault
from supportmap.records.audit import Actor, record
from supportmap.records.client import CarePlace, ClientRow, Owner
from supportmap.records.networks import Facts
from supportmap.records.staff import (
    current_places,
    is_clinician,
    names_of,
    place_rows,
    staff_rows,
    teams_of,
)

__all__ = [
    "alone_with",
    "can_look_after",
    "hand_over",
    "join_team",
    "leave_team",
    "staff_of",
    "staying",
    "team_of",
]

LAST = "somebody else has to join the team first, or an admin ends this place"
LAST_FOR_ADMIN = "nobody would look after this client then: take somebody in first, or say that it is meant"


def team_of(session: Session, owner: Owner) -> list[Facts]:
    """Return all places on the team, the earliest first; one that has ended has ``until``."""
    rows = place_rows(session, owner)
    names = names_of(session, owner.agency_id, (row.user_id for row in rows))
    return [
        {
            "user_id": str(row.user_id),
            "name": names[row.user_id],
            "role": row.role,
            "active": row.active,
            "since": row.since.isoformat(),
            "until": row.until.isoformat() if row.until else None,
            "confirmed": row.confirmed_at is not None,
        }
        for row in rows
    ]


def join_team(session: Session, actor: Actor, owner: Owner, user_id: UUID) -> list[Facts]:
    """Give a clinician of the agency a confirmed place on the team; return the team."""
    if not is_clinician(session, owner.agency_id, user_id):
        # The same answer for who is elsewhere, who has another role and who doesn't exist.
        raise Invalid(("user_id", "expected an active clinician of this agency"))
    now = datetime.now(UTC)
    place = next((each for each in current_places(session, owner) if each.user_id == user_id), None)
    if place is None:
        place = CarePlace(**owner._asdict(), user_id=user_id, since=now)
        session.add(place)
    if place.confirmed_at is None:
        place.confirmed_at = now
        session.flush()
        record(session, actor, "team.join", owner.client_id, [user_id])
    return team_of(session, owner)


def can_look_after(member: Facts) -> bool:
    """Tell whether one of the staff, or whoever has a place, can see a client by a place on the team."""
    return bool(member["active"] and member["role"] == "clinician")


def alone_with(session: Session, agency_id: UUID) -> Counter[UUID]:
    """Return, of each of the staff, how many clients nobody else looks after; those put away don't count."""
    able = {row.id for row in staff_rows(session, agency_id) if can_look_after(row._asdict())}
    teams = (able.intersection(team) for team in teams_of(session, agency_id).values())
    return Counter(next(iter(team)) for team in teams if len(team) == 1)


def staying(team: Iterable[Facts], user_id: UUID) -> list[Facts]:
    """Return the places of a team that still look after the client once this user's has ended.

    Who may no longer sign in looks after nobody, and neither does who isn't confirmed.
    """
    return [
        place
        for place in team
        if place["until"] is None and place["confirmed"] and place["user_id"] != str(user_id)
        if can_look_after(place)
    ]


def leave_team(
    session: Session, actor: Actor, owner: Owner, user_id: UUID, alone: bool = False
) -> list[Facts]:
    """End a place on the team; the last one is Conflict("last-on-team").

    No clinician leaves a client to nobody: they couldn't come back by themselves. An admin does so by saying
    that it is meant (``alone``), and needn't say so of a record that was put away.
    """
    going = [place for place in current_places(session, owner) if place.user_id == user_id]
    if not going:
        raise Missing("place")
    if not staying(team_of(session, owner), user_id):
        _refuse_last(session, actor, owner, alone)
    for place in going:
        place.until = datetime.now(UTC)
    session.flush()
    record(session, actor, "team.leave", owner.client_id, [user_id])
    return team_of(session, owner)


def _refuse_last(session: Session, actor: Actor, owner: Owner, alone: bool) -> None:
    if actor.role == "clinician":
        raise Conflict("last-on-team", LAST)
    if not alone and session.get_one(ClientRow, owner).archived_at is None:
        raise Conflict("last-on-team", LAST_FOR_ADMIN)


def hand_over(session: Session, actor: Actor, owner: Owner, user_id: UUID) -> list[Facts]:
    """Give a colleague a place on the team and end one's own; to oneself nothing can be handed over."""
    if user_id == actor.user_id:
        raise Invalid(("", "Choose a colleague: nobody hands a client over to themselves."))
    join_team(session, actor, owner, user_id)
    return leave_team(session, actor, owner, who(actor))


def staff_of(session: Session, agency_id: UUID) -> list[Facts]:
    """Return the agency's staff: user_id, name, role, active."""
    vault = agency_vault(session, agency_id)
    return [
        {
            "user_id": str(row.id),
            "name": vault.open("user", row.id, row.sealed)["name"],
            "role": row.role,
            "active": row.active,
        }
        for row in staff_rows(session, agency_id)
    ]
