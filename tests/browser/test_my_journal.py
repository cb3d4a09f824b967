"""A client's journal and setbacks by keyboard on a phone, read by axe, and what the team sees of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import dialogs, listen
from tests.browser.served import ALICE, KIM, Served, served
from tests.browser.test_every_page import seen
from tests.browser.visiting import reach


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Served]:
    """A service of its own, with a client who has an account."""
    house = served(tmp_path, client=True)
    with house.running():
        yield house


@pytest.fixture
def kim(chromium: Browser, house: Served) -> Iterator[Page]:
    """Kim at a phone, who sees people and coverage; there was a visit at which both were asked about."""
    known = {"emotional": 2, "circle": 1, "strain": 0}
    house.send("POST", "/contacts", {"name": "Avery", **known})
    visit = house.send("POST", "/visits", {"held_on": "2026-01-05"})
    house.send("POST", f"/visits/{visit['id']}/finish")
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    heard = listen(page, house.url)
    house.sign_in(page, KIM)
    yield page
    context.close()
    assert heard == []


@pytest.fixture
def alice(chromium: Browser, house: Served) -> Iterator[Page]:
    """Alice at a desk, on the page of what is shared between visits."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    heard = listen(page, house.url)
    house.sign_in(page, ALICE)
    page.goto(f"{house.url}/clients/{house.client_id}/between")
    yield page
    context.close()
    assert heard == []


def release(alice: Page) -> None:
    """Let the client see who is there, and how well support is covered."""
    for name in ("people", "coverage"):
        alice.locator(f"input[name={name}]").check()
    alice.locator("form[action$='/between/release']").get_by_role("button", name="Save").click()
    alice.get_by_text("Saved: the client sees it so").wait_for()


def type_into(page: Page, label: str, words: str) -> None:
    """Reach a field by keyboard, and type."""
    reach(page.get_by_label(label))
    page.keyboard.type(words)


def press(page: Page, role: str, name: str, key: str = "Enter") -> None:
    """Reach a button or link by keyboard, and press a key on it."""
    reach(page.get_by_role(role, name=name).first)  # type: ignore[arg-type]
    page.keyboard.press(key)


def is_good(page: Page, heading: str) -> None:
    """Wait for a page, and look at it as axe does."""
    page.get_by_role("heading", name=heading, exact=True).first.wait_for()
    page.wait_for_load_state()
    assert seen(page) == []


def share(page: Page) -> None:
    """Choose by keyboard that the care team sees it."""
    reach(page.get_by_label("Only me").first)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("Me and my care team").first).to_be_checked()


def test_an_entry_is_written_shared_found_and_deleted_by_keyboard(kim: Page, alice: Page) -> None:
    release(alice)
    press(kim, "link", "Journal")
    is_good(kim, "Journal")
    press(kim, "link", "Write")
    is_good(kim, "Write")
    type_into(kim, "What do you want to keep?", "Tea in the sun.")
    reach(kim.get_by_label("How was your mood before?"))
    kim.keyboard.type("3")
    reach(kim.get_by_label("And after?"))
    kim.keyboard.type("7")
    reach(kim.get_by_label("Avery"))
    kim.keyboard.press("Space")
    type_into(kim, "Tags", "garden")
    share(kim)
    press(kim, "button", "Keep it")
    kim.get_by_text("Kept, and shared with your care team.").wait_for()
    expect(kim.get_by_text("Mood, from 0 to 10: 3 before, 7 after.")).to_be_visible()
    assert seen(kim) == []
    press(kim, "link", "Avery")
    kim.get_by_text("What is about Avery.").wait_for()
    assert seen(kim) == []
    type_into(kim, "Find in what you wrote", "garden")
    kim.keyboard.press("Enter")
    kim.get_by_text("1 entry has “garden”.").wait_for()
    assert "garden" not in kim.url
    assert seen(kim) == []
    alice.reload()
    expect(alice.get_by_text("Tea in the sun.")).to_be_visible()
    assert seen(alice) == []
    reach(kim.locator("summary", has_text="Delete it"))
    kim.keyboard.press("Enter")
    press(kim, "button", "Yes, delete it for good")
    kim.get_by_text("It is deleted for good.").wait_for()
    expect(kim.get_by_text("Tea in the sun.")).to_have_count(0)


def test_a_setback_becomes_an_achievement_that_stands_under_the_coverage(kim: Page, alice: Page) -> None:
    release(alice)
    press(kim, "link", "Setbacks")
    is_good(kim, "Setbacks")
    press(kim, "link", "Look at one")
    is_good(kim, "A setback")
    type_into(kim, "1. What happened?", "I missed the bus.")
    press(kim, "button", "Keep it")
    kim.get_by_text("1 of 6 parts written.").wait_for()
    assert seen(kim) == []
    press(kim, "link", "Go on with: I missed the bus.")
    is_good(kim, "A setback")
    type_into(kim, "What did you do, try or find out?", "Took the next one.")
    last = kim.locator("form[action$='/achieve']")
    reach(last.get_by_label("Only me"))
    kim.keyboard.press("ArrowRight")
    press(kim, "button", "It is an achievement")
    kim.get_by_role("heading", name="Beside how your support went").wait_for()
    kim.locator(".figure .main-svg").first.wait_for()
    expect(kim.get_by_role("cell", name="Took the next one.")).to_be_visible()
    assert seen(kim) == []
    alice.reload()
    alice.locator(".figure .main-svg").first.wait_for()
    expect(alice.get_by_text("Took the next one.")).to_be_visible()
    expect(alice.get_by_text("I missed the bus.")).to_have_count(0)
    assert seen(alice) == []


def test_what_was_typed_is_asked_about_before_it_is_left(kim: Page, house: Served) -> None:
    kim.goto(f"{house.url}/my/journal/write")
    type_into(kim, "What do you want to keep?", "Unsaved.")
    kinds = dialogs(kim, accept=True)
    kim.goto(f"{house.url}/my/journal")
    assert kinds == ["beforeunload"]


def test_what_was_typed_beside_what_is_kept_is_asked_about(kim: Page, house: Served) -> None:
    kim.goto(f"{house.url}/my/setbacks/write")
    kim.get_by_label("1. What happened?").fill("I missed the bus.")
    kim.get_by_role("button", name="Keep it").click()
    kim.get_by_role("link", name="Go on with: I missed the bus.").click()
    kinds = dialogs(kim, accept=False)
    kim.get_by_label("2. ").fill("Always me.")
    kim.get_by_label("What did you do, try or find out?").fill("Took the next one.")
    kim.get_by_role("button", name="It is an achievement").click()
    expect(kim.get_by_label("2. ")).to_have_value("Always me.")
    assert kinds == ["confirm"]
    kim.get_by_label("What did you do, try or find out?").fill("")
    kim.get_by_role("button", name="Keep it").click()
    expect(kim.get_by_text("2 of 6 parts written.")).to_be_visible()
    assert kinds == ["confirm"]
