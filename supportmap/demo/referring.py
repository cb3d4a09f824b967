"""Referrals of the fictional agency: clients who agree to it, and one referral in every state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from supportmap.access.policy import scope
from supportmap.casework import referral_acts, referral_ends, referral_work, worklist
from supportmap.casework.consents import record_consent
from supportmap.casework.referrals import make
from supportmap.demo.agency import DemoAgency
from supportmap.directory.searching import find
from supportmap.directory.wanted import Wanted
from supportmap.records.audit import Actor
from supportmap.records.client import CarePlace, Owner
from supportmap.records.database import writing
from supportmap.records.days import today
from supportmap.records.networks import Facts

__all__ = ["clinician_of", "refer"]

AGREE = 3
"""Of so many clients two agree to referral."""
Way = Sequence[tuple[str, tuple[Any, ...]]]
WAYS: tuple[Way, ...] = (
    (("send", ("letter",)), ("answer", ("accept",))),
    (("send", ("phone",)),),
    (),
    (("send", ("letter",)), ("answer", ("waitlist",))),
    (("send", ("e-mail",)), ("answer", ("need_client",))),
    (("send", ("client",)), ("start", ())),
    (("send", ("client",)), ("start", ()), ("end", ("help", "full"))),
    (("send", ("phone",)), ("end", ("decline", "no capacity"))),
    (("send", ("client",)), ("end", ("cancel", "already met"))),
    (("send", ("client",)), ("start", ()), ("end", ("not_help", "poor fit"))),
)
"""What happened to each referral in turn: one of these for every state."""


def refer(session: Session, agency: DemoAgency, owners: Sequence[Owner]) -> None:
    """Let clients agree to referral, and lead referrals of the largest gaps to every state there is."""
    desk = agency.desk
    agreeing = [owner for number, owner in enumerate(owners, 1) if number % AGREE]
    for owner in agreeing:
        with writing(session):
            said = {"purpose": "referral", "given": True, "shares": None}
            record_consent(session, clinician_of(session, owner), owner, said)
    condition = scope(desk, "gap.read", datetime.now(UTC))
    gaps = worklist.worklist_of(session, agency.agency_id, condition)
    # The first client has an account of their own: on its pages a referral is to be seen.
    gaps.sort(key=lambda gap: gap["client_id"] != str(owners[0].client_id))
    for way, (gap, owner) in zip(WAYS, _one_each(agency, gaps), strict=False):
        _refer(session, desk, owner, gap, way)


def _one_each(agency: DemoAgency, gaps: list[Facts]) -> Iterator[tuple[Facts, Owner]]:
    """Yield the largest gap of each client."""
    seen = set()
    for gap in gaps:
        if gap["client_id"] not in seen:
            seen.add(gap["client_id"])
            yield gap, Owner(agency.agency_id, UUID(gap["client_id"]))


def _refer(session: Session, desk: Actor, owner: Owner, gap: Facts, way: Way) -> None:
    session.rollback()
    day = today(session, owner.agency_id)
    wanted = Wanted(area=gap["area"], within_km=15, functions={gap["function"]: gap["size"]}, limit=1)
    (match, *_) = find(session, owner.agency_id, wanted, day).matches
    given = {"service_id": str(match.service_id), "function": gap["function"]}
    acts: dict[str, Callable[..., Any]] = {
        "send": referral_acts.send,
        "answer": referral_acts.answer,
        "start": partial(referral_acts.start, on_day=day),
        "end": referral_ends.end,
    }
    with writing(session):
        referral_id = make(session, desk, owner, given).id
        referral_work.note_consent(session, desk, owner, referral_id, True)
        for act, said in way:
            acts[act](session, desk, owner, referral_id, *said)


def clinician_of(session: Session, owner: Owner) -> Actor:
    """Return a clinician of the client's team."""
    places = CarePlace.agency_id == owner.agency_id, CarePlace.client_id == owner.client_id
    user_id = session.scalars(select(CarePlace.user_id).where(*places).order_by(CarePlace.since)).first()
    return Actor(owner.agency_id, user_id, "clinician")
