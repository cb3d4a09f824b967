"""What if, beside the map: the numbers before and after, and the same as a ghost that nothing covers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.served import Served

GONE = re.compile(r"\bgone\b")


@pytest.fixture
def asked(desk: Page, house: Served) -> Page:
    """The dialog, about Avery, who gives emotional support."""
    desk.set_viewport_size({"width": 1280, "height": 800})
    for name, emotional in (("Avery", 2), ("Blake", 1)):
        facts = {"name": name, "emotional": emotional, "circle": 2, "sector": "family"}
        house.send("POST", "/contacts", facts)
    desk.reload()
    handle(desk, "Avery").click(force=True)
    desk.get_by_role("button", name="What if…").click()
    return desk


def handle(page: Page, name: str) -> Locator:
    """Somebody on the map."""
    the_map = page.get_by_role("group", name="Contacts on the map", include_hidden=True)
    return the_map.get_by_role("button", name=f"{name},", include_hidden=True)


def is_left_of(place: Locator, dialog: Locator) -> bool:
    """Whether a dialog leaves something free beside it."""
    boxes = [each.bounding_box() for each in (place, dialog)]
    one, other = (box for box in boxes if box)
    return one["x"] + one["width"] < other["x"]


def test_who_would_be_gone_is_pale_on_the_map_beside_the_numbers(asked: Page) -> None:
    dialog = asked.get_by_role("dialog", name="What if…")
    expect(dialog.get_by_role("columnheader", name="Without Avery")).to_be_visible()
    expect(dialog).to_contain_text("Emotional support")
    expect(handle(asked, "Avery")).to_have_class(GONE)
    assert is_left_of(handle(asked, "Avery"), dialog)
    asked.keyboard.press("Escape")
    expect(handle(asked, "Avery")).not_to_have_class("gone")


def test_who_would_join_stands_on_the_map_where_they_would(asked: Page, house: Served) -> None:
    dialog = asked.get_by_role("dialog", name="What if…")
    dialog.get_by_label("somebody new joined").check()
    dialog.get_by_label("Circle").select_option(label="outer circle")
    dialog.get_by_label("Part of life").select_option(label="Family")
    dialog.get_by_label("Talks and listens").select_option(label="almost always")
    asked.wait_for_load_state("networkidle")  # each choice asks anew
    ghost = asked.locator(".joining")
    expect(ghost).to_have_count(1)
    assert is_left_of(ghost, dialog)
    assert len(house.contacts()) == 2, "nothing is written"
