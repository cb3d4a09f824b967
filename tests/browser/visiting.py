"""A visit begun and ended at the pages, by whatever a person presses with."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

__all__ = ["Press", "begin_visit", "by_keys", "end_visit", "reach"]

Press = Callable[[Locator], None]
MOST_TABS, MOST_STEPS = 120, 60


def begin_visit(page: Page, press: Press) -> None:
    """Go to the visits, start one, and be back at the map."""
    press(page.get_by_role("link", name="Visits"))
    press(page.get_by_role("button", name="Start a visit"))
    page.locator(".saving[data-state=saved]").wait_for()
    expect(page.get_by_role("link", name="is open")).to_be_visible()


def end_visit(page: Page, press: Press) -> None:
    """See what is still open, and finish the visit; whoever was added at it was spoken about."""
    press(page.get_by_role("link", name="is open"))
    expect(page.get_by_role("heading", name="Still open")).to_be_visible()
    expect(page.get_by_text("Everyone on the map was spoken about.")).to_be_visible()
    press(page.get_by_role("button", name="Finish the visit"))
    expect(page.get_by_text("The visit is finished")).to_be_visible()


def reach(wanted: Locator) -> None:
    """Press Tab until it has the focus."""
    wanted.wait_for()
    for _ in range(MOST_STEPS):
        if wanted.evaluate("each => each === document.activeElement"):
            return
        wanted.page.keyboard.press("Tab")
    raise AssertionError(f"no way to {wanted}")


def by_keys(wanted: Locator) -> None:
    """Press Tab until it has the focus, then Enter."""
    wanted.wait_for()
    for _ in range(MOST_TABS):
        wanted.page.keyboard.press("Tab")
        if wanted.evaluate("each => each === document.activeElement"):
            return wanted.page.keyboard.press("Enter")
    raise AssertionError(f"no way to {wanted}")
