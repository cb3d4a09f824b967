"""Referrals begin: by the clinician, the desk, or as the client's suggestion; or in the place of another.

Each function is one act, within one transaction that holds the client. A referral starts from the snapshot
of the last finished visit, so that what came of it can be compared with how things were.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row
from sqlalchemy.orm import Session

from supportmap.analysis.network import FUNCTIONS
from supportmap.analysis.referring import Act
from supportmap.casework.changes import who
from supportmap.casework.facts import read_facts, read_id
from supportmap.casework.outcome import Conflict
from supportmap.casework.referral import (
    Happening,
    Referral,
    check_version,
    due_from,
    insert_referral,
    keep,
    referral_of,
    referrals_of,
)
from supportmap.casework.referral_acts import service_of, staff_only
from supportmap.casework.referral_ends import end
from supportmap.casework.referral_map import plan
from supportmap.casework.work import refuse_put_away
from supportmap.exchange.field import Table, choice, optional, required, text
from supportmap.exchange.fields import long_text
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.days import day_of
from supportmap.records.networks import Facts, state_of
from supportmap.records.visits import last_finished, visit_row

__all__ = ["MADE", "Why", "make", "refer_elsewhere"]

MADE: Table = {
    "service_id": required(text(36)),
    "function": required(choice(*FUNCTIONS)),
    "note": optional(long_text()),
    "words": optional(long_text()),
}
"""``note`` is for the receiving group; ``words`` for those who work on it."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a referral ends in whose place another is made: an act that ends it, and its reason."""

    act: Act
    reason: str


def make(
    session: Session,
    actor: Actor,
    owner: Owner,
    given: Facts,
    frequency: int | None = None,
    referral_id: UUID | None = None,
    parent_id: UUID | None = None,
) -> Referral:
    """Begin a referral of ``MADE`` as a draft; a client's is a suggestion, on the map once it is sent.

    ``frequency``: how often the service takes place by its hours (2 weekly or more, 1 monthly, 0 rarer), if
    known. The same id again is the referral that is there; that of another is Conflict("id-taken"). A service
    that nobody offers any more is Conflict("retired"), one that waits already Conflict("referred-already").
    """
    facts = read_facts(MADE, given)
    refuse_put_away(session, owner)
    service = service_of(session, owner, UUID(read_id(facts["service_id"], "service_id")))
    own_id, others = referral_id or uuid4(), referrals_of(session, owner)
    if there := next((each for each in others if each.id == own_id), None):
        return _same(actor, there, service, facts)
    _check_new(service, others)
    made = _drafted(session, actor, owner, own_id, service, facts, parent_id)
    if actor.role != "client":
        made = replace(made, contact_id=plan(session, actor, owner, made, service, frequency))
    insert_referral(session, actor, owner, made, facts.get("words"))
    return made


def refer_elsewhere(
    session: Session,
    actor: Actor,
    owner: Owner,
    parent_id: UUID,
    given: Facts,
    why: Why | None = None,
    version: int | None = None,
    frequency: int | None = None,
    referral_id: UUID | None = None,
) -> Referral:
    """Begin a referral in the place of another, which ends with that if it is open (``why`` says with what).

    One that helped is Conflict("helped"); one that is open needs ``why``: Conflict("open").
    """
    staff_only(actor)
    parent = referral_of(session, owner, parent_id)
    check_version(parent, version)
    if parent.state == "helped" or (why and why.act == "help"):
        raise Conflict("helped", "what helped needs nothing in its place: make a new referral instead")
    if not parent.has_ended:
        if why is None:
            raise Conflict("open", "say first how this one ended, and why")
        parent = end(session, actor, owner, parent_id, why.act, why.reason)
    child = make(session, actor, owner, given, frequency, referral_id, parent_id)
    keep(session, actor, owner, parent, Happening("elsewhere"))
    return child


def _drafted(
    session: Session,
    actor: Actor,
    owner: Owner,
    own_id: UUID,
    service: Row[Any],
    facts: Facts,
    parent_id: UUID | None,
) -> Referral:
    now = datetime.now(UTC)
    visit_id, network_version = _begins_from(session, owner)
    return Referral(
        id=own_id,
        service_id=service.id,
        function=facts["function"],
        state="draft",
        reason=None,
        channel=None,
        due_on=due_from("draft", day_of(session, owner.agency_id, now)),
        assigned_to=actor.user_id if actor.role != "client" else None,
        visit_id=visit_id,
        network_version=network_version,
        contact_id=None,
        parent_id=parent_id,
        made_by=who(actor),
        made_by_role=actor.role,
        made_at=now,
        sent_on=None,
        started_on=None,
        ended_on=None,
        version=1,
        note=facts.get("note"),
    )


def _begins_from(session: Session, owner: Owner) -> tuple[UUID | None, int]:
    """Return the last finished visit and the version that it kept; without one, that of the network now."""
    visit_id = last_finished(session, owner)
    row = visit_row(session, owner, visit_id) if visit_id else None
    if row is None or row.network_version is None:
        return visit_id, state_of(session, owner).version
    return visit_id, int(row.network_version)


def _same(actor: Actor, there: Referral, service: Row[Any], facts: Facts) -> Referral:
    asked = service.id, facts["function"], actor.user_id
    if (there.service_id, there.function, there.made_by) != asked:
        raise Conflict("id-taken", "another referral has this id: load the page anew and send it again")
    return there


def _check_new(service: Row[Any], others: Sequence[Referral]) -> None:
    if service.retired_at is not None:
        raise Conflict("retired", "its source no longer has this service: look for another")
    if any(each.service_id == service.id and not each.has_ended for each in others):
        raise Conflict("referred-already", "a referral to this service is open already: go on with that one")
