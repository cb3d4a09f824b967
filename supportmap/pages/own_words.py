"""The words of what clients propose and write, and of what is released to them."""

from __future__ import annotations

from typing import Any

from supportmap.pages.coping_words import COPING_WORDS

__all__ = ["OWN_FIELDS", "OWN_WORDS"]

OWN_FIELDS = {
    "text": "What you want to keep",
    "before": "Mood before",
    "after": "Mood after",
    "tags": "Tags",
    "on_day": "Day",
    "happened": "What happened",
    "thought": "First thought",
    "evidence_for": "What speaks for it",
    "evidence_against": "What speaks against it",
    "other_view": "Another view",
    "would_try": "What I would try",
    "contacts": "People",
}
"""What a field of what clients write is called."""
SINCE_WORDS = {"new": "New in the client’s life", "not mentioned before": "Not mentioned before"}
RELEASE_WORDS = {
    "people": "Who is on the map, and how close",
    "gives": "What each of them gives, and how soon and how often",
    "strain": "Who costs them strength",
    "coverage": "How well emotional, practical and belonging support are covered",
    "phones": "The phone numbers of those who are named as helping when it gets hard",
}
"""What can be released to the client, in the order in which it is offered."""
MY_RELEASE_WORDS = {
    "people": "Who is on it, and how close",
    "gives": "What each of them gives, and how soon and how often",
    "strain": "Who costs me strength",
    "coverage": "How well I am supported",
    "phones": "The phone numbers of those who help when it gets hard",
}
SHARED_WORDS = {
    "entry": ("journal entry shared", "journal entries shared"),
    "setback": ("setback shared", "setbacks shared"),
    "achievement": ("achievement", "achievements"),
    "sign": ("sign of hard times written down", "signs of hard times written down"),
    "trigger": ("trigger written down", "triggers written down"),
    "strategy": ("strategy written down", "strategies written down"),
    "use": ("strategy used", "times a strategy was used"),
    "plan": ("plan worked on", "plans worked on"),
}
"""What clients share, counted: one, and more."""
SHARED_PLACES = {
    "entry": "journal-title",
    "setback": "setbacks-title",
    "achievement": "setbacks-title",
    "plan": "plans-title",
    **dict.fromkeys(("sign", "trigger", "strategy", "use"), "coping-title"),
}
"""Where on the page Between it stands."""
KIND_WORDS = {
    "proposal": "Proposed for my map",
    "entry": "Journal",
    "setback": "Setbacks",
    "achievement": "Achievements",
    "sign": COPING_WORDS["sign"][0],
    "trigger": COPING_WORDS["trigger"][0],
    "strategy": COPING_WORDS["strategy"][0],
    "use": "How it went",
    "plan": "Plans",
    "step": "Steps of plans",
}
"""What clients write, by kind, in the words for them."""
STEP_WORDS = {
    "happened": "What happened?",
    "thought": "What was your first thought?",
    "evidence_for": "What speaks for that thought?",
    "evidence_against": "What speaks against it?",
    "other_view": "How else could it be seen?",
    "would_try": "What would you like to try?",
}
"""The parts of a setback, as the client is asked for them."""
STEP_HINTS = {
    "happened": "Only what happened, as a camera would have seen it.",
    "thought": "The very first one, as it came.",
    "evidence_for": "What makes you think so.",
    "evidence_against": "What doesn’t fit with it. Nothing has to be here.",
    "other_view": "What would somebody say who likes you?",
    "would_try": "Something small is enough.",
}
OWN_WORDS: dict[str, Any] = {
    "KIND_WORDS": KIND_WORDS,
    "MY_RELEASE_WORDS": MY_RELEASE_WORDS,
    "RELEASE_WORDS": RELEASE_WORDS,
    "SHARED_PLACES": SHARED_PLACES,
    "SHARED_WORDS": SHARED_WORDS,
    "SINCE_WORDS": SINCE_WORDS,
    "STEP_HINTS": STEP_HINTS,
    "STEP_WORDS": STEP_WORDS,
}
"""What every template may say of it."""
