"""What frames the pages of gaps and referrals: the client's bar, or for the desk the label alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from supportmap.access.acting import current_actor
from supportmap.pages.client_bar import client_bar
from supportmap.pages.referral_words import REFERRAL_WORDS
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.days import today
from supportmap.records.networks import Facts
from supportmap.records.worklist import client_told

__all__ = ["is_desk", "referral_frame", "told_client"]


def is_desk() -> bool:
    """Tell whether referral staff look, who see the gap and never the map."""
    return current_actor().role == "referral"


def told_client(owner: Owner) -> Facts:
    """Return what the desk may be told of a client: label, area, languages, and what the client shares."""
    return client_told(db.session, owner, datetime.now(UTC))


def referral_frame(owner: Owner) -> dict[str, Any]:
    """Return what the pages of both sides are framed by: ``base``, ``desk``, ``told`` and the day."""
    told = told_client(owner)
    frame = {"told": told, "desk": is_desk(), "client_id": owner.client_id, **REFERRAL_WORDS}
    frame["today"] = today(db.session, owner.agency_id)
    if is_desk():
        return frame | {"base": "desk.html"}
    return frame | {"base": "client.html", **client_bar(owner)}
