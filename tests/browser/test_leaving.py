"""What a page still holds when it is left: typed and unsaved, or taken off the map by mistake."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import dialogs
from tests.browser.served import Served
from tests.browser.test_map_page import add, answer, on_map, saved


def test_who_was_added_by_mistake_goes_off_the_map_and_comes_back(desk: Page, house: Served) -> None:
    add(desk, "Avery", "Bailey")
    saved(desk)
    chosen = desk.get_by_role("region", name="Selected contact")
    chosen.get_by_role("button", name="No longer…").click()
    desk.get_by_role("button", name="Added by mistake").click()
    expect(on_map(desk, "Bailey")).to_have_count(0)
    saved(desk)
    assert [each["name"] for each in house.contacts()] == ["Avery"]
    expect(chosen).to_be_hidden()
    undo = desk.get_by_role("button", name="Undo")
    expect(undo).to_have_attribute("title", "Undo: taking off")
    undo.click()
    expect(on_map(desk, "Bailey")).to_be_visible()
    assert [each["name"] for each in house.contacts()] == ["Avery", "Bailey"]


def test_who_was_changed_meanwhile_is_not_taken_off_the_map(chromium: Browser, house: Served) -> None:
    # The browser itself says on its console that a change came too late.
    desk = chromium.new_page()
    house.enter(desk)
    add(desk, "Avery")
    saved(desk)
    # No news from the others from now on.
    desk.route("**/network", lambda route: route.abort())
    (avery,) = house.contacts()
    version = f'"{avery["version"]}"'
    house.send("PATCH", f"/contacts/{avery['id']}", {"note": "rang today"}, **{"If-Match": version})
    desk.get_by_role("button", name="No longer…").click()
    desk.get_by_role("button", name="Added by mistake").click()
    expect(desk.get_by_text("Not kept: they were changed meanwhile.")).to_be_visible()
    expect(on_map(desk, "Avery")).to_be_visible()
    assert [each["note"] for each in house.contacts()] == ["rang today"]
    desk.close()


def test_leaving_what_is_typed_and_unsaved_is_asked_about(desk: Page, house: Served) -> None:
    asked = dialogs(desk, accept=False)
    desk.goto(f"{house.url}/clients/{house.client_id}/record")
    desk.get_by_label("Area").press_sequentially("M14")
    desk.get_by_role("link", name="Visits").click(no_wait_after=True)
    desk.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    expect(desk.get_by_label("Area")).to_have_value("M14")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("Saved.")).to_be_visible()
    desk.get_by_role("link", name="Visits").click()
    expect(desk.get_by_role("heading", name="Visits")).to_be_visible()
    assert asked == ["beforeunload"]


def test_ticks_of_an_open_visit_are_asked_about_and_saving_them_is_not(desk: Page, house: Served) -> None:
    add(desk, "Avery", "Blake", "Cleo")
    saved(desk)
    visit = house.send("POST", "/visits")
    asked = dialogs(desk, accept=False)
    for button in ("Save those ticked", "All of them are still there", "Finish the visit"):
        desk.goto(f"{house.url}/clients/{house.client_id}/visits/{visit['id']}")
        if desk.get_by_role("checkbox").count():
            desk.get_by_role("checkbox").first.check()
            desk.get_by_role("link", name="Record").click(no_wait_after=True)
            desk.wait_for_timeout(500)
            assert asked.pop() == "beforeunload"
            expect(desk.get_by_role("checkbox").first).to_be_checked()
        with desk.expect_navigation():
            desk.get_by_role("button", name=button).click()
    assert asked == []
    assert {each["confirmed_in"] for each in house.contacts()} == {visit["id"]}


def test_enter_on_a_tick_saves_the_ticks_and_finishes_nothing(desk: Page, house: Served) -> None:
    add(desk, "Avery")
    saved(desk)
    house.send("POST", "/visits")
    desk.get_by_role("link", name="Visits").click()
    desk.get_by_role("link", name="Finish the visit").click()
    tick = desk.get_by_role("checkbox", name="Avery")
    tick.press("Space")
    tick.press("Enter")
    expect(desk.get_by_text("Everyone on the map was spoken about.")).to_be_visible()
    expect(desk.get_by_role("button", name="Finish the visit")).to_be_visible()


def test_each_answer_that_somebody_else_gave_meanwhile_is_asked_about(
    chromium: Browser, house: Served
) -> None:
    # The browser itself says on its console that nothing gets through, and what came too late.
    desk = chromium.new_page()
    house.enter(desk)
    add(desk, "Avery")
    saved(desk)
    desk.route("**/network", lambda route: route.abort())
    desk.route("**/contacts/*", lambda route: route.abort())
    for question in ("Talks and listens", "Gives a hand", "Belonging"):
        answer(desk, question, "Almost always")
    expect(desk.get_by_text("3 changes wait here")).to_be_visible()
    (avery,) = house.contacts()
    theirs = {"emotional": 0, "practical": 0}
    house.send("PATCH", f"/contacts/{avery['id']}", theirs, **{"If-Match": f'"{avery["version"]}"'})
    desk.unroute("**/contacts/*")
    desk.get_by_role("button", name="Try again").click()
    both = desk.get_by_role("dialog", name="This was changed elsewhere too")
    expect(both).to_contain_text("Talks and listens")
    both.get_by_role("button", name="Keep theirs").click()
    expect(both).to_contain_text("Gives a hand")
    both.get_by_role("button", name="Use mine").click()
    saved(desk)
    (now,) = house.contacts()
    assert (now["emotional"], now["practical"], now["belonging"]) == (0, 2, 2)
    desk.close()
