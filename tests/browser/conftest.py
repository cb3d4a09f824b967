"""A real Chromium for tests. Any console message, page error or foreign request fails the test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, Playwright, sync_playwright

from tests.browser.served import Served, served

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    *("--no-sandbox", "--headless", "--disable-gpu", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


def find_chromium() -> str | None:
    """Return the browser to use: SUPPORTMAP_CHROMIUM, or the first one on the path."""
    return os.environ.get("SUPPORTMAP_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser to use, or a reason not to run."""
    found = find_chromium()
    reason = "no Chromium found: install one or set SUPPORTMAP_CHROMIUM to its path"
    if found is None and os.environ.get("CI"):
        pytest.fail(reason)
    if found is None:
        pytest.skip(reason)
    return found


@pytest.fixture(scope="session")
def playwright(chromium_path: str) -> Iterator[Playwright]:
    """Playwright itself; it is started only where there is a browser."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright, chromium_path: str) -> Iterator[Browser]:
    """One browser for all tests."""
    browser = playwright.chromium.launch(executable_path=chromium_path, args=list(QUIET))
    yield browser
    browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page that must stay silent and ask no other origin for anything."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    heard = listen(page)
    yield page
    context.close()
    assert heard == []


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Served]:
    """A service of its own, with a client whose network is empty."""
    house = served(tmp_path)
    with house.running():
        yield house


@pytest.fixture
def desk(chromium: Browser, house: Served) -> Iterator[Page]:
    """The page of the network, which stays silent and asks nobody else."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    heard = listen(page, house.url)
    house.enter(page)
    yield page
    context.close()
    assert heard == []


def listen(page: Page, own: str = "file:") -> list[str]:
    """Return a list that everything will be added to that a page of an origin must not do."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: heard.append(f"error: {error}"))
    page.on("request", lambda request: heard.append(request.url) if _is_foreign(request.url, own) else None)
    return heard


def dialogs(page: Page, accept: bool) -> list[str]:
    """Answer every dialog of the browser's own from now on, and return the list that notes their kinds."""
    kinds: list[str] = []

    def answer(dialog: Dialog) -> None:
        kinds.append(dialog.type)
        (dialog.accept if accept else dialog.dismiss)()

    page.on("dialog", answer)
    return kinds


def _is_foreign(url: str, own: str) -> bool:
    return not url.startswith((own, "data:", "blob:", "about:"))
