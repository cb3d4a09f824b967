"""What was said last of telling the receiving group of one referral: so that nobody asks a client twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts
from supportmap.records.referral_consent import has_run_out, said_last
from supportmap.records.referral_said import ASKED, GIVEN, WITHDRAWN

__all__ = ["last_word"]


def last_word(owner: Owner, referral_id: UUID, events: Sequence[Facts]) -> Facts:
    """Return what was said last of it: ``what``, and unless that is None ``at`` and ``by`` (a user's id).

    ``what``: agreed, ended (a yes that has run out, at ``until``), refused, withdrawn, asked (no answer yet).
    """
    said = said_last(db.session, owner, referral_id)
    asked = next((event for event in reversed(events) if event["kind"] == ASKED), None)
    has_ended = said is not None and has_run_out(said, datetime.now(UTC))
    holds = bool(said and said.given and not has_ended)
    if asked and not holds and (said is None or said.at < asked["at"]):
        return {"what": "asked", "at": asked["at"], "by": asked["user_id"]}
    if said is None:
        return {"what": None}
    told = {"at": said.at, "by": said.user_id, "until": said.expires_at}
    if said.given:
        return {"what": "ended" if has_ended else "agreed", **told}
    # A mere no was once noted as a yes taken back.
    given = any(event["kind"] == GIVEN for event in events)
    is_withdrawn = given and any(each["kind"] == WITHDRAWN and each["at"] >= said.at for each in events)
    return {"what": "withdrawn" if is_withdrawn else "refused", **told}
