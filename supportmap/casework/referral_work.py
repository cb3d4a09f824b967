"""The work on a referral that doesn't lead it on: who does it, until when, what was noted, and consent."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from supportmap.casework.changes import who
from supportmap.casework.consents import record_consent
from supportmap.casework.facts import read_facts
from supportmap.casework.outcome import Conflict, Invalid
from supportmap.casework.referral import Happening, Referral, check_version, keep, referral_of
from supportmap.casework.referral_acts import staff_only
from supportmap.exchange.field import Table, optional, required
from supportmap.exchange.fields import long_text
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.days import today
from supportmap.records.networks import Facts
from supportmap.records.referral_consent import PURPOSE, may_be_told
from supportmap.records.referral_said import ASKED, GIVEN, REFUSED, WITHDRAWN

__all__ = ["ask_consent", "assign", "note", "note_consent", "settle_due", "tell_them"]

WORDS: Table = {"words": required(long_text(1))}
TOLD_THEM: Table = {"note": optional(long_text())}


def assign(
    session: Session,
    actor: Actor,
    owner: Owner,
    referral_id: UUID,
    mine: bool = True,
    version: int | None = None,
) -> Referral:
    """Take a referral on oneself, or hand it back for anybody to take."""
    staff_only(actor)
    referral = _open(session, owner, referral_id)
    assigned_to = who(actor) if mine else None
    happening = Happening("assigned" if mine else "handed-back")
    return keep(session, actor, owner, referral, happening, version, assigned_to=assigned_to)


def settle_due(
    session: Session,
    actor: Actor,
    owner: Owner,
    referral_id: UUID,
    due_on: date | None,
    version: int | None = None,
) -> Referral:
    """Say until when a referral is to be looked at again; None: nobody is reminded."""
    staff_only(actor)
    referral = _open(session, owner, referral_id)
    if due_on and due_on < today(session, owner.agency_id):
        raise Invalid(("due_on", "expected a day from today on"))
    happening = Happening("due", on_day=due_on)
    return keep(session, actor, owner, referral, happening, version, due_on=due_on)


def note(
    session: Session, actor: Actor, owner: Owner, referral_id: UUID, given: Facts, version: int | None = None
) -> Referral:
    """Note something for those who work on a referral, be it closed or open. The client may, too."""
    words = read_facts(WORDS, given)["words"]
    referral = referral_of(session, owner, referral_id)
    return keep(session, actor, owner, referral, Happening("note", words=words), version)


def tell_them(
    session: Session, actor: Actor, owner: Owner, referral_id: UUID, given: Facts, version: int | None = None
) -> Referral:
    """Say anew what the receiving group is told; what was sent stays as it was sent."""
    staff_only(actor)
    told = read_facts(TOLD_THEM, given).get("note") or None
    referral = referral_of(session, owner, referral_id)
    if referral.state != "draft":
        raise Conflict("sent", "it was sent already: tell them yourself, and note that")
    return keep(session, actor, owner, referral, Happening("rewritten"), version, note=told)


def ask_consent(
    session: Session, actor: Actor, owner: Owner, referral_id: UUID, version: int | None = None
) -> Referral:
    """Note that the client was asked whether the receiving group may be told of them."""
    staff_only(actor)
    referral = _open(session, owner, referral_id)
    happening = Happening(ASKED, action="referral.consent")
    return keep(session, actor, owner, referral, happening, version)


def note_consent(
    session: Session,
    actor: Actor,
    owner: Owner,
    referral_id: UUID,
    given: bool,
    facts: Facts | None = None,
    version: int | None = None,
) -> Referral:
    """Note that the client agrees that the receiving group is told, doesn't, or takes that back.

    ``facts``: ``expires_at``, ``recipient``, ``scope`` and ``note`` of the consent. Who has been told stays
    told: what it changes is that nobody sends it any more.
    """
    referral = referral_of(session, owner, referral_id)
    check_version(referral, version)
    if given and referral.has_ended:
        raise Conflict("ended", "this referral has ended: there is nothing left to agree to")
    agreed = may_be_told(session, owner, referral_id, datetime.now(UTC))
    kind = GIVEN if given else WITHDRAWN if agreed else REFUSED
    said = {**(facts or {}), "purpose": PURPOSE, "given": given}
    record_consent(session, actor, owner, said, referral_id=referral_id)
    happening = Happening(kind, action="referral.consent")
    return keep(session, actor, owner, referral, happening)


def _open(session: Session, owner: Owner, referral_id: UUID) -> Referral:
    referral = referral_of(session, owner, referral_id)
    if referral.has_ended:
        raise Conflict("ended", "this referral has ended: make a new one, or refer elsewhere from it")
    return referral
