"""What a client consented to, or took back: rows are only ever added."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from supportmap.casework.changes import who
from supportmap.casework.facts import read_facts, read_id
from supportmap.casework.outcome import Conflict, Invalid
from supportmap.exchange.field import Field, Table, choice, flag, optional, required, text
from supportmap.records.audit import Actor, record
from supportmap.records.client import Consent, Owner, vault_of
from supportmap.records.networks import Facts
from supportmap.records.referral import SHARED

__all__ = ["CONSENT_FACTS", "PURPOSES", "SHARES", "consents_of", "record_consent"]

PURPOSES = ("record", "account", "referral", "sharing", "research", "other")
"""What for: keeping the record, an account of their own, a referral, telling others, research."""


def _moment(value: object) -> datetime:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    if moment is None or moment.tzinfo is None:
        raise ValueError
    return moment.astimezone(UTC)


MOMENT = Field("a moment as yyyy-mm-ddThh:mm:ss with its time zone", _moment)


def _shares(value: object) -> list[str]:
    if not isinstance(value, list) or not all(each in SHARED for each in value):
        raise ValueError
    return [word for word in SHARED if word in value]


SHARES = Field(
    f"a list of {', '.join(SHARED)}",
    _shares,
    schema={"type": "array", "maxItems": len(SHARED), "items": {"type": "string", "enum": list(SHARED)}},
)
"""What referral staff may see of how to reach the client: the name, the phone or e-mail that is safe."""
WAYS = ("phone", "email")
SEALED = ("recipient", "scope", "note", *WAYS)
CONSENT_FACTS: Table = {
    "purpose": required(choice(*PURPOSES)),
    "given": required(flag()),
    "expires_at": optional(MOMENT),
    "recipient": optional(text(200)),
    "scope": optional(text(1_000)),
    "note": optional(text(10_000)),
    "shares": optional(SHARES),
    "phone": optional(text(60)),
    "email": optional(text(254)),
}


def record_consent(
    session: Session,
    actor: Actor,
    owner: Owner,
    facts: Facts,
    consent_id: UUID | None = None,
    referral_id: UUID | None = None,
) -> Facts:
    """Add what a client said, and return it; a taken id is Conflict("id-taken").

    ``referral_id``: it is about telling the receiving group of this one referral. ``shares``, ``phone`` and
    ``email`` are of a consent to referral as such only.
    """
    own_id = consent_id or UUID(read_id(facts.get("id") or uuid4()))
    given = read_facts(CONSENT_FACTS, {name: value for name, value in facts.items() if name != "id"})
    _check_shares(given, referral_id)
    if session.get(Consent, (owner.agency_id, own_id)):
        raise Conflict("id-taken", "another consent has this id")
    until = given.get("expires_at")
    sealed = {name: given[name] for name in SEALED if given.get(name)}
    row = Consent(
        **owner._asdict(),
        id=own_id,
        user_id=who(actor),
        at=datetime.now(UTC),
        purpose=given["purpose"],
        given=given["given"],
        expires_at=datetime.fromisoformat(until) if until else None,
        shares=" ".join(given.get("shares") or ()) or None,
        referral_id=referral_id,
        sealed=vault_of(session, owner).seal("consent", own_id, sealed),
    )
    session.add(row)
    session.flush()
    record(session, actor, "consent.add", owner.client_id, [own_id])
    return _told(row, sealed)


def _check_shares(given: Facts, referral_id: UUID | None) -> None:
    """Raise Invalid where what may be seen is said of something else, or without the way to do it."""
    said = [name for name in ("shares", *WAYS) if given.get(name)]
    if said and (given["purpose"] != "referral" or not given["given"] or referral_id):
        raise Invalid(*((name, "only of a consent to referral that is given") for name in said))
    shared = given.get("shares") or ()
    if missing := [way for way in WAYS if way in shared and not given.get(way)]:
        raise Invalid(*((way, "say which one is safe") for way in missing))


def consents_of(session: Session, owner: Owner) -> list[Facts]:
    """Return all consent rows, the latest first."""
    vault = vault_of(session, owner)
    query = select(Consent).where(Consent.agency_id == owner.agency_id, Consent.client_id == owner.client_id)
    rows = session.scalars(query.order_by(Consent.at.desc(), Consent.id))
    return [_told(row, vault.open("consent", row.id, row.sealed)) for row in rows]


def _told(row: Consent, sealed: Facts) -> Facts:
    return {
        "id": str(row.id),
        "user_id": str(row.user_id),
        "at": row.at.isoformat(),
        "purpose": row.purpose,
        "given": row.given,
        "expires_at": row.expires_at.isoformat() if row.expires_at else None,
        "shares": (row.shares or "").split(),
        "referral_id": str(row.referral_id) if row.referral_id else None,
        **{name: sealed.get(name) for name in SEALED},
    }
