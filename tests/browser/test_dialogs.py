"""The dialogs of the map in a real browser: where the focus is, and of whom they speak."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.served import Served
from tests.browser.test_map_page import add, facts, on_map, saved


def test_several_names_are_pasted_where_the_dialog_opens(desk: Page, house: Served) -> None:
    desk.get_by_role("button", name="Several…").click()
    expect(desk.get_by_role("textbox", name="One name a line")).to_be_focused()
    desk.keyboard.insert_text("Avery\nBlake")
    desk.get_by_role("dialog", name="Add several").get_by_role("button", name="Add").click()
    saved(desk)
    assert facts(house) == [("Avery",), ("Blake",)]


def test_a_dialog_says_of_whom_it_speaks_as_the_page_calls_them(desk: Page, house: Served) -> None:
    add(desk, "Avery", "Blake")
    desk.get_by_role("radio", name="Friends, inner circle").check()
    assert_speak_of(desk, "Blake")
    on_map(desk, "Avery").click()
    assert_speak_of(desk, "Avery")
    saved(desk)
    desk.get_by_role("button", name="Names on").click()
    on_map(desk, "Friend 2").click()
    assert_speak_of(desk, "Friend 2")


def assert_speak_of(page: Page, name: str) -> None:
    """Both dialogs about the chosen contact have the name in their heading, and close again."""
    for opener, title in (("No longer…", "No longer in your life"), ("Safety…", "Safety")):
        page.get_by_role("button", name=opener).click()
        dialog = page.get_by_role("dialog", name=f"{title}: {name}", exact=True)
        expect(dialog.get_by_role("heading", name=f"{title}: {name}", exact=True)).to_be_visible()
        dialog.get_by_role("button", name="Close").click()
