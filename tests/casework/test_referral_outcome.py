"""What came of referrals: mapped again or not, projected beside achieved, by service, and what is lacking."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, true, update
from sqlalchemy.orm import Session

from supportmap.analysis.association import FEWEST
from supportmap.casework import referral_acts, referral_ends
from supportmap.casework.clients import archive_client
from supportmap.casework.community_gaps import ELSEWHERE, community_gaps, nothing_found
from supportmap.casework.outcome import Invalid
from supportmap.casework.referral_effects import effects_by_service
from supportmap.casework.referral_outcome import awaiting_map, then_and_now
from supportmap.records.audit import AuditRow
from supportmap.records.client import ClientRow
from supportmap.records.database import writing
from supportmap.records.referral import CommunityGapRow, ReferralRow
from tests.casework.acting import Desk, a_desk
from tests.casework.referring import a_referral, a_referral_desk, a_service, contact_of, now, on_its_way
from tests.service import a_client

TODAY = datetime.now(UTC).date()
ALONE = {"emotional": 0, "practical": 0, "belonging": 0, "strain": 0, "frequency": 0, "reach": 0, "circle": 3}
GOOD = {"belonging": 2, "strain": 0, "frequency": 2, "circle": 2}


def test_after_an_attended_referral_has_ended_the_map_is_asked_for_again(alice: Desk) -> None:
    alice.add("Avery")
    attended, never = on_its_way(alice, "start"), on_its_way(alice)
    assert awaiting_map(alice.session, alice.owner) == []
    alice.act(referral_ends.end, attended.id, "help", "full")
    alice.act(referral_ends.end, never.id, "decline", "other")
    assert [each.id for each in awaiting_map(alice.session, alice.owner)] == [attended.id]
    alice.finish(alice.start())
    assert awaiting_map(alice.session, alice.owner) == []


def test_projected_stands_beside_achieved_and_beside_how_it_was(alice: Desk) -> None:
    alice.add("Avery", **ALONE)
    alice.finish(alice.start())
    referral = a_referral(alice, frequency=2)
    told = then_and_now(alice.session, alice.owner, referral)
    assert told["before"] == told["now"]
    assert told["projected"]["score"]["low"] > told["now"]["score"]["high"]
    alice.act(referral_acts.send, referral.id, "client")
    alice.act(referral_acts.start, referral.id, TODAY)
    contact = contact_of(alice, referral)
    assert contact
    alice.change(contact["id"], **GOOD)
    told = then_and_now(alice.session, alice.owner, now(alice, referral))
    assert told["before"]["status"] == "gap"
    assert told["projected"] == told["now"]
    assert told["now"]["score"]["low"] > 0


def test_without_a_visit_nothing_is_known_of_before(alice: Desk) -> None:
    assert then_and_now(alice.session, alice.owner, a_referral(alice))["before"] is None


def test_by_service_it_is_told_what_went_together_with_it_and_of_few_nothing(session: Session) -> None:
    first = a_desk(session)
    club, choir = a_service(first, "Lunch club"), a_service(first, "Choir")
    for number in range(FEWEST):
        desk = Desk(session, first.actor, a_client(session, first.owner.agency_id, first.actor))
        desk.add("Avery", **ALONE)
        desk.finish(desk.start(TODAY - timedelta(days=9)))
        went_to(desk, club, helped=number > 0)
        on_its_way(desk, service=choir if number else club)
    (club_seen,) = effects_by_service(session, true())
    assert (club_seen["name"], club_seen["referred"]) == ("Lunch club", FEWEST)
    assert (club_seen["started"], club_seen["helped"]) == (None, None)
    assert club_seen["change"] is None
    assert effects_by_service(session, ClientRow.id == first.owner.client_id) == []


def test_the_change_is_that_from_before_the_referral_to_the_map_after_attendance(session: Session) -> None:
    first = a_desk(session)
    club = a_service(first, "Lunch club")
    for _ in range(FEWEST):
        desk = Desk(session, first.actor, a_client(session, first.owner.agency_id, first.actor))
        desk.add("Avery", **ALONE)
        desk.finish(desk.start(TODAY - timedelta(days=9)))
        went_to(desk, club, helped=True)
        desk.add("Blake", **ALONE | GOOD)
        desk.finish(desk.start(TODAY))
    (seen,) = effects_by_service(session, true())
    assert (seen["compared"], seen["helped"]) == (FEWEST, FEWEST)
    assert 0.2 < seen["change"] < 1


def went_to(desk: Desk, service: object, helped: bool) -> None:
    """Let somebody have been at a service two days ago, to which they were referred five days ago."""
    referral = a_referral(desk, service)  # type: ignore[arg-type]
    with writing(desk.session):
        row = update(ReferralRow).where(ReferralRow.id == referral.id)
        desk.session.execute(row.values(made_at=datetime.now(UTC) - timedelta(days=5)))
    desk.act(referral_acts.send, referral.id, "client")
    desk.act(referral_acts.start, referral.id, TODAY - timedelta(days=2))
    act, reason = ("help", "full") if helped else ("not_help", "poor fit")
    desk.act(referral_ends.end, referral.id, act, reason)


def test_that_nothing_was_found_is_counted_by_area_and_kept_sealed(alice: Desk) -> None:
    areas = ("ancoats", " Ancoats ", "ANCOATS", "Ancoats", "ancoats")
    for desk, area in zip(some_clients(alice, FEWEST), areas, strict=True):
        desk.act(nothing_found, {"function": "belonging", "area": area, "within_km": 15})
    alice.act(nothing_found, {"function": "belonging"})
    few = {"clients": None, "times": None, "last": None}
    assert community_gaps(alice.session, true()) == [
        {
            "area": "ANCOATS",
            "function": "belonging",
            "clients": FEWEST,
            "times": FEWEST,
            "last": TODAY.isoformat(),
        },
        {"area": ELSEWHERE, "function": "belonging", **few},
    ]
    rows = alice.session.scalars(select(CommunityGapRow.sealed)).all()
    assert not any(b"ncoats" in each for each in rows)
    with pytest.raises(Invalid):
        alice.act(nothing_found, {"function": "warmth"})
    last = alice.session.scalars(select(AuditRow.action).order_by(AuditRow.seq.desc())).first()
    assert last == "gap.nothing"


def test_a_postcode_is_told_as_its_district_and_areas_of_few_together(alice: Desk) -> None:
    clients = some_clients(alice, 2 * FEWEST)
    for number, desk in enumerate(clients):
        area = f"M14 {number}TQ" if number < FEWEST else f"Quarter {number}"
        desk.act(nothing_found, {"function": "belonging", "area": area})
    found = community_gaps(alice.session, true())
    assert [(each["area"], each["clients"]) for each in found] == [("M14", FEWEST), (ELSEWHERE, FEWEST)]


def test_that_nothing_was_found_is_told_of_clients_not_of_how_often_it_was_noted(alice: Desk) -> None:
    first, *others = some_clients(alice, FEWEST)
    for desk in (first, *others[:-1]):
        desk.act(nothing_found, {"function": "belonging", "area": "Ancoats"})
        an_earlier_day(desk)
        desk.act(nothing_found, {"function": "belonging", "area": "Ancoats"})
    (gap,) = community_gaps(alice.session, true())
    assert (gap["area"], gap["clients"], gap["times"], gap["last"]) == (ELSEWHERE, None, None, None)
    others[-1].act(nothing_found, {"function": "belonging", "area": "Ancoats"})
    (gap,) = community_gaps(alice.session, true())
    assert (gap["clients"], gap["times"]) == (FEWEST, 2 * FEWEST - 1)


def test_it_is_noted_once_for_a_client_function_and_area_on_a_day(alice: Desk) -> None:
    given = {"function": "belonging", "area": "Ancoats", "within_km": 15}
    first = alice.act(nothing_found, given)
    assert alice.act(nothing_found, given | {"area": " ancoats", "within_km": 30}) == first
    robin = a_referral_desk(alice)
    assert robin.act(nothing_found, given) == first
    others = [
        alice.act(nothing_found, given | {"area": "Hulme"}),
        alice.act(nothing_found, given | {"function": "practical"}),
        alice.act(nothing_found, {"function": "belonging"}),
    ]
    an_earlier_day(alice)
    others.append(alice.act(nothing_found, given))
    assert len({first, *others}) == 5 == noted(alice)


def test_of_a_record_that_was_put_away_nothing_is_noted(alice: Desk) -> None:
    alice.act(archive_client)
    alice.refused("archived", nothing_found, {"function": "belonging", "area": "Ancoats"})
    assert noted(alice) == 0


def some_clients(desk: Desk, number: int) -> list[Desk]:
    """Somebody at work on several clients, the first of whom is their own."""
    own = [a_client(desk.session, desk.owner.agency_id, desk.actor) for _ in range(number - 1)]
    return [desk, *(Desk(desk.session, desk.actor, owner) for owner in own)]


def an_earlier_day(desk: Desk) -> None:
    """Let what was noted of a client have been noted the day before."""
    with writing(desk.session):
        desk.session.execute(
            update(CommunityGapRow)
            .where(CommunityGapRow.client_id == desk.owner.client_id)
            .values(found_nothing_on=TODAY - timedelta(days=1))
        )


def noted(desk: Desk) -> int:
    """How often it was noted that nothing was found for a client."""
    rows = select(CommunityGapRow.id).where(CommunityGapRow.client_id == desk.owner.client_id)
    return len(desk.session.scalars(rows).all())
