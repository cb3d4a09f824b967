"""The page of a network on a phone, a tablet and a desk: the work is in sight, and no word is cut."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.served import Served

PHONE, TABLET, DESK = (390, 844), (820, 1180), (1280, 800)
LONG = "Talking therapy service of the other town"


@pytest.fixture
def mapped(desk: Page, house: Served) -> Page:
    """A network whose coverage hangs on somebody with a long name, and isn't fully known."""
    for name, emotional in ((LONG, 2), ("Avery", None)):
        house.send("POST", "/contacts", {"name": name, "circle": 1, "emotional": emotional, "practical": 1})
    return desk


def show(page: Page, house: Served, size: tuple[int, int], view: str = "map") -> None:
    """Open the page in a window of a size."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{house.url}/clients/{house.client_id}/map?view={view}")
    page.wait_for_load_state("networkidle")


def top(place: Locator) -> float:
    """How far down the page something begins."""
    box = place.bounding_box()
    assert box
    return box["y"]


def test_on_a_phone_the_map_comes_first_and_all_pages_of_the_client_are_in_sight(
    mapped: Page, house: Served
) -> None:
    show(mapped, house, PHONE)
    tabs = mapped.get_by_role("navigation", name="This client").get_by_role("link").all()
    assert len(tabs) == 8
    for tab in tabs:
        expect(tab).to_be_in_viewport(ratio=1)
    the_map = mapped.get_by_role("group", name="Contacts on the map")
    assert top(the_map) < top(mapped.get_by_role("region", name="Coverage"))
    box = the_map.bounding_box()
    assert box
    assert box["height"] >= 340
    assert mapped.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("size", [PHONE, TABLET, DESK])
def test_no_word_of_the_coverage_is_cut(mapped: Page, house: Served, size: tuple[int, int]) -> None:
    show(mapped, house, size)
    coverage = mapped.get_by_role("region", name="Coverage")
    said = coverage.get_by_text("as far as was asked").all()
    assert said
    for words in (*said, *coverage.get_by_role("article").all()):
        assert words.evaluate("e => e.scrollWidth <= e.clientWidth && e.scrollHeight <= e.clientHeight")


@pytest.mark.parametrize("size", [TABLET, DESK])
def test_all_questions_are_in_sight(mapped: Page, house: Served, size: tuple[int, int]) -> None:
    show(mapped, house, size, "ask")
    for question in mapped.get_by_role("navigation", name="Questions").get_by_role("button").all():
        expect(question).to_be_in_viewport(ratio=1)


def test_on_a_phone_a_name_stays_beside_its_answers_and_leaves_them_room(mapped: Page, house: Served) -> None:
    show(mapped, house, PHONE, "table")
    name = mapped.get_by_role("button", name=LONG, exact=True)
    answer = mapped.get_by_role("row", name=LONG).get_by_role("button").last
    answer.scroll_into_view_if_needed()
    expect(name).to_be_in_viewport(ratio=1)
    box = name.bounding_box()
    assert box
    assert box["width"] <= PHONE[0] / 2.5


def test_on_a_desk_the_whole_map_is_in_sight_and_what_is_above_it_is_easily_hit(
    mapped: Page, house: Served
) -> None:
    show(mapped, house, DESK)
    the_map = mapped.get_by_role("group", name="Contacts on the map")
    expect(the_map).to_be_in_viewport(ratio=1)
    box = the_map.bounding_box()
    assert box
    assert box["height"] >= 500
    above = [*mapped.locator("header, .client-bar, .tools").get_by_role("button").all()]
    above += mapped.get_by_role("navigation").get_by_role("link").all()
    assert [each.inner_text() for each in above if height(each) < 43.9] == []


def height(place: Locator) -> float:
    """How high something is, in pixels."""
    box = place.bounding_box()
    assert box
    return box["height"]


@pytest.mark.parametrize("size", [PHONE, TABLET, DESK])
def test_nothing_on_the_map_jumps_when_ties_are_to_be_made(
    mapped: Page, house: Served, size: tuple[int, int]
) -> None:
    show(mapped, house, size)
    handles = mapped.get_by_role("group", name="Contacts on the map").get_by_role("button").all()
    before = [handle.bounding_box() for handle in handles]
    mapped.get_by_role("button", name="Tie", exact=True).click()
    choices = mapped.get_by_role("group", name="Tie: tap one")
    expect(choices).to_be_in_viewport(ratio=1)
    assert [handle.bounding_box() for handle in handles] == before
    assert all(is_on_top(handle) for handle in handles)
    mapped.get_by_role("button", name="Move", exact=True).click()
    expect(choices).to_be_hidden()
    assert [handle.bounding_box() for handle in handles] == before


@pytest.mark.parametrize("size", [PHONE, TABLET])
def test_whoever_is_chosen_low_on_the_map_stays_in_sight_above_their_answers(
    mapped: Page, house: Served, size: tuple[int, int]
) -> None:
    facts = {"circle": 3, "sector": "friends", "angle": 270.0}
    house.send("POST", "/contacts", {"name": "Low", **facts})
    show(mapped, house, size)
    the_map = mapped.get_by_role("group", name="Contacts on the map")
    low = the_map.get_by_role("button", name="Low,")
    box = low.bounding_box()
    assert box
    mapped.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    chosen = mapped.get_by_role("region", name="Selected contact")
    expect(chosen.get_by_role("heading", name="Low")).to_be_in_viewport()
    assert is_on_top(low)
    mapped.evaluate("scrollTo(0, 0)")
    assert not is_on_top(low)
    # To the next one round the circle and back again, by keys.
    mapped.keyboard.press("ArrowLeft")
    mapped.keyboard.press("ArrowRight")
    expect(low).to_be_focused()
    assert is_on_top(low)


def is_on_top(handle: Locator) -> bool:
    """Whether somebody's sign on the map is in sight, and nothing covers its middle."""
    found = handle.locator(".hit").evaluate(
        "e => { const b = e.getBoundingClientRect();"
        " return document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2) === e; }"
    )
    return bool(found)


@pytest.mark.parametrize("size", [PHONE, TABLET])
def test_what_tells_namesakes_apart_is_read_whole_beside_an_open_visit(
    mapped: Page, house: Served, size: tuple[int, int]
) -> None:
    house.send("PATCH", "", {"birth_year": 1987})
    house.send("POST", "/visits")
    show(mapped, house, size)
    apart = mapped.get_by_text("born 1987, record begun")
    assert apart.evaluate("e => e.scrollWidth <= e.clientWidth && e.scrollHeight <= e.clientHeight")
    expect(mapped.get_by_role("link", name="is open")).to_be_in_viewport(ratio=1)
    expect(mapped.get_by_role("link", name="Record")).to_be_in_viewport(ratio=1)
