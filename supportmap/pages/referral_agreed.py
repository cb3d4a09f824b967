"""What was said last of telling the receiving group of one referral: so that nobody asks a client twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts
from supportmap.records.referral_consent import said_last
from supportmap.records.referral_said import ASKED, WITHDRAWN

__all__ = ["last_word"]


def last_word(owner: Owner, referral_id: UUID, events: Sequence[Facts]) -> Facts:
    """Return what was said last of it: ``what``, and unless that is None ``at`` and ``by`` (a user's id).

    ``what``: agreed, ended (a yes that has run out, at ``until``), refused, withdrawn, asked (no answer yet).
    """
    said = said_last(db.session, owner, referral_id)
    asked = next((event for event in reversed(events) if event["kind"] == ASKED), None)
    if asked and (said is None or said.at < asked["at"]):
        return {"what": "asked", "at": asked["at"], "by": asked["user_id"]}
    if said is None:
        return {"what": None}
    told = {"at": said.at, "by": said.user_id, "until": said.expires_at}
    if said.given:
        has_ended = said.expires_at is not None and said.expires_at <= datetime.now(UTC)
        return {"what": "ended" if has_ended else "agreed", **told}
    is_withdrawn = any(event["kind"] == WITHDRAWN and event["at"] >= said.at for event in events)
    return {"what": "withdrawn" if is_withdrawn else "refused", **told}
