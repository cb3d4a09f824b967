"""A client's circle by phone and keys, over a network that goes; and what a clinician makes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import listen
from tests.browser.served import ALICE, KIM, Served, served
from tests.browser.test_every_page import seen

OFFLINE = "net::ERR_INTERNET_DISCONNECTED"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A client with an account and somebody on the map."""
    house = served(tmp_path_factory.mktemp("my circle"), client=True)
    with house.running():
        house.send("POST", "/contacts", {"name": "Samuel", "circle": 1, "emotional": 2, "sector": "friends"})
        yield house


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    """A phone, held in the dark."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, color_scheme="dark"
    )
    yield context
    context.close()


def press(page: Page, *keys: str) -> None:
    """Press keys, one after the other."""
    for key in keys:
        page.keyboard.press(key)


def reach(page: Page, name: str) -> None:
    """Go on with the Tab key until what has this name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if (
            page.evaluate("document.activeElement.closest('label,a,button,summary')?.innerText ?? ''").strip()
            == name
        ):
            return
    raise AssertionError(f"{name} is not reached by key")


def test_somebody_is_proposed_by_phone_while_the_network_goes_and_comes(
    chromium: Browser, phone: BrowserContext, house: Served
) -> None:
    kim = phone.new_page()
    heard = listen(kim, house.url)
    house.sign_in(kim, KIM)
    assert seen(kim) == []
    kim.get_by_role("link", name="Add somebody").tap()
    expect(kim.get_by_role("heading", name="Somebody I trust")).to_be_visible()
    assert seen(kim) == []
    kim.get_by_label("What do you call them?").fill("Sam")
    kim.get_by_role("radio", name="Close", exact=True).check(force=True)
    phone.set_offline(True)
    kim.get_by_role("button", name="Send it").tap()
    expect(kim.get_by_text("No network just now.")).to_be_visible()
    assert seen(kim) == []
    phone.set_offline(False)
    expect(kim.get_by_text("It is with your clinician now.")).to_be_visible(timeout=15_000)
    expect(kim.get_by_role("heading", name="Sam", exact=True)).to_have_count(1)
    assert seen(kim) == []
    assert [line for line in heard if OFFLINE not in line] == []
    desk = chromium.new_context(viewport={"width": 1280, "height": 800}).new_page()
    told = listen(desk, house.url)
    house.enter(desk, who=ALICE)
    desk.get_by_role("link", name="Between").click()
    expect(desk.get_by_role("heading", name="May be Samuel, who is on the map")).to_be_visible()
    assert seen(desk) == []
    desk.get_by_role("button", name="It is Samuel: merge").click()
    expect(desk.get_by_text("Nothing was changed on the map")).to_be_visible()
    desk.get_by_label("Who is on the map, and how close").check()
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("Saved: the client sees it so from now on.")).to_be_visible()
    assert [*seen(desk), *told] == []
    desk.context.close()
    kim.reload()
    expect(kim.get_by_role("heading", name="Samuel")).to_be_visible()
    expect(kim.get_by_text("They were on your map already")).to_be_visible()
    assert seen(kim) == []


def test_all_of_it_is_done_by_keys(phone: BrowserContext, house: Served) -> None:
    kim = phone.new_page()
    house.sign_in(kim, KIM)
    expect(kim.get_by_role("heading", name="My circle")).to_be_visible()
    reach(kim, "Add somebody")
    press(kim, "Enter")
    kim.get_by_label("What do you call them?").wait_for()
    kim.get_by_label("What do you call them?").focus()
    kim.keyboard.type("Robin")
    press(kim, "Tab", "ArrowRight", "Tab")
    kim.keyboard.type("choir")
    reach(kim, "Send it to my clinician")
    press(kim, "Enter")
    kim.get_by_role("heading", name="Robin").wait_for()
    card = kim.locator(".card", has_text="Robin")
    expect(card.get_by_text("Waits for your clinician.")).to_be_visible()
    card.locator("summary", has_text="Take it back").focus()
    press(kim, "Enter")
    reach(kim, "Yes, take it back")
    press(kim, "Enter")
    expect(kim.locator(".card", has_text="Robin").get_by_text("You took it back.")).to_be_visible()


def test_what_was_typed_stays_where_somebody_was_signed_out(phone: BrowserContext, house: Served) -> None:
    kim = phone.new_page()
    house.sign_in(kim, KIM)
    kim.goto(f"{house.url}/my/circle/add")
    kim.get_by_label("What do you call them?").fill("Ash")
    phone.clear_cookies()
    kim.get_by_role("button", name="Send it").tap()
    expect(kim.get_by_text("You were signed out.")).to_be_visible()
    again = phone.new_page()
    house.sign_in(again, KIM)
    kim.get_by_role("button", name="Send it").tap()
    expect(kim.get_by_role("heading", name=re.compile("Ash"))).to_be_visible()


def test_the_pages_of_a_clients_data_are_readable_by_all(phone: BrowserContext, house: Served) -> None:
    kim = phone.new_page()
    heard = listen(kim, house.url)
    house.sign_in(kim, KIM)
    kim.get_by_role("link", name="My data").tap()
    expect(kim.get_by_role("heading", name="My data", exact=True)).to_be_visible()
    assert seen(kim) == []
    with kim.expect_download() as copy:
        kim.get_by_role("link", name="To read").click()
    assert copy.value.suggested_filename == "my-data.html"
    kim.get_by_text("Ask for it").tap()
    kim.get_by_role("button", name="Yes, ask my care team").tap()
    expect(kim.get_by_text("You asked for it on")).to_be_visible()
    assert [*seen(kim), *heard] == []


def test_proposals_are_decided_by_keys_one_after_the_other(phone: BrowserContext, house: Served) -> None:
    kim = phone.new_page()
    house.sign_in(kim, KIM)
    for name in ("Quinn", "W" * 200):
        kim.goto(f"{house.url}/my/circle/add")
        kim.get_by_label("What do you call them?").fill(name)
        kim.get_by_role("radio", name="Close", exact=True).check(force=True)
        kim.get_by_role("button", name="Send it").tap()
        expect(kim.get_by_role("heading", name=name, exact=True)).to_be_visible()
    assert seen(kim) == []
    kim.context.clear_cookies()
    house.enter(kim, who=ALICE)
    kim.goto(f"{house.url}/clients/{house.client_id}/between")
    assert seen(kim) == []
    first = kim.locator(".proposal", has_text="Quinn")
    first.get_by_text("It is somebody else on the map").click()
    first.get_by_label("Who").select_option(label="Samuel")
    first.get_by_role("button", name="Compare").click()
    expect(kim.get_by_role("heading", name="May be Samuel, who is on the map")).to_be_focused()
    assert seen(kim) == []
    reach(kim, "It is Samuel: merge")
    press(kim, "Enter")
    expect(kim.get_by_role("heading", name="Proposed by the client")).to_be_focused()
    expect(kim.get_by_text("Nothing was changed on the map")).to_be_in_viewport()
    expect(kim.locator(".proposal", has_text="Quinn")).to_have_count(0)


def test_between_has_nothing_to_fill_in_on_paper(chromium: Browser, house: Served) -> None:
    desk = chromium.new_context(viewport={"width": 718, "height": 1046}).new_page()
    house.enter(desk, who=ALICE)
    desk.goto(f"{house.url}/clients/{house.client_id}/between")
    fields = desk.locator("main :is(input, select, textarea, button):visible")
    assert fields.count()
    desk.emulate_media(media="print")
    assert fields.count() == 0
    desk.context.close()
