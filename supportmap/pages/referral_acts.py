"""What the forms of a referral's page ask for: each does one thing, and returns what to say of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from flask import request

from supportmap.access.acting import current_actor
from supportmap.analysis.referring import ENDING, Act, Channel
from supportmap.casework import referral_acts, referral_back, referral_ends, referral_work
from supportmap.casework.referral import Referral
from supportmap.pages.forms import sent_day, sent_text, sent_version
from supportmap.pages.referred import frequency_of_service
from supportmap.records.client import Owner
from supportmap.records.database import db

__all__ = ["ACTS"]

Do = Callable[[Owner, Referral], str]


def _did(verb: Callable[..., Any], owner: Owner, referral: Referral, *args: Any, **more: Any) -> None:
    verb(db.session, current_actor(), owner, referral.id, *args, version=sent_version(), **more)


def _send(owner: Owner, referral: Referral) -> str:
    channel = cast(Channel, request.form.get("channel", ""))
    confirmed = bool(request.form.get("confirmed"))
    frequency = frequency_of_service(owner, referral.service_id)
    more = {"words": sent_text("words"), "frequency": frequency, "confirmed": confirmed}
    _did(referral_acts.send, owner, referral, channel, **more)
    return "Noted as sent."


def _answer(act: Act, owner: Owner, referral: Referral) -> str:
    _did(referral_acts.answer, owner, referral, act, reason=sent_text("reason"), words=sent_text("words"))
    return "Noted."


def _attempt(owner: Owner, referral: Referral) -> str:
    outcome = request.form.get("outcome", "")
    tried = partial(referral_acts.attempt, db.session, current_actor(), owner, referral.id, outcome)
    tried(words=sent_text("words"), on_day=sent_day(), version=sent_version())
    return "Noted."


def _start(owner: Owner, referral: Referral) -> str:
    _did(referral_acts.start, owner, referral, sent_day(), words=sent_text("words"))
    return "Noted: from now on it counts on the map, with nothing asked about it yet."


def _end(act: Act, owner: Owner, referral: Referral) -> str:
    _did(referral_ends.end, owner, referral, act, sent_text("reason"), words=sent_text("words"))
    return "Closed."


def _take_back(owner: Owner, referral: Referral) -> str:
    frequency = frequency_of_service(owner, referral.service_id)
    _did(referral_back.take_back, owner, referral, words=sent_text("words"), frequency=frequency)
    return "Taken back. What happened keeps both."


def _assign(mine: bool, owner: Owner, referral: Referral) -> str:
    _did(referral_work.assign, owner, referral, mine)
    return "You have taken it on." if mine else "Handed back: anybody can take it on."


def _due(owner: Owner, referral: Referral) -> str:
    _did(referral_work.settle_due, owner, referral, sent_day("due_on"))
    return "Saved."


def _note(owner: Owner, referral: Referral) -> str:
    words = {"words": sent_text("words")}
    referral_work.note(db.session, current_actor(), owner, referral.id, words)
    return "Noted."


def _tell(owner: Owner, referral: Referral) -> str:
    _did(referral_work.tell_them, owner, referral, {"note": sent_text("note")})
    return "Saved."


def _ask(owner: Owner, referral: Referral) -> str:
    _did(referral_work.ask_consent, owner, referral)
    return "Noted that the client was asked."


def _consent(given: bool, owner: Owner, referral: Referral) -> str:
    _did(referral_work.note_consent, owner, referral, given)
    return "Noted that the client agrees." if given else "Noted: nobody outside is told from now on."


ANSWERED: tuple[Act, ...] = ("accept", "waitlist", "need_client")
ACTS: dict[str, Do] = {
    "send": _send,
    **{act: partial(_answer, act) for act in ANSWERED},
    "attempt": _attempt,
    "start": _start,
    **{act: partial(_end, act) for act in ENDING},
    "take-back": _take_back,
    "take": partial(_assign, True),
    "hand-back": partial(_assign, False),
    "due": _due,
    "note": _note,
    "tell": _tell,
    "ask-consent": _ask,
    "agrees": partial(_consent, True),
    "agrees-no-more": partial(_consent, False),
}
