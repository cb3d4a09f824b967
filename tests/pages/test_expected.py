"""What a referral is to bring: told on the map as expected, beside what is there, until it is attended."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from supportmap.casework import referral_acts
from supportmap.casework.referral_work import note_consent
from supportmap.casework.referrals import make
from supportmap.records.audit import Actor
from supportmap.records.days import today
from tests.casework.acting import Desk
from tests.directory.services import a_document, kept
from tests.pages.conftest import Both, House

CHOIR = {"name": "Tuesday choir", "description": "A choir that sings together."}
PROJECTED = "With what referrals are to bring"


def contacts(both: Both) -> dict[str, Any]:
    """The contacts as the map's scripts are told of them, by name."""
    answer = both.alice.open(f"/api/v1{both.alice.of_client('/network')}").json
    assert answer
    return {each["name"]: each for each in answer["contacts"]}


def panel(both: Both) -> str:
    """The coverage as it stands beside the map."""
    return both.alice.page(both.alice.of_client("/map/coverage"))


def test_what_is_expected_of_a_referral_is_told_as_that_until_it_is_attended(
    both: Both, session: Session, house: House
) -> None:
    both.alice.add("Avery", belonging=1, emotional=1, practical=1)
    both.alice.add("Blake", status="planned")
    assert PROJECTED not in panel(both)
    choir = kept(session, house.owner.agency_id, a_document("choir", **CHOIR))
    alice = Desk(session, Actor(house.owner.agency_id, house.alice_id, "clinician"), house.owner)
    made = alice.act(make, {"service_id": str(choir), "function": "belonging"})
    assert contacts(both)["Tuesday choir"]["expected_of"] == str(made.id)
    assert contacts(both)["Avery"]["expected_of"] is None
    assert PROJECTED in panel(both)
    page = both.alice.page(both.alice.of_client("/map"))
    assert page.count("expected of a referral") == 1
    both.alice.send("/names", names="off")
    assert PROJECTED in panel(both)
    alice.act(note_consent, made.id, True)
    alice.act(referral_acts.send, made.id, "client")
    alice.act(referral_acts.start, made.id, today(session, house.owner.agency_id))
    assert PROJECTED not in panel(both)
    assert contacts(both)["Tuesday choir"]["expected_of"] is None
    assert contacts(both)["Tuesday choir"]["belonging"] is None
