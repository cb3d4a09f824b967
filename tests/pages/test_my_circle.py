"""A client's own circle: what they see, what they propose, and what the team makes of it."""

from __future__ import annotations

import re

from sqlalchemy import update
from sqlalchemy.orm import Session

from supportmap.records.agency import User
from tests.pages.conftest import Both, House, release
from tests.pages.proposing import merge, settle


def test_whoever_signs_in_as_a_client_begins_at_their_circle(both: Both) -> None:
    assert both.kim.open("/").headers["Location"] == "/my/circle"
    assert "Nobody is here yet" in both.kim.page("/my/circle")


def test_who_is_proposed_waits_is_added_and_the_client_is_told(both: Both) -> None:
    told = both.kim.send("/my/circle", name="Robin", circle="2", emotional="1", words="From the choir.")
    assert "It is with your clinician now." in told
    assert "Robin Waits for your clinician." in told
    shown = both.alice.page(both.alice.of_client("/between"))
    assert "Robin Somebody new, sent" in shown
    assert "From the choir." in shown
    assert "They are on the map." in settle(both, "accept", since="new", reply="Lovely.")
    told = both.kim.page("/my/circle")
    assert "Robin It is on your map. As somebody new in your life. Lovely." in told
    assert "Who is there" not in told
    release(both, "people")
    assert "Who is there" in both.kim.page("/my/circle")


def test_a_client_sees_no_more_than_is_released_and_never_marks_notes_or_numbers(both: Both) -> None:
    secrets = {"note": "sentinel note", "phone": "0999 sentinel", "strain": 2}
    both.alice.add("Sam", circle=1, emotional=2, unsafe=True, **secrets)
    both.alice.add("Ash", circle=1)
    ways = ("/my/circle", "/my/circle/add")
    for parts, words in (((), ()), (("people",), ("Sam",)), (("people", "gives"), ("Sam", "Talks and"))):
        release(both, *parts)
        told = both.kim.page(ways[0])
        assert all(word in told for word in words)
        assert "Strain" not in told
        for way in ways:
            assert not re.search("sentinel|unsafe|safe to turn", both.kim.open(way).get_data(as_text=True))
    release(both, "people", "strain")
    assert "Strain: " in both.kim.page("/my/circle")


def test_whom_a_clinician_leaves_out_is_not_there_for_the_client(both: Both) -> None:
    ash = both.alice.add("Ash", circle=1)
    both.alice.add("Sam", circle=1)
    release(both, "people", hidden=ash)
    told = both.kim.page("/my/circle")
    assert "Sam" in told
    assert "Ash" not in told
    assert both.kim.open(f"/my/circle/{ash}").status_code == 404


def test_what_is_different_is_sent_and_nothing_else(both: Both) -> None:
    sam = both.alice.add("Sam", circle=1, emotional=2)
    release(both, "people", "gives")
    page = f"/my/circle/{sam}"
    assert "Sam" in both.kim.page(page)
    nothing = both.kim.send(page, back=page, name="Sam", circle="1", emotional="2")
    assert "say what is different" in nothing.lower()
    both.kim.send(page, name="Sam", circle="3", emotional="2", gone="1")
    shown = both.alice.page(both.alice.of_client("/between"))
    assert "Sam About somebody on the map" in shown
    assert "Status active past instead" in shown
    assert "Talks and listens: " not in shown


def test_of_a_team_of_one_it_is_said_who_sees_it(both: Both, house: House) -> None:
    words = "Your care team is one person, "
    assert words in both.kim.page("/my/circle/add")
    assert "what you send, they see" in both.kim.page("/my/circle/add")
    assert "Keep it to yourself if they shouldn’t." in both.kim.page("/my/journal/write")
    path = f"/api/v1{both.alice.of_client('/team')}/{house.bob_id}"
    assert both.alice.open(path, "PUT").status_code == 200
    assert words not in both.kim.page("/my/circle/add")
    assert "Don’t show this to" in both.kim.page("/my/circle/add")


def test_it_is_said_what_ticking_somebody_to_leave_out_means(both: Both) -> None:
    both.alice.add("Sam")
    assert "Not shown to the client: Sam" in both.alice.page(both.alice.of_client("/between"))


def test_a_proposal_is_taken_back(both: Both) -> None:
    both.kim.send("/my/circle", name="Robin")
    html = both.kim.open("/my/circle").get_data(as_text=True)
    way = re.search(r'"(/my/circle/proposals/[0-9a-f-]+/withdraw)"', html)
    assert way
    assert "Robin You took it back." in both.kim.send(way[1])
    assert "taken back by the client" in both.alice.page(both.alice.of_client("/between"))


def test_sent_twice_it_is_one(both: Both) -> None:
    html = both.kim.open("/my/circle/add").get_data(as_text=True)
    own_id = re.search(r'name="id" value="([^"]+)"', html)
    assert own_id
    for _ in range(3):
        told = both.kim.send("/my/circle", id=own_id[1], name="Robin")
    assert told.count("Robin") == 1


def test_a_script_that_sends_again_is_told_where_it_leads_or_what_is_wrong(both: Both) -> None:
    headers = {"X-Requested-With": "resend"}
    answer = both.kim.post("/my/circle", data={"name": "Robin"}, headers=headers)
    assert answer.json == {"to": "/my/circle"}
    assert "It is with your clinician now." in both.kim.page("/my/circle")
    answer = both.kim.post("/my/circle", data={"name": "x" * 201, "back": "/my/circle/add"}, headers=headers)
    assert (answer.status_code, sorted(answer.json or {})) == (422, ["fields", "words"])
    assert (answer.json or {})["fields"] == ["name"]
    assert "x" * 201 not in answer.text


def test_an_account_that_is_not_confirmed_proposes_and_sees_nothing_of_the_record(
    session: Session, house: House, both: Both
) -> None:
    both.alice.add("Sam", circle=1)
    release(both, "people", "gives", "coverage")
    both.kim.send("/my/circle", name="Robin")
    kim = User.client_id == house.owner.client_id
    session.execute(update(User).where(kim).values(confirmed_at=None))
    session.commit()
    told = both.kim.send("/my/circle", name="Blake")
    assert "It isn’t confirmed yet that this is you" in told
    assert "Blake Waits" in told
    assert "Sam" not in told
    assert "Don’t show this to" not in both.kim.page("/my/circle/add")
    shown = both.alice.page(both.alice.of_client("/between"))
    assert "Sent by an account that isn’t confirmed" in shown


def test_a_proposal_kept_from_one_of_the_team_is_not_there_for_them(both: Both, house: House) -> None:
    path = f"/api/v1{both.alice.of_client('/team')}/{house.bob_id}"
    assert both.alice.open(path, "PUT").status_code == 200
    everyone = {"not_for": [str(house.alice_id), str(house.bob_id)]}
    assert "somebody has to be left" in both.kim.send("/my/circle", name="Robin", **everyone).lower()
    both.kim.send("/my/circle", name="Robin", not_for=str(house.bob_id))
    assert "Robin" in both.alice.page(both.alice.of_client("/between"))
    assert "Robin" not in house.bob.page(house.bob.of_client("/between"))


def test_nothing_of_it_is_shown_while_names_are_off(both: Both) -> None:
    both.kim.send("/my/circle", name="Robin")
    both.alice.send("/names", names="off")
    told = both.alice.page(both.alice.of_client("/between"))
    assert "hidden while names are off" in told
    assert "Robin" not in told


def test_coverage_is_shown_with_its_status_where_it_is_released_and_names_nobody(both: Both) -> None:
    both.alice.add("Sam", circle=1, emotional=2, strain=0)
    assert "How well I am supported" not in both.kim.page("/my/circle")
    release(both, "coverage")
    told = both.kim.page("/my/circle")
    assert "Emotional support" in told
    assert "descriptive, not validated" in told.lower()
    assert "not a diagnosis" in told or "nothing about you" in told
    assert "Sam" not in told


def test_who_was_left_out_stays_so_while_they_are_gone(both: Both) -> None:
    ash = both.alice.add("Ash", circle=1)
    release(both, "people", hidden=ash)
    path = f"/api/v1{both.alice.of_client(f'/contacts/{ash}')}"
    for status in ("past", "active"):
        tag = both.alice.open(path).headers["ETag"]
        answer = both.alice.open(path, "PATCH", json={"status": status}, headers={"If-Match": tag})
        assert answer.status_code == 200
        if status == "past":
            release(both, "people", "gives")
    assert "Ash" not in both.kim.page("/my/circle")


def test_that_somebody_was_on_the_map_already_is_told_only_where_they_are_shown(both: Both) -> None:
    both.alice.add("Samuel", circle=1)
    both.kim.send("/my/circle", name="Sam")
    merge(both)
    assert "Sam It is on your map." in both.kim.page("/my/circle")
    release(both, "people")
    assert "They were on your map already" in both.kim.page("/my/circle")


def test_numbers_that_are_too_long_are_refused_and_nothing_breaks(both: Both) -> None:
    long = "9" * 5000
    assert both.kim.post("/my/circle", data={"name": "Robin", "circle": long}).status_code == 422
    sam = both.alice.add("Sam")
    both.kim.send("/my/circle", name="Robin")
    html = both.alice.open(both.alice.of_client("/between")).get_data(as_text=True)
    merge = re.search(r'"(/clients/[0-9a-f-]+/proposals/[0-9a-f-]+/)', html)
    assert merge
    sent: dict[str, dict[str, str]] = {
        both.alice.of_client("/between/release"): {"version": long},
        f"{merge[1]}merge": {"contact": f"{sam} {long}"},
        both.alice.of_client("/map/what-if"): {"changes": sam, "emotional": long},
        both.alice.of_client("/card/phones"): {"contact": f"{sam} {long}", f"phone-{sam}": "1"},
    }
    for path, form in sent.items():
        assert both.alice.post(path, data=form).status_code in (412, 422), path
