"""The words and choices of the pages, one list each: templates and scripts take them from here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, tzinfo
from typing import Any

from supportmap.analysis import explain
from supportmap.analysis.figures.wording import (
    CIRCLE_WORDS,
    FREQUENCY_WORDS,
    NEED_WORDS,
    RATING_WORDS,
    REACH_WORDS,
    SECTOR_WORDS,
)
from supportmap.analysis.naming import in_a_row, numbered
from supportmap.analysis.network import CIRCLES, ENDED_REASONS, FUNCTIONS, KINDS, SECTORS, Network
from supportmap.casework.logbook import CLIENT, NO_NAME
from supportmap.pages.coping_words import COPING_FIELDS, COPING_WORDS, HELPED_WORDS, WANTED_THEN
from supportmap.pages.directory_words import DIRECTORY_FIELDS, DIRECTORY_WORDS
from supportmap.pages.own_words import OWN_FIELDS, OWN_WORDS
from supportmap.pages.place_words import PLACE_WORDS
from supportmap.pages.plan_words import PLAN_FIELDS

__all__ = [
    "ANSWERS",
    "FIELD_WORDS",
    "WORDS",
    "answer_words",
    "begun",
    "moment",
    "names_by_id",
    "visit_words",
]

QUESTIONS = {
    "emotional": "Who do you talk to when you are upset?",
    "practical": "Who gives you a hand, a lift or a loan when you need one?",
    "belonging": "With whom do you feel that you belong?",
    "gives_back": "Whom do you help or listen to?",
    "strain": "Who criticises you, or leaves you drained?",
    "reach": "How soon could they be there?",
    "frequency": "How often are you in touch?",
}
SHORT = {
    "emotional": "Talks and listens",
    "practical": "Gives a hand",
    "belonging": "Belonging",
    "gives_back": "You give back",
    "strain": "Strain",
    "reach": "Could be there",
    "frequency": "In touch",
}
DOMAINS = (
    ("family", "person", "Partner and family, near or far"),
    ("friends", "person", "Friends, old and new"),
    ("work", "person", "Work, school, training"),
    ("community", "person", "Neighbours, people you see often"),
    ("community", "group", "Clubs, faith, self-help and other groups"),
    ("community", "place", "Places where it does you good to be"),
    ("professionals", "person", "Doctors, therapists, social workers"),
    ("professionals", "service", "Services, helplines, online support"),
    ("family", "animal", "Animals"),
)
"""Part of life, kind, and words: asked one by one, because free recall forgets groups and services."""
FIELD_WORDS = {
    **SHORT,
    "circle": "Circle",
    "sector": "Part of life",
    "angle": "Place",
    "name": "Name",
    "kind": "Who or what",
    "relationship": "Relationship",
    "status": "Status",
    "note": "Note",
    "since": "Since",
    "held_on": "Held on",
    "label": "Label",
    "birth_year": "Year of birth",
    "area": "Area",
    "languages": "Languages",
    "time_zone": "Time zone",
    "crisis_line": "Crisis line",
    "quick_exit": "Where quick exit leads",
    "user_id": "Colleague",
    "knows_listed": "Knows to be listed",
    "not_for": "Who doesn’t see it",
    "words": "A word about it",
    "reply": "Your answer",
    **DIRECTORY_FIELDS,
    **COPING_FIELDS,
    **OWN_FIELDS,
    **PLAN_FIELDS,
}
"""What a field is called on pages."""
RELATIONSHIPS = (
    *("partner", "parent", "child", "sibling", "relative"),
    *("friend", "neighbour", "colleague", "professional"),
)
ANSWERS = {
    **dict.fromkeys(("emotional", "practical", "belonging", "gives_back", "strain"), RATING_WORDS),
    "reach": REACH_WORDS,
    "frequency": FREQUENCY_WORDS,
}
FACT_WORDS = {**FIELD_WORDS, "given": "What I said", "contact": "About", "contacts": "About"}
"""What a fact of it is called in their copy; others by their own names."""
WAYS: dict[str, tuple[tuple[str, str], ...]] = {
    "clinician": (
        ("caseload", "Clients"),
        ("resources_page", "Resources"),
        ("effects_page", "Outcomes"),
    ),
    "admin": (
        ("users_page", "Users"),
        ("teams_page", "Care teams"),
        ("resources_page", "Resources"),
        ("sources_page", "Directories"),
        ("effects_page", "Outcomes"),
        ("agency_page", "Agency"),
        ("audit_page", "Who did what"),
    ),
    "client": (
        ("circle_page", "My circle"),
        ("journal_page", "Journal"),
        ("setbacks_page", "Setbacks"),
        ("achievements_page", "Achieved"),
        ("coping_page", "When it gets hard"),
        ("my_plans_page", "Plans"),
        ("places_page", "Near me"),
        ("data_page", "My data"),
    ),
    "referral": (
        ("gaps_page", "Gaps"),
        ("resources_page", "Resources"),
        ("effects_page", "Outcomes"),
    ),
}
"""The pages that stand in the bar of the house, by role."""
INVITED = WAYS["client"][:1]
"""Those of an account that no clinician has confirmed."""
ROLE_WORDS = {
    "clinician": "clinician",
    "referral": "referral staff",
    "admin": "administrator",
    "client": "client",
    "operator": "from the command line",
}
ORDER = {"reach": (2, 1, 0), "frequency": (2, 1, 0)}


def day(given: str | date | None) -> str:
    """Return a day as it is read: 3 May 2026."""
    if given is None:
        return ""
    held = date.fromisoformat(given[:10]) if isinstance(given, str) else given
    return f"{held.day} {held:%B %Y}"


def moment(given: str | datetime, zone: tzinfo) -> str:
    """Return a moment as it is read in a time zone: 3 May 2026, 14:05."""
    at = datetime.fromisoformat(given) if isinstance(given, str) else given
    there = at.astimezone(zone)
    return f"{day(there.date())}, {there:%H:%M}"


def begun(given: str | datetime, zone: tzinfo) -> str:
    """Return when a record was begun as lists tell namesakes apart by it: 3 May 2026, 14:05:09.

    To the second: two with one label may be added in one minute, by a line that was sent twice.
    """
    at = datetime.fromisoformat(given) if isinstance(given, str) else given
    return f"{moment(at, zone)}:{at:%S}"


def visit_words(visits: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Return what each of a client's visits, the latest first, is called, by id: its day, and where there
    were several that day, which of them.

    One that was worked on again and the copy that stands in its place are one.
    """
    known = {visit["id"]: visit for visit in visits}
    days: dict[str, list[str]] = {}
    for own_id in reversed(known):
        if known[own_id]["copy_of"] is None:
            days.setdefault(known[own_id]["held_on"], []).append(own_id)
    return {
        own_id: _of_day(visit["held_on"], days, _first_of(own_id, known)) for own_id, visit in known.items()
    }


def _first_of(own_id: str, known: Mapping[str, dict[str, Any]]) -> str:
    while known[own_id]["copy_of"]:
        own_id = known[own_id]["copy_of"]
    return own_id


def _of_day(held_on: str, days: Mapping[str, list[str]], own_id: str) -> str:
    that_day = days[held_on]
    return numbered(day(held_on), that_day.index(own_id) + 1, len(that_day))


def names_by_id(network: Network) -> dict[str, str]:
    """Return the names of all contacts by their ids."""
    return {contact.id: contact.name for contact in network.contacts}


def whom(called: Mapping[str, str], ids: Iterable[str]) -> str:
    """Return the names of contacts in a row."""
    return in_a_row(called[own_id] for own_id in ids)


def answer_words(name: str) -> Mapping[int | None, str]:
    """Return the words for the answers to a question, or for the circles."""
    return CIRCLE_WORDS if name == "circle" else ANSWERS[name]


def ties_unasked(network: Network) -> str:
    """Return what is still open about who knows whom: a tie says nothing of the other pairs."""
    return explain.TIES_UNASKED[bool(network.ties)] if network.pairs_unasked else ""


def status_of(covered: dict[str, Any]) -> str:
    """Return the status of a function as it is kept for the caseload, in the words of ``explain``."""
    return explain.status_range(covered["status"], covered["status_at_best"])


WORDS: dict[str, Any] = {
    "FUNCTIONS": FUNCTIONS,
    "KINDS": KINDS,
    "SECTORS": SECTORS,
    "CIRCLES": CIRCLES,
    "ENDED_REASONS": ENDED_REASONS,
    "CIRCLE_WORDS": CIRCLE_WORDS,
    "SECTOR_WORDS": SECTOR_WORDS,
    "RATING_WORDS": RATING_WORDS,
    "NEED_WORDS": NEED_WORDS,
    "QUESTIONS": QUESTIONS,
    "SHORT": SHORT,
    "ANSWERS": ANSWERS,
    "ORDER": ORDER,
    "DOMAINS": DOMAINS,
    "RELATIONSHIPS": RELATIONSHIPS,
    "NO_NAME": NO_NAME,
    "THE_CLIENT": CLIENT,
    "FIELD_WORDS": FIELD_WORDS,
    "FACT_WORDS": FACT_WORDS,
    **OWN_WORDS,
    **DIRECTORY_WORDS,
    **PLACE_WORDS,
    "WANTED_THEN": WANTED_THEN,
    "HELPED_WORDS": HELPED_WORDS,
    "COPING_WORDS": COPING_WORDS,
    "ROLE_WORDS": ROLE_WORDS,
    "explain": explain,
    "day": day,
    "names_by_id": names_by_id,
    "status_of": status_of,
    "whom": whom,
    "ties_unasked": ties_unasked,
}
"""What every template may say."""
