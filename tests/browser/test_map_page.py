"""The page of a network in a real browser: mapped by mouse, touch and keyboard, and nothing is ever lost."""

from __future__ import annotations

import random
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import listen
from tests.browser.served import BOB, Served
from tests.browser.visiting import begin_visit, by_keys, end_visit

AWAY = (
    *("ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE", "ERR_SOCKET_NOT_CONNECTED"),
    "ERR_CONTENT_LENGTH_MISMATCH",
)
"""What the browser itself says of a server that died before, while, or as it answered."""
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    '"><script>alert(1)</script>',
    "{{ 7 * 7 }} ${7*7} $x^2$",
    "\u202egnirts desrever",
    "\u0645\u0631\u062d\u0628\u0627",
    "W" * 200,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
)


def saved(page: Page) -> None:
    """Wait until all is kept."""
    page.locator(".saving[data-state=saved][data-waiting='0']").wait_for()


def drawn(page: Page) -> None:
    """Wait until the map shows all that is kept."""
    saved(page)
    expect(page.locator(".handle.waiting")).to_have_count(0)


def add(page: Page, *names: str) -> None:
    """Add contacts: a name and Enter each."""
    field = page.get_by_label("Add somebody")
    for name in names:
        field.fill(name)
        field.press("Enter")


def on_map(page: Page, name: str) -> Locator:
    """The handle of a contact on the map."""
    return page.get_by_role("group", name="Contacts on the map").get_by_role("button", name=f"{name},")


def answer(page: Page, question: str, words: str) -> None:
    """Give an answer about the chosen contact."""
    chosen = page.get_by_role("region", name="Selected contact")
    chosen.get_by_role("group", name=question).get_by_role("radio", name=words).check()


def facts(house: Served, *names: str) -> list[tuple[Any, ...]]:
    """What is kept of the contacts: their names and these fields."""
    return [(each["name"], *(each[name] for name in names)) for each in house.contacts()]


def test_a_whole_visit_by_mouse(desk: Page, house: Served) -> None:
    begin_visit(desk, Locator.click)
    add(desk, "Avery", "Blake")
    desk.get_by_role("radio", name="Family, inner circle").check()
    answer(desk, "Talks and listens", "Almost always")
    answer(desk, "Strain", "Sometimes")
    on_map(desk, "Avery").click()
    expect(desk.get_by_role("heading", name="Avery")).to_be_visible()
    drag(desk, "Avery", 0, -120)
    desk.get_by_role("button", name="Tie", exact=True).click()
    on_map(desk, "Avery").click()
    on_map(desk, "Blake").click()
    desk.get_by_role("button", name="Move", exact=True).click()
    expect(desk.get_by_role("region", name="Coverage", exact=True)).to_contain_text("Depends most on Blake")
    saved(desk)
    avery, blake = house.contacts()
    assert (blake["sector"], blake["circle"], blake["emotional"], blake["strain"]) == ("family", 1, 2, 1)
    assert avery["angle"] is not None
    assert len(house.network()["ties"]) == 1
    desk.get_by_role("button", name="Undo").click()
    expect(desk.get_by_role("button", name="Redo")).to_be_enabled()
    saved(desk)
    assert house.network()["ties"] == []
    end_visit(desk, Locator.click)
    assert_finished(house)


def assert_finished(house: Served) -> None:
    """One visit is kept, with everybody confirmed."""
    (visit,) = house.send("GET", "/visits")["items"]
    assert visit["finished_at"]
    assert {each["confirmed_in"] for each in house.contacts()} == {visit["id"]}


def drag(page: Page, name: str, across: float, down: float) -> None:
    """Drag a contact by the mouse."""
    box = on_map(page, name).bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across / 2, y + down / 2, steps=4)
    page.mouse.move(x + across, y + down, steps=4)
    page.mouse.up()


def test_a_whole_visit_by_keyboard_alone(desk: Page, house: Served) -> None:
    keys = desk.keyboard
    begin_visit(desk, by_keys)
    desk.locator("body").press("n")
    for name in ("Avery", "Blake"):
        keys.type(name)
        keys.press("Enter")
    drawn(desk)
    tab_to(desk, "Blake,")
    keys.press("Shift+ArrowDown")
    keys.press("Shift+ArrowDown")
    keys.press("Enter")
    expect(desk.get_by_role("heading", name="Blake")).to_be_focused()
    for _ in range(3):
        keys.press("Tab")
    for key in "210":
        keys.press(key)
    saved(desk)
    assert facts(house, "circle", "emotional", "practical", "belonging")[1] == ("Blake", 2, 2, 1, 0)
    tab_to(desk, "Blake,")
    keys.press("t")
    keys.press("ArrowRight")
    keys.press("Enter")
    saved(desk)
    assert len(house.network()["ties"]) == 1
    keys.press("Control+z")
    expect(desk.get_by_role("button", name="Redo")).to_be_enabled()
    assert house.network()["ties"] == []
    end_visit(desk, by_keys)
    assert_finished(house)


def size_of_map(page: Page) -> tuple[float, float]:
    """How wide and high the map is drawn."""
    box = page.get_by_role("group", name="Contacts on the map").bounding_box()
    assert box
    return box["width"], box["height"]


def test_whoever_is_moved_is_chosen_and_the_focus_stays_on_the_map(desk: Page, house: Served) -> None:
    add(desk, "Avery", "Blake", "Chris")
    drawn(desk)
    drag(desk, "Avery", 0, -60)
    expect(desk.get_by_role("heading", name="Avery")).to_be_visible()
    assert focused(desk).startswith("Avery,")
    answer(desk, "Strain", "Sometimes")
    on_map(desk, "Blake").press("Shift+ArrowDown")
    expect(desk.get_by_role("heading", name="Blake")).to_be_visible()
    assert focused(desk).startswith("Blake,")
    answer(desk, "Strain", "Almost always")
    saved(desk)
    assert facts(house, "strain") == [("Avery", 1), ("Blake", 2), ("Chris", None)]


def test_whoever_a_tie_begins_with_stays_chosen(desk: Page, house: Served) -> None:
    add(desk, "Avery", "Blake", "Chris", "Dee")
    drawn(desk)
    desk.get_by_role("button", name="Tie", exact=True).click()
    size = size_of_map(desk)
    tap(desk, "Avery", "Blake", "Chris", "Avery")
    assert_ties(desk, house, "Avery Blake", "Avery Chris")
    tap(desk, "Dee", "Blake")
    desk.get_by_role("group", name="Contacts on the map").click(position={"x": 5, "y": 5})
    tap(desk, "Chris", "Blake")
    assert_ties(desk, house, "Avery Blake", "Avery Chris", "Blake Chris", "Blake Dee")
    assert size_of_map(desk) == size
    desk.get_by_role("button", name="Move", exact=True).click()
    desk.get_by_role("button", name="Tie", exact=True).click()
    tap(desk, "Avery")
    desk.keyboard.press("Escape")
    tap(desk, "Dee")
    expect(desk.get_by_role("heading", name="Dee")).to_be_visible()
    on_map(desk, "Dee").press("t")
    on_map(desk, "Chris").press("Enter")
    on_map(desk, "Avery").press("Enter")
    on_map(desk, "Dee").press("Enter")
    expect(desk.get_by_role("button", name="Move", exact=True)).to_have_attribute("aria-pressed", "true")
    names = ("Avery Blake", "Avery Chris", "Avery Dee", "Blake Chris", "Blake Dee", "Chris Dee")
    assert_ties(desk, house, *names)


def tap(page: Page, *names: str) -> None:
    """Tap contacts on the map, one after the other."""
    for name in names:
        on_map(page, name).click()


def assert_ties(page: Page, house: Served, *pairs: str) -> None:
    """Once the map shows all that is kept, these and no others know each other."""
    drawn(page)
    told: dict[str, Any] = house.network()
    names = {each["id"]: each["name"] for each in told["contacts"]}
    assert sorted(" ".join(sorted((names[tie["a"]], names[tie["b"]]))) for tie in told["ties"]) == [*pairs]


def test_many_names_stand_apart_before_they_are_saved(desk: Page) -> None:
    invitation = desk.locator("[data-plot]").get_by_text("Nobody is on the map yet")
    expect(invitation).to_be_visible()
    desk.route("**/contacts", lambda route: None)
    desk.get_by_role("button", name="Several…").click()
    desk.get_by_label("One name a line").fill("\n".join(f"Person {number}" for number in range(60)))
    desk.get_by_role("dialog", name="Add several").get_by_role("button", name="Add", exact=True).click()
    expect(invitation).to_have_count(0)
    dots = desk.locator(".handle.waiting .dot")
    expect(dots).to_have_count(60)
    boxes = [dot.bounding_box() for dot in dots.all()]
    middles = [complex(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes if box]
    assert min(abs(one - other) for n, one in enumerate(middles) for other in middles[:n]) > 10


def test_names_are_typed_on_between_choices_by_mouse(desk: Page, house: Served) -> None:
    keys, field = desk.keyboard, desk.get_by_label("Add somebody")
    field.click()
    for name, place in (("Avery", "Family, inner circle"), ("Blake", "Work, outer circle")):
        keys.type(name)
        keys.press("Enter")
        desk.get_by_role("radio", name=place).click()
        desk.get_by_role("group", name="Strain").get_by_role("radio", name="Sometimes").click()
        expect(field).to_be_focused()
    desk.get_by_text("Name, kind, note and more").click()
    desk.get_by_role("group", name="Who or what").get_by_role("radio", name="Animal").click()
    expect(field).to_be_focused()
    keys.press("ArrowDown")
    for key in "20":
        keys.press(key)
    desk.get_by_role("group", name="Belonging").get_by_role("radio", name="Sometimes").click()
    expect(field).not_to_be_focused()
    saved(desk)
    assert facts(house, "kind", "sector", "circle", "emotional", "practical", "belonging", "strain") == [
        ("Avery", "person", "family", 1, None, None, None, 1),
        ("Blake", "animal", "work", 3, 2, 0, 1, 1),
    ]


def test_the_map_is_one_tab_stop_whose_names_say_where_everybody_is(desk: Page, house: Served) -> None:
    add(desk, "Avery", "Blake", "Chris")
    desk.get_by_role("radio", name="Friends, outer circle").check()
    drawn(desk)
    tab_to(desk, "Chris,")
    assert focused(desk) == "Chris, Friends, outer circle"
    stops = desk.get_by_role("group", name="Contacts on the map").locator("[tabindex='0']")
    expect(stops).to_have_count(1)
    seen = {focused(desk).split(",")[0]}
    for _ in range(2):
        desk.keyboard.press("ArrowRight")
        seen.add(focused(desk).split(",")[0])
    assert seen == {"Avery", "Blake", "Chris"}
    expect(stops).to_have_count(1)
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("Shift+ArrowDown")
    expect(desk.get_by_text("Chris: Friends, middle circle", exact=True)).to_be_attached()
    drawn(desk)
    assert focused(desk) == "Chris, Friends, middle circle"
    undo = desk.get_by_role("button", name="Undo")
    expect(undo).to_have_attribute("title", "Undo: moving: Chris")
    expect(desk.locator("[data-plot]")).to_have_attribute("aria-hidden", "true")


def test_what_undo_would_take_back_tells_names_with_commas_apart(desk: Page) -> None:
    add(desk, "Avery", "Smith, John")
    drawn(desk)
    desk.get_by_role("button", name="Tie", exact=True).click()
    tap(desk, "Smith, John", "Avery")
    undo = desk.get_by_role("button", name="Undo")
    expect(undo).to_have_attribute(
        "title", re.compile("^Undo: a tie: (Smith, John; Avery|Avery; Smith, John)$")
    )


def focused(page: Page) -> str:
    """What has the focus, as it is read out."""
    return str(page.evaluate("document.activeElement.getAttribute('aria-label')"))


def tab_to(page: Page, label: str) -> None:
    """Press Tab until the focus is on something whose name begins so."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if (page.evaluate("document.activeElement.getAttribute('aria-label')") or "").startswith(label):
            return
    raise AssertionError(f"no way to {label}")


def test_a_whole_visit_by_touch(chromium: Browser, house: Served) -> None:
    context = chromium.new_context(viewport={"width": 820, "height": 1180}, has_touch=True, is_mobile=True)
    page = context.new_page()
    heard = listen(page, house.url)
    house.enter(page)
    begin_visit(page, Locator.tap)
    add(page, "Avery")
    page.get_by_role("radio", name="Friends, middle circle").tap()
    expect(page.get_by_label("Add somebody")).not_to_be_focused()
    page.get_by_role("group", name="Gives a hand").get_by_role("radio", name="Sometimes").tap()
    drawn(page)
    before = facts(house, "practical", "sector", "circle", "angle")
    assert before[0][:4] == ("Avery", 1, "friends", 2)
    swipe(page, on_map(page, "Avery"), 0, 60)
    for _ in range(100):
        if facts(house, "practical", "sector", "circle", "angle") != before:
            break
        page.wait_for_timeout(100)
    else:
        raise AssertionError("the swipe moved nobody")
    saved(page)
    end_visit(page, Locator.tap)
    context.close()
    assert heard == []
    assert_finished(house)


def swipe(page: Page, handle: Locator, across: float, down: float) -> None:
    """Drag by a finger, as the browser itself reports it."""
    box = handle.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = page.context.new_cdp_session(page)
    for kind, share in (("touchStart", 0.0), ("touchMove", 0.5), ("touchMove", 1.0)):
        at = {"x": x + across * share, "y": y + down * share}
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [at]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_the_questions_and_the_table_do_all_that_the_map_does(desk: Page, house: Served) -> None:
    desk.get_by_role("link", name="Ask").click()
    place = desk.get_by_role("textbox", name="Clubs, faith, self-help and other groups")
    place.fill("Choir")
    place.press("Enter")
    desk.get_by_role("button", name="Talks and listens").click()
    chip = desk.get_by_role("button", name="Choir not asked")
    chip.click()
    desk.get_by_role("button", name="Choir sometimes").press("2")
    desk.get_by_label("A lot").first.check()
    more = desk.get_by_label("Anyone who is not on the map?").first
    more.fill("Dee")
    more.press("Enter")
    desk.get_by_role("link", name="Table").click()
    desk.get_by_role("button", name="Dee, emotional: sometimes").press("ArrowRight")
    desk.keyboard.press("2")
    desk.get_by_role("row", name="Dee").get_by_label("Circle").select_option("2")
    saved(desk)
    assert facts(house, "kind", "emotional", "practical", "circle") == [
        ("Choir", "group", 2, None, None),
        ("Dee", "person", 1, 2, 2),
    ]
    assert house.network()["needs"]["emotional"] == 0.7


def test_all_others_are_answered_and_taken_back_as_one(desk: Page, house: Served) -> None:
    add(desk, "Avery", "Blake", "Chris")
    answer(desk, "Gives a hand", "Almost always")
    desk.get_by_role("link", name="Ask").click()
    desk.get_by_role("button", name="Gives a hand").click()
    desk.get_by_role("button", name="All others: hardly ever").click()
    expect(desk.get_by_role("button", name="Avery hardly ever")).to_be_visible()
    saved(desk)
    assert facts(house, "practical") == [("Avery", 0), ("Blake", 0), ("Chris", 2)]
    desk.get_by_role("button", name="Undo").click()
    expect(desk.get_by_role("button", name="Avery not asked")).to_be_visible()
    saved(desk)
    assert facts(house, "practical") == [("Avery", None), ("Blake", None), ("Chris", 2)]


def test_what_was_undone_is_said_in_place_of_what_was_done(desk: Page) -> None:
    said = desk.locator("[data-live]")
    add(desk, "Avery")
    answer(desk, "Talks and listens", "Sometimes")
    expect(said).to_have_text("Avery: sometimes")
    saved(desk)
    undo, redo = (desk.get_by_role("button", name=name) for name in ("Undo", "Redo"))
    for button, words in (
        (undo, "Undone: an answer: Avery"),
        (undo, "Undone: adding: Avery"),
        (redo, "Done again: adding: Avery"),
    ):
        button.click()
        expect(said).to_have_text(words)
        saved(desk)


def test_nothing_is_lost_or_doubled_when_the_server_dies(chromium: Browser, house: Served) -> None:
    chance = random.Random(7)
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    heard = listen(page, house.url)
    house.enter(page)
    names = []
    for cut in range(20):
        names += [f"Contact {cut}a", f"Contact {cut}b"]
        add(page, names[-2])
        page.wait_for_timeout(chance.randrange(0, 60))
        house.kill()
        add(page, names[-1])
        answer(page, "Talks and listens", "Sometimes")
        page.locator(".saving[data-state=waiting]").wait_for()
        again = page.get_by_role("button", name="Try again", include_hidden=True)
        expect(again).to_be_visible()
        house.start()
        # Whether or not the page has tried by itself meanwhile, and hidden the button.
        again.dispatch_event("click")
        saved(page)
    context.close()
    assert [line for line in heard if not any(words in line for words in AWAY)] == []
    assert facts(house, "emotional") == [(name, 1 if name.endswith("b") else None) for name in names]
    assert house.network()["network_version"] == 3 * 20


def test_two_at_one_network_see_each_other_and_overwrite_nothing(chromium: Browser, house: Served) -> None:
    contexts = [chromium.new_context(viewport={"width": 1280, "height": 900}) for _ in range(2)]
    desk, other = (context.new_page() for context in contexts)
    house.enter(desk)
    add(desk, "Avery")
    saved(desk)
    house.enter(other, who=BOB)
    for page in (desk, other):
        on_map(page, "Avery").click()
    other.route("**/network", lambda route: route.abort())
    answer(desk, "Gives a hand", "Sometimes")
    answer(desk, "Talks and listens", "Almost always")
    saved(desk)
    answer(other, "Belonging", "Sometimes")
    saved(other)
    assert facts(house, "emotional", "practical", "belonging") == [("Avery", 2, 1, 1)]
    desk.route("**/network", lambda route: route.abort())
    answer(other, "Strain", "Almost always")
    saved(other)
    answer(desk, "Strain", "Sometimes")
    both = desk.get_by_role("dialog", name="This was changed elsewhere too")
    expect(both).to_contain_text("Yours: sometimes")
    expect(both).to_contain_text("Theirs: almost always")
    both.get_by_role("button", name="Keep theirs").click()
    saved(desk)
    assert facts(house, "strain") == [("Avery", 2)]
    for context in contexts:
        context.close()


def test_with_names_off_no_name_is_anywhere(chromium: Browser, house: Served) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    heard = listen(page, house.url)
    house.enter(page)
    add(page, "Zebedee", "Yolanda")
    page.get_by_role("radio", name="Friends, inner circle").check()
    answer(page, "Talks and listens", "Almost always")
    saved(page)
    page.get_by_role("button", name="Names on").click()
    page.locator(".saving[data-state=saved]").wait_for()
    for view in ("Map", "Ask", "Table"):
        page.get_by_role("link", name=view, exact=True).click()
        add(page, f"Xavier {view}")
        saved(page)
        page.wait_for_timeout(300)
        for name in ("Zebedee", "Yolanda", "Xavier"):
            assert name not in page.content(), view
            assert name not in page.evaluate(VALUES), view
    page.get_by_role("link", name="Map", exact=True).click()
    expect(on_map(page, "Friend 2")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save a picture").click()
        page.get_by_role("button", name="SVG").click()
    picture = Path(download.value.path()).read_text("utf-8")
    assert "Friend 2" in picture
    assert not any(name in picture for name in ("Zebedee", "Yolanda", "Xavier"))
    assert download.value.suggested_filename.startswith("map-")
    context.close()
    assert heard == []


VALUES = """[...document.querySelectorAll("input, textarea, select")].map(each => each.value).join(" ")
  + document.title"""


def test_a_picture_is_a_file_of_its_kind(desk: Page) -> None:
    add(desk, "Avery")
    drawn(desk)
    for kind, begins in (("PNG", b"\x89PNG\r\n"), ("SVG", b"<svg")):
        with desk.expect_download() as download:
            desk.get_by_role("button", name="Save a picture").click()
            desk.get_by_role("dialog", name="Save a picture").get_by_role("button", name=kind).click()
        assert Path(download.value.path()).read_bytes().startswith(begins)
        assert download.value.suggested_filename.endswith(kind.lower())


def test_hostile_names_run_nothing_and_break_nothing(desk: Page, house: Served) -> None:
    desk.on("dialog", lambda dialog: pytest.fail(f"a dialog: {dialog.message}"))
    add(desk, *HOSTILE)
    saved(desk)
    for view in ("Map", "Ask", "Table"):
        desk.get_by_role("link", name=view, exact=True).click()
        desk.wait_for_timeout(300)
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth"), view
        assert desk.locator("img").count() == 0
    assert [name for (name,) in facts(house)] == list(HOSTILE)


def test_without_scripts_the_page_can_be_read_and_says_so(
    chromium: Browser, house: Served, desk: Page
) -> None:
    add(desk, "Avery")
    answer(desk, "Talks and listens", "Sometimes")
    saved(desk)
    state = desk.context.storage_state()
    context = chromium.new_context(java_script_enabled=False, storage_state=state)
    page = context.new_page()
    page.goto(desk.url)
    expect(page.get_by_text("Without scripts this page can be read, not changed")).to_be_visible()
    expect(page.get_by_role("row", name="Avery")).to_contain_text("sometimes")
    expect(page.get_by_text("Emotional support is")).to_be_attached()
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert_apart(page)
    context.close()


def assert_apart(page: Page) -> None:
    """What is shown without scripts stands one below the other, with room between."""
    notice = page.get_by_text("Without scripts this page can be read")
    names = ("Coverage", "Contacts", "Why, and what is unknown")
    parts = [notice, *(page.get_by_role("region", name=name, exact=True) for name in names)]
    boxes = sorted((box for part in parts if (box := part.bounding_box())), key=lambda box: box["y"])
    assert len(boxes) == len(parts)
    for upper, lower in pairwise(boxes):
        assert lower["y"] - upper["y"] - upper["height"] >= 16
        assert lower["x"] == upper["x"]
