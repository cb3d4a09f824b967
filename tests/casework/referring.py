"""Builders for tests of referrals: a service, somebody of the desk, and a referral on its way."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from supportmap.casework import referral_acts, referrals
from supportmap.casework.consents import record_consent
from supportmap.casework.referral import Referral, events_of, referral_of
from supportmap.casework.referral_work import note_consent
from supportmap.records.database import writing
from supportmap.records.directory import ServiceRow, SourceRow
from supportmap.records.networks import Facts, state_of
from tests.casework.acting import Desk
from tests.service import LONG_AGO, a_user

__all__ = ["a_referral", "a_referral_desk", "a_service", "agree", "contact_of", "log", "on_its_way"]


def a_service(desk: Desk, name: str = "Lunch club", **facts: Any) -> UUID:
    """A service of the agency's own list, which does most for belonging."""
    key, source, own_id = {"agency_id": desk.owner.agency_id}, uuid4(), uuid4()
    told = {"emotional": 1, "practical": None, "belonging": 2, "name": name, **facts}
    digest = {"external_id": str(own_id), "digest": os.urandom(32), "document": "{}"}
    with writing(desk.session):
        desk.session.add(SourceRow(**key, id=source, name=str(source), licence="own", added_at=LONG_AGO))
        desk.session.flush()
        times = {"added_at": LONG_AGO, "changed_at": LONG_AGO}
        desk.session.add(ServiceRow(**key, id=own_id, source_id=source, **times, **digest, **told))
    return own_id


def a_referral_desk(desk: Desk) -> Desk:
    """Robin of the referral staff, at work for the same client."""
    return replace(desk, actor=a_user(desk.session, desk.owner.agency_id, "referral"))


def agree(desk: Desk, given: bool = True, **facts: Any) -> None:
    """Note what the client says of referral."""
    desk.act(record_consent, {"purpose": "referral", "given": given, **facts})


def a_referral(desk: Desk, service: UUID | None = None, **more: Any) -> Referral:
    """A draft of a referral, for belonging."""
    given = {"service_id": str(service or a_service(desk)), "function": "belonging"}
    made: Referral = desk.act(referrals.make, given, **more)
    return made


def on_its_way(desk: Desk, *acts: str, service: UUID | None = None) -> Referral:
    """A referral that the client agreed to, sent by letter, to which these answers were noted."""
    referral = a_referral(desk, service)
    desk.act(note_consent, referral.id, True)
    desk.act(referral_acts.send, referral.id, "letter")
    for act in acts:
        if act == "start":
            desk.act(referral_acts.start, referral.id, datetime.now(UTC).date())
        else:
            desk.act(referral_acts.answer, referral.id, act)
    return now(desk, referral)


def now(desk: Desk, referral: Referral) -> Referral:
    """The referral as it is now."""
    return referral_of(desk.session, desk.owner, referral.id)


def log(desk: Desk, referral: Referral) -> list[Facts]:
    """What happened to a referral."""
    return events_of(desk.session, desk.owner, referral.id)


def contact_of(desk: Desk, referral: Referral) -> Facts | None:
    """What a referral is on the map now, with all that is kept of it."""
    contact_id = now(desk, referral).contact_id
    return state_of(desk.session, desk.owner).contacts.get(contact_id or "")
