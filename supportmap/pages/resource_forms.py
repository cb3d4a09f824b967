"""What the forms of a service send, as the directory keeps it, and what they hold when shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from flask import request

from supportmap.access.acting import current_actor
from supportmap.access.policy import Subject, can
from supportmap.analysis.network import FUNCTIONS
from supportmap.casework.facts import read_facts, some_of
from supportmap.casework.outcome import Invalid
from supportmap.directory.editing import RESOURCE_FACTS
from supportmap.directory.editing_hours import unread_lines
from supportmap.directory.languages import is_language
from supportmap.directory.terms import Weights

__all__ = ["form_texts", "may_edit", "sent_resource", "sent_texts", "sent_weights", "unread_hours"]

YES_NO = {True: "yes", False: "no", None: ""}
OF_LINES = frozenset({"description", "how_to_join", "bring", "hours", "who_for", "fees", "alert"})
"""The fields of several lines: out of the others a browser takes line breaks, and joins what they part."""


def _is_web_page(said: str) -> bool:
    return re.fullmatch(r"https?://[^\s/]+\S*", said, re.IGNORECASE) is not None


def _are_languages(said: str) -> bool:
    return all(is_language(each) for each in said.replace(",", "\n").splitlines() if each.strip())


_CHECKED: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "phone": (
        lambda said: any(map(str.isdigit, said)),
        "There is no digit in the phone number: type the number, or leave it out.",
    ),
    "url": (_is_web_page, "A web page begins with https:// or http://."),
    "languages": (_are_languages, "Not every language is known by this name: try its English name."),
}
"""What must hold of what is typed anew in a field, and what is said where it doesn't."""


def may_edit() -> bool:
    """Tell whether whoever asks keeps the directory."""
    actor = current_actor()
    return can(actor, "resource.edit", Subject(actor.agency_id), datetime.now(UTC))


def form_texts(facts: Mapping[str, Any]) -> dict[str, str]:
    """Return what each field holds."""
    texts = {name: _lines(_text(facts.get(name))) for name in RESOURCE_FACTS}
    one_line = {name: " ".join(texts[name].splitlines()) for name in texts.keys() - OF_LINES}
    return texts | one_line | {"languages": ", ".join(texts["languages"].splitlines())}


def _text(value: object) -> str:
    if value is None or isinstance(value, bool):
        return YES_NO[value]
    return str(value)


def _lines(said: str) -> str:
    """Return a text with its line breaks as one character each: a browser sends two."""
    return "\n".join(said.strip().splitlines())


def sent_texts() -> dict[str, str]:
    """Return what each field holds as it was sent."""
    return {name: _lines(request.form.get(name, "")) for name in RESOURCE_FACTS}


def sent_resource(known: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return what was typed, or raise Invalid with every field that can't be kept.

    ``known`` are the facts that the form was shown with: what nobody typed anew stays as it is there, and is
    refused for nothing.
    """
    shown, typed = form_texts(known or {}), sent_texts()
    anew = {name: text for name, text in typed.items() if known is None or text != shown[name]}
    _check(anew)
    table = RESOURCE_FACTS if known is None else some_of(RESOURCE_FACTS)
    told = read_facts(table, {name: _value(name, text) for name, text in anew.items()})
    facts = {**(known or {}), **{name: told[name] for name in anew}}
    low, high = facts["minimum_age"], facts["maximum_age"]
    typed_age = {"minimum_age", "maximum_age"} & anew.keys()
    if typed_age and low is not None and high is not None and low > high:
        raise Invalid(("maximum_age", "expected not less than the youngest age"))
    return facts


def _check(anew: Mapping[str, str]) -> None:
    wrong = [
        (name, words) for name, (holds, words) in _CHECKED.items() if anew.get(name) and not holds(anew[name])
    ]
    if wrong:
        raise Invalid(*wrong)


def unread_hours(known: Mapping[str, Any] | None = None) -> list[str]:
    """Return the lines typed anew that are read as no opening time."""
    shown, typed = form_texts(known or {})["hours"], sent_texts()["hours"]
    return [] if typed == shown else [line for line in unread_lines(typed) if line not in shown.splitlines()]


def _value(name: str, text: str) -> object:
    """Return what a field says, in place of the text that it is sent as."""
    return RESOURCE_FACTS[name].cell(text) if text else None


def sent_weights() -> Weights | None:
    """Return what staff say that a service does for each function; None: it is left to what was found."""
    texts = [request.form.get(function, "") for function in FUNCTIONS]
    if not any(texts):
        return None
    if not all(text in ("0", "1", "2") for text in texts):
        raise Invalid(("", "Say of all three what it does, or of none."))
    return Weights(*map(int, texts))
