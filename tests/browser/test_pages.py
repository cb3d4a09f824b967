"""The page that stands by itself, in a real browser: silent, offline, readable, printable, harmless."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from supportmap.analysis.analyse import analyse
from supportmap.analysis.change import compare
from supportmap.analysis.figures import THEMES
from supportmap.exchange.document import read_document
from supportmap.exchange.examples import example
from supportmap.exchange.page import analysis_page, change_page
from tests.browser.conftest import listen

Show = Callable[..., None]
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
    "\u202eevil\u202c",
    "&lt;b&gt; <b>bold</b> $x$",
    "عبد الله مع اسم طويل",
    "\"'><svg/onload=alert(1)>",
    "x" * 200,
]


def _document(*names: str, **facts: Any) -> dict[str, Any]:
    contacts = [{"id": f"h{n}", "name": name, "circle": n % 3 + 1} | facts for n, name in enumerate(names)]
    return {"format": "supportmap", "version": 1, "contacts": contacts, "ties": []}


@pytest.fixture
def show(page: Page, tmp_path: Path) -> Show:
    """Open the page of a document, or of the change from an earlier one."""

    def open_page(document: dict[str, Any], earlier: dict[str, Any] | None = None) -> None:
        network, report = read_document(document)
        now = analyse(network)
        written = analysis_page(now, report)
        if earlier:
            was = analyse(read_document(earlier)[0])
            written = change_page(was, now, compare(was.network, network), [report])
        target = tmp_path / "page.html"
        target.write_text(written, encoding="utf-8")
        page.goto(target.as_uri())
        page.wait_for_selector(".main-svg")

    return open_page


def test_the_page_draws_its_figures_and_asks_nobody(show: Show, page: Page) -> None:
    show(json.loads(example()))
    assert page.locator("[data-figure]").count() == page.locator("[data-figure] .svg-container").count() == 2


def test_the_page_of_a_change_draws_its_figures(show: Show, page: Page) -> None:
    show(json.loads(example()), json.loads(example(earlier=True)))
    assert page.locator("[data-figure] .svg-container").count() == 3
    assert page.get_by_text("1 contact is new in the client's life.").is_visible()


def test_hostile_names_do_nothing_and_are_read_as_they_stand(show: Show, page: Page) -> None:
    show(_document(*HOSTILE))
    assert page.get_by_role("rowheader", name="<img src=x onerror=alert(1)>", exact=True).is_visible()
    assert page.locator("img, b, main script, main svg[onload]").count() == 0
    assert page.get_by_text("{{ 7 * 7 }}").first.is_visible()


@pytest.mark.parametrize("width", [1280, 820, 390])
def test_no_page_is_wider_than_its_window(show: Show, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    show(_document(*HOSTILE))
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_of_the_page_has_enough_contrast(show: Show, page: Page, theme: Any) -> None:
    page.emulate_media(color_scheme=theme)
    show(json.loads(example()))
    assert page.evaluate(_LOW_CONTRAST) == []


def test_the_figures_follow_the_theme_and_paper_is_light(show: Show, page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    show(json.loads(example()))
    text = page.locator("[data-figure=coverage] .annotation-text").nth(1)
    dark, light = (THEMES[theme].ink for theme in ("dark", "light"))
    expect(text).to_have_css("fill", _rgb(dark))
    page.emulate_media(color_scheme="light")
    expect(text).to_have_css("fill", _rgb(light))
    page.emulate_media(color_scheme="dark")
    expect(text).to_have_css("fill", _rgb(dark))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(text).to_have_css("fill", _rgb(light))


def _rgb(colour: str) -> str:
    red, green, blue = (int(colour[first : first + 2], 16) for first in (1, 3, 5))
    return f"rgb({red}, {green}, {blue})"


def test_an_empty_map_says_so(show: Show, page: Page) -> None:
    show(_document())
    assert page.get_by_role("paragraph").filter(has_text="Nobody is on the map yet.").is_visible()
    assert page.get_by_text("Not assessed").count() == 3


def test_not_asked_is_said_in_the_table(show: Show, page: Page) -> None:
    show(_document("Ana"))
    assert page.get_by_role("cell", name="not asked", exact=True).count() == 7


def test_without_javascript_the_table_and_the_sentences_are_there(chromium: Browser, tmp_path: Path) -> None:
    network, report = read_document(json.loads(example()))
    target = tmp_path / "page.html"
    target.write_text(analysis_page(analyse(network), report), encoding="utf-8")
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    heard = listen(page)
    page.goto(target.as_uri())
    assert page.locator("noscript p").first.is_visible()
    assert page.get_by_role("rowheader", name="Harbour choir").is_visible()
    assert page.get_by_text("Belonging is covered").first.is_visible()
    context.close()
    assert heard == []


def test_the_unsafe_mark_changes_no_map_table_or_title(tmp_path: Path) -> None:
    document = json.loads(example())
    marked = json.loads(example())
    marked["contacts"][0]["unsafe"] = True
    pages = [
        analysis_page(analyse(network), report) for network, report in map(read_document, (document, marked))
    ]
    safe, unsafe = (page.split("<h2>Everyone on the map</h2>")[1].split("</table>")[0] for page in pages)
    assert safe == unsafe
    assert "unsafe" not in pages[1].split("<body>")[1].split("<script")[0].lower()
    (figures, marked_figures) = (
        json.loads(page.split('id="figures">')[1].split("</script>")[0]) for page in pages
    )
    assert figures["light"]["map"] == marked_figures["light"]["map"]


# The contrast of every visible text to the first opaque background behind it (WCAG 2.2, 1.4.3).
_LOW_CONTRAST = """() => {
  const parse = (c) => (c.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (e) => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || c[3] === 1) return c;
    }
    return [255, 255, 255];
  };
  const low = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    const seen = walker.currentNode.data.trim() && e.getClientRects().length;
    if (!seen || e.closest("svg, script, style, noscript")) continue;
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) low.push(walker.currentNode.data.trim());
  }
  return low;
}"""
