"""Whether to be seen with a service may endanger somebody, and whether where it is must be told nobody.

Both err on the side of caution: what is merely mentioned makes a service sensitive, and one confidential
place hides all places of the service.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from supportmap.directory.categories import categories, mapped
from supportmap.directory.endangering_words import SENTENCE, says_endangering
from supportmap.directory.parts import Document, locations, part, rows, text
from supportmap.directory.terms import Vocabulary
from supportmap.directory.vocabulary import VOCABULARY
from supportmap.directory.words import fold

__all__ = ["BY_STAFF", "confidential", "sensitive", "sensitive_by_staff"]

BY_STAFF = "sensitive_by_staff"
"""The key of a document under which staff say whether it is sensitive; true or false, nothing else."""
LONGEST = 4_000
"""Characters of one text that are looked at for words."""
_MORE = ("application_process", "alert")
_ENDANGERING = frozenset({"oe:1124", "sm:lgbtq"})
"""Terms of the vocabulary: to escape violence, and LGBTQ+ community."""
_UNTOLD = r"(?:confidential|undisclosed|secret|withheld|not (?:disclosed|published|listed|public)|unlisted)"
_PLACE = r"(?:location|address|site|shelter|refuge|safe ?house)"
_GIVEN_OUT = r"(?:publish|disclos|shar|reveal|releas|advertis|given?|giv|provid)\w*"
_HIDDEN = re.compile(
    rf"\b{_UNTOLD} {_PLACE}s?\b|\b{_PLACE}s? (?:of \w+ \w+ )?(?:(?:is|are|kept|remains?|stays?|will be"
    rf"|details) )*(?:strictly )?{_UNTOLD}\b"
    r"|\bconfidential (?:(?!(?:for|to|in|at|and|or|of|with|support) )\w+ ){0,3}"
    r"(?:shelter|refuge|safe ?house)s?\b"
    r"|\b(?:address|location)(?:es|s)? (?:is|are) kept (?:private|hidden|safe)\b"
    # "Your address" is the reader's, and addresses without an owner are those of all who get a newsletter.
    r"|(?:(?<!your )\b(?:address|locations?)|\b(?:our|its|their|the|these|shelter|house) addresses)"
    rf" (?:is|are) (?:not|never) (?:\w+ )?{_GIVEN_OUT}"
    rf"|\b(?:not|never|dont|cannot|cant) (?:\w+ )?{_GIVEN_OUT} (?:out )?(?:our|its|their)"
    r" (?:\w+ ){0,2}(?:address|location)"
)
_HIDDEN_ELSEWHERE = re.compile(
    r"\b(?:direccion|domicilio|ubicacion|localizacion)(?:es)? (?:\w+ ){0,3}"
    r"(?:confidencial|secret[oa]|reservad[oa])"
    r"|\b(?:geheim|anonym|vertraulich)\w* (?:adress|anschrift|standort)"
    r"|\b(?:adresse|anschrift|standort) (?:\w+ ){0,3}(?:geheim|anonym|vertraulich|nicht offentlich)"
    r"|\bl?(?:adresse|localisation) (?:\w+ ){0,3}(?:confidentielle|secrete|anonyme)"
    r"|\badres (?:\w+ ){0,3}(?:poufn|tajn|utajnion|nieujawni)"
)
"""The same in Spanish, German, French and Polish."""
_TOLD_LATER = re.compile(
    r"\b(?:address|location) (?:\w+ ){0,2}(?:given|provided|disclosed|released|shared) (?:only )?"
    r"(?:upon|after|at|on) (?:an? |the )?(?:intake|referral|request|screening|admission|assessment|phone)\b"
)
_NO_PLACE = re.compile(r"\be ?mail address(?:es)?\b")
_SAYS_HIDDEN = (_HIDDEN, _HIDDEN_ELSEWHERE, _TOLD_LATER)
_AS_ADDRESS = re.compile(rf"^(?:the )?(?:address )?{_UNTOLD}\b|\b(?:address|location) {_UNTOLD}\b")
_FLAGS = ("confidential", "is_confidential", "confidential_address", "address_confidential", "private")
_YES = frozenset({"true", "yes", "1", "y", "t"})


def sensitive(document: Document, vocabulary: Vocabulary = VOCABULARY, hidden: bool | None = None) -> bool:
    """Tell whether to be seen with a service may endanger somebody: as staff say, else by category or words.

    It has to do with violence, or with what many keep to themselves: LGBTQ and HIV services; or where it is
    must be told nobody, whatever it is called. ``hidden``: whether it is that, where it is known already.
    """
    said = sensitive_by_staff(document)
    if said is not None:
        return said
    if confidential(document) if hidden is None else hidden:
        return True
    for category in categories(document):
        if any(term.id in _ENDANGERING for term in mapped(category, vocabulary)):
            return True
    # All at once: to fold and search many short texts takes longer.
    return says_endangering(". ".join(words[:LONGEST] for words in _said(document)))


def sensitive_by_staff(document: Document) -> bool | None:
    """Return what staff say of it in place of what is found, or None where they say nothing."""
    said = document.get(BY_STAFF)
    return said if isinstance(said, bool) else None


def _said(document: Document) -> Iterator[str]:
    for name in ("name", "alternate_name", "description", "eligibility_description", *_MORE):
        yield text(document, name) or ""
    organization = part(document, "organization")
    yield from (text(organization, name) or "" for name in ("name", "description"))
    yield from (text(category, "name") or "" for category in categories(document))


def confidential(document: Document) -> bool:
    """Tell whether a service, or one of its places, says that where it is must be told nobody."""
    words = (text(document, name) for name in ("name", "description", "alert", "application_process"))
    if any(_says_hidden(said) for said in words if said):
        return True
    return _flagged(document) or any(_hidden_place(location) for location in locations(document))


def _hidden_place(location: Document) -> bool:
    addresses = (*rows(location, "addresses"), *rows(location, "address"))
    as_address = [
        text(row, name) for row in addresses for name in ("address_1", "address_2", "attention", "city")
    ]
    said = [text(location, name) for name in ("name", "alternate_name", "description", "transportation")]
    return (
        any(map(_flagged, (location, *addresses)))
        or any(_says_hidden(words) for words in (*said, *as_address) if words)
        or any(_AS_ADDRESS.search(fold(words)) for words in (*as_address, said[0]) if words)
    )


def _says_hidden(said: str) -> bool:
    sentences = (_NO_PLACE.sub("mailbox", fold(words)) for words in SENTENCE.split(said))
    return any(rule.search(words) for words in sentences for rule in _SAYS_HIDDEN)


def _flagged(row: Document) -> bool:
    return any(str(row.get(name)).strip().lower() in _YES for name in _FLAGS)
