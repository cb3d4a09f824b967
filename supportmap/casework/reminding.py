"""Reminders by mail that a step is due: the client's own wish, off until they ask for it.

The wish is private, and nothing of it or of what is due is told to staff: a letter can betray somebody whose
mail others read, so that it is theirs alone to weigh.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from supportmap.casework.plan_steps import due_steps
from supportmap.casework.plans import plans_of
from supportmap.casework.work import Work, add_work, delete_work, works_of
from supportmap.records.agency import User
from supportmap.records.audit import PRIVATE, Actor, record
from supportmap.records.client import ClientRow, Owner
from supportmap.records.days import day_of
from supportmap.records.work import WorkRow

__all__ = ["DueLetter", "due_letters", "note_sent", "set_reminders", "wants_reminders"]


class DueLetter(NamedTuple):
    """A letter that an account is to get on this day."""

    owner: Owner
    user_id: UUID
    on: date


def wants_reminders(session: Session, actor: Actor, owner: Owner) -> bool:
    """Tell whether a client wants to be reminded."""
    return _wish(session, actor, owner) is not None


def set_reminders(session: Session, actor: Actor, owner: Owner, wanted: bool) -> None:
    """Remind a client from now on, or no longer; asked twice it is asked once."""
    wish = _wish(session, actor, owner)
    if wanted and wish is None:
        add_work(session, actor, owner, "reminder", {}, shared=False)
    elif wish is not None and not wanted:
        delete_work(session, actor, owner, wish)


def _wish(session: Session, actor: Actor, owner: Owner) -> Work | None:
    wishes = works_of(session, actor, owner, "reminder")
    return next((each for each in wishes if each.user_id == actor.user_id), None)


def due_letters(session: Session, now: datetime) -> list[DueLetter]:
    """Return who is to be reminded now: whoever wants it, has a step due, and had no letter on this day."""
    return [letter for letter in _wished(session, now) if _has_due(session, letter)]


def _wished(session: Session, now: datetime) -> Iterator[DueLetter]:
    account = (User.agency_id == WorkRow.agency_id) & (User.id == WorkRow.user_id)
    # An account that is another client's by now is reminded of nothing.
    account &= User.client_id == WorkRow.client_id
    client = (ClientRow.agency_id == WorkRow.agency_id) & (ClientRow.id == WorkRow.client_id)
    told = WorkRow.agency_id, WorkRow.client_id, WorkRow.user_id, WorkRow.on_day
    query = select(*told).join(User, account).join(ClientRow, client).order_by(WorkRow.at, WorkRow.id)
    usable = User.role == "client", User.active.is_(True), User.confirmed_at.is_not(None)
    wanted = query.where(WorkRow.kind == "reminder", *usable, ClientRow.archived_at.is_(None))
    for agency_id, client_id, user_id, last in session.execute(wanted).all():
        on = day_of(session, agency_id, now)
        if last != on:
            yield DueLetter(Owner(agency_id, client_id), user_id, on)


def _has_due(session: Session, letter: DueLetter) -> bool:
    # The service reads here what may be private, on behalf of the client who asked for it: nobody sees it.
    client = Actor(letter.owner.agency_id, letter.user_id, "client", letter.owner.client_id)
    due = due_steps(plans_of(session, client, letter.owner), letter.on)
    return any(each.is_due and each.step.facts["owner"] == "client" for each in due)


def note_sent(session: Session, letter: DueLetter) -> None:
    """Remember, within ``writing(session)``, that a letter went out: there is no other on this day."""
    owner = letter.owner
    of_client = WorkRow.agency_id == owner.agency_id, WorkRow.client_id == owner.client_id
    wish = WorkRow.kind == "reminder", WorkRow.user_id == letter.user_id
    noted = update(WorkRow).where(*of_client, *wish).values(on_day=letter.on).returning(WorkRow.id)
    if work_id := session.scalar(noted):
        # Of the client's own, so that their log tells it, and that of the staff does not.
        record(session, Actor.operator(owner.agency_id), f"{PRIVATE}remind", owner.client_id, [work_id])
