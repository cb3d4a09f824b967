"""A client's way by phone: invited, set up, confirmed, and off the pages at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from supportmap.pages.quick_exit import ELSEWHERE
from tests.browser.conftest import listen
from tests.browser.served import ALICE, Served
from tests.browser.test_every_page import seen

KIM, WORDS = "kim@example.org", "several words of mine"


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    """A phone, on which the page that quick exit leads to is one of ours: nothing goes out."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = "<h1>Weather</h1>"
    context.route(f"{ELSEWHERE}**", lambda route: route.fulfill(content_type="text/html", body=page))
    yield context
    context.close()


def invite(page: Page) -> tuple[str, str]:
    """Make an invitation on the record's page, and read link and code."""
    page.get_by_role("link", name="Record", exact=True).click()
    page.get_by_role("button", name="Invite…").click()
    link = page.get_by_role("textbox", name="The link").input_value()
    return link, page.get_by_text(re.compile(r"^\d{3} \d{3}$")).inner_text()


def set_up(page: Page, link: str, code: str) -> None:
    """Set up an account as whoever has the link and was told the code."""
    page.goto(link)
    assert seen(page) == []
    for label, words in (("Code", code), ("E-mail", KIM), ("Password", WORDS), ("The same again", WORDS)):
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_role("button", name="Set it up").click()
    page.get_by_role("link", name="Sign in").click()


def sign_in(page: Page) -> None:
    """Sign in on the page that asks for it."""
    expect(page.get_by_label("E-mail")).to_be_focused()  # by itself, once it shows
    page.get_by_label("E-mail").fill(KIM)
    page.get_by_label("Password").fill(WORDS)
    page.get_by_role("button", name="Sign in").click()


def test_from_the_invitation_to_leaving_at_once(
    chromium: Browser, phone: BrowserContext, house: Served
) -> None:
    desk = chromium.new_page()
    house.enter(desk, who=ALICE)
    link, code = invite(desk)
    kim = phone.new_page()
    heard = listen(kim, house.url)
    set_up(kim, link, code)
    sign_in(kim)
    expect(kim.get_by_text("It isn’t confirmed yet that this is you")).to_be_visible()
    desk.get_by_role("link", name="Record", exact=True).click()
    desk.get_by_role("button", name="It is they: confirm").click()
    expect(desk.get_by_text("The account is the client’s from now on.")).to_be_visible()
    kim.reload()
    assert seen(kim) == []
    kim.get_by_role("link", name="My data").click()
    kim.get_by_role("link", name="Who looked").click()
    leave = kim.get_by_role("link", name="Leave now")
    kim.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(leave).to_be_in_viewport(ratio=1)
    assert seen(kim) == []
    assert heard == []
    kim.get_by_role("link", name="My circle").click()
    kim.get_by_role("link", name="Add somebody").click()
    kim.get_by_label("What do you call them?").fill("typed, and not sent")
    asked: list[Dialog] = []
    kim.on("dialog", lambda dialog: asked.append(dialog))  # noqa: PLW0108 - Playwright takes no builtin
    leave.tap()
    expect(kim.get_by_role("heading", name="Weather")).to_be_visible()
    kim.go_back()
    expect(kim.get_by_role("heading", name="Sign in")).to_be_visible()
    assert asked == []
    desk.close()
