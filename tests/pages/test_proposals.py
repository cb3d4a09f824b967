"""What the team makes of what a client proposed, and how both read what came of it."""

from __future__ import annotations

import re

import pytest

from tests.pages.conftest import Both, release
from tests.pages.proposing import correct, merge, settle


def test_who_may_be_meant_is_offered_value_by_value(both: Both) -> None:
    both.alice.add("Samuel", circle=1, emotional=0)
    both.kim.send("/my/circle", name="Sam", circle="3", practical="2")
    shown = both.alice.page(both.alice.of_client("/between"))
    assert "May be Samuel, who is on the map" in shown
    assert "Circle inner circle outer circle instead" in shown
    assert "Gives a hand not asked almost always fills in" in shown
    assert "Taken over into the map: gives a hand." in merge(both)
    assert "merged into Samuel" in both.alice.page(both.alice.of_client("/between"))
    release(both, "people", "gives")
    told = both.kim.page("/my/circle")
    assert "They were on your map already; part of what you said is added." in told
    assert "Gives a hand: almost always" in told


def test_a_correction_is_taken_over_as_it_is_shown(both: Both) -> None:
    sam = correct(both, circle="1", gone="1", words="We are closer now.")
    assert "Taken over into the map: circle, status." in merge(both)
    contact = both.alice.open(f"/api/v1{both.alice.of_client(f'/contacts/{sam}')}").json
    assert contact
    assert (contact["circle"], contact["status"]) == (1, "past")
    assert "taken over: circle, status" in both.alice.page(both.alice.of_client("/between"))
    assert "Your map is changed as you said." in both.kim.page("/my/circle")


def test_of_a_correction_no_more_is_said_to_be_taken_over_than_is(both: Both) -> None:
    correct(both, circle="1", relationship="partner")
    assert "Taken over into the map: relationship." in merge(both, untick="circle")
    assert "Part of it is changed on your map" in both.kim.page("/my/circle")


def test_where_nothing_is_ticked_nobody_reads_that_something_changed(both: Both) -> None:
    correct(both, circle="1")
    assert "Nothing was changed on the map: nothing was ticked" in merge(both, untick="circle")
    assert "read, and nothing changed" in both.alice.page(both.alice.of_client("/between"))
    assert "It was read; your map stays as it was." in both.kim.page("/my/circle")


def test_somebody_else_is_compared_before_anything_is_merged(both: Both) -> None:
    jesse = both.alice.add("Jesse", circle=1, emotional=0)
    both.kim.send("/my/circle", name="Robin", circle="3", practical="2")
    page = both.alice.of_client("/between")
    html = both.alice.open(page).get_data(as_text=True)
    assert 'required><option value="">Choose…</option>' in html
    proposal = re.search(r'name="proposal" value="([^"]+)"', html)
    assert proposal
    chosen = f"{page}?proposal={proposal[1]}&contact="
    for nobody in ("", "x", proposal[1]):
        assert 'id="chosen"' not in both.alice.open(chosen + nobody).get_data(as_text=True)
    shown = both.alice.page(chosen + jesse)
    assert "May be Jesse, who is on the map" in shown
    assert "Circle inner circle outer circle instead" in shown
    html = both.alice.open(chosen + jesse).get_data(as_text=True)
    assert html.count('id="chosen"') == 1
    contact = re.search(rf'name="contact" value="({jesse} \d+)"', html)
    assert contact
    told = both.alice.send(f"{both.alice.of_client('/proposals')}/{proposal[1]}/merge", contact=contact[1])
    assert "Taken over into the map: gives a hand." in told
    assert "merged into Jesse" in told


def test_a_correction_is_compared_with_nobody_else(both: Both) -> None:
    correct(both, circle="1")
    ash, page = both.alice.add("Ash", circle=3), both.alice.of_client("/between")
    html = both.alice.open(page).get_data(as_text=True)
    proposal = re.search(r"/proposals/([0-9a-f-]+)/merge", html)
    assert proposal
    assert "May be Ash" not in both.alice.page(f"{page}?proposal={proposal[1]}&contact={ash}")


def test_a_decision_leads_on_to_the_next_proposal(both: Both) -> None:
    both.kim.send("/my/circle", name="Robin")
    html = both.alice.open(both.alice.of_client("/between")).get_data(as_text=True)
    way = re.search(r'"(/clients/[0-9a-f-]+/proposals/[0-9a-f-]+/)talk"', html)
    assert way
    for verb, form in (("talk", {}), ("accept", {"since": "new"})):
        answer = both.alice.post(way[1] + verb, data=form)
        assert answer.headers["Location"].endswith("/between#proposals-title")
    assert '<h2 id="proposals-title" tabindex="-1">' in html


def test_what_was_said_is_read_again_by_whoever_sent_it(both: Both) -> None:
    correct(both, circle="1", gone="1", words="We are closer now.")
    told = both.kim.page("/my/circle")
    assert "What you said about Sam … We are closer now." in told
    assert "Circle: inner circle No longer in your life" in told
    both.kim.send("/my/circle", name="Robin", kind="person")
    assert "What you said about Robin" not in both.kim.page("/my/circle")


def test_what_is_left_as_it_is_does_not_say_that_anybody_spoke(both: Both) -> None:
    both.kim.send("/my/circle", name="Robin")
    settle(both, "decline")
    told = both.kim.page("/my/circle")
    assert "The map stays as it is." in told
    assert "You spoke" not in told


@pytest.mark.parametrize("emotional", ["0", "2", ""])
def test_what_became_of_it_tells_no_answer_that_is_not_released(both: Both, emotional: str) -> None:
    both.alice.add("Sam", emotional=2)
    release(both, "people")
    both.kim.send("/my/circle", name="Sam", emotional=emotional, practical="1")
    merge(both)
    told = both.kim.page("/my/circle")
    assert "They were on your map already." in told
    assert "added" not in told
    assert "all that you said" not in told


def test_of_somebody_left_out_since_no_correction_tells_how_it_went(both: Both) -> None:
    sam = correct(both, circle="1")
    release(both, "people", hidden=sam)
    merge(both)
    assert "what of it stands on your map is settled" in both.kim.page("/my/circle")
