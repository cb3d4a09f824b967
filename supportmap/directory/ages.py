"""For which ages a service is: by its fields, else by its words where they are plain.

An age that excludes somebody wrongly does more harm than none: where a text speaks of anybody else's age (of
children whose parents are meant), of a preference or of an exception, nothing is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from supportmap.directory.parts import Document, number, text

__all__ = ["ages_of"]

Ages = tuple[float | None, float | None]
"""The least and the greatest age in years, both included; None: no limit, or not known."""

_LONGEST = 4_000
"""A text of more characters is about more than ages: read whole it would hold up an import, read in part it
might leave out an exception."""
_OLDEST = 99
"""From here on a greatest age means that there is none."""
_PEOPLE = (
    r"(?:adults?|seniors?|elders?|people|persons?|individuals?|residents?|wom[ae]n|m[ae]n|youth|teens?"
    r"|teenagers?|young people|young adults?|children|kids|girls|boys|students?"
    r"|anyone|everyone|those|clients?)"
)
_AGE = r"(?<![\d$£€.,])(\d{1,3})(?![\d%.,]\d|\d|%)"
_YEARS = r"(?:\s*-?\s*(?:years?|yrs?\.?)(?:\s*-?\s*olds?)?(?:\s+of\s+age)?|\s*y/?o)?"
_SURELY = r"\s*-?\s*(?:years?|yrs?\.?)\s*-?\s*(?:olds?|of\s+age)"
_BEFORE = rf"(?:\b(?:ages?|aged)\b\s*:?\s*(?:from\s+|between\s+)?|\b{_PEOPLE}\b\s*\(?\s*(?:who are\s+)?)"
_TO = r"\s*(?:-|–|—|to|through|thru|and)\s*"
_RANGES = (
    re.compile(
        rf"{_BEFORE}(?:ages?\s+|aged\s+|between\s+){{0,3}}(?:the ages of\s+)?{_AGE}{_YEARS}{_TO}{_AGE}",
        re.I,
    ),
    re.compile(rf"\bbetween\s+(?:the\s+)?(?:ages?\s+of\s+)?{_AGE}{_YEARS}{_TO}{_AGE}{_SURELY}", re.I),
    re.compile(rf"\bbetween\s+the\s+ages\s+of\s+{_AGE}{_TO}{_AGE}", re.I),
    re.compile(rf"{_AGE}{_YEARS}{_TO}{_AGE}{_SURELY}", re.I),
)
_LEAST = (
    re.compile(rf"{_AGE}{_YEARS}\s*(?:\+|(?:and|or|&)\s+(?:over|older|above|up)\b)", re.I),
    re.compile(rf"\b(?:at\s+least|minimum\s+age(?:\s+of)?(?:\s+is)?:?)\s+{_AGE}{_SURELY}", re.I),
    re.compile(rf"\bminimum\s+age(?:\s+of|\s+is)?:?\s+{_AGE}", re.I),
    re.compile(rf"{_BEFORE}(?:ages?\s+|aged\s+)?over\s+(?:the\s+age\s+of\s+)?{_AGE}", re.I),
    re.compile(rf"\bover\s+the\s+age\s+of\s+{_AGE}", re.I),
)
_MOST = (
    re.compile(rf"{_AGE}{_YEARS}\s*(?:and|or|&)\s+(?:under|younger|below)\b", re.I),
    re.compile(rf"{_BEFORE}(?:ages?\s+|aged\s+)?up\s+to\s+(?:the\s+age\s+of\s+)?{_AGE}", re.I),
)
_UNDER = (
    re.compile(
        rf"{_BEFORE}(?:ages?\s+|aged\s+)?(?:under|younger\s+than)\s+(?:the\s+age\s+of\s+)?{_AGE}", re.I
    ),
    re.compile(rf"\bunder\s+the\s+age\s+of\s+{_AGE}", re.I),
)
_UNSURE = re.compile(
    r"\b(?:all\s+ages|any\s+age|every\s+age|regardless|priority|prefer\w*|especially|including|unless|except\w*"
    r"|accompanied|with\s+(?:a\s+)?child\w*|parents?|caregivers?|carers?|guardians?|famil\w+|households?|mothers?"
    r"|fathers?|relatives?|grandparents?|spouses?|primarily|mainly|typically|not|no|months?|weeks?|days?|hours?"
    r"|income|percent|minutes?|also|or\s+(?:a\s+|any\s+|are\s+|have\s+|those\s+|an\s+|has\s+|is\s+|be\s+)?"
    r"(?:people|persons?|individuals?|anyone|adults?|those|any|with|disab\w+|have|has|veterans?|receiv\w+))\b",
    re.I,
)


def ages_of(document: Document) -> Ages:
    """Return the least and the greatest age of a service: by its fields, else by whom it says it is for."""
    least, most = number(document, "minimum_age"), number(document, "maximum_age")
    if least is None and most is None:
        return _said(text(document, "eligibility_description") or "")
    return _sound(least, most)


def _sound(least: float | None, most: float | None) -> Ages:
    """Return ages as far as they can be meant: none is below 0, and the least is not above the greatest."""
    most = None if most is None or most >= _OLDEST or most <= 0 else most
    least = None if least is None or not 0 <= least <= 120 else least
    return (None, None) if least is not None and most is not None and least > most else (least, most)


def _said(words: str) -> Ages:
    """Return what a text says; of several groups the widest, so that it leaves out none of them."""
    if len(words) > _LONGEST or _UNSURE.search(words):
        return None, None
    groups = tuple(_groups(words))
    if not groups:
        return None, None
    lowest = [least for least, _ in groups if least is not None]
    highest = [most for _, most in groups if most is not None]
    least = min(lowest) if len(lowest) == len(groups) else None
    return _sound(least, max(highest) if len(highest) == len(groups) else None)


def _groups(words: str) -> Iterator[Ages]:
    rest = words
    for pattern in _RANGES:
        yield from ((float(match[1]), float(match[2])) for match in pattern.finditer(rest))
        rest = pattern.sub(" ; ", rest)
    for patterns, shape in ((_LEAST, "least"), (_UNDER, "under"), (_MOST, "most")):
        for pattern in patterns:
            yield from (_open_ended(shape, float(match[1])) for match in pattern.finditer(rest))
            rest = pattern.sub(" ; ", rest)


def _open_ended(shape: str, age: float) -> Ages:
    return {"least": (age, None), "under": (None, age - 1), "most": (None, age)}[shape]
