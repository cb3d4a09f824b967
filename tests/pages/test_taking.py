"""What is taken away: the page for the client, the print, and names on none of them while they are off."""

from __future__ import annotations

import html
import re

from tests.pages.conftest import House, Visitor

ALL = ("map", "people", "back", "places", "wanted", "crisis", "lines", "label")
PAGES = (
    "/map",
    "/map/coverage",
    "/visits",
    "/compare",
    "/take-away",
    "/print",
    "/handout",
    "/record",
    "/log",
)


def handout(visitor: Visitor, *parts: str) -> str:
    """The page for the client with these parts, without the bars above it."""
    query = "&".join(f"{part}=1" for part in parts)
    return visitor.page(visitor.of_client(f"/handout?{query}")).split("People and places around me")[1]


def a_network(alice: Visitor) -> None:
    """A partner who isn't safe to turn to, a friend who is draining, a choir, and somebody past."""
    rated = {"emotional": 2, "practical": 1, "belonging": 1, "gives_back": 1, "circle": 1}
    alice.add("Ulf", **rated, sector="family", unsafe=True)
    alice.add("Frances", **rated, sector="friends", strain=2)
    alice.add("Choir", kind="group", belonging=2, sector="community")
    alice.add("Pat", **rated, status="past", ended_reason="died")


def test_the_page_for_the_client_has_plain_words_and_nobody_unsafe(house: House) -> None:
    a_network(house.alice)
    told = handout(house.alice, *ALL)
    assert "Who listens when things are hard Frances" in told
    assert "Where I belong Frances Choir" in told
    assert "Groups, places and services Choir" in told
    assert "K. R." in told
    for word in ("Ulf", "Pat", "strain", "unsafe", "of 100", "gap", " thin "):
        assert word not in told, word


def test_the_page_for_the_client_has_the_parts_that_were_chosen(house: House) -> None:
    a_network(house.alice)
    assert "Who listens" not in handout(house.alice, "places")
    assert "Choir" in handout(house.alice, "places")
    usual = handout(house.alice)
    assert "data-figure" not in house.alice.open(house.alice.of_client("/handout")).get_data(as_text=True)
    assert "Who listens" in usual
    assert "K. R." not in usual


def test_what_the_client_wants_more_of_is_what_was_asked_and_can_not_be_there(house: House) -> None:
    a_network(house.alice)
    unasked = "How much I want was not asked: emotional support, practical support, belonging."
    assert handout(house.alice, "wanted").endswith(f"What I want more of {unasked}")
    house.alice.wants(practical=0.7, belonging=0.3)
    assert handout(house.alice, "wanted").endswith(
        "What I want more of "
        "Whether there is as much as I want is not known yet: practical support, belonging. "
        "How much I want was not asked: emotional support."
    )


def test_what_is_there_as_it_is_wanted_is_not_wanted_more_of(house: House) -> None:
    house.alice.add("Frances", emotional=2, practical=1, belonging=0, circle=1, reach=2, strain=0)
    house.alice.wants(emotional=0.7, practical=0.7, belonging=0.3)
    assert handout(house.alice, "wanted").endswith("What I want more of Practical support Belonging")
    house.alice.wants(practical=0.3)
    assert handout(house.alice, "wanted").endswith("What I want more of Belonging")


def test_the_crisis_line_of_the_agency_stands_on_it(house: House) -> None:
    assert "When it gets hard" not in handout(house.alice)
    settings = {"name": "Harbour", "time_zone": "Europe/London", "crisis_line": "Call 0123"}
    assert "Saved." in house.admin.fill("/agency", **settings)
    assert "When it gets hard Call 0123" in handout(house.alice)


def test_the_print_has_everyone_alike_and_no_mark(house: House) -> None:
    a_network(house.alice)
    told = house.alice.page(house.alice.of_client("/print"))
    assert "Descriptive, not validated (coverage-1)" in told
    for name in ("Ulf", "Frances", "Choir", "Pat"):
        assert name in told
    assert not re.search("unsafe|not safe", told, re.IGNORECASE)
    sentences = told.split("Contacts Name")[0].split("What is there")[1]
    assert "Frances" in sentences
    assert "Ulf" not in sentences


def test_with_names_off_no_page_and_no_figure_has_a_name(house: House) -> None:
    alice = house.alice
    alice.fill(alice.of_client("/record"), name="Secret Kay")
    for n in range(3):
        alice.add(f"Secret {n}", relationship="secret", note="secret", emotional=n)
    visits = [a_visit(alice, finished) for finished in (True, False)]
    alice.add("Secret late")
    alice.send("/names", names="off")
    document = alice.open(f"/api/v1{alice.of_client('/document?names=false')}").get_data(as_text=True)
    assert "ecret" not in document
    seen = [*PAGES, "/handout?people=1&back=1&places=1&map=1", *(f"/visits/{each}" for each in visits)]
    assert sum(figures_without_names(alice, page) for page in seen) >= 5
    alice.send(alice.of_client("/archive"))
    assert figures_without_names(alice, "/map") == 1
    alice.send("/names", names="on")
    assert "Secret Kay" in alice.open(alice.of_client("/record")).get_data(as_text=True)


def a_visit(alice: Visitor, finished: bool) -> str:
    """Start a visit, and finish it; return its id."""
    told = alice.post(f"/api/v1{alice.of_client('/visits')}").json
    assert told
    if finished:
        alice.send(alice.of_client(f"/visits/{told['id']}/finish"))
    return str(told["id"])


def figures_without_names(alice: Visitor, page: str) -> int:
    """Check a page and the figures that it asks for; return how many those are."""
    answer = alice.open(alice.of_client(page), headers={"Accept": "text/html"})
    body = answer.get_data(as_text=True)
    assert answer.status_code == 200, page
    assert "ecret" not in body, page
    figures = [html.unescape(path) for path in re.findall(r'data-figure="([^"]+)"', body)]
    for path in figures:
        drawn = alice.open(path)
        assert drawn.status_code == 200, path
        assert "ecret" not in drawn.get_data(as_text=True), path
        assert "handout" not in page or "plain=true" in path
    return len(figures)
