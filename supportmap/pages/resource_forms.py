"""What the forms of a service send, as the directory keeps it, and what they hold when shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import request

from supportmap.access.acting import current_actor
from supportmap.access.policy import Subject, can
from supportmap.casework.facts import read_facts
from supportmap.casework.outcome import Invalid
from supportmap.directory.editing import RESOURCE_FACTS
from supportmap.directory.terms import Weights

__all__ = ["form_texts", "may_edit", "sent_resource", "sent_weights"]

FUNCTIONS = ("emotional", "practical", "belonging")
YES_NO = {True: "yes", False: "no", None: ""}


def may_edit() -> bool:
    """Tell whether whoever asks keeps the directory."""
    actor = current_actor()
    return can(actor, "resource.edit", Subject(actor.agency_id), datetime.now(UTC))


def form_texts(facts: Mapping[str, Any]) -> dict[str, str]:
    """Return what each field holds."""
    texts = {name: _text(facts.get(name)) for name in RESOURCE_FACTS}
    # Its field has one line: a browser takes line breaks out of it, and joins what they part.
    return texts | {"languages": ", ".join(texts["languages"].splitlines())}


def _text(value: object) -> str:
    if value is None or isinstance(value, bool):
        return YES_NO[value]
    return str(value)


def sent_resource() -> dict[str, Any]:
    """Return what was typed, or raise Invalid with every field that can't be kept."""
    given = {name: _value(name, request.form.get(name, "").strip()) for name in RESOURCE_FACTS}
    given["confidential"] = bool(request.form.get("confidential"))
    facts = read_facts(RESOURCE_FACTS, given)
    low, high = facts["minimum_age"], facts["maximum_age"]
    if low is not None and high is not None and low > high:
        raise Invalid(("maximum_age", "expected not less than the youngest age"))
    return facts


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
