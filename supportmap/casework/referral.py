"""One referral as it is kept: opened, told to whoever asks, and changed together with its log.

State and log are written by one function, so that they can't disagree: what happened, one thing after
another, gives the state.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert
from sqlalchemy.orm import Session

from supportmap.analysis.network import Function
from supportmap.analysis.referring import DUE_DAYS, ENDS, TASK_STATUS, Channel, State
from supportmap.casework.changes import who
from supportmap.casework.outcome import Missing, Stale
from supportmap.casework.work import refuse_put_away
from supportmap.records.audit import Actor, record
from supportmap.records.client import Owner, vault_of
from supportmap.records.encryption import Vault
from supportmap.records.networks import Facts
from supportmap.records.referral import ReferralEventRow, ReferralRow
from supportmap.records.referrals import event_rows, last_number, put_referral, referral_rows

__all__ = [
    "Happening",
    "Referral",
    "check_version",
    "due_from",
    "events_of",
    "insert_referral",
    "keep",
    "referral_of",
    "referrals_of",
    "told",
    "told_event",
]

_PLACE, _EVENT = "referral", "referral_event"


@dataclass(frozen=True, slots=True)
class Referral:
    """A referral, opened. ``note`` is what the receiving group is told; the columns are those of its row."""

    id: UUID
    service_id: UUID
    function: Function
    state: State
    reason: str | None
    channel: Channel | None
    due_on: date | None
    assigned_to: UUID | None
    visit_id: UUID | None
    network_version: int
    contact_id: str | None
    parent_id: UUID | None
    made_by: UUID
    made_by_role: str
    made_at: datetime
    sent_on: date | None
    started_on: date | None
    ended_on: date | None
    version: int
    note: str | None = None

    @property
    def has_ended(self) -> bool:
        """Whether it is closed."""
        return self.state in ENDS

    @property
    def is_suggested(self) -> bool:
        """Whether the client began it, and nobody of the staff took it up yet."""
        return self.state == "draft" and self.made_by_role == "client"


@dataclass(frozen=True, slots=True)
class Happening:
    """What happens to a referral, as its log tells it; ``words`` go sealed."""

    kind: str
    reason: str | None = None
    on_day: date | None = None
    outcome: str | None = None
    words: str | None = None
    action: str = "referral.note"
    """What the audit calls it."""


def referral_of(session: Session, owner: Owner, referral_id: UUID) -> Referral:
    """Return one referral, or raise Missing. Whether somebody may see the client's was asked before."""
    rows = referral_rows(session, owner, referral_id)
    if not rows:
        raise Missing("referral")
    return _opened(vault_of(session, owner), rows[0])


def referrals_of(session: Session, owner: Owner) -> list[Referral]:
    """Return all referrals of a client, the oldest first."""
    rows = referral_rows(session, owner)
    vault = vault_of(session, owner) if rows else None
    return [_opened(vault, row) for row in rows if vault]


def events_of(session: Session, owner: Owner, referral_id: UUID) -> list[Facts]:
    """Return what happened to a referral, in order: the columns of its log, opened, and ``words``."""
    vault = vault_of(session, owner)
    return [_event(vault, row) for row in event_rows(session, owner, referral_id)]


def insert_referral(
    session: Session, actor: Actor, owner: Owner, referral: Referral, words: str | None
) -> None:
    """Write a referral that begins, and that it was made."""
    refuse_put_away(session, owner)
    session.execute(insert(ReferralRow).values({**owner._asdict(), **_row(session, owner, referral)}))
    made = Happening("made", words=words)
    _note(session, actor, owner, referral, made, None, referral.state)
    record(session, actor, "referral.make", owner.client_id, [referral.id])


def keep(
    session: Session,
    actor: Actor,
    owner: Owner,
    referral: Referral,
    happening: Happening,
    version: int | None = None,
    **columns: Any,
) -> Referral:
    """Change columns of a referral, and write why into its log and the audit; Stale if read otherwise."""
    refuse_put_away(session, owner)
    check_version(referral, version)
    now = replace(referral, **columns, version=referral.version + 1)
    put_referral(session, owner, referral.id, _row(session, owner, now))
    before, after = (None, None) if now.state == referral.state else (referral.state, now.state)
    _note(session, actor, owner, now, happening, before, after)
    record(session, actor, happening.action, owner.client_id, [referral.id])
    return now


def check_version(referral: Referral, version: int | None) -> None:
    """Raise Stale if another version of a referral was read."""
    if version is not None and version != referral.version:
        raise Stale(told(referral))


def due_from(state: State, today: date) -> date | None:
    """Return when a referral that comes into a state today is to be looked at again."""
    days = DUE_DAYS.get(state)
    return None if days is None else today + timedelta(days=days)


def told(referral: Referral) -> Facts:
    """Return what anybody may be told who may see the referral: nothing that depends on the map."""
    names = ("id", "service_id", "assigned_to", "parent_id", "made_by")
    ids = {name: getattr(referral, name) for name in names}
    days = {name: getattr(referral, name) for name in ("due_on", "sent_on", "started_on", "ended_on")}
    plain = ("function", "state", "reason", "channel", "made_by_role", "version", "note")
    return {
        **{name: value and str(value) for name, value in ids.items()},
        **{name: value and value.isoformat() for name, value in days.items()},
        **{name: getattr(referral, name) for name in plain},
        "made_at": referral.made_at.isoformat(),
        "suggested": referral.is_suggested,
        "task_status": TASK_STATUS[referral.state],
    }


def told_event(event: Facts, for_client: bool = False) -> Facts:
    """Return what is told of one thing that happened; clients aren't told what was noted in words."""
    names = ("number", "kind", "before", "after", "reason", "outcome")
    day = event["on_day"]
    facts = {name: event[name] for name in names}
    facts |= {"at": event["at"].isoformat(), "on_day": day and day.isoformat()}
    return facts if for_client else facts | {"user_id": str(event["user_id"]), "words": event["words"]}


def _opened(vault: Vault, row: Row[Any]) -> Referral:
    facts = {name: value for name, value in row._asdict().items() if name in Referral.__slots__}
    return Referral(**facts, note=vault.open(_PLACE, row.id, row.sealed).get("note"))


def _row(session: Session, owner: Owner, referral: Referral) -> Facts:
    columns = {name: getattr(referral, name) for name in Referral.__slots__ if name != "note"}
    said = {"note": referral.note} if referral.note else {}
    return {**columns, "sealed": vault_of(session, owner).seal(_PLACE, referral.id, said)}


def _note(
    session: Session,
    actor: Actor,
    owner: Owner,
    referral: Referral,
    happening: Happening,
    before: State | None,
    after: State | None,
) -> None:
    number = last_number(session, owner, referral.id) + 1
    row: Facts = {name: getattr(happening, name) for name in ("kind", "reason", "on_day", "outcome")}
    row |= {"before": before, "after": after, "number": number, "user_id": who(actor)}
    if happening.words:
        vault = vault_of(session, owner)
        row["sealed"] = vault.seal(_EVENT, f"{referral.id} {number}", {"words": happening.words})
    key = {**owner._asdict(), "referral_id": referral.id, "at": datetime.now(UTC)}
    session.execute(insert(ReferralEventRow).values({**key, **row}))


def _event(vault: Vault, row: Row[Any]) -> Facts:
    facts = row._asdict()
    sealed = facts.pop("sealed")
    place = f"{row.referral_id} {row.number}"
    words = vault.open(_EVENT, place, sealed)["words"] if sealed else None
    return {**facts, "words": words}
