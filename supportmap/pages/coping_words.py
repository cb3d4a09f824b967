"""The words of what makes it hard and what helps, one list each: the same for clients and the team."""

from __future__ import annotations

__all__ = ["COPING_FIELDS", "COPING_WORDS", "HELPED_WORDS", "WANTED_THEN"]

WANTED_THEN = {
    "emotional": "Somebody to talk to",
    "practical": "A hand with something",
    "belonging": "Company",
}
"""What is wanted when it gets hard, by function."""
HELPED_WORDS = {2: "A lot", 1: "A little", 0: "Not this time"}
COPING_WORDS = {
    "trigger": ("What makes it hard", "Something that makes it hard"),
    "strategy": ("What helps", "Something that helps"),
    "sign": ("How it shows", "How it shows"),
}
"""The kinds of what is written down: over all of them, and over the form of one."""
COPING_FIELDS = {
    "what": "In your words",
    "wants": "What would do good then",
    "helped": "Did it help",
    "trigger": "What it was for",
    "triggers": "What it is for",
    "helpers": "Who helps with it",
    "on_day": "Day",
    "phone": "Phone number",
}
"""What a field is called."""
