"""When it gets hard: written down on a phone by keys alone, and the card of it on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import listen
from tests.browser.served import ALICE, KIM, Served, served
from tests.browser.test_every_page import seen
from tests.browser.visiting import by_keys, reach

CONTACTS = (
    {"name": "Avery", "circle": 1, "strain": 0, "phone": "01632 960123", "phone_checked_on": "2026-05-03"},
    {"name": "Blake", "circle": 2, "strain": 2, "phone": "01632 960456"},
    {"name": "The bench by the river", "kind": "place"},
    {"name": "Ulf", "unsafe": True, "phone": "01632 960789"},
)
SHEETS = {"A4": (718, 1046), "A5": (484, 718)}
"""What is left of a sheet within margins of 1 cm, in pixels of CSS."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Served]:
    """A client with an account, and people on the map."""
    house = served(tmp_path, client=True)
    with house.running():
        for facts in CONTACTS:
            house.send("POST", "/contacts", facts)
        yield house


@pytest.fixture
def desk(chromium: Browser, house: Served) -> Iterator[Page]:
    """Alice, who lets the client see who is on the map."""
    desk = chromium.new_page()
    house.sign_in(desk, ALICE)
    desk.goto(f"{house.url}/clients/{house.client_id}/between")
    release = desk.get_by_role("region", name="What the client sees of the map")
    release.get_by_label("Who is on the map, and how close").check()
    release.get_by_label("The phone numbers of those").check()
    release.get_by_role("button", name="Save").click()
    yield desk
    desk.close()


@pytest.fixture
def kim(chromium: Browser, house: Served, desk: Page) -> Iterator[Page]:
    """The client on a phone, on the first page of their own."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    kim = context.new_page()
    heard = listen(kim, house.url)
    house.sign_in(kim, KIM)
    yield kim
    context.close()
    # A browser notes by itself that it has no network.
    assert [each for each in heard if "ERR_INTERNET_DISCONNECTED" not in each] == []


def type_into(wanted: Locator, words: str) -> None:
    """Type into a field that Tab reached."""
    reach(wanted)
    wanted.page.keyboard.type(words)


def tick(wanted: Locator) -> None:
    """Press Space on it."""
    reach(wanted)
    wanted.page.keyboard.press("Space")
    expect(wanted).to_be_checked()


def choose(page: Page, now: str, key: str, wanted: str) -> None:
    """Go on from the answer that is chosen to another, by an arrow key."""
    reach(page.get_by_label(now, exact=True))
    page.keyboard.press(key)
    expect(page.get_by_label(wanted, exact=True)).to_be_checked()


def save(page: Page, told: str) -> None:
    """Save, and look at what comes."""
    by_keys(page.get_by_role("button", name="Save"))
    expect(page.get_by_text(told)).to_be_visible()
    assert seen(page) == []


def test_a_client_writes_it_down_by_keys_and_has_it_on_a_card(kim: Page, desk: Page) -> None:
    by_keys(kim.get_by_role("link", name="When it gets hard"))
    expect(kim.get_by_role("heading", name="When it gets hard")).to_be_visible()
    assert seen(kim) == []
    by_keys(kim.get_by_role("link", name="Add what makes it hard"))
    expect(kim.get_by_role("heading", name="Something that makes it hard")).to_be_visible()
    assert seen(kim) == []
    type_into(kim.get_by_label("What makes it hard"), "Sunday evenings")
    choose(kim, "Not said", "ArrowRight", "Somebody to talk to")
    choose(kim, "Only me", "ArrowRight", "Me and my care team")
    save(kim, "It is written down.")
    by_keys(kim.get_by_role("link", name="Add what helps when it is: Sunday evenings"))
    expect(kim.get_by_label("Sunday evenings")).to_be_checked()
    expect(kim.get_by_label("Ulf")).to_have_count(0)
    assert seen(kim) == []
    type_into(kim.get_by_label("What helps"), "Ring Avery, then walk to the river")
    for name in ("Avery", "The bench by the river"):
        tick(kim.get_by_label(name))
    choose(kim, "Only me", "ArrowRight", "Me and my care team")
    save(kim, "It is written down.")
    by_keys(kim.get_by_role("link", name="I used this"))
    choose(kim, "Not said", "ArrowRight", "A lot")
    assert seen(kim) == []
    by_keys(kim.get_by_role("button", name="Note it"))
    expect(kim.get_by_text("Used once. It helped a lot.")).to_be_visible()
    by_keys(kim.get_by_text("When I used it"))
    assert seen(kim) == []
    by_keys(kim.get_by_role("link", name="My card"))
    expect(kim.get_by_role("link", name="01632 960123")).to_have_attribute("href", "tel:01632960123")
    expect(kim.get_by_text("checked on 3 May 2026")).to_be_visible()
    assert seen(kim) == []
    desk.reload()
    told = desk.get_by_role("region", name="When it gets hard")
    expect(told.get_by_text("Used once. It helped a lot.").first).to_be_visible()
    assert seen(desk) == []


def test_a_page_without_a_network_keeps_what_was_typed_and_sends_it_once(kim: Page) -> None:
    kim.get_by_role("link", name="When it gets hard").click()
    kim.get_by_role("link", name="Add how it shows").click()
    kim.get_by_label("How it shows").fill("I don’t answer the phone")
    kim.context.set_offline(True)
    kim.get_by_role("button", name="Save").click()
    expect(kim.get_by_text("No network just now.")).to_be_visible()
    kim.context.set_offline(False)
    expect(kim.get_by_text("It is written down.")).to_be_visible()
    expect(kim.get_by_role("heading", name="I don’t answer the phone")).to_have_count(1)


def test_the_card_is_made_with_the_team_and_stands_on_one_sheet(desk: Page, house: Served) -> None:
    client = f"{house.url}/clients/{house.client_id}"
    desk.goto(f"{client}/coping/strategy/add")
    assert seen(desk) == []
    desk.get_by_label("What helps").fill("Ring somebody before it gets late")
    for name in ("Avery", "Blake strain: almost always", "The bench by the river"):
        desk.get_by_label(name).check()
    desk.get_by_role("button", name="Save").click()
    desk.goto(f"{client}/card")
    assert seen(desk) == []
    card = desk.get_by_role("article", name="When it gets hard")
    for width, height in SHEETS.values():
        desk.emulate_media(media="print")
        desk.set_viewport_size({"width": width, "height": height})
        assert desk.evaluate("document.documentElement.scrollWidth") <= width
        box = card.bounding_box()
        assert box
        assert box["y"] + box["height"] <= height
        for there in ("Avery", "01632 960123", "checked on 3 May 2026", "Blake", "not checked yet"):
            expect(card.get_by_text(there).first).to_be_visible()
        for offer in ("Numbers", "Print, or save as PDF", "strain", "Between visits", "Ulf"):
            expect(desk.get_by_text(offer).filter(visible=True)).to_have_count(0)


def test_all_numbers_are_saved_at_once_and_none_is_lost(desk: Page, house: Served) -> None:
    client = f"{house.url}/clients/{house.client_id}"
    desk.goto(f"{client}/coping/strategy/add")
    desk.get_by_label("What helps").fill("Ring somebody before it gets late")
    for name in ("Avery", "Blake strain: almost always"):
        desk.get_by_label(name).check()
    desk.get_by_role("button", name="Save").click()
    desk.goto(f"{client}/card")
    avery, blake = (desk.locator("[type=tel]").nth(place) for place in range(2))
    avery.evaluate("each => { each.value = 'x'.repeat(41) }")
    blake.fill("01632 960999")
    desk.get_by_role("button", name="Save the numbers").click()
    expect(desk.get_by_text("Phone number: expected text of at most 40")).to_be_visible()
    expect(avery).to_be_focused()
    expect(avery).to_have_attribute("aria-invalid", "true")
    expect(avery).to_have_value("x" * 41)
    expect(blake).to_have_value("01632 960999")
    avery.fill("01632 960555")
    by_keys(desk.get_by_role("button", name="Save the numbers"))
    expect(desk.get_by_text("Saved.")).to_be_visible()
    card = desk.get_by_role("article", name="When it gets hard")
    for number in ("01632 960555", "01632 960999"):
        expect(card.get_by_text(number)).to_be_visible()
