"""Finding a service in the directory: what is asked, and what fits, each with why it is there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for

from supportmap.access.acting import reads
from supportmap.analysis.network import FUNCTIONS
from supportmap.directory.codes import resource_by_code
from supportmap.directory.languages import language_code
from supportmap.directory.open_days import PARTS
from supportmap.directory.own import open_reports
from supportmap.directory.searching import Found, find
from supportmap.directory.wanted import Ages, Wanted
from supportmap.pages.doors import Answer, pages
from supportmap.pages.forms import whole_number
from supportmap.pages.resource_forms import may_edit
from supportmap.records.database import db
from supportmap.records.days import today

__all__ = [
    "ANY_GAP",
    "LONGEST",
    "USUAL_KM",
    "WHEN_AND_HOW",
    "WITHIN",
    "codes_of",
    "kilometres",
    "more_to_show",
    "most_shown",
    "wanted_of",
]

WITHIN = (2, 5, 10, 15, 30)
"""Kilometres that can be chosen."""
USUAL_KM = 15
"""How far is looked for where the area of a client is known and nothing else is asked."""
USUAL, FURTHER, MOST = 20, 40, 200
"""How many of what fits are shown, how many more at each asking, and how many at most."""
LONGEST = 200
WHEN_AND_HOW = ("free", "weekday", "part", "mode")
"""The fields that may narrow any search."""
ANY_GAP = 1.0
"""The size that counts for a function where no gap was measured."""


@pages.get("/resources")
@reads("resource.read")
def resources_page(agency_id: UUID) -> Answer:
    """Show the form, and what fits what it asks: nothing is asked, all is found.

    The code of a handout leads to the service it is of.
    """
    if resource_id := resource_by_code(db.session, agency_id, request.args.get("words", "")):
        return redirect(url_for("pages.resource_page", resource_id=resource_id))
    wanted = wanted_of(request.args)
    found = find(db.session, agency_id, wanted, today(db.session, agency_id))
    return render_template(
        "resources.html",
        found=found,
        more=more_to_show(found),
        wanted=wanted,
        asked=_asked(request.args),
        passed_over=passed_over(request.args),
        within=WITHIN,
        may_edit=may_edit(),
        reports=open_reports(db.session, agency_id) if may_edit() else [],
    )


def wanted_of(asked: Mapping[str, str]) -> Wanted:
    """Return what an address asks for; what can't be meant is left out."""
    functions = {name: ANY_GAP for name in FUNCTIONS if asked.get("function") == name}
    age, day = _age(asked.get("age", "")), whole_number(asked.get("weekday", ""))
    mode, part = asked.get("mode"), asked.get("part")
    return Wanted(
        words=asked.get("words", "")[:LONGEST].strip(),
        area=asked.get("area", "")[:LONGEST].strip() or None,
        within_km=kilometres(asked.get("within")),
        functions=functions,
        ages=None if age is None else Ages(age, age),
        languages=codes_of(re.split(r"[\s,;]+", asked.get("language", "")[:LONGEST])),
        free_only=asked.get("free") == "1",
        weekdays=frozenset() if day is None or day > 6 else frozenset({day}),
        part=next((each for each in PARTS if each == part), None),
        modality="online" if mode == "online" else "in person" if mode == "in person" else None,
        limit=most_shown(asked),
    )


def most_shown(asked: Mapping[str, str]) -> int:
    """Return how many of what fits are shown at most, as an address asks for it."""
    return min(whole_number(asked.get("limit", "")) or USUAL, MOST)


def more_to_show(found: Found) -> int | None:
    """Return how many are to be shown next, where there may be more than are shown; None: no more are."""
    count = len(found.matches)
    return count + FURTHER if found.may_be_more and count < MOST else None


def passed_over(asked: Mapping[str, str]) -> list[str]:
    """Return a sentence for each thing that an address asks for and that can't be meant."""
    age, language = asked.get("age", "").strip(), asked.get("language", "")[:LONGEST]
    said = [each for each in re.split(r"[\s,;]+", language) if each]
    if_so = {
        "The age isn’t a number from 0 to 120, so any age is found.": bool(age) and _age(age) is None,
        "Not every language is known by this name, so it isn’t looked for: try its English name.": (
            len(said) > len(list(filter(None, map(language_code, said))))
        ),
        "The distance counts only from somewhere: say near which place.": bool(
            kilometres(asked.get("within")) and not asked.get("area", "").strip()
        ),
    }
    return [sentence for sentence, holds in if_so.items() if holds]


def _age(text: str) -> int | None:
    age = whole_number(text)
    return age if age is not None and age <= 120 else None


def codes_of(languages: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of languages, by name or by code; what nobody knows is left out."""
    return tuple(dict.fromkeys(filter(None, map(language_code, languages))))


def kilometres(text: str | None, usual: float | None = None) -> float | None:
    """Return how far away something may be, as the form says it; where it doesn't say, as usual."""
    if text is None:
        return usual
    chosen = whole_number(text)
    return float(chosen) if chosen in WITHIN else None


def _asked(asked: Mapping[str, str]) -> dict[str, Any]:
    """Return what the fields of the form hold."""
    names = ("words", "area", "within", "function", "age", "language", *WHEN_AND_HOW)
    return {name: asked.get(name, "")[:LONGEST] for name in names}
