"""Forms that two may have open at once: what one changed in them, and what the other did meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

import orjson
from flask import request
from werkzeug.datastructures import ImmutableMultiDict

from supportmap.casework.outcome import Invalid
from supportmap.exchange.fields import DATE

__all__ = [
    "Form",
    "again_or_kept",
    "at_field",
    "number_or_text",
    "sent_day",
    "sent_form",
    "sent_id",
    "sent_text",
    "sent_version",
    "text_or_none",
    "whole_number",
]

LONGEST_NUMBER = 10
SHOWN = "shown"
"""The field that carries what the others held when the page was made."""
CHANGED_MEANWHILE = (
    "Nothing was saved: the same was changed meanwhile, here or by somebody else. Decide, then save."
)
NOT_SAVED = "Nothing was saved: one of the fields can’t be as it is."
TOO_OLD = "This page is too old to be saved: reload it, then type it once more."
Texts = Mapping[str, str]


@dataclass(frozen=True)
class Form:
    """What the fields held when they were shown, what was typed, and how things stand now: texts by name."""

    now: Texts
    was: Texts
    typed: Texts

    @classmethod
    def fresh(cls, now: Texts) -> Form:
        """Return a form in which nobody has typed yet."""
        return cls(now, now, now)

    @cached_property
    def changes(self) -> Texts:
        """What was typed anew; all else stays as it is, whoever changed it meanwhile."""
        return {name: text for name, text in self.typed.items() if text != self.was[name]}

    @cached_property
    def meanwhile(self) -> Texts:
        """How things stand now that both changed, each in another way."""
        both = {name for name, text in self.changes.items() if self.now[name] not in (self.was[name], text)}
        return {name: self.now[name] for name in self.now if name in both}

    def __getitem__(self, name: str) -> str:
        """Return what a field holds: what was typed, else what is known."""
        return self.changes.get(name, self.now[name])

    def shown(self, *without: str) -> str:
        """Return, for the form itself to carry, what its fields hold now; some may not be on it."""
        return orjson.dumps({name: text for name, text in self.now.items() if name not in without}).decode()

    def facts(self, readers: Mapping[str, Callable[[str], object]]) -> dict[str, object]:
        """Return what was typed anew as it is kept, by the reader of each field."""
        return {name: readers[name](text) for name, text in self.changes.items()}


def sent_form(now: Texts) -> Form:
    """Return what was sent of a form whose fields hold ``now``; a field that isn't on it isn't in it.

    Each field has to come with what it was shown with: nobody could tell what it overwrites otherwise.
    """
    typed = {name: request.form[name].strip() for name in now if name in request.form}
    shown = _shown(request.form)
    if typed.keys() - shown.keys():
        raise Invalid(("", TOO_OLD))
    return Form(now, {**now, **shown}, typed)


def _shown(form: ImmutableMultiDict[str, str]) -> Texts:
    try:
        shown = orjson.loads(form.get(SHOWN, "null"))
    except orjson.JSONDecodeError:
        shown = None
    if not isinstance(shown, dict) or not all(isinstance(text, str) for text in shown.values()):
        raise Invalid(("", TOO_OLD))
    return shown


def again_or_kept(
    form: Form,
    readers: Mapping[str, Callable[[str], object]],
    keep: Callable[[dict[str, object]], object],
    page: Callable[[Form, Texts, str], str],
) -> tuple[str, int] | None:
    """Keep what was typed anew; where that can't be, return the page once more, with what is wrong."""
    if form.meanwhile:
        return page(form, {}, CHANGED_MEANWHILE), 412
    try:
        keep(form.facts(readers))
    except Invalid as refusal:
        return page(form, dict(refusal.reasons), NOT_SAVED), 422
    return None


@contextmanager
def at_field(place: str, field: str) -> Iterator[None]:
    """Tell what is wrong at a place where the form asks for it: by another name."""
    try:
        yield
    except Invalid as refusal:
        raise Invalid(*((field if at == place else at, why) for at, why in refusal.reasons)) from None


def sent_id() -> UUID | None:
    """Return the id that the form gives what it adds: sent twice, it is added once."""
    try:
        return UUID(request.form.get("id", ""))
    except ValueError:
        return None


def sent_version(text: str | None = None) -> int:
    """Return the version that a form was shown with; where it says none, one that nothing has."""
    version = whole_number(request.form.get("version", "") if text is None else text)
    return -1 if version is None else version


def sent_day(name: str = "on_day") -> date | None:
    """Return the day that a field says, None where it was left out; Invalid where it is none."""
    text = request.form.get(name, "").strip()
    if text and not DATE.fits(text):
        raise Invalid((name, "expected a day, such as 2026-05-03"))
    return date.fromisoformat(text) if text else None


def sent_text(name: str) -> str | None:
    """Return what was typed in a field; None where nothing was."""
    return text_or_none(request.form.get(name, "").strip())


def number_or_text(text: str) -> int | str | None:
    """Return the number that a field says, or what was typed instead, for the refusal to be about."""
    number = whole_number(text)
    return text_or_none(text) if number is None else number


def whole_number(text: str) -> int | None:
    """Return the whole number that a field says; None where it says none, or one longer than any of ours."""
    return int(text) if text.isdecimal() and len(text) < LONGEST_NUMBER else None


def text_or_none(text: str) -> str | None:
    """Return what an optional field says: nothing where it is empty."""
    return text or None
