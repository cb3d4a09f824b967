"""The pages of a client's journal, setbacks and achievements, and what the team's page shows of them."""

from __future__ import annotations

import re

import pytest

from tests.pages.conftest import HTML, Both, House, read, release

SHARED = {"shared": "yes"}


def way(both: Both, page: str, pattern: str) -> str:
    """The first address on a page that a pattern fits."""
    found = re.search(rf'"({pattern})"', both.kim.open(page).get_data(as_text=True))
    assert found
    return found[1]


def between(both: Both) -> str:
    """What the team's page says."""
    return both.alice.page(both.alice.of_client("/between"))


def test_an_empty_journal_says_what_it_is_for_and_whose(both: Both) -> None:
    told = both.kim.page("/my/journal")
    assert "Nothing is here yet." in told
    assert "What you write is only for you, unless you share it." in told


def test_private_is_how_it_is_and_is_said_on_the_form(both: Both) -> None:
    form = both.kim.open("/my/journal/write").get_data(as_text=True)
    assert re.search(r'name="shared" value="no" checked', form)
    assert "nobody on your care team sees it" in read(both.kim.open("/my/journal/write"))
    assert "Kept, and only you see it." in both.kim.send("/my/journal", text="A walk.", before="3")
    assert "A walk." not in between(both)
    told = both.kim.page("/my/journal")
    assert "Mood, from 0 to 10: 3 before, not said after. A walk." in told
    assert "Only you" in told


def test_what_is_shared_is_on_the_teams_page_until_it_is_private_again(both: Both) -> None:
    both.kim.send("/my/journal", text="A walk.", before="3", after="6", tags="evening, Rain", **SHARED)
    assert "A walk." in (told := between(both))
    assert "Mood, from 0 to 10: 3 before, 6 after." in told
    assert "Mood was said before and after in 1 of 1 entry; in this one it was higher afterwards." in told
    one = way(both, "/my/journal", "/my/journal/[0-9a-f-]{36}")
    assert "Kept, and only you see it." in both.kim.send(one, text="A walk.", version="1")
    assert "A walk." not in between(both)


def test_nothing_of_it_is_shown_while_names_are_off(both: Both) -> None:
    both.kim.send("/my/journal", text="A walk with Avery.", **SHARED)
    both.alice.send("/names", names="off")
    assert "A walk" not in between(both)


def test_an_entry_is_about_those_whom_the_client_sees_and_found_by_them(both: Both) -> None:
    avery, blake = both.alice.add("Avery"), both.alice.add("Blake")
    release(both, "people")
    both.kim.send("/my/journal", text="Tea.", contacts=avery)
    both.kim.send("/my/journal", text="Chess.", contacts=blake)
    told = both.kim.page(f"/my/journal?about={avery}")
    assert ("What is about Avery." in told, "Tea." in told, "Chess." in told) == (True, True, False)
    assert re.search("In one entry each: (Avery , Blake|Blake , Avery) .", both.kim.page("/my/journal"))
    assert "Chess." in both.kim.page("/my/journal?about=nobody")


def test_words_are_looked_for_by_a_form_and_stand_in_no_address(both: Both) -> None:
    both.kim.send("/my/journal", text="Tea with lemon.")
    both.kim.send("/my/journal", text="Chess.")
    assert 'method="post"' in both.kim.open("/my/journal").get_data(as_text=True)
    told = both.kim.send("/my/journal/search", words="LEMON")
    assert ("1 entry has “LEMON”." in told, "Tea" in told, "Chess" in told) == (True, True, False)
    assert "No entry has “dragons”." in both.kim.send("/my/journal/search", words="dragons")
    assert "Write a word that you are looking for" in both.kim.send("/my/journal/search", words=" ")


def test_a_long_journal_comes_in_parts(both: Both) -> None:
    for number in range(32):
        both.kim.send("/my/journal", text=f"Nr {number}.", on_day="2026-01-05")
    assert both.kim.page("/my/journal").count("5 January 2026 ") > 30
    assert "Nr 1." not in both.kim.page("/my/journal")
    assert "Nr 1." in both.kim.page(way(both, "/my/journal", r"/my/journal\?after=30"))


def test_a_script_is_told_which_field_cannot_be_kept(both: Both) -> None:
    form = {"text": "A walk.", "on_day": "2999-01-01", "back": "/my/journal"}
    answer = both.kim.post("/my/journal", data=form, headers={"X-Requested-With": "resend"})
    assert (answer.status_code, answer.json) == (
        422,
        {"words": "That day is still to come.", "fields": ["on_day"]},
    )


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"text": " "}, "What you want to keep: expected text"),
        ({"on_day": "soon"}, "Day: expected a day, such as 2026-05-03"),
        ({"on_day": "2999-01-01"}, "Nothing was saved. That day is still to come."),
        ({"before": "high"}, "Mood before: expected a whole number from 0 to 10"),
        ({"tags": "x" * 41}, "Tags: expected at most 20 tags of at most 40 characters each"),
    ],
)
def test_what_cannot_be_kept_comes_back_as_it_was_typed(both: Both, sent: dict[str, str], told: str) -> None:
    form = {"text": "A walk <b>.", "tags": "rain", "before": "3", "on_day": "2026-01-05"} | sent
    answer = both.kim.post("/my/journal", data=form, headers=HTML)
    assert answer.status_code == 422
    assert told in read(answer)
    html = answer.get_data(as_text=True)
    assert all(part in html for part in (f'value="{form["tags"]}"', f'value="{form["on_day"]}"'))
    assert ("A walk &lt;b&gt;." in html) == ("text" not in sent)
    assert "Nothing is here yet." in both.kim.page("/my/journal")


def test_what_was_changed_in_another_tab_is_said_and_what_was_typed_stays(both: Both) -> None:
    both.kim.send("/my/journal", text="First.")
    one = way(both, "/my/journal", "/my/journal/[0-9a-f-]{36}")
    both.kim.send(one, text="Second.", version="1")
    answer = both.kim.post(one, data={"text": "Third.", "version": "1"}, headers=HTML)
    assert answer.status_code == 412
    assert "this was changed meanwhile" in read(answer)
    html = answer.get_data(as_text=True)
    assert ("Third.</textarea>" in html, 'name="version" value="2"' in html) == (True, True)
    both.kim.send(one, text="Third.", version="2")
    assert "Third." in both.kim.page("/my/journal")


def test_an_entry_is_deleted_for_good_after_it_was_asked(both: Both) -> None:
    both.kim.send("/my/journal", text="A walk.", **SHARED)
    assert "It is gone for good then, for everybody: nobody can bring it back." in both.kim.page(
        "/my/journal"
    )
    told = both.kim.send(way(both, "/my/journal", "/my/journal/[0-9a-f-]{36}/delete"))
    assert "It is deleted for good." in told
    assert "A walk." not in told
    assert "A walk." not in between(both)


def test_a_setback_goes_on_where_it_was_left_and_becomes_an_achievement(both: Both) -> None:
    assert "Nothing is here yet." in both.kim.page("/my/setbacks")
    told = both.kim.send("/my/setbacks", happened="I missed the bus.", thought="Always me.")
    assert "2 of 6 parts written. Next, if you like: What speaks for that thought?" in told
    one = way(both, "/my/setbacks", "/my/setbacks/[0-9a-f-]{36}")
    parts = ("evidence_for", "evidence_against", "other_view", "would_try")
    whole = dict.fromkeys(parts, "Something.") | {"happened": "I missed the bus.", "thought": "Always me."}
    assert "6 of 6 parts written. " in both.kim.send(one, version="1", **whole)
    told = both.kim.send(f"{one}/achieve", words="Took the next one.", on_day="2026-03-02")
    assert "1 2 March 2026 Took the next one. An achievement Change it" in told
    assert "Something came of it" in both.kim.page("/my/setbacks")
    assert "What you kept as achieved stays." in both.kim.page(one)


def test_of_setbacks_the_team_sees_what_is_shared_and_read_only(both: Both) -> None:
    both.kim.send("/my/setbacks", happened="I missed the bus.")
    one = way(both, "/my/setbacks", "/my/setbacks/[0-9a-f-]{36}")
    both.kim.send(f"{one}/achieve", words="Took the next one.", **SHARED)
    told = between(both)
    assert ("I missed the bus." in told, "Took the next one." in told) == (False, True)
    both.kim.send(one, happened="I missed the bus.", version="1", **SHARED)
    assert "1 of 6 parts written; something came of it What happened? I missed the bus." in between(both)
    html = both.alice.open(both.alice.of_client("/between")).get_data(as_text=True)
    assert "/my/" not in html


def test_an_achievement_is_changed_shared_and_deleted(both: Both) -> None:
    both.kim.send("/my/setbacks", happened="I missed the bus.")
    both.kim.send(f"{way(both, '/my/setbacks', '/my/setbacks/[0-9a-f-]{36}')}/achieve", words="Ran.")
    one = way(both, "/my/achievements", "/my/achievements/[0-9a-f-]{36}")
    assert "Kept, and shared" in both.kim.send(one, words="Walked.", version="1", **SHARED)
    assert "Walked." in between(both)
    assert "Nothing is here yet." in both.kim.send(f"{one}/delete")
    assert "No achievement is shared" in between(both)


def test_coverage_stands_beside_what_was_achieved_only_where_it_is_released(both: Both) -> None:
    both.alice.add("Avery", emotional=2, circle=1, strain=0)
    visit = both.alice.post(f"/api/v1{both.alice.of_client('/visits')}", json={"held_on": "2026-01-05"}).json
    assert visit
    both.alice.post(f"/api/v1{both.alice.of_client('/visits')}/{visit['id']}/finish")
    figure = "/api/v1/me/figures/achievements"
    assert "Beside how your support went" not in both.kim.page("/my/achievements")
    assert both.kim.open(figure).json == {"data": [], "layout": {}}
    release(both, "coverage")
    told = both.kim.page("/my/achievements")
    assert "Beside how your support went" in told
    assert "5 January 2026" in told
    assert "Descriptive, not validated" in told
    drawn = both.kim.open(figure).json
    assert drawn
    assert drawn["data"]


def test_a_script_is_told_what_is_wrong_and_keeps_what_was_typed(both: Both) -> None:
    answer = both.kim.post("/my/journal", data={"text": ""}, headers={"X-Requested-With": "resend"})
    assert (answer.status_code, answer.is_json) == (422, True)


def test_whoever_is_left_out_is_named_on_the_clients_page_and_stays_left_out(
    both: Both, house: House
) -> None:
    both.alice.send(both.alice.of_client("/team"), user=str(house.bob_id))
    both.kim.send("/my/journal", text="A walk.", not_for=str(house.bob_id), **SHARED)
    assert "Shared with your care team, not with A User" in both.kim.page("/my/journal")
    page = both.alice.of_client("/between")
    assert ("A walk." in both.alice.page(page), "A walk." in house.bob.page(page)) == (True, False)
    house.admin.send(both.alice.of_client(f"/team/{house.bob_id}/end"))
    one = way(both, "/my/journal", "/my/journal/[0-9a-f-]{36}")
    both.kim.send(one, text="A long walk.", version="1", **SHARED)
    both.alice.send(both.alice.of_client("/team"), user=str(house.bob_id))
    assert ("A long walk." in both.alice.page(page), "A long walk." in house.bob.page(page)) == (True, False)
