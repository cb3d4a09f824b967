"""What Outcomes tells of the fictional agency: a choir that several went to, and what an area lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from supportmap.analysis.association import FEWEST
from supportmap.casework import referral_acts, referral_ends, referral_work
from supportmap.casework.clients import client_of
from supportmap.casework.community_gaps import nothing_found
from supportmap.casework.mapping import change_contact
from supportmap.casework.referral import referrals_of
from supportmap.casework.referrals import make
from supportmap.casework.visits import finish_visit, start_visit
from supportmap.demo.agency import DemoAgency
from supportmap.demo.referring import clinician_of
from supportmap.directory.searching import find
from supportmap.directory.wanted import Wanted
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.database import writing
from supportmap.records.days import today
from supportmap.records.network import CoverageRow
from supportmap.records.networks import state_of
from supportmap.records.referral import ReferralRow

__all__ = ["lead_to_outcomes"]

WENT = 2 * FEWEST + 1
"""Some more than half of these found it of help: so many, and the rest, are enough to be told."""
HELPED = FEWEST + 1
LACKED = "emotional"
GOOD = {"emotional": 1, "practical": 0, "belonging": 2, "strain": 0, "frequency": 2, "reach": 1, "circle": 2}


def lead_to_outcomes(session: Session, agency: DemoAgency, owners: Sequence[Owner]) -> None:
    """Let several clients who have no referral yet go to one choir, and count what one area lacks."""
    day = today(session, agency.agency_id)
    wanted = Wanted("choir", functions={"belonging": 1.0}, limit=1)
    (choir, *_) = find(session, agency.agency_id, wanted, day).matches
    for number, owner in enumerate(_lacking(session, agency, owners)[:WENT]):
        _goes(session, clinician_of(session, owner), owner, choir.service_id, number < HELPED)
    for owner, area in _of_one_area(session, owners):
        with writing(session):
            lack = {"function": LACKED, "area": area, "within_km": 15}
            nothing_found(session, clinician_of(session, owner), owner, lack)


def _lacking(session: Session, agency: DemoAgency, owners: Sequence[Owner]) -> list[Owner]:
    """Return who was mapped and has no referral yet, those first who lack most belonging."""
    its = CoverageRow.agency_id == agency.agency_id, CoverageRow.function == "belonging"
    rows = session.execute(select(CoverageRow.client_id, CoverageRow.gap_high).where(*its))
    gaps = {client_id: gap or 0.0 for client_id, gap in rows}
    mapped = [owner for owner in owners if state_of(session, owner).contacts]
    unreferred = [owner for owner in mapped if not referrals_of(session, owner)]
    return sorted(unreferred, key=lambda owner: -gaps.get(owner.client_id, 0.0))


def _goes(session: Session, actor: Actor, owner: Owner, service_id: UUID, helped: bool) -> None:
    """Let a client be referred, go there, be mapped again, and say whether it helped."""
    given = {"service_id": str(service_id), "function": "belonging"}
    with writing(session):
        referral = make(session, actor, owner, given)
        referral_work.note_consent(session, actor, owner, referral.id, True)
        referral_acts.send(session, actor, owner, referral.id, "client")
        # A map counts as one after the attendance from the next day on, and nobody waits a day for this.
        yesterday = datetime.now(UTC) - timedelta(days=1)
        its = ReferralRow.agency_id == owner.agency_id, ReferralRow.id == referral.id
        session.execute(update(ReferralRow).where(*its).values(made_at=yesterday))
        referral_acts.start(session, actor, owner, referral.id, yesterday.date())
    with writing(session):
        visit = start_visit(session, actor, owner)
        known = state_of(session, owner).contacts[str(referral.contact_id)]
        change_contact(session, actor, owner, str(referral.contact_id), GOOD, known["version"])
        finish_visit(session, actor, owner, UUID(visit["id"]))
    with writing(session):
        if helped:
            referral_ends.end(session, actor, owner, referral.id, "help", "full")
        else:
            referral_ends.end(session, actor, owner, referral.id, "not_help", "poor fit")


def _of_one_area(session: Session, owners: Sequence[Owner]) -> list[tuple[Owner, str]]:
    """Return the clients of the area that has most of them."""
    areas = {owner: client_of(session, owner)["area"] for owner in owners}
    most = Counter(area for area in areas.values() if area).most_common(1)
    return [(owner, area) for area, _ in most for owner in owners if areas[owner] == area]
