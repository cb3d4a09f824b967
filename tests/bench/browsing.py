"""A browser in which a clinician of a served house is signed in, and how long its pages take to show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import orjson
from playwright.sync_api import Browser, Page, StorageState, sync_playwright

from supportmap.analysis.network import Network
from supportmap.exchange.document import write_document
from supportmap.pages.files import PLOTLY
from tests.access.browsers import PASSWORD
from tests.browser.conftest import QUIET
from tests.browser.served import ALICE, Served
from tests.processes import ask, sign_in

__all__ = ["BLANK", "LIBRARY", "Visitor", "visitor"]

BLANK, LIBRARY = "/blank", f"/drawing/{PLOTLY}"
EMPTY = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><body style="margin: 0">'
WATCH = """(() => {
  const afterPaint = then => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => then(performance.now());
    port2.postMessage(null);
  };
  const painted = (is, then) => requestAnimationFrame(() => is() ? afterPaint(then) : painted(is, then));
  const isDrawn = () => !document.querySelector("[data-stage]")
    || Boolean(document.querySelector(".handle")) && !document.querySelector(".handle.waiting");
  const shown = new Promise(then => painted(() => document.readyState === "complete" && isDrawn(), then));
  window.watched = { painted, isDrawn, shown };
})()"""
"""In every page, from its start: what tells when a frame in which something holds has been painted."""
RUN = """async path => {
  const script = document.createElement("script");
  script.textContent = await (await fetch(path)).text();
  const start = performance.now();
  document.head.append(script);
  return performance.now() - start;
}"""


@dataclass(frozen=True)
class Visitor:
    """Somebody signed in at a served house; each page is in a context of its own, with nothing cached."""

    house: Served
    browser: Browser
    state: StorageState
    headers: dict[str, str]

    def client_with(self, network: Network) -> str:
        """Add a client with this network, and return the path of their map."""
        made = self._post("", {"label": "M."})
        self._post(f"/{made['id']}/document", orjson.loads(write_document(network)))
        return f"/clients/{made['id']}/map"

    def _post(self, path: str, body: object) -> dict[str, Any]:
        answer = ask(self.house.url, f"/api/v1/clients{path}", "POST", body, self.headers)
        assert answer.status in (200, 201), answer.status
        told: dict[str, Any] = answer.json
        return told

    def figure(self, path: str, size: float) -> Any:
        """Return the figure that the map page at a path draws when it has so many pixels."""
        where = f"/api/v1{path.removesuffix('/map')}/figures/map?size={size:.0f}&theme=light&legend=false"
        answer = ask(self.house.url, where, headers=self.headers)
        assert answer.status == 200
        return answer.json

    @contextmanager
    def page(self, path: str = BLANK) -> Iterator[Page]:
        """Hold a page of the house, or an empty one at the same origin without a policy."""
        context = self.browser.new_context(
            storage_state=self.state, viewport={"width": 1280, "height": 900}, base_url=self.house.url
        )
        context.route(f"**{BLANK}", lambda route: route.fulfill(body=EMPTY, content_type="text/html"))
        context.add_init_script(WATCH)
        page = context.new_page()
        page.goto(path)
        yield page
        context.close()

    def shown(self, path: str) -> tuple[float, float]:
        """Return the seconds from the start of navigation until a page shows, at first and once cached."""
        with self.page(path) as page:
            first = page.evaluate("watched.shown") / 1000
            page.goto(path)
            return first, page.evaluate("watched.shown") / 1000

    def library_run(self) -> float:
        """Return the seconds that compiling and running Plotly's file takes, once its text is there."""
        with self.page() as page:
            taken: float = page.evaluate(RUN, LIBRARY) / 1000
            assert page.evaluate("'Plotly' in window")
            return taken


@contextmanager
def visitor(house: Served, chromium: str) -> Iterator[Visitor]:
    """Sign Alice in at a house that runs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        page = browser.new_page()
        house.enter(page)
        yield Visitor(house, browser, page.context.storage_state(), sign_in(house.url, ALICE, PASSWORD))
        browser.close()
