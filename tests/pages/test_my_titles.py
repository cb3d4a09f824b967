"""What whoever takes up a client's phone reads among the tabs: the titles of all pages of a client's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import uuid4

from tests.access.worlds import table
from tests.pages.conftest import HTML, Both
from tests.pages.test_plans import begin

TELLING = re.compile("hard|setback|trigger|sign|crisis|journal|plan|coping|help|achiev", re.IGNORECASE)
ID = "[0-9a-f-]{36}"


def write_everything(both: Both) -> None:
    """Let the client have one of everything that has a page of its own."""
    both.alice.add("Frances")
    for kind in ("sign", "trigger", "strategy"):
        both.kim.send(f"/my/coping/{kind}", what="x", shared="no")
    both.kim.send("/my/journal", text="x")
    setback = str(uuid4())
    both.kim.send("/my/setbacks", id=setback, happened="x")
    both.kim.send(f"/my/setbacks/{setback}/achieve", id=str(uuid4()), words="x", shared="no")
    begin(both.kim, "x")


def own_pages(both: Both) -> Iterator[tuple[str, str]]:
    """Every page of the client's own, by its address as the policy has it, and what is on it."""
    routes = [route.removeprefix("GET ") for route in table("Routes") if route.startswith("GET /my/")]
    waiting = [route for route in routes if "<" not in route and "copy" not in route]
    waiting += [f"/my/coping/{kind}/add" for kind in ("sign", "trigger", "strategy")]
    known = set(waiting)
    while waiting:
        path = waiting.pop()
        body = both.kim.open(path, headers=HTML).get_data(as_text=True)
        yield re.sub(ID, "<id>", path), body
        fresh = set(re.findall(rf'href="(/my/(?:[a-z]+/)+{ID}(?:/used)?)"', body)) - known
        known |= fresh
        waiting += fresh


def test_no_title_tells_what_a_page_of_a_client_s_own_is_about(both: Both) -> None:
    write_everything(both)
    titles = {path: re.findall("<title>(.*?)</title>", body) for path, body in own_pages(both)}
    assert {f"/my/{way}/<id>" for way in ("journal", "setbacks", "achievements", "plans")} <= titles.keys()
    assert {"/my/coping/card", "/my/coping/sign/add", "/my/coping/strategy/<id>/used"} <= titles.keys()
    assert all(len(found) == 1 for found in titles.values())
    assert {path: found for path, found in titles.items() if TELLING.search(found[0])} == {}
