"""One table says who may do what; it gives both the answer for one client and the condition for many.

Access takes a role and a relation: ``self``, the client's own account; ``team``, a confirmed and current
place on the client's care team; ``agency``, belonging to the same agency. Nothing else opens anything, and
nothing of another agency is ever open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, or_

from supportmap.records.audit import Actor
from supportmap.records.client import CarePlace, ClientRow

__all__ = ["ACTIONS", "POLICY", "Place", "Relation", "Rule", "Subject", "can", "scope"]

Relation = Literal["self", "team", "agency"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What one role may do to those it stands in a relation to."""

    action: str
    role: str
    relation: Relation


POLICY: tuple[Rule, ...] = (
    # The clinician works with the clients whose care team they are on, and with no others.
    Rule("client.add", "clinician", "agency"),
    Rule("client.read", "clinician", "team"),
    Rule("client.edit", "clinician", "team"),
    Rule("network.read", "clinician", "team"),
    Rule("network.edit", "clinician", "team"),
    Rule("visit.read", "clinician", "team"),
    Rule("visit.edit", "clinician", "team"),
    Rule("document.read", "clinician", "team"),
    Rule("document.write", "clinician", "team"),
    Rule("consent.read", "clinician", "team"),
    Rule("consent.edit", "clinician", "team"),
    Rule("log.read", "clinician", "team"),
    # Who is on the team is seen and settled by the team; the admin settles it without seeing the client.
    Rule("team.read", "clinician", "team"),
    Rule("team.edit", "clinician", "team"),
    Rule("team.read", "admin", "agency"),
    Rule("team.edit", "admin", "agency"),
    Rule("staff.read", "clinician", "agency"),
    Rule("staff.read", "admin", "agency"),
    # A client reads their own label, the dates of their visits, and who has looked at their record.
    Rule("record.read", "client", "self"),
    Rule("log.read", "client", "self"),
    # Everybody reads their own account.
    *(Rule("account.read", role, "agency") for role in ("clinician", "client", "referral", "admin")),
)

ACTIONS = frozenset(rule.action for rule in POLICY)


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a care team: it counts from ``since`` until ``until``, if it is confirmed."""

    user_id: UUID
    since: datetime
    until: datetime | None = None
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Subject:
    """What an action is about: a client with their care team, or, without a client, the agency itself."""

    agency_id: UUID
    client_id: UUID | None = None
    team: tuple[Place, ...] = ()


def can(
    actor: Actor, action: str, subject: Subject, now: datetime, policy: tuple[Rule, ...] = POLICY
) -> bool:
    """Tell whether somebody may do this to this subject now."""
    return subject.agency_id == actor.agency_id and any(
        _HOLDS[rule.relation](actor, subject, now) for rule in _rules(actor, action, policy)
    )


def scope(actor: Actor, action: str, now: datetime, policy: tuple[Rule, ...] = POLICY) -> ColumnElement[bool]:
    """Return the condition on clients that holds for exactly those to whom somebody may do this now."""
    relations = [_CONDITIONS[rule.relation](actor, now) for rule in _rules(actor, action, policy)]
    return and_(ClientRow.agency_id == actor.agency_id, or_(false(), *relations))


def _rules(actor: Actor, action: str, policy: tuple[Rule, ...]) -> list[Rule]:
    return [rule for rule in policy if rule.action == action and rule.role == actor.role]


def _is_self(actor: Actor, subject: Subject, _now: datetime) -> bool:
    return actor.client_id is not None and actor.client_id == subject.client_id


def _on_team(actor: Actor, subject: Subject, now: datetime) -> bool:
    return any(
        place.user_id == actor.user_id
        and place.confirmed
        and place.since <= now
        and (place.until is None or now < place.until)
        for place in subject.team
    )


def _same_agency(actor: Actor, subject: Subject, _now: datetime) -> bool:
    return actor.agency_id == subject.agency_id


def _client_is_self(actor: Actor, _now: datetime) -> ColumnElement[bool]:
    return ClientRow.id == actor.client_id if actor.client_id else false()


def _client_of_team(actor: Actor, now: datetime) -> ColumnElement[bool]:
    return exists().where(
        CarePlace.agency_id == ClientRow.agency_id,
        CarePlace.client_id == ClientRow.id,
        CarePlace.user_id == actor.user_id,
        CarePlace.confirmed_at.is_not(None),
        CarePlace.since <= now,
        or_(CarePlace.until.is_(None), CarePlace.until > now),
    )


def _client_of_agency(actor: Actor, _now: datetime) -> ColumnElement[bool]:
    return ClientRow.agency_id == actor.agency_id


_HOLDS: Mapping[Relation, Callable[[Actor, Subject, datetime], bool]] = {
    "self": _is_self,
    "team": _on_team,
    "agency": _same_agency,
}
_CONDITIONS: Mapping[Relation, Callable[[Actor, datetime], ColumnElement[bool]]] = {
    "self": _client_is_self,
    "team": _client_of_team,
    "agency": _client_of_agency,
}
