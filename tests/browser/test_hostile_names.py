"""Names that are meant to break a page: nothing of them runs, nothing is loaded for them, the layout holds.

Besides the names here, those of a JSON list at SUPPORTMAP_NAUGHTY_STRINGS are tried, if one is given: for
one, the "big list of naughty strings", which isn't part of the project.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.access.browsers import PASSWORD
from tests.browser.conftest import listen
from tests.browser.served import ALICE, Served, served
from tests.processes import ask, sign_in

LONG = "W" * 200
OWN = (
    "<img src=x onerror=alert(1)>",
    '"><script>alert(1)</script>',
    "'-alert(1)-'",
    "javascript:alert(1)",
    "</script><script>alert(1)</script>",
    "<b>bold</b> &amp; &lt;i&gt;",
    "{{ 7 * 7 }} ${7*7} $x^2$ {% raw %}",
    "\u202egnirts desrever",
    "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd",
    LONG,
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031e\u0349\u035a\u032f\u031e\u0320",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "NULL",
    "undefined",
    "-1e309",
    "../../etc/passwd",
    "=1+1",
    "constructor",
    "__proto__",
)
PAGES = (
    *(
        "map",
        "map?view=ask",
        "map?view=table",
        "visits",
        "compare",
        "print",
        "handout?people=1&places=1&map=1&label=1",
    ),
    *("take-away", "record"),
)
INSERTED = (
    "document.querySelectorAll('main img, main iframe, main b, main i, main object, main script').length"
)
WIDER = "document.documentElement.scrollWidth - innerWidth"


def names() -> list[str]:
    """The names that are tried."""
    given = os.environ.get("SUPPORTMAP_NAUGHTY_STRINGS")
    more = json.loads(Path(given).read_text("utf-8")) if given else []
    return [*OWN, *more]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A client whose label and contacts have such names; what isn't taken for a name is refused."""
    house = served(tmp_path_factory.mktemp("hostile"))
    with house.running():
        headers = sign_in(house.url, ALICE, PASSWORD)
        path = f"/api/v1/clients/{house.client_id}"
        for n, name in enumerate(names()):
            body = {
                "name": name,
                "relationship": name[:60],
                "note": name,
                "circle": n % 3 + 1,
                "emotional": 2,
            }
            answer = ask(house.url, f"{path}/contacts", "POST", body, headers)
            assert answer.status in (201, 422), name
            assert answer.status == 201 or name not in OWN, name
        long = [each["id"] for each in house.contacts() if each["name"] == LONG]
        for other in house.contacts()[:3]:
            house.send("PUT", f"/ties/{long[0]}/{other['id']}")
        for label in (*OWN[:2], LONG):
            area = label[:60]
            assert ask(house.url, path, "PATCH", {"label": label, "area": area}, headers).status == 200
        visit = house.send("POST", "/visits")
        house.send("POST", f"/visits/{visit['id']}/finish")
        yield house


@pytest.mark.parametrize("width", [1280, 390])
def test_hostile_names_run_nothing_load_nothing_and_break_nothing(
    chromium: Browser, house: Served, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    heard = listen(page, house.url)
    page.on("dialog", lambda dialog: heard.append(f"a dialog: {dialog.message}"))
    house.sign_in(page, ALICE)
    faults = [fault for path in PAGES for fault in _faults(page, house, path)]
    visit = house.send("GET", "/visits")["items"][0]["id"]
    faults += _faults(page, house, f"visits/{visit}")
    context.close()
    assert faults == []
    assert heard == []


def _faults(page: Page, house: Served, path: str) -> list[str]:
    page.goto(f"{house.url}/clients/{house.client_id}/{path}")
    page.wait_for_load_state("networkidle")
    found = []
    if page.evaluate(INSERTED):
        found.append(f"{path}: an element that a name made")
    if (wider := page.evaluate(WIDER)) > 0:
        found.append(f"{path}: {wider} pixels too wide")
    return found
