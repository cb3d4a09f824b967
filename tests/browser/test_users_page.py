"""The link by which a user sets their password, in a real browser: copied, and not made anew by a reload."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import listen
from tests.browser.served import ADMIN, ALICE, Served

COPYING = ["clipboard-read", "clipboard-write"]


@pytest.fixture
def users(chromium: Browser, house: Served) -> Iterator[Page]:
    """The page of the users, which stays silent and asks nobody else."""
    context = chromium.new_context(permissions=COPYING, viewport={"width": 390, "height": 844})
    page = context.new_page()
    heard = listen(page, house.url)
    house.sign_in(page, ADMIN)
    page.goto(f"{house.url}/users")
    yield page
    context.close()
    assert heard == []


def test_a_link_is_copied_and_a_reload_makes_no_other(users: Page, house: Served) -> None:
    users.locator("tr").filter(has_text=ALICE).get_by_role("button", name="Link to set").click()
    link = users.get_by_label("The link").input_value()
    assert users.evaluate("document.documentElement.scrollWidth <= innerWidth")
    users.get_by_role("button", name="Copy").click()
    expect(users.get_by_role("button", name="Copied")).to_be_visible()
    assert users.evaluate("navigator.clipboard.readText()") == link
    asked: list[str] = []
    users.on("request", lambda request: asked.append(request.method))
    users.reload()
    assert "POST" not in asked
    assert users.url == f"{house.url}/users"
    expect(users.get_by_label("The link")).to_have_count(0)
    users.goto(link)
    expect(users.get_by_role("heading", name="Set your password")).to_be_visible()
