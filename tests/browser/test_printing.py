"""What a browser puts on paper: whose it is, whole figures, and never a page that silently has none."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, Route, expect

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


@dataclass(frozen=True)
class Visits:
    """Two visits of one day that were finished, and one that is open."""

    page: Page
    url: str
    first: str
    second: str
    now: str

    def on(self, sheet: str, path: str) -> tuple[int, int]:
        """Put one of their pages on paper; return the sheet's width and height."""
        width, height = SHEETS[sheet]
        self.page.emulate_media(media="screen")
        self.page.goto(f"{self.url}/{path}")
        self.page.wait_for_load_state("networkidle")
        self.page.set_viewport_size({"width": width, "height": height})
        on_paper(self.page)
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width
        return width, height


@pytest.fixture
def held(printed: Page, house: Served) -> Visits:
    """What there is to print of visits."""
    ids = []
    for emotional in (2, 1):
        ids.append(house.send("POST", "/visits", {"held_on": "2026-03-02"})["id"])
        house.send("POST", f"/visits/{ids[-1]}/finish")
        for contact in house.contacts()[:12]:
            version = f'"{contact["version"]}"'
            facts = {"emotional": emotional, "circle": 1 + emotional}
            house.send("PATCH", f"/contacts/{contact['id']}", facts, **{"If-Match": version})
    ids.append(house.send("POST", "/visits")["id"])
    return Visits(printed, f"{house.url}/clients/{house.client_id}", *ids)


def bottom(of: Locator) -> float:
    """Where something ends, from the top of the first sheet on."""
    box = of.bounding_box()
    assert box
    return box["y"] + box["height"]


@pytest.mark.parametrize("sheet", SHEETS)
def test_what_changed_stands_under_the_coverage_and_the_map_is_whole(held: Visits, sheet: str) -> None:
    _, height = held.on(sheet, f"compare?from={held.first}&to={held.second}")
    page = held.page
    expect(page.get_by_text("K.: 2 March 2026 (1st) and 2 March 2026 (2nd)")).to_be_visible()
    figure = page.get_by_role("img", name="The later map")
    expect(figure.get_by_text("Since last time")).to_be_visible()
    changed = page.get_by_role("region", name="What changed")
    assert bottom(page.get_by_role("region", name="Coverage before and after")) < bottom(changed) <= height
    box = figure.bounding_box()
    assert box
    assert bottom(changed) < box["y"]
    assert box["height"] < height


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_pages_of_visits_say_whose_they_are_and_offer_nothing(held: Visits, sheet: str) -> None:
    _, height = held.on(sheet, "visits")
    page = held.page
    expect(page.get_by_text("K.", exact=True).filter(visible=True).first).to_be_visible()
    expect(page.get_by_role("link", name="Compare with now").first).to_be_hidden()
    assert bottom(page.get_by_text("Earlier visits are told by today’s formula")) <= height
    held.on(sheet, f"visits/{held.second}")
    expect(page.get_by_text("K. · Held by A User.")).to_be_visible()
    expect(page.get_by_role("link", name="Compare with now")).to_be_hidden()
    assert bottom(page.get_by_role("img", name="The map.")) <= height
    held.on(sheet, f"visits/{held.now}")
    expect(page.get_by_text("K.", exact=True).filter(visible=True).first).to_be_visible()
    for offer in ("Go on asking", "Started by mistake…", "Finish the visit"):
        expect(page.get_by_text(offer)).to_be_hidden()


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
