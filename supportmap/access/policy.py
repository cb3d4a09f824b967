"""One table says who may do what; it gives both the answer for one client and the condition for many.

Access takes a role and a relation: ``self``, the client's own account; ``invited``, an account that was set
up by an invitation of the client and is not confirmed; ``team``, a confirmed and current place on the
client's care team; ``any``, whatever client of one's agency; ``consented``, a client of one's agency who
agrees to referral now; ``agency``, the agency itself and no client of it. Nothing else opens anything, and
nothing of another agency is ever open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, exists, false, or_, true

from supportmap.records.audit import Actor
from supportmap.records.client import CarePlace, ClientRow
from supportmap.records.referral_consent import referral_consented

__all__ = ["ACTIONS", "POLICY", "Place", "Relation", "Rule", "Subject", "asking", "can", "scope", "scope_of"]

Relation = Literal["self", "invited", "team", "any", "consented", "agency"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What one role may do to those it stands in a relation to."""

    action: str
    role: str
    relation: Relation


_DESK = ("gap", "referral")
POLICY: tuple[Rule, ...] = (
    # The clinician works with the clients whose care team they are on, and with no others.
    Rule("client.add", "clinician", "agency"),
    # The list itself; on it are those clients whom one may read.
    Rule("client.list", "clinician", "agency"),
    Rule("client.read", "clinician", "team"),
    Rule("client.edit", "clinician", "team"),
    *(Rule(f"network.{verb}", "clinician", "team") for verb in ("read", "edit")),
    *(Rule(f"visit.{verb}", "clinician", "team") for verb in ("read", "edit")),
    Rule("document.read", "clinician", "team"),
    Rule("document.write", "clinician", "team"),
    *(Rule(f"consent.{verb}", "clinician", "team") for verb in ("read", "edit")),
    Rule("log.read", "clinician", "team"),
    # Who invites a client also says whether the account that comes of it is theirs.
    Rule("invitation.edit", "clinician", "team"),
    # Who is on the team is seen and settled by the team; the admin settles it without seeing the client.
    Rule("team.read", "clinician", "team"),
    Rule("team.edit", "clinician", "team"),
    *(Rule(f"team.{verb}", "admin", "any") for verb in ("read", "edit")),
    # Whoever erases a client sees the label and the beginning, and that is all they see.
    Rule("erasure.read", "admin", "any"),
    Rule("client.erase", "admin", "any"),
    # By label, beginning and team only: to settle care teams one has to know whose.
    Rule("directory.read", "admin", "agency"),
    *(Rule("staff.read", role, "agency") for role in ("clinician", "admin")),
    # The admin settles who signs in and what holds for the whole agency, and sees that nobody pries.
    *(Rule(action, "admin", "agency") for action in ("user.read", "user.edit")),
    *(Rule(action, "admin", "agency") for action in ("agency.read", "agency.edit", "audit.read")),
    # A client reads their own label, the dates of their visits, and who has looked at their record.
    Rule("record.read", "client", "self"),
    Rule("log.read", "client", "self"),
    # What a client writes is their own; the team sees what is shared, and writes what it shares itself. Which
    # rows these are is settled in one place: casework/work.py.
    *(Rule(f"own.{verb}", "client", "self") for verb in ("read", "edit")),
    *(Rule(f"shared.{verb}", "clinician", "team") for verb in ("read", "edit")),
    # Whoever set up an account may be anybody until a clinician confirms them: they tell, and learn nothing.
    *(
        Rule(f"proposal.{verb}", "client", whose)
        for verb in ("read", "edit")
        for whose in ("self", "invited")
    ),
    # Referral staff see of those clients who agree to it which gaps wait, and what was done: never the map.
    Rule("worklist.read", "referral", "agency"),
    *(Rule(f"{what}.{verb}", "clinician", "team") for what in _DESK for verb in ("read", "edit")),
    *(Rule(f"{what}.{verb}", "referral", "consented") for what in _DESK for verb in ("read", "edit")),
    *(Rule(f"own_referral.{verb}", "client", "self") for verb in ("read", "edit")),
    # The directory is about nobody: all staff read it, and those who work with it keep it right.
    *(Rule("resource.read", role, "agency") for role in ("clinician", "referral", "admin")),
    *(Rule("resource.edit", role, "agency") for role in ("referral", "admin")),
    Rule("source.edit", "admin", "agency"),
    # Over the whole agency, and of so many that nobody can be made out.
    *(Rule("effects.read", role, "agency") for role in ("clinician", "referral", "admin")),
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
    """What an action is about: a client with their care team, or, without a client, the agency itself.

    ``referral_consent``: whether the client agrees to referral at the moment that is asked about.
    """

    agency_id: UUID
    client_id: UUID | None = None
    team: tuple[Place, ...] = ()
    referral_consent: bool = False


class _Asker(NamedTuple):
    """Who asks and when: values, or the parameters that stand for them."""

    asking_agency: Any
    asking_user: Any
    asking_client: Any
    asking_invited: Any
    asking_at: Any


_ANYBODY = _Asker(*(bindparam(name) for name in _Asker._fields))


def can(
    actor: Actor, action: str, subject: Subject, now: datetime, policy: tuple[Rule, ...] = POLICY
) -> bool:
    """Tell whether somebody may do this to this subject now."""
    return subject.agency_id == actor.agency_id and any(
        _HOLDS[rule.relation](actor, subject, now) for rule in _rules(actor.role, action, policy)
    )


def scope(actor: Actor, action: str, now: datetime, policy: tuple[Rule, ...] = POLICY) -> ColumnElement[bool]:
    """Return the condition on clients that holds for exactly those to whom somebody may do this now."""
    return _condition(_asker(actor, now), actor.role, action, policy)


@cache
def scope_of(role: str, action: str) -> ColumnElement[bool]:
    """Return the condition for whoever has a role; ``asking`` gives the values that it is asked with.

    Made once for each: making it anew costs more than asking.
    """
    return _condition(_ANYBODY, role, action, POLICY)


def asking(actor: Actor, now: datetime) -> dict[str, Any]:
    """Return the values of one actor and moment for ``scope_of``."""
    return _asker(actor, now)._asdict()


def _asker(actor: Actor, now: datetime) -> _Asker:
    return _Asker(actor.agency_id, actor.user_id, actor.client_id, actor.invited_to, now)


def _condition(asker: _Asker, role: str, action: str, policy: tuple[Rule, ...]) -> ColumnElement[bool]:
    relations = [_CONDITIONS[rule.relation](asker) for rule in _rules(role, action, policy)]
    return and_(ClientRow.agency_id == asker.asking_agency, or_(false(), *relations))


def _rules(role: str, action: str, policy: tuple[Rule, ...]) -> list[Rule]:
    return [rule for rule in policy if rule.action == action and rule.role == role]


def _is_self(actor: Actor, subject: Subject, _now: datetime) -> bool:
    return actor.client_id is not None and actor.client_id == subject.client_id


def _is_invited(actor: Actor, subject: Subject, _now: datetime) -> bool:
    return actor.invited_to is not None and actor.invited_to == subject.client_id


def _on_team(actor: Actor, subject: Subject, now: datetime) -> bool:
    return any(
        place.user_id == actor.user_id
        and place.confirmed
        and place.since <= now
        and (place.until is None or now < place.until)
        for place in subject.team
    )


def _is_client(_actor: Actor, subject: Subject, _now: datetime) -> bool:
    return subject.client_id is not None


def _is_consented(_actor: Actor, subject: Subject, _now: datetime) -> bool:
    return subject.client_id is not None and subject.referral_consent


def _is_agency(_actor: Actor, subject: Subject, _now: datetime) -> bool:
    return subject.client_id is None


def _client_is_self(asker: _Asker) -> ColumnElement[bool]:
    return false() if asker.asking_client is None else ClientRow.id == asker.asking_client


def _client_invites(asker: _Asker) -> ColumnElement[bool]:
    return false() if asker.asking_invited is None else ClientRow.id == asker.asking_invited


def _client_of_team(asker: _Asker) -> ColumnElement[bool]:
    return exists().where(
        CarePlace.agency_id == ClientRow.agency_id,
        CarePlace.client_id == ClientRow.id,
        CarePlace.user_id == asker.asking_user,
        CarePlace.confirmed_at.is_not(None),
        CarePlace.since <= asker.asking_at,
        or_(CarePlace.until.is_(None), CarePlace.until > asker.asking_at),
    )


def _every_client(_asker: _Asker) -> ColumnElement[bool]:
    return true()


def _client_consents(asker: _Asker) -> ColumnElement[bool]:
    return referral_consented(asker.asking_at)


def _no_client(_asker: _Asker) -> ColumnElement[bool]:
    return false()


_HOLDS: Mapping[Relation, Callable[[Actor, Subject, datetime], bool]] = {
    "self": _is_self,
    "invited": _is_invited,
    "team": _on_team,
    "any": _is_client,
    "consented": _is_consented,
    "agency": _is_agency,
}
_CONDITIONS: Mapping[Relation, Callable[[_Asker], ColumnElement[bool]]] = {
    "self": _client_is_self,
    "invited": _client_invites,
    "team": _client_of_team,
    "any": _every_client,
    "consented": _client_consents,
    "agency": _no_client,
}
