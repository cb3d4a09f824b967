"""What somebody does at a page by whatever they have at hand: a mouse, a finger, or keys alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator

from tests.browser.visiting import Press, by_keys, reach

__all__ = ["KEYS", "MOUSE", "TOUCH", "Way"]


@dataclass(frozen=True)
class Way:
    """How somebody presses, writes, and chooses one of a list by its words."""

    press: Press
    write: Callable[[Locator, str], None]
    choose: Callable[[Locator, str], None]


def _choose(wanted: Locator, words: str) -> None:
    wanted.select_option(label=words)


def _write_by_keys(wanted: Locator, text: str) -> None:
    reach(wanted)
    wanted.page.keyboard.type(text)


def _choose_by_keys(wanted: Locator, words: str) -> None:
    reach(wanted)
    wanted.page.keyboard.press("Home")
    for _ in wanted.locator("option").all():
        if wanted.evaluate("each => each.selectedOptions[0].label") == words:
            return
        wanted.page.keyboard.press("ArrowDown")
    raise AssertionError(f"no way to choose {words}")


MOUSE = Way(Locator.click, Locator.fill, _choose)
TOUCH = Way(Locator.tap, Locator.fill, _choose)
KEYS = Way(by_keys, _write_by_keys, _choose_by_keys)
