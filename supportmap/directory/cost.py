"""Whether a service costs anything: yes, no, or not known.

A sliding scale, a donation or an insurance is not known: it may cost this client nothing.
"""

from __future__ import annotations

import re

from supportmap.directory.parts import Document, number, rows, text
from supportmap.directory.words import fold

__all__ = ["free_of"]

_LONGEST = 4_000
"""Of fees that take more characters to tell nothing is known: they aren't plain."""
_WITHOUT_MEANING = re.compile(
    r"\b(?:smoke|toll|drug|tobacco|alcohol|barrier|gluten|feel|hands|violence|sugar|stress|judge?ment|scent"
    r"|debt|substance|rent|allergen|nut|fat|pain|crime) free\b"
    r"|\bfree (?:time|will|parking|of (?!charge|cost)\w+|from|to (?:contact|call|ask|choose|leave))\b"
    r"|\bfree standing\b|\bfreely\b|\bregardless of income\b"
    r"|\bdonations? (?:are |is )?(?:welcome|accepted|appreciated)\b"
)
_FREE = re.compile(
    r"(?<!not )\bfree\b|\b(?:no|without|zero) (?:cost|charge|fee|payment)s?\b|\bcosts? nothing\b|\bgratis\b"
)
_DEPENDS = re.compile(
    r"\bfree (?:trial|consultation|estimate|quote|for (?!all\b|every|any))|\bfirst \w+ (?:is |are )?free\b"
    r"|\b(?:sliding|scale|donations?|donate|insurance|medicaid|medicare|income|means tested"
    r"|var(?:y|ies|iable)|depend\w*|may|some|reduced|discount\w*|scholarships?|subsid\w+|waive\w*|unless|except\w*|members?"
    r"|other\w*|additional|afford|ability to pay|copay\w*|if|most)\b"
)
_PAID = re.compile(
    r"\bnot free\b|[$£€] ?0*[1-9]|\b0*[1-9][\d.,]* ?(?:dollars?|pounds?|euros?|usd|gbp|eur|pence|cents)\b"
    r"|\b(?:flat|fixed|membership|hourly|daily|weekly|monthly|annual|entry|admission) (?:fees?|rate|charge)\b"
    r"|\bfees? (?:is |are )?(?:apply|applies|charged|required|payable)\b|\bprivate pay\b|\bself pay\b"
)
_NOTHING = re.compile(r"[$£€]? ?0+(?:[.,]0+)? ?(?:usd|gbp|eur)?|no|zero|nothing", re.IGNORECASE)
_PLAINLY = re.compile(r"\b(?:free of charge|at no (?:cost|charge)|no cost to)\b")
_NAMED_FREE = re.compile(r"free\b(?![ -](?:standing|range|trial|will))")


def free_of(document: Document) -> bool | None:
    """Tell whether a service is free; None: not known, or told in two ways."""
    told = {amount == 0 for amount in _amounts(document)}
    told |= {False for option in rows(document, "cost_options") if _is_paid(option)}
    said = _by_words(document)
    told |= set() if said is None else {said}
    return told.pop() if len(told) == 1 else None


def _is_paid(option: Document) -> bool:
    """Tell whether an option says that it is paid: staff who know no more than that say so."""
    return (text(option, "option") or "").casefold() == "paid"


def _amounts(document: Document) -> list[float]:
    found = (number(option, "amount") for option in rows(document, "cost_options"))
    return [amount for amount in found if amount is not None and amount >= 0]


def _by_words(document: Document) -> bool | None:
    """Return what is said of the fees; where nothing is, what the service says of itself in so many words."""
    said = [words for name in ("fees_description", "fees") if (words := text(document, name))]
    return _of_fees(". ".join(dict.fromkeys(said))) if said else _of_itself(document)


def _of_fees(said: str) -> bool | None:
    if len(said) > _LONGEST:
        return None
    if _NOTHING.fullmatch(said):
        return True
    plain = _WITHOUT_MEANING.sub(" ", said.lower().replace("-", " "))
    free, paid = bool(_FREE.search(plain)), bool(_PAID.search(plain))
    return None if free == paid or _DEPENDS.search(plain) else free


def _of_itself(document: Document) -> bool | None:
    name, described = (fold(text(document, field) or "") for field in ("name", "description"))
    return True if _NAMED_FREE.match(name) or _PLAINLY.search(described) else None
