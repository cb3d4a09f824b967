"""What a browser puts on paper: the map on the first sheet, and never a page that silently has none."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.made_up import made_up
from tests.browser.served import Served

FIGURES = "**/figures/map?*"
NOT_DRAWN = "This figure was not drawn yet"
SHEETS = {"A4": (718, 1046), "Letter": (740, 980)}
"""What is left of a sheet within margins of 1 cm, in pixels of CSS."""


@pytest.fixture
def printed(desk: Page, house: Served) -> Page:
    """The network on paper, with twenty contacts."""
    for contact in made_up(20, 3).contacts:
        facts = {"name": contact.name, "circle": contact.circle, "sector": contact.sector}
        house.send("POST", "/contacts", facts | {"emotional": contact.emotional, "strain": contact.strain})
    return desk


def on_paper(page: Page) -> None:
    """Do what a browser does first when it prints."""
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")


def test_printing_waits_for_the_map_and_says_so_where_it_can_not(printed: Page, house: Served) -> None:
    held: list[Route] = []
    opened = False

    def hold(route: Route) -> None:
        if opened:
            route.continue_()
        else:
            held.append(route)

    printed.route(FIGURES, hold)
    printed.goto(f"{house.url}/clients/{house.client_id}/print", wait_until="commit")
    figure = printed.get_by_role("img", name="The map.")
    expect(printed.get_by_role("button", name="The page is being drawn…")).to_be_disabled()
    expect(printed.get_by_text(NOT_DRAWN)).to_be_hidden()
    on_paper(printed)
    expect(printed.get_by_text(NOT_DRAWN)).to_be_visible()
    expect(figure).to_be_hidden()
    printed.emulate_media(media="screen")
    opened = True
    for route in held:
        route.continue_()
    expect(printed.get_by_role("button", name="Print, or save as PDF")).to_be_enabled()
    on_paper(printed)
    expect(printed.get_by_text(NOT_DRAWN)).to_be_hidden()
    expect(figure.get_by_text("Avery", exact=True)).to_be_visible()


@pytest.mark.parametrize("sheet", SHEETS)
def test_coverage_and_map_stand_on_the_first_sheet_and_nothing_is_cut(
    printed: Page, house: Served, sheet: str
) -> None:
    width, height = SHEETS[sheet]
    printed.goto(f"{house.url}/clients/{house.client_id}/print")
    printed.get_by_role("button", name="Print, or save as PDF").wait_for()
    printed.set_viewport_size({"width": width, "height": height})
    on_paper(printed)
    box = printed.get_by_role("img", name="The map.").bounding_box()
    assert box
    assert box["y"] + box["height"] <= height
    assert printed.evaluate("document.documentElement.scrollWidth") <= width
