"""What clients read of places near them and where it stands with each: plain words, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from supportmap.analysis.referring import GOES_ON

__all__ = ["PLACE_WORDS", "progress"]

WANTED_FOR = {
    "belonging": "Company",
    "emotional": "Somebody to talk to",
    "practical": "Practical help",
}
"""What a place may be for, by function, as clients are asked for it."""
HOW = {"in person": "where people meet", "online": "by phone or online"}
TAKEN_BACK = {
    "not wanted": "I don’t want it any more",
    "already met": "I have what I needed",
    "moved": "I have moved",
}
"""Why a client takes something back, by reason."""
SHARE_WORDS = {
    "name": "My name",
    "phone": "A phone number where it is safe to call me",
    "email": "An e-mail address that only I read",
}
"""What a client may let referral staff see beside it, in the client's words."""
SHARED_BESIDE = {"name": "the name", "phone": "a safe phone number", "email": "a safe e-mail address"}
"""The same as staff read it."""
_ASKED = (
    "You asked about it. It is with your care team.",
    "They look at it with you when you next speak. Nobody there is told before that.",
)
_HANDED = (
    "You have it, and go there yourself.",
    "Call first if you like. Tell your team how it was.",
)
_PROGRESS: Mapping[str, tuple[str, str]] = {
    "draft": (
        "Your care team is getting this ready.",
        "Nobody there is told of you before you have said yes.",
    ),
    "sent": ("They were asked whether you can come.", "They answer your care team, and your team tells you."),
    "accepted": ("They have a place for you.", "You can go. If you aren’t sure when, call them first."),
    "waitlisted": ("You are on their waiting list.", "Your care team asks again, and tells you."),
    "needs_client": ("Something is still needed from you.", "Call them, or ask your care team what it is."),
    "started": ("You have been there.", "Tell your team how it is for you."),
    "helped": ("It has come to its end, and it helped.", "You can ask for it again."),
    "declined": ("They couldn’t take it on.", "Your care team looks with you for something else."),
    "cancelled": ("It was taken back.", "You can ask for it again at any time."),
    "not_helped": ("It didn’t work out.", "Your care team looks with you for something else."),
}
_BECAUSE: Mapping[tuple[str, str], str] = {
    ("needs_client", "document"): "They need a paper from you before you can come.",
    ("needs_client", "contact pending"): "They would like to speak with you first.",
    ("helped", "partly"): "It has come to its end, and it helped in part.",
    ("helped", GOES_ON): "It helped, and you go on going there.",
    ("declined", "no capacity"): "They have no free place at the moment.",
    ("declined", "not eligible"): "It is meant for other people, by their rules. That isn’t about you.",
    ("declined", "out of area"): "They only take people from another area.",
    ("declined", "closed"): "They have closed.",
    ("cancelled", "not wanted"): "It was taken back: it isn’t wanted any more.",
    ("cancelled", "already met"): "It was taken back: what was needed is there already.",
    ("cancelled", "moved"): "It was taken back because you moved.",
    ("not_helped", "not reached"): "Nobody could be reached.",
    ("not_helped", "stopped attending"): "You don’t go there any more. That is all right.",
    ("not_helped", "poor fit"): "It wasn’t the right thing.",
}
"""What is said in place of the first sentence where the reason is known."""
_GOES_ON = "Your care team follows it no more. Tell them if anything changes."
PLACE_WORDS: dict[str, Any] = {
    "WANTED_FOR": WANTED_FOR,
    "HOW": HOW,
    "TAKEN_BACK": TAKEN_BACK,
    "SHARE_WORDS": SHARE_WORDS,
    "SHARED_BESIDE": SHARED_BESIDE,
}
"""What every template may say of it."""


def progress(state: str, reason: str | None, suggested: bool, channel: str | None) -> tuple[str, str]:
    """Return where it stands with a referral and what happens next, a sentence or two each."""
    if suggested:
        return _ASKED
    if state == "sent" and channel == "client":
        return _HANDED
    now, then = _PROGRESS[state]
    return _BECAUSE.get((state, reason or ""), now), _GOES_ON if reason == GOES_ON else then
