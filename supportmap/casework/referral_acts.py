"""What happens to a referral on its way: sent, answered, tried, started. Each function is one act."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from supportmap.analysis.referring import (
    CHANNELS,
    OUTCOMES,
    Act,
    Channel,
    Impossible,
    check_first_day,
    check_reason,
    check_told,
    step,
)
from supportmap.casework.outcome import Conflict, Invalid, Missing
from supportmap.casework.referral import Happening, Referral, check_version, due_from, keep, referral_of
from supportmap.casework.referral_map import follow, plan
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.days import day_of, today
from supportmap.records.referral_consent import may_be_told
from supportmap.records.referrals import service_row

__all__ = ["allowed", "answer", "attempt", "moved", "send", "service_of", "staff_only", "start"]

_PLACES = {"reason": "reason", "day": "on_day"}
"""Where what was sent is at fault, and not how far the referral is."""
ANSWERS: tuple[Act, ...] = ("accept", "waitlist", "need_client")


@contextmanager
def allowed() -> Iterator[None]:
    """Turn what the rules refuse into an answer: Invalid of what was sent, Conflict with how things stand."""
    try:
        yield
    except Impossible as refusal:
        if refusal.code in _PLACES:
            raise Invalid((_PLACES[refusal.code], refusal.text)) from None
        raise Conflict(refusal.code, refusal.text) from None


def staff_only(actor: Actor) -> None:
    """Raise Conflict("not-yours") where a client does what staff do for them."""
    if actor.role == "client":
        raise Conflict("not-yours", "your care team does this: tell them, or withdraw the referral")


def service_of(session: Session, owner: Owner, service_id: UUID) -> Row[Any]:
    """Return the service that a referral leads to, or raise Missing."""
    service = service_row(session, owner.agency_id, service_id)
    if service is None:
        raise Missing("service")
    return service


def moved(
    session: Session,
    actor: Actor,
    owner: Owner,
    referral: Referral,
    act: Act,
    happening: Happening,
    version: int | None,
    **columns: Any,
) -> Referral:
    """Lead a referral on by an act, and let the map follow; what is asked of the act was asked before."""
    check_version(referral, version)
    with allowed():
        state = step(referral.state, act)
    due_on = due_from(state, today(session, owner.agency_id))
    told = {"state": state, "reason": happening.reason, "due_on": due_on, **columns}
    service = service_of(session, owner, referral.service_id)
    contact_id = follow(session, actor, owner, replace(referral, **told), service)
    return keep(session, actor, owner, referral, happening, **(told | {"contact_id": contact_id}))


def send(
    session: Session,
    actor: Actor,
    owner: Owner,
    referral_id: UUID,
    channel: Channel,
    version: int | None = None,
    words: str | None = None,
    *,
    frequency: int | None = None,
    confirmed: bool = False,
) -> Referral:
    """Note that the receiving group was told (``letter``, ``phone``, ``e-mail``), or it was handed over.

    To tell them, the client has to agree: Conflict("consent"). A service with which to be seen may endanger
    somebody needs it ``confirmed``: Conflict("sensitive"). What the client suggested comes onto the map now;
    ``frequency`` is as in ``make``.
    """
    staff_only(actor)
    if channel not in CHANNELS:
        raise Invalid(("channel", f"expected {', '.join(CHANNELS)}"))
    referral, now = referral_of(session, owner, referral_id), datetime.now(UTC)
    check_version(referral, version)
    with allowed():
        step(referral.state, "send")
        check_told(channel, may_be_told(session, owner, referral_id, now))
    service = service_of(session, owner, referral.service_id)
    if service.sensitive and not confirmed:
        raise Conflict("sensitive", "to be seen with this may endanger the client: confirm that it is safe")
    bound = referral.contact_id or plan(session, actor, owner, referral, service, frequency)
    sent = {"channel": channel, "sent_on": day_of(session, owner.agency_id, now)}
    happening = Happening("send", words=words, action="referral.send")
    return moved(
        session, actor, owner, replace(referral, contact_id=bound), "send", happening, version, **sent
    )


def answer(
    session: Session,
    actor: Actor,
    owner: Owner,
    referral_id: UUID,
    act: Act,
    version: int | None = None,
    reason: str | None = None,
    words: str | None = None,
) -> Referral:
    """Note what the receiving group said: ``accept``, ``waitlist``, or ``need_client`` (for what, if known).

    That they decline is an end: see ``referral_ends``.
    """
    staff_only(actor)
    if act not in ANSWERS:
        raise Invalid(("act", f"expected {', '.join(ANSWERS)}"))
    referral = referral_of(session, owner, referral_id)
    check_version(referral, version)
    with allowed():
        step(referral.state, act)
        check_reason(referral.state, act, reason)
    happening = Happening(act, reason, words=words, action="referral.answer")
    return moved(session, actor, owner, referral, act, happening, version)


def attempt(
    session: Session,
    actor: Actor,
    owner: Owner,
    referral_id: UUID,
    outcome: str,
    version: int | None = None,
    words: str | None = None,
    on_day: date | None = None,
) -> Referral:
    """Note that somebody was tried to be reached about a referral that was sent, and how that went."""
    staff_only(actor)
    now = today(session, owner.agency_id)
    if outcome not in OUTCOMES:
        raise Invalid(("outcome", f"expected {', '.join(OUTCOMES)}"))
    if on_day and on_day > now:
        raise Invalid(("on_day", "a day that hasn’t come yet can’t be noted"))
    referral = referral_of(session, owner, referral_id)
    if referral.has_ended or referral.state == "draft":
        raise Conflict("not-from-here", "only of a referral that was sent and is open")
    if on_day and referral.sent_on and on_day < referral.sent_on:
        raise Invalid(("on_day", "nobody was tried to be reached about it before it was sent"))
    happening = Happening("attempt", None, on_day or now, outcome, words, "referral.attempt")
    return keep(session, actor, owner, referral, happening, version)


def start(
    session: Session,
    actor: Actor,
    owner: Owner,
    referral_id: UUID,
    on_day: date | None,
    version: int | None = None,
    words: str | None = None,
) -> Referral:
    """Note the day of the first attendance: from now on it counts on the map, its answers not asked."""
    staff_only(actor)
    referral = referral_of(session, owner, referral_id)
    check_version(referral, version)
    made_on = day_of(session, owner.agency_id, referral.made_at)
    with allowed():
        step(referral.state, "start")
        check_first_day(on_day, made_on, today(session, owner.agency_id))
    happening = Happening("start", on_day=on_day, words=words, action="referral.start")
    return moved(session, actor, owner, referral, "start", happening, version, started_on=on_day)
