"""What a client said of a referral that those who work on it have to learn of: a yes taken back, a note.

They are conditions on referrals, asked of their log; of what was written nothing is opened.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists
from sqlalchemy.orm import aliased

from supportmap.records.agency import User
from supportmap.records.referral import ReferralEventRow, ReferralRow

__all__ = ["ASKED", "GIVEN", "REFUSED", "WITHDRAWN", "is_noted", "is_taken_back", "is_taken_back_unread"]

ASKED, GIVEN = "consent-asked", "consent-given"
REFUSED, WITHDRAWN = "consent-refused", "consent-withdrawn"
NOTE = "note"


def is_taken_back() -> ColumnElement[bool]:
    """Return the condition on referrals that the client took a yes back that the receiving group is told."""
    taken = aliased(ReferralEventRow)
    return exists().where(_of_referral(taken), *_taken_back(taken), ~_later(taken, GIVEN))


def is_taken_back_unread(reader: UUID) -> ColumnElement[bool]:
    """Return the same where it is the last thing that happened, and wasn't noted by whoever reads it."""
    taken = aliased(ReferralEventRow)
    last = _of_referral(taken), *_taken_back(taken), ~_later(taken)
    return exists().where(*last, taken.user_id != reader)


def _taken_back(taken: Any) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions on an event that it takes a yes back: a mere no was once noted alike."""
    given = aliased(ReferralEventRow)
    before = exists().where(_of_referral(given), given.number < taken.number, given.kind == GIVEN)
    return taken.kind == WITHDRAWN, before


def is_noted() -> ColumnElement[bool]:
    """Return the condition on referrals that a note of the client is the last thing that happened."""
    noted = aliased(ReferralEventRow)
    by_client = exists().where(
        User.agency_id == noted.agency_id, User.id == noted.user_id, User.role == "client"
    )
    return exists().where(_of_referral(noted), noted.kind == NOTE, by_client, ~_later(noted))


def _of_referral(event: Any) -> ColumnElement[bool]:
    return and_(
        event.agency_id == ReferralRow.agency_id,
        event.client_id == ReferralRow.client_id,
        event.referral_id == ReferralRow.id,
    )


def _later(event: Any, *kinds: str) -> ColumnElement[bool]:
    """Return the condition that something happened to the referral after an event, of these kinds or any."""
    later = aliased(ReferralEventRow)
    since = exists().where(_of_referral(later), later.number > event.number)
    return since.where(later.kind.in_(kinds)) if kinds else since
