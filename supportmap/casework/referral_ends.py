"""Referrals end: each with its reason. That one has ended says nothing of whether the map got better."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from supportmap.analysis.referring import ENDING, Act, check_reason, step
from supportmap.casework.outcome import Invalid
from supportmap.casework.referral import Happening, Referral, check_version, referral_of
from supportmap.casework.referral_acts import allowed, moved, staff_only
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.days import today
from supportmap.records.referrals import attempts_in_vain

__all__ = ["end"]


def end(
    session: Session,
    actor: Actor,
    owner: Owner,
    referral_id: UUID,
    act: Act,
    reason: str | None,
    version: int | None = None,
    words: str | None = None,
) -> Referral:
    """Close a referral: ``help``, ``decline``, ``cancel`` or ``not_help``, with a reason of that end.

    A client may withdraw theirs (``cancel``), and no more. What was attended is past on the map from then,
    unless the client goes on going there; what never was is taken off it.
    """
    if act not in ENDING:
        raise Invalid(("act", f"expected {', '.join(ENDING)}"))
    if act != "cancel":
        staff_only(actor)
    referral = referral_of(session, owner, referral_id)
    check_version(referral, version)
    with allowed():
        step(referral.state, act)
        check_reason(referral.state, act, reason, attempts_in_vain(session, owner, referral_id))
    happening = Happening(act, reason, words=words, action="referral.end")
    ended_on = today(session, owner.agency_id)
    return moved(session, actor, owner, referral, act, happening, version, ended_on=ended_on)
