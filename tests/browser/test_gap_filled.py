"""A gap from the map to a service and back to the map, by three people who each see what is theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from supportmap.analysis.explain import function_name
from supportmap.analysis.network import FUNCTIONS
from supportmap.pages.words import SHORT
from tests.browser.conftest import listen
from tests.browser.gap_story import CHOIR, PANTRIES, RUNS, SECRET, Run, Story, a_town
from tests.browser.served import ALICE, KIM, NOOR, served
from tests.browser.test_every_page import seen
from tests.browser.test_map_page import add, answer, on_map, saved
from tests.browser.visiting import begin_visit, end_visit


@pytest.fixture
def story(request: pytest.FixtureRequest, chromium: Browser, tmp_path: Path) -> Iterator[Story]:
    """A directory, and three people signed in, whose pages stay silent and ask nobody else for anything."""
    run: Run = RUNS[request.param]
    file = request.getfixturevalue("shared_data") / PANTRIES if run.has_real_rows else a_town(tmp_path)
    house = served(tmp_path, client=True)
    house.bring_in(file, "Town")
    heard: list[list[str]] = []
    with ExitStack() as stack:
        stack.enter_context(house.running())
        three = [stack.enter_context(chromium.new_context(**run.window())).new_page() for _ in range(3)]
        for page, who in zip(three, (ALICE, NOOR, KIM), strict=True):
            heard.append(listen(page, house.url))
            house.sign_in(page, who)
        clinician, staff, client = three
        yield Story(run, house, clinician, staff, client)
    assert heard == [[], [], []]


@pytest.mark.parametrize("story", RUNS, indirect=True)
def test_a_gap_is_filled_and_only_the_map_says_whether_it_got_better(story: Story) -> None:
    the_clinician_maps_a_gap(story)
    the_client_lets_the_desk_look(story)
    assert story.covered() == ("gap", 0, 0)
    the_desk_takes_it_on_and_finds_a_service(story)
    the_client_agrees_that_they_are_told(story)
    the_desk_sends_it(story)
    the_clinician_sees_what_is_planned(story)
    assert story.covered() == ("gap", 0, 0)
    the_desk_notes_that_the_client_was_there(story)
    assert story.covered() == ("uncertain", 0, 0.9)
    the_clinician_asks_about_it_at_the_next_visit(story)
    assert story.covered() == ("thin", 0.9, 0.9)
    the_desk_closes_it(story)
    assert story.covered() == ("gap", 0, 0)
    the_clinician_maps_once_more_as_asked(story)
    assert story.covered() == ("thin", 0.9, 0.9)


def the_clinician_maps_a_gap(story: Story) -> None:
    page, short = story.clinician, SHORT[story.run.function]
    story.at_map()
    begin_visit(page, Locator.click)
    add(page, f"Avery {SECRET}")
    page.get_by_role("radio", name="Family, inner circle").check()
    for function in FUNCTIONS:
        answer(page, SHORT[function], "Hardly ever" if function == story.run.function else "Almost always")
    saved(page)
    page.get_by_role("link", name="Ask", exact=True).click()
    page.get_by_role("navigation", name="Questions").get_by_role("button", name=short).click()
    page.get_by_role("group", name="How much of it do you want?").get_by_label("A lot").check()
    saved(page)
    end_visit(page, Locator.click)


def the_client_lets_the_desk_look(story: Story) -> None:
    page, desk = story.clinician, story.staff
    expect(desk.get_by_text("No gap waits.")).to_be_visible()
    page.get_by_role("link", name="Record", exact=True).click()
    page.get_by_text("Note what the client says").click()
    page.get_by_label("Yes, they may look").check()
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_text("Noted: referral staff see the gaps now.")).to_be_visible()
    assert seen(page) == []


def look(page: Page) -> None:
    """See that a page of the desk is as it should be, and that nobody of the map stands on it."""
    assert seen(page) == []
    assert SECRET not in page.content()


def the_desk_takes_it_on_and_finds_a_service(story: Story) -> None:
    page, way, run = story.staff, story.run.way, story.run
    page.reload()
    gap = page.get_by_role("row", name=re.compile(rf"^K\. ?: {function_name(run.function)}"))
    expect(gap).to_contain_text(re.compile(r"gap\s*0\.7"))
    look(page)
    way.press(gap.get_by_role("button", name="Take on"))
    expect(gap).to_be_focused()
    way.press(gap.get_by_role("link", name="K."))
    way.write(page.get_by_label("Words"), run.words)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"found=1#found$"))
    look(page)
    best = (
        page.get_by_role("listitem").filter(has=page.get_by_role("button", name="Prepare a referral")).first
    )
    story.found = best.get_by_role("heading").inner_text()
    assert run.has_real_rows or story.found == CHOIR
    way.press(best.get_by_role("button", name="Prepare a referral"))
    expect(page.get_by_text("nobody outside was told yet")).to_be_visible()
    look(page)
    for theirs in ("map", "record", "visits"):
        assert page.request.get(f"{story.house.url}/clients/{story.house.client_id}/{theirs}").status == 404


def the_client_agrees_that_they_are_told(story: Story) -> None:
    page = story.client
    page.get_by_role("link", name="Near me").click()
    expect(page.get_by_role("heading", name=story.found)).to_be_visible()
    expect(page.get_by_text("Nobody there is told of you before you have said yes.")).to_be_visible()
    page.get_by_text("May they be told about you?").click()
    assert seen(page) == []
    page.get_by_role("button", name="Yes, they may be told").click()
    expect(page.get_by_text("Noted: your care team may tell them about you.")).to_be_visible()


def the_desk_sends_it(story: Story) -> None:
    page, way = story.staff, story.run.way
    expect(page.get_by_role("option", name="by phone")).to_be_disabled()
    page.reload()
    way.choose(page.get_by_role("combobox", name="How"), "by phone")
    way.press(page.get_by_role("button", name="Note as sent"))
    expect(page.get_by_text("Noted as sent.")).to_be_in_viewport()
    look(page)


def the_clinician_sees_what_is_planned(story: Story) -> None:
    page = story.clinician
    expect(story.at_map()).to_have_accessible_name(re.compile("expected of a referral"))
    page.get_by_role("link", name="Referrals", exact=True).click()
    page.get_by_role("link", name=story.found).click()
    expect(page.get_by_role("region", name="On the map")).to_contain_text(
        re.compile(r"when it began\s*gap.*now\s*gap.*as expected(?!\s*gap)", re.DOTALL)
    )
    assert seen(page) == []


def the_desk_notes_that_the_client_was_there(story: Story) -> None:
    page, client = story.staff, story.client
    story.run.way.press(page.get_by_role("button", name="The client was there"))
    expect(page.get_by_text("from now on it counts on the map")).to_be_in_viewport()
    look(page)
    client.reload()
    expect(client.get_by_text("You have been there.")).to_be_visible()


def the_clinician_asks_about_it_at_the_next_visit(story: Story) -> None:
    page = story.clinician
    expect(story.at_map()).not_to_have_accessible_name(re.compile("expected of a referral"))
    begin_visit(page, Locator.click)
    page.get_by_role("link", name="is open").click()
    expect(page.get_by_role("region", name="Still open")).to_contain_text(f"1 not asked: {story.found}.")
    story.at_map().click()
    page.get_by_role("radio", name="Community, outer circle").check()
    answers = {SHORT[story.run.function]: "Almost always", "Strain": "Hardly ever"}
    for question, words in (answers | {"Could be there": "Same day", "In touch": "Weekly"}).items():
        answer(page, question, words)
    saved(page)
    page.get_by_role("link", name="is open").click()
    page.get_by_role("button", name="Finish the visit").click()
    expect(page.get_by_text("The visit is finished")).to_be_visible()


def the_desk_closes_it(story: Story) -> None:
    page, way = story.staff, story.run.way
    way.press(page.get_by_text("It helped…"))
    helped = page.get_by_role("group").filter(has_text="It helped…")
    way.choose(helped.get_by_role("combobox", name="Why"), "in full")
    way.press(helped.get_by_role("button", name="Close"))
    expect(page.get_by_text("Whether it got better, the next visit’s map shows.")).to_be_in_viewport()
    look(page)


def the_clinician_maps_once_more_as_asked(story: Story) -> None:
    """It has ended as a referral; the client goes there still, which nobody knows but who asks."""
    page = story.clinician
    page.get_by_role("link", name="Referrals", exact=True).click()
    expect(page.get_by_text("map it again")).to_be_visible()
    assert seen(page) == []
    page.get_by_role("link", name=story.found).click()
    assert seen(page) == []
    page.get_by_role("link", name="Go through the map with the client once more").click()
    begin_visit(page, Locator.click)
    on_map(page, story.found).click()
    page.get_by_role("button", name="Back in your life").click()
    saved(page)
    page.get_by_role("link", name="is open").click()
    page.get_by_role("button", name="Finish the visit").click()
    page.get_by_role("link", name="Referrals", exact=True).click()
    expect(page.get_by_role("heading", name="Ended")).to_be_visible()
    expect(page.get_by_text("map it again")).to_have_count(0)
