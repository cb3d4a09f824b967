"""A plan from its first words to what came of it: by keys alone on a phone, and from a gap at the desk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Error, Locator, Page, Route, expect

from tests.browser.conftest import listen
from tests.browser.served import ALICE, KIM, Served, served
from tests.browser.test_every_page import seen
from tests.browser.visiting import reach


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A client with an account, and somebody on whom all depends."""
    house = served(tmp_path_factory.mktemp("plans"), client=True)
    with house.running():
        facts = {"name": "Avery", "circle": 1, "emotional": 2, "strain": 0, "sector": "friends"}
        house.send("POST", "/contacts", facts)
        yield house


def type_in(page: Page, label: str, words: str) -> None:
    """Type into the field of the open step that has this label."""
    reach(page.locator(".now").get_by_label(re.compile(f"^{re.escape(label)}")).first)
    page.keyboard.type(words)


def press(page: Page, name: str) -> None:
    """Press a button, and wait for the page that comes of it."""
    reach(page.get_by_role("button", name=name).first)
    page.evaluate("window.isOld = true")
    page.keyboard.press("Enter")
    for _ in range(200):
        with suppress(Error):  # while one page goes and the other comes
            if page.evaluate("!window.isOld && document.readyState === 'complete'"):
                return
        page.wait_for_timeout(50)
    raise AssertionError(f"nothing comes of {name}")


def pick(page: Page, name: str) -> None:
    """Choose one of several by the arrow keys."""
    wanted = page.get_by_role("radio", name=name)
    for _ in range(60):
        if page.evaluate("document.activeElement.type === 'radio'"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press(" ")
    for _ in range(10):
        if wanted.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{name} is not chosen by keys")


def begin(page: Page, plans: str, title: str) -> None:
    """Begin a plan on the page of all plans."""
    page.goto(plans)
    page.get_by_label("What is it about, in a few words?").fill(title)
    page.get_by_role("button", name="Begin").click()


def define(page: Page, problem: str) -> None:
    """Say what happens, and go on to the goal."""
    page.get_by_label("What happens").fill(problem)
    page.get_by_role("button", name="Save and go on").click()


def lose_the_answer(page: Page, address: str) -> None:
    """Let a form arrive, once, and its answer get lost on the way."""

    def lose(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    page.route(address, lose, times=1)


def look(page: Page, step: int) -> None:
    """Check where the plan is, and that all of it can be read."""
    expect(page.get_by_text(f"Step {step} of 7.")).to_be_visible()
    expect(page.locator("#now")).to_be_in_viewport()
    assert seen(page) == []


def test_a_client_goes_the_whole_way_by_keys_on_a_phone(chromium: Browser, house: Served) -> None:
    page = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
    heard = listen(page, house.url)
    house.sign_in(page, KIM)
    page.goto(f"{house.url}/my/plans")
    assert seen(page) == []
    reach(page.get_by_label("What is it about, in a few words?"))
    page.keyboard.type("Long evenings")
    press(page, "Begin")
    look(page, 1)
    type_in(page, "What happens", "From six on nobody is around.")
    press(page, "Save and go on")
    look(page, 2)
    for label, words in (
        ("Where are you now", "2"),
        ("Where would be enough", "6"),
        ("By when?", "01312999"),
    ):
        type_in(page, label, words)
    press(page, "Save and go on")
    look(page, 3)
    for kind, words in (("A group or community", "Join the choir"), ("Something else", "Leave it as it is")):
        pick(page, kind)
        type_in(page, "What exactly?", words)
        press(page, "Add it")
    look(page, 3)
    press(page, "That is all for now: go on")
    look(page, 4)
    type_in(page, "What is for it?", "I like to sing.")
    type_in(page, "Where would this take you", "7")
    press(page, "Save and go on")
    look(page, 5)
    pick(page, "Join the choir")
    press(page, "Choose this one")
    look(page, 6)
    type_in(page, "What is the first small step?", "Ring Sam")
    type_in(page, "By when?", "01302999")
    press(page, "Add the step")
    press(page, "Done: Ring Sam")
    lose_the_answer(page, "**/on")
    press(page, "Look at what came of it")
    look(page, 7)
    type_in(page, "Where are you now", "8")
    type_in(page, "What was learnt?", "Singing helps.")
    press(page, "Is it enough?")
    expect(page.get_by_text("The goal is reached, and the plan is done.")).to_be_visible()
    assert seen(page) == []
    assert [line for line in heard if "ERR_CONNECTION_RESET" not in line] == []
    page.context.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light")])
def test_from_a_gap_to_options_beside_what_they_would_bring(
    chromium: Browser, house: Served, width: int, scheme: str
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    desk = context.new_page()
    heard = listen(desk, house.url)
    house.enter(desk, who=ALICE)
    desk.get_by_role("link", name="Plan what to do about emotional support").click()
    expect(desk.get_by_label("What is it about, in a few words?")).to_have_value("More emotional support")
    assert seen(desk) == []
    desk.get_by_role("button", name="Begin").click()
    define(desk, "Only Avery listens.")
    expect(desk.get_by_label("At least, out of a hundred")).to_have_value("50")
    desk.get_by_label("A scale of the client’s own").check()
    expect(desk.get_by_label("At least, out of a hundred")).to_be_hidden()
    desk.get_by_label("What is left of emotional support without the one relied on most").check()
    desk.get_by_label("By when?").fill("2999-01-31")
    assert seen(desk) == []
    desk.get_by_role("button", name="Save and go on").click()
    expect(desk.get_by_label("With whom?")).to_be_hidden()
    desk.get_by_role("radio", name="Somebody new").check()
    desk.get_by_label("What exactly?").fill("Call Blake again")
    desk.get_by_role("button", name="Add it").click()
    expect(desk.get_by_text("With this alone the goal would not be reached: 36 of 100.")).to_be_visible()
    desk.get_by_text("What is assumed").click()
    desk.get_by_label("Talks and listens").select_option("almost always")
    desk.get_by_role("button", name="Work it out").click()
    expect(desk.get_by_text("With this the goal would be reached: 72 of 100.")).to_be_visible()
    assert seen(desk) == []
    desk.get_by_role("link", name="Between").click()
    assert seen(desk) == []
    assert heard == []
    context.close()


def test_what_was_typed_is_kept_where_it_cannot_be_taken(chromium: Browser, house: Served) -> None:
    page = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
    house.sign_in(page, KIM)
    begin(page, f"{house.url}/my/plans", "Mornings")
    define(page, "They are dark.")
    page.get_by_label("Where are you now").fill("2")
    page.get_by_label("By when?").fill("2999-01-31")
    page.get_by_role("button", name="Save and go on").click()
    told = page.get_by_role("status").filter(has_text="What would be enough: expected a whole number")
    enough = page.get_by_label("Where would be enough")
    expect(told).to_be_in_viewport(ratio=1)
    expect(enough).to_be_focused()
    expect(enough).to_be_in_viewport(ratio=1)
    expect(enough).to_have_attribute("aria-invalid", "true")
    expect(enough).to_have_accessible_description(re.compile("expected a whole number"))
    expect(page.get_by_label("Where are you now")).to_have_value("2")
    assert seen(page) == []
    enough.fill("1")
    page.get_by_role("button", name="Save and go on").click()
    more = page.get_by_role("status").filter(has_text="more than where you are now")
    expect(more).to_be_in_viewport(ratio=1)
    assert covered(page.get_by_role("button", name="Save and go on"), more) == 0
    enough.fill("6")
    page.route("**/goal", lambda route: route.abort())
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_text("No network just now.")).to_be_visible()
    expect(page.locator("[aria-invalid]")).to_have_count(0)
    page.context.close()


def covered(one: Locator, other: Locator) -> float:
    """How much of the height of one is under another."""
    a, b = one.bounding_box(), other.bounding_box()
    assert a
    assert b
    return max(0, min(a["y"] + a["height"], b["y"] + b["height"]) - max(a["y"], b["y"]))


def test_what_was_changed_meanwhile_can_be_loaded_anew(chromium: Browser, house: Served) -> None:
    page = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
    house.sign_in(page, KIM)
    begin(page, f"{house.url}/my/plans", "Noons")
    page.get_by_label("What happens").fill("They are bright.")
    other = page.context.new_page()
    other.goto(page.url)
    define(other, "They are hot.")
    expect(other.get_by_text("Step 2 of 7.")).to_be_visible()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_text("This was changed meanwhile")).to_be_in_viewport(ratio=1)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Load it anew").click()
    expect(page.locator("p.told", has_text="They are hot.")).to_be_visible()
    page.context.close()


def test_what_was_done_is_seen_below_the_bar_while_a_visit_is_open(chromium: Browser, house: Served) -> None:
    visit = house.send("POST", "/visits", {"held_on": "2026-01-05"})
    for width in (1280, 800, 390):
        page = chromium.new_context(viewport={"width": width, "height": 900}).new_page()
        house.sign_in(page, ALICE)
        begin(page, f"{house.url}/clients/{house.client_id}/plans", "Walks")
        define(page, "Too few. " * 200)
        told = page.get_by_role("status").filter(has_text="Saved.")
        expect(told).to_be_in_viewport(ratio=1)
        expect(page.locator("#now")).to_be_in_viewport(ratio=1)
        for shown in (told, page.locator("#now")):
            assert covered(shown, page.locator(".client-bar")) == 0
        page.context.close()
    house.send("POST", f"/visits/{visit['id']}/finish")


def test_back_at_what_could_be_done_what_came_of_it_is_in_sight(chromium: Browser, house: Served) -> None:
    page = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
    house.sign_in(page, KIM)
    begin(page, f"{house.url}/my/plans", "Dawns")
    expect(page.get_by_text("Step 1 of 7.")).to_be_visible()
    way, ids = page.url.partition("#")[0], [str(uuid4()) for _ in range(3)]
    acts: list[tuple[str, dict[str, str | float | bool]]] = [
        ("define", {"title": "Dawns", "problem": "Too early. " * 200}),
        ("goal", {"measure": "own", "now": "2", "own_least": "6", "by": "2999-01-31"}),
        ("add", {"id": ids[0], "kind": "group", "words": "Join the choir"}),
        ("add", {"id": ids[1], "kind": "other", "words": "Leave it as it is"}),
        ("on", {}),
        ("weigh", {f"pros-{ids[0]}": "Singing", f"would-{ids[0]}": "7", "on": "yes"}),
        ("choose", {"option": ids[0]}),
        ("step", {"id": ids[2], "words": "Ring Sam", "owner": "client", "due": "2999-01-30"}),
        ("on", {}),
    ]
    for act, form in acts:
        answer = page.request.post(f"{way}/{act}", form=form, headers={"Origin": house.url})
        assert answer.ok, (answer.status, answer.text()[-1500:])
    page.reload()
    page.get_by_label("Where are you now, from 0 to 10?").last.fill("3")
    page.mouse.wheel(0, 3000)
    page.get_by_role("button", name="Is it enough?").click()
    told = page.get_by_role("status").filter(has_text="It wasn’t enough yet.")
    expect(told).to_be_in_viewport(ratio=1)
    expect(page.locator("#now")).to_be_in_viewport(ratio=1)
    assert seen(page) == []
    page.context.close()


def test_a_plan_on_paper_has_nothing_to_fill_in_or_press(chromium: Browser, house: Served) -> None:
    page = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
    house.sign_in(page, KIM)
    begin(page, f"{house.url}/my/plans", "Nights")
    define(page, "They are short.")
    expect(page.get_by_label("By when?")).to_be_visible()
    page.emulate_media(media="print")
    for shown in page.locator("main :is(input, textarea, select, button, summary)").all():
        expect(shown).to_be_hidden()
    expect(page.locator("p.told", has_text="They are short.")).to_be_visible()
    page.context.close()
