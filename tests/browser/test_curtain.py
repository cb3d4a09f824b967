"""Names turned off in another tab: they are gone at once, and what waits to be saved is not lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.conftest import dialogs
from tests.browser.served import Served
from tests.browser.test_every_page import AXE
from tests.browser.test_map_page import add, on_map, saved


@pytest.fixture
def other(desk: Page, house: Served) -> Page:
    """A second tab of the same browser, on a page that shows no client."""
    page = desk.context.new_page()
    page.goto(f"{house.url}/account")
    return page


@pytest.fixture
def frank(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser that says on its console what the service refused."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


def two_tabs(frank: BrowserContext, house: Served) -> tuple[Page, Page]:
    """The map of the client, and a page that shows no client."""
    desk, other = frank.new_page(), frank.new_page()
    house.enter(desk)
    other.goto(f"{house.url}/account")
    return desk, other


def names_off(page: Page) -> None:
    """Turn names off, and wait until they are."""
    page.get_by_role("button", name="Names on").click()
    expect(page.get_by_role("button", name="Names off")).to_be_visible()


def seen(page: Page) -> str:
    """All that can be read of the page, and its title."""
    return str(page.evaluate("document.body.innerText + document.title"))


def names_stay_hidden(page: Page) -> None:
    """Nothing shows a name, now or a while later, whether or not somebody comes back to the tab."""
    page.bring_to_front()
    for _ in range(7):
        assert "Avery" not in seen(page)
        page.wait_for_timeout(500)


def test_names_that_go_off_are_gone_from_the_other_tab_too(desk: Page, other: Page) -> None:
    add(desk, "Avery")
    saved(desk)
    names_off(other)
    expect(on_map(desk, "Person 1")).to_be_visible()
    assert "Avery" not in desk.content()


def hold_what_is_added(page: Page) -> list[Route]:
    """Hold back the first of what is added; what follows goes its way."""
    held: list[Route] = []
    page.route("**/contacts", lambda route: route.continue_() if held else held.append(route))
    return held


def covered_while_saving(frank: BrowserContext, house: Served) -> tuple[Page, list[Route]]:
    """A page that is covered while its one change is under way, and that change."""
    desk, other = two_tabs(frank, house)
    held = hold_what_is_added(desk)
    add(desk, "Avery")
    desk.wait_for_function("() => document.querySelector('[data-saving]').dataset.waiting === '1'")
    names_off(other)
    expect(desk.get_by_text("1 change is still waiting")).to_be_visible()
    return desk, held


def test_what_waits_is_said_and_sent_before_the_page_is_left(desk: Page, house: Served, other: Page) -> None:
    held = hold_what_is_added(desk)
    add(desk, "Avery", "Blake")
    desk.wait_for_function("() => document.querySelector('[data-saving]').dataset.waiting === '1'")
    names_off(other)
    expect(desk.get_by_text("2 changes are still waiting to be saved.")).to_be_visible()
    assert "Avery" not in seen(desk)
    with desk.expect_navigation():
        held[0].continue_()
    expect(on_map(desk, "Person 1")).to_be_visible()
    assert [each["name"] for each in house.contacts()] == ["Avery", "Blake"]


def test_a_text_that_is_being_typed_is_saved_first(desk: Page, house: Served, other: Page) -> None:
    add(desk, "Avery")
    saved(desk)
    desk.get_by_text("Name, kind, note and more").click()
    desk.get_by_label("Note").press_sequentially("rang today")
    names_off(other)
    expect(on_map(desk, "Person 1")).to_be_visible()
    assert [each["note"] for each in house.contacts()] == ["rang today"]


def test_names_that_are_typed_and_not_entered_are_saved_first(desk: Page, house: Served, other: Page) -> None:
    desk.get_by_label("Add somebody").press_sequentially("Avery")
    names_off(other)
    expect(on_map(desk, "Person 1")).to_be_visible()
    assert [each["name"] for each in house.contacts()] == ["Avery"]


def test_a_list_that_is_being_pasted_is_saved_first(desk: Page, house: Served, other: Page) -> None:
    desk.get_by_role("button", name="Several").click()
    desk.get_by_label("One name a line").fill("Avery\nBlake")
    names_off(other)
    expect(on_map(desk, "Person 2")).to_be_visible()
    assert [each["name"] for each in house.contacts()] == ["Avery", "Blake"]


def test_without_a_connection_it_can_be_tried_again(frank: BrowserContext, house: Served) -> None:
    desk, other = two_tabs(frank, house)
    desk.route("**/contacts", lambda route: route.abort())
    add(desk, "Avery")
    desk.locator(".saving[data-state=waiting]").wait_for()
    names_off(other)
    expect(desk.get_by_text("1 change is still waiting to be saved. There is no connection.")).to_be_visible()
    names_stay_hidden(desk)
    assert Axe().run(desk, options=AXE).response["violations"] == []
    desk.unroute("**/contacts")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Try again").click()
    expect(on_map(desk, "Person 1")).to_be_visible()


def signed_out_with_a_change(frank: BrowserContext, house: Served) -> tuple[Page, Page]:
    """A tab that is covered with a change that can't be sent, and another at the sign-in."""
    desk, other = two_tabs(frank, house)
    desk.route("**/contacts", lambda route: route.fulfill(status=401, json={}))
    add(desk, "Avery")
    desk.locator(".saving[data-state=signed-out]").wait_for()
    names_off(other)
    expect(desk.get_by_text("You are signed out. Sign in in another tab")).to_be_visible()
    names_stay_hidden(desk)
    return desk, other


def test_signed_out_one_signs_in_elsewhere_and_tries_again(frank: BrowserContext, house: Served) -> None:
    desk, _ = signed_out_with_a_change(frank, house)
    desk.unroute("**/contacts")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Try again").click()
    assert [each["name"] for each in house.contacts()] == ["Avery"]


def test_signed_out_one_may_discard_what_waits_and_is_asked_once_more(
    frank: BrowserContext, house: Served
) -> None:
    desk, _ = signed_out_with_a_change(frank, house)
    asked = dialogs(desk, accept=True)
    with desk.expect_navigation():
        desk.get_by_role("button", name="Discard these changes").click()
    assert asked == ["beforeunload"]
    assert house.contacts() == []


def test_a_conflict_is_decided_without_a_name(frank: BrowserContext, house: Served) -> None:
    desk, other = two_tabs(frank, house)
    add(desk, "Avery")
    saved(desk)
    desk.route("**/network", lambda route: route.abort())
    (avery,) = house.contacts()
    house.send(
        "PATCH", f"/contacts/{avery['id']}", {"name": "Avery B."}, **{"If-Match": f'"{avery["version"]}"'}
    )
    desk.get_by_text("Name, kind, note and more").click()
    desk.get_by_label("Name", exact=True).fill("Avery C.")
    desk.get_by_label("Name", exact=True).blur()
    both = desk.get_by_role("dialog", name="This was changed elsewhere too")
    expect(both).to_contain_text("Theirs: Avery B.")
    names_off(other)
    expect(both).to_contain_text("Theirs: hidden while names are off")
    names_stay_hidden(desk)
    with desk.expect_navigation():
        both.get_by_role("button", name="Use mine").click()
    assert [each["name"] for each in house.contacts()] == ["Avery C."]


def test_what_is_refused_meanwhile_is_said_before_the_page_is_left(
    frank: BrowserContext, house: Served
) -> None:
    desk, held = covered_while_saving(frank, house)
    held[0].fulfill(status=422, json={"title": "Full", "detail": "the map is full."})
    expect(desk.get_by_text("Not kept: the map is full. All else is saved.")).to_be_visible()
    names_stay_hidden(desk)
    with desk.expect_navigation():
        desk.get_by_role("button", name="Load anew").click()
    assert house.contacts() == []


@pytest.mark.parametrize("answer", [{"status": 500, "json": {}}, {"status": 200, "json": []}])
def test_whatever_goes_wrong_there_is_a_way_on(
    frank: BrowserContext, house: Served, answer: dict[str, Any]
) -> None:
    desk, held = covered_while_saving(frank, house)
    held[0].fulfill(**answer)
    dialogs(desk, accept=True)
    with desk.expect_navigation():
        desk.get_by_role("button", name=re.compile("Load anew|Discard these changes")).click()
    assert house.contacts() == []
