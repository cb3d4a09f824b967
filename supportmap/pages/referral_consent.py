"""Whether a client lets referral staff look for them: what was said last, and how it is said anew.

Nothing is ticked beforehand: whoever agrees says it, each time, and says what may be seen beside it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from flask import request

from supportmap.access.acting import current_actor
from supportmap.casework.consents import consents_of, record_consent
from supportmap.casework.outcome import Invalid
from supportmap.casework.work import refuse_put_away
from supportmap.pages.forms import sent_day, sent_text
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.days import today, zone_of
from supportmap.records.networks import Facts
from supportmap.records.referral import SHARED
from supportmap.records.referral_consent import PURPOSE

__all__ = ["consent_now", "keep_consent"]

LONGEST_DAYS = 3_653
"""A consent with an end ends within ten years."""


def consent_now(owner: Owner) -> Facts:
    """Return what was said last of referral as such, and whether that is a yes that counts now.

    ``agreed``, ``said`` (whether anything was), ``at``, ``until`` (the last day, or None), ``has_ended``,
    ``shares`` (of ``SHARED``), ``phone``, ``email``, and ``by`` (the id of whoever noted it).
    """
    rows = consents_of(db.session, owner)
    last = next((row for row in rows if row["purpose"] == PURPOSE and row["referral_id"] is None), None)
    if last is None:
        return {"agreed": False, "said": False}
    ends = last["expires_at"] and datetime.fromisoformat(last["expires_at"])
    has_ended = bool(ends and ends <= datetime.now(UTC))
    plain = {name: last[name] for name in ("at", "shares", "phone", "email")}
    told = {"until": ends and _last_day(owner, ends), "has_ended": has_ended, "by": last["user_id"]}
    return {"agreed": last["given"] and not has_ended, "said": True, "given": last["given"], **plain, **told}


def _last_day(owner: Owner, ends: datetime) -> date:
    return (ends - timedelta(microseconds=1)).astimezone(zone_of(db.session, owner.agency_id)).date()


def keep_consent(owner: Owner, given: bool) -> None:
    """Note what the form says of referral; Invalid where it says what can't be.

    A yes names what may be seen (``shares``, with ``phone`` and ``email``) and its last day (``until``).
    """
    facts: Facts = {"purpose": PURPOSE, "given": given}
    if given:
        refuse_put_away(db.session, owner)
        facts |= _shared() | {"expires_at": _end(owner)}
    record_consent(db.session, current_actor(), owner, facts)


def _shared() -> Facts:
    shares = [name for name in SHARED if name in request.form.getlist("shares")]
    ways: Facts = {name: sent_text(name) for name in ("phone", "email") if name in shares}
    if missing := [name for name, told in ways.items() if not told]:
        asked = {"phone": "Which number is safe?", "email": "Which address is safe?"}
        raise Invalid(*(("", asked[name]) for name in missing))
    return {"shares": shares, **ways}


def _end(owner: Owner) -> str | None:
    """Return the moment at which the last day is over where the agency works."""
    until, now = sent_day("until"), today(db.session, owner.agency_id)
    if until is None:
        return None
    if not now <= until <= now + timedelta(days=LONGEST_DAYS):
        raise Invalid(("", "The last day has to be from today on, within ten years."))
    midnight = datetime.combine(until + timedelta(days=1), time(), zone_of(db.session, owner.agency_id))
    return midnight.isoformat()
