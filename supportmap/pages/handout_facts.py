"""What a handout says of a service: our words in the language of the labels, the service's own as given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from supportmap.pages.directory_words import says_only_free
from supportmap.pages.handout_words import USUAL, Catalogue

__all__ = ["LONGEST", "Line", "on_paper"]

Resource = Mapping[str, Any]
LONGEST = 500
"""Characters of one text of the service: what is longer ends in an ellipsis, so that a page is enough."""
MOST_LINES, MOST_PLACES, MOST_NUMBERS = 8, 3, 3
NOT_KNOWN = ""
"""How HTML says that the language of a text isn't known."""


class Line(NamedTuple):
    """One text, and its language where it isn't that of the labels; ``""``: it isn't known."""

    text: str
    lang: str | None = None


def on_paper(words: Catalogue, resource: Resource) -> dict[str, Any]:
    """Return ``numbers``; ``alert``; ``parts``, each a label and its lines; and ``foot``, as lines."""
    said = {name: _own(resource["facts"][name]) for name in _OWN}
    ask = [Line(words.words["ask"])]
    parts = [
        ("join", said["how_to_join"] or ask),
        ("when", _when(words, resource) or ask),
        ("where", _where(words, resource) or ask),
        ("bring", said["bring"] or ask),
        ("cost", _cost(words, resource, said["fees"])),
        ("who_for", _ages(words, resource) + said["who_for"]),
        ("email", said["email"]),
        ("web", said["url"]),
    ]
    return {
        "numbers": resource["phones"][:MOST_NUMBERS],
        "alert": said["alert"],
        "parts": [(words.words[name], lines) for name, lines in parts if lines],
        "foot": _foot(words, resource),
    }


_OWN = ("how_to_join", "bring", "fees", "who_for", "alert", "email", "url")


def _own(text: str | None) -> list[Line]:
    """Return what the service says; what tells where a confidential one is isn't among its facts."""
    if not text:
        return []
    short = text if len(text) <= LONGEST else f"{text[:LONGEST].rpartition(' ')[0] or text[:LONGEST]} …"
    return [Line(short, NOT_KNOWN)]


def _when(words: Catalogue, resource: Resource) -> list[Line]:
    """Return its hours, which we tell in English whatever the labels are in."""
    told = resource["opening"]
    lines = [*told[:MOST_LINES], *(["…"] if len(told) > MOST_LINES else [])]
    return [Line(line, None if words.code == USUAL else USUAL) for line in lines]


def _where(words: Catalogue, resource: Resource) -> list[Line]:
    if resource["confidential"]:
        return [Line(words.words["hidden"])]
    told = (_place(each) for each in resource["places"])
    places = [Line(place, NOT_KNOWN) for place in dict.fromkeys(told) if place][:MOST_PLACES]
    online = resource["online"] or any(each["kind"] == "virtual" for each in resource["places"])
    return places + ([Line(words.words["online"])] if online else [])


def _place(place: Mapping[str, Any]) -> str:
    parts: Iterable[str | None] = (place["name"], place["address"])
    return ", ".join(dict.fromkeys(filter(None, parts)))


def _cost(words: Catalogue, resource: Resource, fees: list[Line]) -> list[Line]:
    """Return whether it is free, and what the service says of it where that says more."""
    free = resource["free"]
    if free is None:
        return fees or [Line(words.words["ask"])]
    more = [line for line in fees if not (free and says_only_free(line.text))]
    return [Line(words.words["free" if free else "costs"]), *more]


def _ages(words: Catalogue, resource: Resource) -> list[Line]:
    least, most = resource["minimum_age"], resource["maximum_age"]
    if least is None and most is None:
        return []
    name = "to" if least is None else "from" if most is None else "between"
    ages = {name: round(age) for name, age in (("least", least), ("most", most)) if age is not None}
    return [Line(words.words[name].format(**ages))]


def _foot(words: Catalogue, resource: Resource) -> list[Line]:
    own = [Line(words.words["own_words"])] if words.code != USUAL else []
    verified = resource["verified_on"]
    return [
        *own,
        Line(words.words["source"].format(source=resource["source"], licence=resource["licence"])),
        Line(
            words.words["verified"].format(day=words.day(verified)) if verified else words.words["unverified"]
        ),
    ]
