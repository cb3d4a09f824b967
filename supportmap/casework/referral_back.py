"""What was noted of a referral by mistake is taken back: the last step, and before it the one before that.

The log keeps both, what was noted and that it was taken back; whoever was told stays told. What a client took
back themselves only they can ask for again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from supportmap.analysis.referring import TAKE_BACK, steps_that_hold
from supportmap.casework.outcome import Conflict
from supportmap.casework.referral import (
    Happening,
    Referral,
    check_version,
    due_from,
    events_of,
    keep,
    referral_of,
    referrals_of,
)
from supportmap.casework.referral_acts import service_of, staff_only
from supportmap.casework.referral_map import retreat
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.days import today
from supportmap.records.networks import Facts
from supportmap.records.staff import names_of

__all__ = ["last_step", "take_back"]


def last_step(events: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return what led a referral to where it is, if that can be taken back: that it was made can't."""
    held = steps_that_hold(events)
    return held[-1] if len(held) > 1 else None


def take_back(
    session: Session,
    actor: Actor,
    owner: Owner,
    referral_id: UUID,
    version: int | None = None,
    words: str | None = None,
    *,
    frequency: int | None = None,
) -> Referral:
    """Lead a referral back to how it stood before the last step, and let the map follow.

    Conflict("nothing-to-take-back") of what was only made, Conflict("not-yours") of what the client did,
    Conflict("referred-elsewhere") or Conflict("referred-already") where another referral stands in its place.
    """
    staff_only(actor)
    referral = referral_of(session, owner, referral_id)
    check_version(referral, version)
    held = steps_that_hold(events_of(session, owner, referral_id))
    _check(session, owner, referral, held)
    before = _as_before(referral, held[:-1]) | {
        "due_on": due_from(held[-2]["after"], today(session, owner.agency_id))
    }
    service = service_of(session, owner, referral.service_id)
    contact_id = retreat(session, actor, owner, replace(referral, **before), service, frequency)
    happening = Happening(TAKE_BACK, words=words, action="referral.take-back")
    return keep(session, actor, owner, referral, happening, **(before | {"contact_id": contact_id}))


def _as_before(referral: Referral, held: Sequence[Mapping[str, Any]]) -> Facts:
    """Return the columns of a referral to which only these steps led."""
    days = {event["kind"]: event["on_day"] for event in held}
    sent = "send" in days
    return {
        "state": held[-1]["after"],
        "reason": held[-1]["reason"],
        "channel": referral.channel if sent else None,
        "sent_on": referral.sent_on if sent else None,
        "started_on": days.get("start"),
        "ended_on": None,
    }


def _check(session: Session, owner: Owner, referral: Referral, held: Sequence[Mapping[str, Any]]) -> None:
    if len(held) < 2:
        raise Conflict("nothing-to-take-back", "nothing was noted yet since it was made")
    user = held[-1]["user_id"]
    if user not in names_of(session, owner.agency_id, {user}):
        raise Conflict("not-yours", "the client took it back: only they can ask for it again")
    others = [each for each in referrals_of(session, owner) if each.id != referral.id]
    if referral.has_ended and any(each.parent_id == referral.id for each in others):
        raise Conflict("referred-elsewhere", "it was referred elsewhere: go on with that referral")
    if any(each.service_id == referral.service_id and not each.has_ended for each in others):
        raise Conflict("referred-already", "another referral to this service is open: go on with that one")
