"""Care teams: who of the staff may see a client."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from supportmap.casework.outcome import Conflict, Invalid, Missing
from supportmap.records.agency import agency_vault
from supportmap.records.audit import Actor, record
from supportmap.records.client import CarePlace, Owner
from supportmap.records.networks import Facts
from supportmap.records.staff import current_places, is_clinician, names_of, place_rows, staff_rows

__all__ = ["join_team", "leave_team", "staff_of", "team_of"]


def team_of(session: Session, owner: Owner) -> list[Facts]:
    """Return all places on the team, the earliest first; one that has ended has ``until``."""
    rows = place_rows(session, owner)
    names = names_of(session, owner.agency_id, (row.user_id for row in rows))
    return [
        {
            "user_id": str(row.user_id),
            "name": names[row.user_id],
            "role": row.role,
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


def leave_team(session: Session, actor: Actor, owner: Owner, user_id: UUID) -> list[Facts]:
    """End a place on the team; a clinician can't end the last one: Conflict("last-on-team")."""
    places = current_places(session, owner)
    going = [place for place in places if place.user_id == user_id]
    if not going:
        raise Missing("place")
    others = [place for place in places if place.user_id != user_id and place.confirmed_at]
    # Who may no longer sign in looks after nobody.
    staying = any(is_clinician(session, owner.agency_id, place.user_id) for place in others)
    if not staying and actor.role == "clinician":
        raise Conflict(
            "last-on-team", "somebody else has to join the team first, or an admin ends this place"
        )
    for place in going:
        place.until = datetime.now(UTC)
    session.flush()
    record(session, actor, "team.leave", owner.client_id, [user_id])
    return team_of(session, owner)


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
