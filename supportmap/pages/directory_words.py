"""Words of the directory: what became of an import, and what a service does for whom."""

from __future__ import annotations

from calendar import day_name
from collections.abc import Iterable
from typing import Any

from supportmap.directory.languages import language_name
from supportmap.directory.open_days import PARTS

__all__ = ["DIRECTORY_FIELDS", "DIRECTORY_WORDS", "KEPT_WORDS", "says_only_free"]

DIRECTORY_FIELDS = {
    "organization": "Who runs it",
    "description": "What it is",
    "minimum_age": "From age",
    "maximum_age": "Up to age",
    "how_to_join": "How to join",
    "bring": "What to bring",
    "fees": "About the cost",
    "free": "Cost",
    "who_for": "Who it is for",
    "hours": "When",
    "where": "In person or online",
    "postal_code": "Postcode",
    "confidential": "Must its address be told nobody?",
    "sensitive": "May it endanger whoever is seen with it?",
    "url": "Web page",
    "source": "What it is called",
    "licence": "Licence",
    "file": "File",
    "due_on": "Look at it again on",
    "on_day": "Day",
    "reason": "Why",
    "channel": "How",
}
"""What the fields of a service, of an import and of a referral are called."""
WEIGHT_WORDS = {2: "a lot", 1: "some", 0: "nothing", None: "not known"}
"""How much a service does for a function."""
PROVENANCE_WORDS = {
    "mapped": "from the category that its source gave",
    "keyword": "from words in its {because}",
    "staff": "said by your staff",
}
STATUS_WORDS = {
    "active": "",
    "inactive": "not active now",
    "defunct": "closed for good",
    "temporarily closed": "closed for the time being",
    None: "",
}
KEPT_WORDS = {
    "added": "new",
    "changed": "changed",
    "returned": "back again",
    "unchanged": "as they were",
    "unread": "not read anew because their own pages failed: left as they were",
    "retired": "retired: the source has them no more",
    "missing": "missing from the file, left as they were",
}
"""What became of the services of a source that was imported."""
_FREE = ("free", "none", "no fee", "no cost", "free of charge")


def says_only_free(fees: str) -> bool:
    """Tell whether what a service says of its cost is no more than that it is free."""
    return fees.strip(" .!").casefold() in _FREE


def cost_told(free: bool | None, fees: str | None) -> list[str]:
    """Return what is known of the cost, a line each: if there is one, and what the service says of it."""
    if free is None:
        return [fees or "not known: ask"]
    more = [] if not fees or (free and says_only_free(fees)) else [fees]
    return ["free" if free else "costs something", *more]


def named(languages: Iterable[str]) -> str:
    """Return languages by their names, with commas between."""
    return ", ".join(map(language_name, languages))


DIRECTORY_WORDS: dict[str, Any] = {
    "WEEKDAYS": tuple(enumerate(day_name)),
    "PARTS": tuple((part, f"in the {part}") for part in PARTS),
    "IMPORT_WORDS": {
        "running": "under way",
        "done": "done",
        "refused": "nothing taken",
        "stopped": "stopped before its end",
    },
    "KEPT_WORDS": KEPT_WORDS,
    "READ_WORDS": {
        "accepted": "taken as they stand",
        "repaired": "taken and mended",
        "refused": "left out",
        "without service": "organisations that name no service",
        "repeated": "there twice",
    },
    "WEIGHT_WORDS": WEIGHT_WORDS,
    "PROVENANCE_WORDS": PROVENANCE_WORDS,
    "STATUS_WORDS": STATUS_WORDS,
    "cost_told": cost_told,
    "named": named,
}
