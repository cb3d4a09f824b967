"""Whether one goes to a service in person, and whether it reaches one by video, chat or telephone.

That it has a place says that one can go there, not that it can't be had otherwise. Only what a source says in
so many words ("online only"), or that none of its places is one to go to, makes a no.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from supportmap.directory.parts import Document, locations, rows, text
from supportmap.directory.words import fold

__all__ = ["Modality", "modality_of"]

Modality = tuple[bool | None, bool | None]
"""In person, and online; None: not known."""

_REMOTE = r"(?:online|virtual(?:ly)?|remote(?:ly)?|video\w*|zoom|telephone|phone|web based|telehealth)"
_FACE = r"(?:in person|face to face|on site|onsite|walk in|drop in)"
_ONLY_REMOTE = re.compile(
    rf"\b{_REMOTE} only\b|\bonly (?:available )?{_REMOTE}\b|\bfully (?:online|remote)\b"
)
_ONLY_FACE = re.compile(
    rf"\b{_FACE} only\b|\bonly (?:available )?{_FACE}\b|\bnot (?:available )?(?:online|virtual)\b"
)
_ATTENDS_REMOTE = re.compile(rf"\b{_REMOTE}\b|\b(?:hybrid|both|chat|teleconference)\b")
_ATTENDS_FACE = re.compile(
    rf"\b(?:{_FACE}|venue|hybrid|both|home visits?|at home|location|centre|center|outreach|physical)\b"
)
_NAMED_REMOTE = re.compile(
    r"\b(?:online|virtual|zoom|helpline|hotline|warmline|telehealth|(?:help|crisis|warm) line)\b"
)
_GIVEN = (
    r"(?:groups?|meetings?|sessions?|support|class(?:es)?|counsel\w+|therapy|chat|community|visits?"
    r"|workshops?|courses?|calls?|conferenc\w+|services?)"
)
_DESCRIBED_REMOTE = re.compile(
    rf"\b(?:online|virtual|video) (?:\w+ )?{_GIVEN}\b|\b(?:helpline|warmline|telehealth)\b"
    r"|\b(?:via|by|over|through|on) (?:the )?(?:zoom|video\w*|skype|telephone|phone)\b(?! number)"
    r"|\bonline or in person\b|\bin person (?:or|and) (?:online|virtual\w*)\b"
)
_DESCRIBED_FACE = re.compile(r"\b(?:in person|face to face)\b")
_TO_APPLY = re.compile(
    r"\b(?:apply|register|registration|sign up|enrol\w*|referr?al\w*|appointments?|application\w*"
    r"|information|inquir\w+|enquir\w+|schedul\w+|intake|book\w*|donat\w+|contact\w*|reach\w*|call\w*)\b"
)


def modality_of(document: Document) -> Modality:
    """Return whether a service is given in person and whether online, each as far as it is known."""
    attending, described = " ; ".join(_attending(document)), " ; ".join(_described(document))
    said = f"{attending} ; {described}"
    only_remote, only_face = (bool(rule.search(said)) for rule in (_ONLY_REMOTE, _ONLY_FACE))
    if only_remote != only_face:
        return only_face, only_remote
    kinds = {(text(location, "location_type") or "").lower() for location in locations(document)}
    face = "physical" in kinds or _ATTENDS_FACE.search(attending) or _DESCRIBED_FACE.search(described)
    online = "virtual" in kinds or _ATTENDS_REMOTE.search(attending) or _says_remote(document, described)
    nowhere = kinds == {"virtual"} and not face
    return (True if face else False if nowhere else None), (True if online else None)


def _attending(document: Document) -> Iterator[str]:
    for holder in (document, *rows(document, "service_at_locations"), *locations(document)):
        for schedule in rows(holder, "schedules"):
            yield fold(text(schedule, "attending_type") or "")


def _described(document: Document) -> Iterator[str]:
    """Yield the sentences of a service that speak of itself, not of how to apply for it."""
    for name in ("name", "alternate_name", "description"):
        for sentence in re.split(r"[.;!?](?=\s)", text(document, name) or ""):
            if name != "description" or not _TO_APPLY.search(fold(sentence)):
                yield fold(sentence)


def _says_remote(document: Document, described: str) -> bool:
    names = fold(f"{text(document, 'name') or ''} {text(document, 'alternate_name') or ''}")
    return bool(_NAMED_REMOTE.search(names) or _DESCRIBED_REMOTE.search(described))
