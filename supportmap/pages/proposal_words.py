"""What became of a proposal, said from what really changed: in the words for the client, and for the team."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from supportmap.casework.portal import GIVES
from supportmap.casework.work import Work
from supportmap.pages.words import FIELD_WORDS
from supportmap.records.networks import Facts

__all__ = ["beside_name", "outcome", "settled_words", "taken_words"]

_OUTCOMES = {
    "waiting": "Waits for your clinician.",
    "talk": "Your clinician would like to speak about it with you.",
    "accepted": "It is on your map.",
    "declined": "The map stays as it is.",
    "withdrawn": "You took it back.",
}
_CORRECTED = {
    "all": "Your map is changed as you said.",
    "part": "Part of it is changed on your map; the rest of your map stays as it was.",
    "none": "It was read; your map stays as it was.",
    "known": "It was read; your map says so already.",
}
_ON_IT_ALREADY = {
    "all": "They were on your map already; what you said is added.",
    "part": "They were on your map already; part of what you said is added.",
    "none": "They were on your map already; it stays as it was.",
    "known": "They were on your map already, with all that you said.",
    "unsaid": "They were on your map already.",
}
READ = "It was read, and what of it stands on your map is settled."
"""Of a correction where more would tell what isn't shown."""
_SETTLED = {
    "accepted": "added",
    "merged": "merged",
    "declined": "left as it is",
    "withdrawn": "taken back by the client",
}


def outcome(proposal: Work, seen: Collection[str], gives: bool) -> str:
    """Return for the client what became of a proposal, and no answer that they don't see.

    That somebody was on the map already is told only of whom the client sees there (``seen``, by id), and
    how much was taken over only where what people give is released (``gives``) if it is about that.
    """
    facts = proposal.facts
    if proposal.state == "merged":
        return _merged(facts, _became(facts) in seen, gives or not {*facts["given"]} & {*GIVES})
    is_new = proposal.state == "accepted" and facts["became"]["since"] == "new"
    return _OUTCOMES[str(proposal.state)] + (" As somebody new in your life." if is_new else "")


def _merged(facts: Facts, is_seen: bool, is_open: bool) -> str:
    if facts["contact"]:
        is_gone = facts["given"].get("status", "active") != "active"
        return _CORRECTED[_how_much(facts)] if is_open and (is_seen or is_gone) else READ
    if not is_seen:
        return _OUTCOMES["accepted"]
    return _ON_IT_ALREADY[_how_much(facts, "name") if is_open else "unsaid"]


def taken_words(facts: Facts) -> str:
    """Return for the team what of a merged proposal changed the map."""
    how_much = _how_much(facts)
    if how_much == "known":
        return "Nothing was changed on the map: all of it was there already."
    if how_much == "none":
        return "Nothing was changed on the map: nothing was ticked to be taken over."
    return f"Taken over into the map: {_fields(facts['became']['taken'])}."


def settled_words(proposal: Work, names: Mapping[str, str]) -> str:
    """Return for the team how a proposal was settled, with into whom it was merged."""
    facts = proposal.facts
    if proposal.state != "merged":
        return _SETTLED[str(proposal.state)]
    if facts["contact"]:
        taken = facts["became"]["taken"]
        return f"taken over: {_fields(taken)}" if taken else "read, and nothing changed"
    name = names.get(_became(facts))
    return f"merged into {name}" if name else _SETTLED["merged"]


def beside_name(facts: Facts) -> Facts:
    """Return what is said of somebody beside what they are called, and what goes without saying."""
    unsaid = () if facts["contact"] else (("name", facts["given"]["name"]), ("kind", "person"))
    return {name: value for name, value in facts["given"].items() if (name, value) not in unsaid}


def _how_much(facts: Facts, *without: str) -> str:
    became = facts["became"]
    if {*became.get("left", ())} - {*without}:
        return "part" if became["taken"] else "none"
    return "all" if became["taken"] else "known"


def _became(facts: Facts) -> str:
    return str(facts["became"]["contact"])


def _fields(names: Iterable[str]) -> str:
    return ", ".join(FIELD_WORDS.get(name, name).lower() for name in names)
