"""What the story of a filled gap is told with: three people, how they work, and a directory to find in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from supportmap.analysis.network import Function
from tests.browser.pressing import KEYS, MOUSE, TOUCH, Way
from tests.browser.served import Served
from tests.browser.test_map_page import on_map, saved
from tests.directory.hsds.directories import write_json
from tests.directory.services import a_document

__all__ = ["CHOIR", "PANTRIES", "RUNS", "SECRET", "Run", "Story", "a_town"]

PHONE, DESK = (390, 844), (1280, 800)
SECRET = "Quillfeather"
"""What stands on the map alone: only whoever may see that may read it."""
CHOIR = "Harbour choir"
PANTRIES = Path("hsds", "foodpantries", "hsds31_llm_aligned.jsonl")


@dataclass(frozen=True)
class Run:
    """How large the pages are, how the desk is worked at, what is missing, and by which words it is found."""

    size: tuple[int, int]
    way: Way
    function: Function
    words: str
    has_real_rows: bool = False

    def window(self) -> dict[str, Any]:
        """What a browser is opened with for it."""
        width, height = self.size
        return {"viewport": {"width": width, "height": height}, "has_touch": self.way is TOUCH}


RUNS = {
    "on a phone": Run(PHONE, TOUCH, "belonging", "singing"),
    "by keys alone": Run(DESK, KEYS, "belonging", "singing"),
    "on real rows": Run(DESK, MOUSE, "practical", "pantry", has_real_rows=True),
}


@dataclass
class Story:
    """The three, each at pages of their own, the service between them, and what is found for the gap."""

    run: Run
    house: Served
    clinician: Page
    staff: Page
    client: Page
    found: str = ""

    def covered(self) -> tuple[str, float, float]:
        """How the function is covered, as the API tells it: its status, and its score from worst to best."""
        told = self.house.send("GET", "/coverage")["functions"][self.run.function]
        return told["status"], round(told["score"]["low"], 2), round(told["score"]["high"], 2)

    def at_map(self) -> Locator:
        """Lead the clinician to the map, and return what stands there for the service."""
        self.clinician.goto(f"{self.house.url}/clients/{self.house.client_id}/map")
        saved(self.clinician)
        return on_map(self.clinician, self.found)


def a_town(folder: Path) -> Path:
    """Write a made-up directory in which one service is a choir."""
    weekly = {"id": "t", "freq": "WEEKLY", "byday": "TU", "opens_at": "18:00", "closes_at": "20:00"}
    told = {"name": CHOIR, "description": "Singing together.", "schedules": [weekly]}
    others = [a_document(f"{number}", name=f"Lunch club {number}") for number in range(12)]
    return write_json(folder / "town.json", [a_document("choir", **told), *others])
