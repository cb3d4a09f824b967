"""How much is due, as the bar of the house says it: gaps for the desk, referrals for clinicians."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select

from supportmap.access.acting import current_actor
from supportmap.access.policy import asking, scope_of
from supportmap.records.database import db
from supportmap.records.days import today
from supportmap.records.referrals import due_referrals
from supportmap.records.worklist import due_gaps

__all__ = ["due_now"]


class _Counted(NamedTuple):
    """What is counted, of the clients to whom one may do what, and beside which page it is said."""

    action: str
    query: Callable[[ColumnElement[bool]], Select[int]]
    page: str


_COUNTED: Mapping[str, _Counted] = {
    "referral": _Counted("gap.read", due_gaps, "gaps_page"),
    "clinician": _Counted("referral.read", due_referrals, "caseload"),
}


def due_now() -> dict[str, int]:
    """Return by page how much is due there today; nothing that is sealed is opened for it."""
    actor = current_actor()
    if actor.role not in _COUNTED:
        return {}
    due = {"due_by": today(db.session, actor.agency_id), "due_in": actor.agency_id}
    count = db.session.scalar(_query(actor.role), asking(actor, datetime.now(UTC)) | due)
    return {_COUNTED[actor.role].page: count or 0}


@cache
def _query(role: str) -> Select[int]:
    """Return what is asked for whoever has a role, made once: it stands on every page."""
    counted = _COUNTED[role]
    return counted.query(scope_of(role, counted.action))
