"""A refuge that a client went to: on no page of theirs, in no copy, and on paper only where it is ticked."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from supportmap.casework import referral_acts
from supportmap.casework.coping_writing import write
from supportmap.casework.kept_off import kept_off
from supportmap.casework.referral import Referral, referral_of
from supportmap.records.database import db, writing
from supportmap.records.directory import ServiceRow
from supportmap.records.networks import state_of
from tests.pages.conftest import Both, House, release
from tests.pages.handing_over import Referring, noor_of
from tests.pages.test_client_crawl import addresses

REFUGE = "Refugesentinel"
ANSWERS = {"emotional": 2, "practical": 2, "belonging": 2, "gives_back": 1, "circle": 1, "strain": 0}


@pytest.fixture
def at(session: Session, house: House) -> Referring:
    """Alice at work on referrals."""
    return Referring(session, house)


def attended(at: Referring, **facts: Any) -> Referral:
    """A referral that the client agreed to and attended, and was then asked about."""
    own_id = at.refer(**facts)
    at.agree(own_id)
    at.act(referral_acts.send, own_id, "phone", confirmed=True)
    day = referral_of(at.session, at.owner, own_id).made_at.date()
    at.act(referral_acts.start, own_id, day)
    found = referral_of(at.session, at.owner, own_id)
    done(at.session)
    address = f"/api/v1/clients/{at.owner.client_id}/contacts/{found.contact_id}"
    tag = at.house.alice.open(address).headers["ETag"]
    answer = at.house.alice.open(address, "PATCH", json=ANSWERS, headers={"If-Match": tag})
    assert answer.status_code == 200
    return found


def a_refuge(at: Referring) -> Referral:
    return attended(at, name=REFUGE, description="Shelter from domestic violence.")


def done(session: Session) -> None:
    session.rollback()
    db.session.rollback()


def say(at: Referring, service_id: UUID, **facts: bool) -> None:
    """Let the directory say something else of a service."""
    with writing(at.session):
        at.session.execute(update(ServiceRow).where(ServiceRow.id == service_id).values(**facts))
    done(at.session)


def release_all(both: Both) -> None:
    release(both, "people", "gives", "coverage", "strain", "phones")


def test_a_client_who_walks_everywhere_meets_it_nowhere(at: Referring, both: Both) -> None:
    refuge, choir = a_refuge(at), attended(at, name="Tuesday choir")
    helpers = [refuge.contact_id, choir.contact_id]
    given = {"what": "Ring somebody", "triggers": [], "helpers": helpers}
    at.act(write, "strategy", given, shared=True)
    release_all(both)
    seen = dict(addresses(both))
    assert {"/my/circle", "/my/journal/write", "/my/coping", "/my/data/copy.json"} <= seen.keys()
    assert sum("Tuesday choir" in text for text in seen.values()) >= 4, "the walk could find something"
    assert not [path for path, text in seen.items() if REFUGE in text or str(refuge.contact_id) in text]
    assert both.kim.open(f"/my/circle/{refuge.contact_id}").status_code == 404


def test_the_list_of_who_looked_tells_the_client_of_no_referral(at: Referring, both: Both) -> None:
    """None is on their pages, so that one in the list would be one that is kept off them."""
    a_refuge(at)
    told = both.kim.page(both.kim.of_client("/log"))
    assert "worked on finding support" in told
    assert not [word for word in ("referral", "attendance", "receiving group") if word in told.lower()]
    assert "sent a referral, or handed it over" in both.alice.page(both.alice.of_client("/log"))


def test_the_clinician_sees_it_and_is_told_that_the_client_doesn_t(at: Referring, both: Both) -> None:
    a_refuge(at)
    release_all(both)
    assert REFUGE in both.alice.open(both.alice.of_client("/map")).get_data(as_text=True)
    told = both.alice.page(both.alice.of_client("/between"))
    assert f"to be seen with it may endanger somebody: {REFUGE}." in told


def test_it_is_on_paper_only_where_that_is_ticked(at: Referring) -> None:
    alice = at.house.alice
    assert "may endanger" not in alice.page(alice.of_client("/take-away"))
    a_refuge(at)
    offered = alice.page(alice.of_client("/take-away"))
    assert "Also what may endanger whoever is found with it" in offered
    for query in ("", "?map=1&people=1&back=1&places=1"):
        page = alice.open(alice.of_client(f"/handout{query}")).get_data(as_text=True)
        on_paper = page.split("Left out, because")[1].split("</p>", 1)[1]
        assert REFUGE not in on_paper
        assert "data-figure" not in page
    ticked = alice.open(alice.of_client("/handout?map=1&places=1&endangering=1")).get_data(as_text=True)
    assert REFUGE in ticked
    assert "data-figure" in ticked
    assert "Left out" not in ticked


def test_it_is_on_no_card(at: Referring, both: Both) -> None:
    refuge, choir = a_refuge(at), attended(at, name="Tuesday choir")
    given = {"what": "Ring somebody", "triggers": [], "helpers": [refuge.contact_id, choir.contact_id]}
    at.act(write, "strategy", given, shared=True)
    card = both.alice.open(both.alice.of_client("/card")).get_data(as_text=True)
    assert "Tuesday choir" in card
    assert REFUGE not in card


@pytest.mark.parametrize("what", ["sensitive", "confidential"])
def test_what_the_directory_says_later_counts(at: Referring, both: Both, what: str) -> None:
    choir = attended(at, name="Tuesday choir")
    release_all(both)
    assert "Tuesday choir" in both.kim.page("/my/circle")
    say(at, choir.service_id, **{what: True})
    assert "Tuesday choir" not in both.kim.page("/my/circle")
    say(at, choir.service_id, **{what: False})
    assert "Tuesday choir" in both.kim.page("/my/circle")


def test_the_mark_says_it_of_a_map_that_came_as_a_file(at: Referring) -> None:
    refuge = a_refuge(at)
    state = state_of(at.session, at.owner)
    assert refuge.contact_id
    assert state.contacts[refuge.contact_id]["extra"] == {"sensitive": True}
    elsewhere = replace(state, owner=at.owner._replace(client_id=UUID(int=1)))
    assert kept_off(at.session, elsewhere) == {refuge.contact_id}
    done(at.session)


def mark_unsafe(at: Referring, referral: Referral) -> None:
    """Mark on the map that it isn't safe to turn to the contact who stands for a referral."""
    address = f"/api/v1/clients/{at.owner.client_id}/contacts/{referral.contact_id}"
    tag = at.house.alice.open(address).headers["ETag"]
    answer = at.house.alice.open(address, "PATCH", json={"unsafe": True}, headers={"If-Match": tag})
    assert answer.status_code == 200
    done(at.session)


def test_what_the_map_marks_unsafe_is_offered_to_the_client_no_more(at: Referring, both: Both) -> None:
    choir = attended(at, name="Tuesday choir", phones=[{"number": "01632 960 001"}])
    attended(at, name="Lunch club", phones=[{"number": "01632 960 002"}])
    place = f"/my/places/{choir.service_id}"
    assert "Tuesday choir" in both.kim.page("/my/places")
    mark_unsafe(at, choir)
    copy = both.kim.open("/my/data/copy.json").get_data(as_text=True)
    found = both.kim.send("/my/places/search", words="choir")
    for page in (both.kim.page("/my/places"), copy, found):
        assert "Tuesday choir" not in page
        assert "960 001" not in page
    assert "Lunch club" in both.kim.page("/my/places")
    assert both.kim.open(place).status_code == 404
    sent = {"function": "belonging", "words": "x"}
    for way in (f"{place}/ask", f"/my/referrals/{choir.id}/note", f"/my/referrals/{choir.id}/cancel"):
        assert both.kim.post(way, data=sent).status_code == 404, way


def test_what_the_map_marks_unsafe_is_on_paper_only_where_it_is_asked_for(at: Referring) -> None:
    choir = attended(at, name="Tuesday choir")
    attended(at, name="Lunch club")
    noor = noor_of(at)
    at.share()
    before = noor.open(at.handout()).get_data(as_text=True)
    assert "Tuesday choir" in at.house.alice.page(at.handout())
    mark_unsafe(at, choir)
    listed = at.house.alice.open(at.house.alice.of_client("/referrals")).get_data(as_text=True)
    (way,) = re.findall(r'href="([^"]*/referrals/handout[^"]*)"', listed)
    usual = at.house.alice.page(html.unescape(way))
    assert "Tuesday choir" not in usual
    assert "Lunch club" in usual
    assert "Tuesday choir" in at.house.alice.page(at.handout(choir.id))
    assert "Tuesday choir" in before
    assert noor.open(at.handout()).get_data(as_text=True) == before, "the desk learns nothing of the map"
