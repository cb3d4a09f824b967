"""The dialogs of the map in a real browser: where the focus is, and of whom they speak."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.served import Served
from tests.browser.test_map_page import add, facts, saved


def test_several_names_are_pasted_where_the_dialog_opens(desk: Page, house: Served) -> None:
    desk.get_by_role("button", name="Several…").click()
    expect(desk.get_by_role("textbox", name="One name a line")).to_be_focused()
    desk.keyboard.insert_text("Avery\nBlake")
    desk.get_by_role("dialog", name="Add several").get_by_role("button", name="Add").click()
    saved(desk)
    assert facts(house) == [("Avery",), ("Blake",)]
