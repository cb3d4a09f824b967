"""A directory comes in by the pages: tried first, then imported, and its services are found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import listen
from tests.browser.gap_story import CHOIR, a_town
from tests.browser.served import ADMIN, Served
from tests.browser.test_every_page import seen

FILE_IS_READ = 60_000
"""A process of its own is started for it, which may take long where much else runs."""


@pytest.fixture(params=[(1280, 800), (390, 844)], ids=["desk", "phone"])
def admin(request: pytest.FixtureRequest, chromium: Browser, house: Served) -> Iterator[Page]:
    """An admin at the page of directories, which stays silent and asks nobody else."""
    width, height = request.param
    context = chromium.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    heard = listen(page, house.url)
    house.sign_in(page, ADMIN)
    page.get_by_role("link", name="Directories").click()
    yield page
    context.close()
    assert heard == []


def send(page: Page, file: Path, only_try: bool = False) -> None:
    """Send a file as a directory, in parts, and wait for the end of its import."""
    page.get_by_label("What it is called").fill("Town")
    page.get_by_label("Licence").fill("CC0")
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_label("Only try").set_checked(only_try)
    page.get_by_role("button", name="Import").click()
    page.wait_for_url("**/imports/**")
    expect(page.get_by_role("progressbar")).to_have_count(0, timeout=FILE_IS_READ)
    assert seen(page) == []


def test_a_directory_is_tried_then_imported_and_found_by_its_words(admin: Page, tmp_path: Path) -> None:
    file = a_town(tmp_path)
    send(admin, file, only_try=True)
    expect(admin.get_by_text("Nothing was changed: this is what would happen.")).to_be_visible()
    admin.get_by_role("link", name="← Directories").click()
    expect(admin.get_by_text("No directory yet.")).to_be_visible()
    send(admin, file)
    expect(admin.get_by_role("region", name="Services")).to_contain_text("new13")
    admin.get_by_role("link", name="Resources").click()
    admin.get_by_label("Words").fill("choirs")
    admin.keyboard.press("Enter")
    expect(admin.get_by_role("heading", name="1 service fits")).to_be_in_viewport()
    assert seen(admin) == []
    admin.get_by_role("link", name=CHOIR).click()
    expect(admin.get_by_text("Tuesdays 18:00 to 20:00")).to_be_visible()


def test_a_file_that_is_no_directory_is_refused_and_another_can_be_sent(admin: Page, tmp_path: Path) -> None:
    photo = tmp_path / "photo.json"
    photo.write_bytes(b"\x89PNG" + bytes(4096))
    send(admin, photo)
    expect(admin.get_by_role("alert")).to_have_text("Nothing was taken. The file is not JSON.")
    admin.get_by_role("link", name="Choose another file").click()
    expect(admin.get_by_label("Licence")).to_have_value("CC0")
    send(admin, a_town(tmp_path))
    expect(admin.get_by_role("region", name="Services")).to_contain_text("new13")
