"""Every page in a real browser, at three widths, light and dark: readable by all, quiet, named neutrally."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import listen
from tests.browser.served import ADMIN, ALICE, KIM, NOOR, Served, served
from tests.directory.hsds.directories import write_json
from tests.directory.services import a_document
from tests.processes import ask

LOOKS = [(1280, 900, "light"), (820, 1180, "light"), (390, 844, "dark")]
OF_CLIENT = (
    *("map", "map?view=ask", "map?view=table", "visits", "compare", "take-away", "print", "handout"),
    *("record", "log", "between", "plans", "card", "coping/trigger/add", "coping/strategy/add"),
)
OWN = (
    *("/my/circle", "/my/circle/add", "/my/plans", "/my/data", "/account"),
    *("/my/journal", "/my/journal/write", "/my/setbacks", "/my/setbacks/write", "/my/achievements"),
    *("/my/coping", "/my/coping/card", "/my/coping/trigger/add", "/my/coping/strategy/add"),
    *("/my/places", "/my/places/consent"),
)
OF_REFERRALS = ("gaps/practical", "referrals", "referrals/handout")
DIRECTORY = ("/resources", "/resources?words=food&within=5&area=M14&free=1", "/effects")
PAGES = {
    ALICE: ["/clients", "/clients?archived=true", "/account", "/nowhere", *DIRECTORY],
    ADMIN: ["/users", "/teams", "/agency", "/audit", "/account", "/sources"],
    NOOR: ["/gaps", "/gaps?view=due", "/account", *DIRECTORY, "/resources/new"],
    KIM: [*OWN],
    None: ["/login", "/password/none", "/join/none"],
}
CLINICAL = re.compile("support network|mental|patient|clinic|therap|diagnos|crisis|unsafe", re.IGNORECASE)
AXE = {"resultTypes": ["violations"]}
CONTACTS = (
    {"name": "Avery", "circle": 1, "sector": "family", "emotional": 2, "practical": 1, "strain": 1},
    {"name": "Blake", "circle": 2, "sector": "friends", "emotional": 1, "belonging": 2, "gives_back": 1},
    {"name": "Choir of St. Bartholomew", "kind": "group", "sector": "community", "circle": 3},
    {"name": "Dr. Sol", "sector": "professionals", "practical": 2, "status": "past"},
    {"name": "Ellis"},
)
TOWN = (
    a_document("choir", name="Harbour choir", phones=[{"id": "1", "number": "01632 960 001"}], url="W" * 90),
    a_document("lunch", name="Food pantry " + "W" * 60, fees_description="A few pounds", maximum_age=15),
    a_document("nameless", name=None),
    a_document("refuge", name="Harbour refuge", description="For survivors of domestic violence."),
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A client with a network, a finished visit and one that is open."""
    folder = tmp_path_factory.mktemp("every page")
    house = served(folder, client=True)
    house.bring_in(write_json(folder / "town.json", TOWN), "Town")
    with house.running():
        known = [house.send("POST", "/contacts", facts)["contacts"][0]["id"] for facts in CONTACTS]
        house.send("PUT", f"/ties/{known[0]}/{known[1]}", {"strength": 2})
        first = house.send("POST", "/visits", {"held_on": "2026-01-05"})
        house.send("POST", f"/visits/{first['id']}/finish")
        house.send("POST", "/contacts", {"name": "Finn", "since": "new", "belonging": 2, "circle": 2})
        house.send("POST", "/visits")
        asked = [each["id"] for each in house.contacts() if each["practical"] is None]
        rest = {"question": "practical", "answer": 0, "contacts": asked}
        house.send("POST", "/contacts/answer-rest", rest)
        house.send("POST", "/consents", {"purpose": "referral", "given": True, "shares": ["name"]})
        yield house


@pytest.fixture(scope="module")
def referral(chromium: Browser, house: Served, signed_in: dict[str | None, Any]) -> str:
    """The address of a referral that is being prepared, from the client's on."""
    return _prepared(chromium, house, signed_in, "pantry")


@pytest.fixture(scope="module")
def risky(chromium: Browser, house: Served, signed_in: dict[str | None, Any]) -> str:
    """That of one to a service of which nothing is shown before somebody says that it is safe."""
    return _prepared(chromium, house, signed_in, "refuge")


def _prepared(chromium: Browser, house: Served, signed_in: dict[str | None, Any], words: str) -> str:
    context = chromium.new_context(storage_state=signed_in[NOOR])
    page = context.new_page()
    page.goto(f"{house.url}/clients/{house.client_id}/gaps/practical")
    page.get_by_label("Words").fill(words)
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name=re.compile(f"Prepare a referral to .*{words}")).click()
    page.get_by_text("nobody outside was told yet").wait_for()
    made = page.url.partition("#")[0].rpartition("/")[2]
    context.close()
    return f"referrals/{made}"


@pytest.fixture(scope="module")
def imported(chromium: Browser, house: Served, signed_in: dict[str | None, Any]) -> str:
    """The address of an import's page."""
    context = chromium.new_context(storage_state=signed_in[ADMIN])
    page = context.new_page()
    page.goto(f"{house.url}/sources")
    found = page.get_by_role("link", name="Town").get_attribute("href")
    context.close()
    assert found
    return found


@pytest.fixture(scope="module")
def addresses(house: Served, referral: str, risky: str, imported: str) -> dict[str | None, list[str]]:
    """Every page, by who may see it."""
    client = f"/clients/{house.client_id}"
    visits = [f"{client}/visits/{each['id']}" for each in house.send("GET", "/visits")["items"]]
    theirs = [f"{client}/{page}" for page in OF_CLIENT]
    settled = [*PAGES[ADMIN], f"{client}/team", f"{client}/erase", imported]
    asking = f"{risky}/letter?as=phone", f"{OF_REFERRALS[-1]}?referral={risky.rpartition('/')[2]}"
    told = referral, f"{referral}/letter?as=e-mail", *asking
    referred = [f"{client}/{page}" for page in (*OF_REFERRALS, *told)]
    services = ask(house.url, "/hsds/services", headers=house.headers).json["contents"]
    one = f"/resources/{services[0]['id']}"
    return {
        None: PAGES[None],
        ALICE: [*PAGES[ALICE], *theirs, *visits, *referred, one],
        ADMIN: settled,
        NOOR: [*PAGES[NOOR], *referred, f"{client}/{referral}/letter", one, f"{one}/edit"],
        KIM: [*PAGES[KIM], *(f"/my/places/{each['id']}" for each in services)],
    }


@pytest.fixture(scope="module")
def signed_in(chromium: Browser, house: Served) -> dict[str | None, Any]:
    """What the browser of each of them keeps."""
    return {None: None, **{who: _kept(chromium, house, who) for who in (ALICE, ADMIN, NOOR, KIM)}}


def _kept(chromium: Browser, house: Served, who: str) -> Any:
    context = chromium.new_context()
    house.sign_in(context.new_page(), who)
    kept = context.storage_state()
    context.close()
    return kept


def test_what_may_endanger_is_asked_about_on_pages_of_their_own(
    chromium: Browser, house: Served, signed_in: dict[str | None, Any], addresses: dict[str | None, list[str]]
) -> None:
    """So that the test below sees them."""
    context = chromium.new_context(storage_state=signed_in[NOOR])
    page, titles = context.new_page(), []
    for path in addresses[NOOR]:
        page.goto(house.url + path)
        titles += [page.get_by_role("heading", level=1).inner_text()]
    context.close()
    assert {"Is it safe to tell them?", "Is it safe to carry this home?"} <= set(titles)


@pytest.mark.parametrize("who", [ALICE, ADMIN, NOOR, KIM, None])
@pytest.mark.parametrize(("width", "height", "scheme"), LOOKS)
def test_every_page_is_readable_by_all_and_quiet(
    chromium: Browser,
    house: Served,
    addresses: dict[str | None, list[str]],
    signed_in: dict[str | None, Any],
    who: str | None,
    width: int,
    height: int,
    scheme: Any,
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, storage_state=signed_in[who]
    )
    faults = [fault for path in addresses[who] for fault in _faults(context, house, path)]
    context.close()
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("width", "height", "scheme"), LOOKS)
def test_a_page_that_a_form_makes_is_as_the_others(
    chromium: Browser,
    house: Served,
    signed_in: dict[str | None, Any],
    width: int,
    height: int,
    scheme: Any,
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, storage_state=signed_in[ALICE]
    )
    page = context.new_page()
    heard = listen(page, house.url)
    another = ask(house.url, "/api/v1/clients", "POST", {"label": "L."}, house.headers).json["id"]
    page.goto(f"{house.url}/clients/{another}/record")
    page.get_by_role("button", name="Invite…").click()
    page.get_by_role("heading", name="Link and code").wait_for()
    assert page.get_by_role("textbox", name="The link").input_value().startswith(f"{house.url}/join/")
    assert [*seen(page), *heard] == []
    context.close()


def _faults(context: BrowserContext, house: Served, path: str) -> list[str]:
    """What is wrong with a page."""
    page = context.new_page()
    heard = listen(page, house.url)
    answer = page.goto(house.url + path)
    page.wait_for_load_state("networkidle")
    found = seen(page)
    page.close()
    if answer and answer.status >= 400:
        heard = [line for line in heard if f"status of {answer.status}" not in line]
    return [f"{path}: {fault}" for fault in (*found, *heard)]


def seen(page: Page) -> list[str]:
    """What somebody would see that is wrong: unreadable, too wide, or said to others."""
    return [*_unreadable(page), *_too_wide(page), *_betrayed(page)]


def _unreadable(page: Page) -> list[str]:
    return [
        f"{each['id']} at {[node['target'] for node in each['nodes']][:3]}"
        for each in Axe().run(page, options=AXE).response["violations"]
    ]


def _too_wide(page: Page) -> list[str]:
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{width} pixels too wide"] if width > 0 else []


def _betrayed(page: Page) -> list[str]:
    """The title and the address stand in lists of tabs and in histories, for others to see."""
    address = page.url.partition("//")[2].partition("/")[2]
    return [f"{text!r} says too much" for text in (page.title(), address) if CLINICAL.search(text)]
