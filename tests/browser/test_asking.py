"""The questions in a real browser: nothing that was typed gets lost, and nothing counts that wasn't asked."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import dialogs
from tests.browser.served import Served
from tests.browser.test_map_page import facts, on_map, saved


@pytest.fixture
def asked(desk: Page) -> Page:
    """The questions, before anybody is on the map."""
    desk.get_by_role("link", name="Ask", exact=True).click()
    return desk


def step(page: Page, name: str) -> None:
    """Go to a question."""
    page.get_by_role("navigation", name="Questions").get_by_role("button", name=name).click()


def test_going_on_adds_the_names_that_were_typed_and_not_entered(asked: Page, house: Served) -> None:
    asked.get_by_role("textbox", name="Friends, old and new").fill("Avery")
    asked.get_by_role("textbox", name="Animals").fill("Rex")
    asked.get_by_role("button", name="Next question").click()
    asked.get_by_role("textbox", name="Anyone who is not on the map?").fill("Blake")
    asked.get_by_role("button", name="Back", exact=True).click()
    asked.get_by_role("textbox", name="Clubs, faith").fill("Choir")
    step(asked, "Strain")
    expect(asked.get_by_role("button", name="Choir not asked")).to_be_visible()
    asked.get_by_role("textbox", name="Anyone who is not on the map?").fill("Dee")
    asked.get_by_role("link", name="Map", exact=True).click()
    expect(on_map(asked, "Dee")).to_be_visible()
    saved(asked)
    assert facts(house, "sector", "kind", "emotional", "strain") == [
        ("Avery", "friends", "person", None, None),
        ("Rex", "family", "animal", None, None),
        ("Blake", None, "person", 1, None),
        ("Choir", "community", "group", None, None),
        ("Dee", None, "person", None, 1),
    ]


def test_there_is_nobody_is_not_said_while_a_name_is_typed(asked: Page, house: Served) -> None:
    asked.get_by_role("textbox", name="Friends, old and new").fill("Avery")
    asked.get_by_role("button", name="There is nobody").click()
    expect(asked.get_by_role("list", name="On the map")).to_have_text("Avery")
    saved(asked)
    assert facts(house) == [("Avery",)]


def test_leaving_the_page_with_a_name_that_is_not_entered_asks_first(asked: Page, house: Served) -> None:
    kinds = dialogs(asked, accept=False)
    field = asked.get_by_role("textbox", name="Friends, old and new")
    field.press_sequentially("Avery")
    asked.get_by_role("link", name="Visits").click(no_wait_after=True)
    asked.wait_for_timeout(500)
    assert kinds == ["beforeunload"]
    expect(field).to_have_value("Avery")


def test_a_name_that_is_not_entered_does_not_hold_up_names_that_go_off(asked: Page, house: Served) -> None:
    asked.get_by_role("textbox", name="Friends, old and new").press_sequentially("Avery")
    other = asked.context.new_page()
    other.goto(f"{house.url}/account")
    other.get_by_role("button", name="Names on").click()
    expect(asked.get_by_role("list", name="On the map")).to_have_text("Friend 1")
    assert facts(house) == [("Avery",)]


def test_how_much_is_wanted_is_not_asked_until_it_is_and_can_be_taken_back(
    asked: Page, house: Served
) -> None:
    step(asked, "Talks and listens")
    need = asked.get_by_role("group", name="How much of it do you want?")
    expect(need.get_by_text("Not asked")).to_be_visible()
    expect(need.get_by_role("radio", checked=True)).to_have_count(0)
    need.get_by_role("radio", name="Some").check()
    expect(need.get_by_text("Not asked")).to_be_hidden()
    saved(asked)
    assert house.network()["needs"] == {"emotional": 0.5, "practical": None, "belonging": None}
    need.get_by_role("button", name="Take it back").click()
    expect(need.get_by_text("Not asked")).to_be_visible()
    expect(need.get_by_role("radio", checked=True)).to_have_count(0)
    saved(asked)
    assert house.network()["needs"]["emotional"] is None


def test_who_is_not_tied_was_not_asked_until_all_ties_are_said(asked: Page, house: Served) -> None:
    names = ("Avery", "Blake", "Cleo")
    ids = [house.send("POST", "/contacts", {"name": name})["contacts"][0]["id"] for name in names]
    asked.reload()
    step(asked, "Who knows whom")
    asked.get_by_role("button", name="Blake not asked").click()
    expect(asked.get_by_role("button", name="Blake know each other")).to_be_visible()
    expect(asked.get_by_role("button", name="Cleo not asked")).to_be_visible()
    expect(asked.get_by_role("navigation", name="Questions")).to_contain_text("not all asked")
    asked.get_by_role("button", name="These are all the ties").click()
    expect(asked.get_by_role("button", name="Cleo no tie")).to_be_visible()
    saved(asked)
    assert house.network()["ties_asked"] is True
    asked.get_by_label("Add somebody").fill("Dee")
    asked.get_by_label("Add somebody").press("Enter")
    expect(asked.get_by_role("button", name="Dee not asked")).to_be_visible()
    saved(asked)
    assert house.network()["ties_asked"] is False
    assert {house.network()["ties"][0][end] for end in "ab"} == {*ids[:2]}
    house.send("POST", "/visits")
    asked.reload()
    asked.get_by_role("link", name="is open").click()
    expect(asked.get_by_text("Who knows whom was not asked of everybody.")).to_be_visible()


def no_news(route: Route) -> None:
    """Nothing of what others change is heard; what is done here goes through."""
    if route.request.method == "GET":
        route.fulfill(status=304)
    else:
        route.continue_()


def test_all_ties_are_not_said_of_whom_a_colleague_has_just_added(asked: Page, house: Served) -> None:
    for name in ("Avery", "Blake"):
        house.send("POST", "/contacts", {"name": name})
    asked.reload()
    step(asked, "Who knows whom")
    asked.route("**/network", no_news)
    house.send("POST", "/contacts", {"name": "Cleo"})
    asked.get_by_role("button", name="Nobody knows anybody else").click()
    expect(asked.get_by_text("Somebody is here whom you didn’t see when you said it")).to_be_visible()
    saved(asked)
    assert house.network()["ties_asked"] is False
    asked.unroute("**/network")
    expect(asked.get_by_role("button", name="Cleo not asked")).to_be_visible(timeout=15_000)
    expect(asked.get_by_role("button", name="Nobody knows anybody else")).to_be_visible()
