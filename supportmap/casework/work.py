"""The one door to the work between visits: who wrote it, who sees it, and that nothing private leaves.

Of a client's own only what they share is seen by staff, less those whom a thing is kept from; what staff
wrote is seen by the client where it is shared. Whoever is invited and not yet confirmed sees what they
proposed themselves, and nothing else. The audit of what is private says neither what it is nor, to staff,
that it is there.

On a record that was put away nothing is written any more, but that the client asks to be erased; and only
the client deletes there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import orjson
from sqlalchemy import ColumnElement, Row, and_, delete, false, func, insert, or_, select, update
from sqlalchemy.orm import Session

from supportmap.casework.changes import put_away, who
from supportmap.casework.outcome import Conflict, Missing, Stale
from supportmap.records.audit import KEPT, OF_STAFF, PRIVATE, Actor, record
from supportmap.records.client import ClientRow, DataKey, Owner, vault_of
from supportmap.records.database import keyring_of
from supportmap.records.encryption import Vault
from supportmap.records.networks import Facts
from supportmap.records.work import WorkRow, of_owner

__all__ = [
    "MOST",
    "NOT_FOR",
    "Work",
    "add_work",
    "change_work",
    "delete_work",
    "refuse_put_away",
    "work_of",
    "works_among",
    "works_of",
]

MOST = 10_000
"""So many things may be kept of one client."""
NOT_FOR = "not_for"
"""The fact that lists, by their ids, the staff whom a shared thing is kept from."""
_PLACE = "work"
_TABLE = WorkRow.__table__
_BY_STAFF_OR_SHARED = or_(WorkRow.by_client.is_(False), WorkRow.shared.is_(True))


@dataclass(frozen=True, slots=True)
class Work:
    """One thing that was written down, opened; ``facts`` is what it says."""

    id: UUID
    kind: str
    by_client: bool
    user_id: UUID
    shared: bool
    state: str | None
    on_day: date | None
    about: UUID | None
    version: int
    at: datetime
    changed_at: datetime
    facts: Facts

    @property
    def is_private(self) -> bool:
        """Whether nobody but the client may know of it."""
        return self.by_client and not self.shared


def works_of(session: Session, actor: Actor, owner: Owner, *kinds: str) -> list[Work]:
    """Return what somebody may see of these kinds, the oldest first."""
    return list(_found(session, actor, owner, WorkRow.kind.in_(kinds)))


def work_of(session: Session, actor: Actor, owner: Owner, kind: str, work_id: UUID) -> Work:
    """Return one thing, or raise Missing: the same whether it isn't there or may not be seen."""
    found = _found(session, actor, owner, and_(WorkRow.kind == kind, WorkRow.id == work_id))
    work = next(found, None)
    if work is None:
        raise Missing(kind)
    return work


def works_among(
    session: Session, actor: Actor, clients: Collection[UUID], kind: str, states: Collection[str]
) -> Iterator[tuple[UUID, Work]]:
    """Yield what a clinician may see of many clients, each with whose it is, in one query.

    Whether they are on the care teams has been asked before.
    """
    if actor.role != "clinician":
        return
    key = and_(DataKey.agency_id == WorkRow.agency_id, DataKey.client_id == WorkRow.client_id)
    wanted = WorkRow.agency_id == actor.agency_id, WorkRow.client_id.in_(clients), WorkRow.kind == kind
    query = select(*_TABLE.c, DataKey.wrapped).join(DataKey, key).where(*wanted, WorkRow.state.in_(states))
    keys = keyring_of(session)
    rows: Iterable[Row[Any]] = session.execute(query.where(_BY_STAFF_OR_SHARED))
    for row in rows:
        work = _opened(keys.vault(row.wrapped, row.agency_id, row.client_id), row)
        if not _is_kept_from(actor, work):
            yield row.client_id, work


def add_work(
    session: Session,
    actor: Actor,
    owner: Owner,
    kind: str,
    facts: Facts,
    *,
    shared: bool,
    state: str | None = None,
    on_day: date | None = None,
    about: UUID | None = None,
    work_id: UUID | None = None,
) -> Work:
    """Write something down. The same id again, of the same user, is what is there: it came twice.

    It runs inside ``writing(session)``, and holds the client.
    """
    own_id, now = work_id or uuid4(), datetime.now(UTC)
    if there := _same(session, actor, owner, kind, own_id, facts):
        return there
    if kind != "erasure":
        refuse_put_away(session, owner)
    _check_room(session, owner)
    by_client = actor.role == "client"
    told = (own_id, kind, by_client, who(actor), shared, state, on_day, about, 1, now, now)
    work = Work(*told, facts)
    session.execute(insert(WorkRow).values(_row(vault_of(session, owner), owner, work)))
    _note(session, actor, owner, work, work)
    return work


def change_work(
    session: Session,
    actor: Actor,
    owner: Owner,
    work: Work,
    version: int | None = None,
    *,
    facts: Facts | None = None,
    **columns: Any,
) -> Work:
    """Change what a thing says, or its ``shared``, ``state`` or ``on_day``.

    Stale if another ``version`` was read; but what is so already came twice, and is left as it is.
    """
    refuse_put_away(session, owner)
    told = columns | {"facts": facts or work.facts}
    if all(getattr(work, name) == value for name, value in told.items()):
        return work
    if version is not None and version != work.version:
        raise Stale(work.facts)
    changed = replace(work, **told, version=work.version + 1, changed_at=datetime.now(UTC))
    values = _row(vault_of(session, owner), owner, changed)
    session.execute(update(WorkRow).where(*_is(owner, work.id)).values(values))
    _note(session, actor, owner, work, changed)
    return changed


def delete_work(session: Session, actor: Actor, owner: Owner, work: Work) -> None:
    """Delete a thing for good, with everything that belongs to it; what was achieved by it stays."""
    if actor.role != "client":
        refuse_put_away(session, owner)
    _let_go(session, owner, work)
    session.execute(delete(WorkRow).where(*_is(owner, work.id)))
    _note(session, actor, owner, work, work)


def _let_go(session: Session, owner: Owner, work: Work) -> None:
    """Let an achievement outlive what it came from: a thing itself, or a part of it such as a step."""
    parts = select(WorkRow.id).where(*of_owner(owner), WorkRow.about == work.id)
    came_of_it = or_(WorkRow.about == work.id, WorkRow.about.in_(parts))
    achieved = update(WorkRow).where(*of_owner(owner), WorkRow.kind == "achievement", came_of_it)
    session.execute(achieved.values(about=None))


def refuse_put_away(session: Session, owner: Owner) -> None:
    """Raise Conflict("archived") where the record was put away, without reading its network."""
    client = ClientRow.agency_id == owner.agency_id, ClientRow.id == owner.client_id
    if session.scalar(select(ClientRow.archived_at).where(*client)):
        raise put_away()


def _found(session: Session, actor: Actor, owner: Owner, wanted: ColumnElement[bool]) -> Iterator[Work]:
    query = select(*_TABLE.c).where(*of_owner(owner), wanted, _seen_by(actor, owner))
    rows = session.execute(query.order_by(WorkRow.at, WorkRow.id)).all()
    if not rows:
        return
    vault = vault_of(session, owner)
    for row in rows:
        work = _opened(vault, row)
        if not _is_kept_from(actor, work):
            yield work


def _is_kept_from(actor: Actor, work: Work) -> bool:
    return str(actor.user_id) in work.facts.get(NOT_FOR, ())


def _seen_by(actor: Actor, owner: Owner) -> ColumnElement[bool]:
    """Return the condition on what somebody may see: whoever is neither client nor clinician, nothing."""
    if actor.agency_id != owner.agency_id:
        return false()
    if actor.role == "clinician":
        return _BY_STAFF_OR_SHARED
    if actor.role == "client" and actor.client_id == owner.client_id:
        return or_(WorkRow.by_client.is_(True), WorkRow.shared.is_(True))
    if actor.role == "client" and actor.invited_to == owner.client_id:
        return and_(WorkRow.kind == "proposal", WorkRow.user_id == actor.user_id)
    return false()


def _same(session: Session, actor: Actor, owner: Owner, kind: str, own_id: UUID, facts: Facts) -> Work | None:
    row = session.execute(select(*_TABLE.c).where(*_is(owner, own_id))).one_or_none()
    if row is None:
        return None
    if row.kind != kind or row.user_id != actor.user_id:
        raise Conflict("id-taken", "something else has this id: load the page anew and send it again")
    there = _opened(vault_of(session, owner), row)
    if there.version == 1 and there.facts != orjson.loads(orjson.dumps(facts)):
        raise Conflict(
            "sent-already", "what you sent first is kept: load the page anew to add something else"
        )
    return there


def _check_room(session: Session, owner: Owner) -> None:
    count = session.scalar(select(func.count()).select_from(WorkRow).where(*of_owner(owner))) or 0
    if count >= MOST:
        raise Conflict("full", f"no more than {MOST:,} things can be kept here: delete some first")


def _is(owner: Owner, own_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return *of_owner(owner), WorkRow.id == own_id


def _opened(vault: Vault, row: Row[Any]) -> Work:
    told = row._asdict()
    facts = vault.open(_PLACE, row.id, told.pop("sealed"))
    return Work(**{name: told[name] for name in Work.__slots__ if name != "facts"}, facts=facts)


def _row(vault: Vault, owner: Owner, work: Work) -> Facts:
    told = {name: getattr(work, name) for name in Work.__slots__ if name != "facts"}
    return {**owner._asdict(), **told, "sealed": vault.seal(_PLACE, work.id, work.facts)}


def _note(session: Session, actor: Actor, owner: Owner, before: Work, after: Work) -> None:
    record(session, actor, _action(before, after), owner.client_id, [after.id])


def _action(before: Work, after: Work) -> str:
    """Return what the audit calls a change, so that nobody is told of it who may not know of the thing."""
    if before.is_private and after.is_private:
        return f"{PRIVATE}write"
    if before.facts.get(NOT_FOR) or after.facts.get(NOT_FOR):
        return f"{KEPT}write"
    if not (before.shared or after.shared):
        return f"{OF_STAFF}write"
    return f"work.{after.kind}"
