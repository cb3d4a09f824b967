"""What a referral may be, which acts lead from which state to which, and what has to be known for each.

A referral is draft, then sent, answered (accepted, waitlisted, or waiting for the client), started at
the first attendance, and ended: helped, declined by the service, cancelled, or not helped. Nothing ends
without its reason, and a closed referral says nothing about whether the map got better.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal, get_args

__all__ = [
    "ACTS",
    "CHANNELS",
    "DUE_DAYS",
    "ENDING",
    "ENDS",
    "GOES_ON",
    "HOLD_REASONS",
    "LEAST_ATTEMPTS",
    "ON_HOLD",
    "OPEN",
    "OUTCOMES",
    "REASONS",
    "STATES",
    "TAKE_BACK",
    "TASK_STATUS",
    "Act",
    "Channel",
    "Impossible",
    "OnMap",
    "State",
    "check_first_day",
    "check_reason",
    "check_told",
    "on_map",
    "possible",
    "reasons_now",
    "replayed",
    "step",
    "steps_that_hold",
]

State = Literal[
    "draft",
    "sent",
    "accepted",
    "waitlisted",
    "needs_client",
    "started",
    "helped",
    "declined",
    "cancelled",
    "not_helped",
]
Act = Literal["send", "accept", "waitlist", "need_client", "start", "help", "decline", "cancel", "not_help"]
Channel = Literal["letter", "phone", "e-mail", "client"]
OnMap = Literal["planned", "active", "past"]
STATES: tuple[State, ...] = get_args(State)
ACTS: tuple[Act, ...] = get_args(Act)
CHANNELS: tuple[Channel, ...] = get_args(Channel)
"""How the receiving group learns of it; ``client``: it was handed to the client, who goes there."""
ENDS: tuple[State, ...] = ("helped", "declined", "cancelled", "not_helped")
OPEN: tuple[State, ...] = tuple(state for state in STATES if state not in ENDS)
ON_HOLD: tuple[State, ...] = ("waitlisted", "needs_client")
ENDING: tuple[Act, ...] = ("help", "decline", "cancel", "not_help")
TAKE_BACK = "take_back"
"""The kind of what takes the last step back; it is no act, for it leads to where the referral was."""
OUTCOMES = ("reached", "not reached", "message left")
"""How an attempt to reach somebody about it went."""

_BEFORE_ATTENDANCE: tuple[State, ...] = ("sent", "accepted", *ON_HOLD)
_LEADS: Mapping[Act, tuple[tuple[State, ...], State]] = {
    "send": (("draft",), "sent"),
    "accept": (("sent", *ON_HOLD), "accepted"),
    "waitlist": (("sent", "accepted", "needs_client"), "waitlisted"),
    "need_client": (("sent", "accepted", "waitlisted"), "needs_client"),
    "start": (_BEFORE_ATTENDANCE, "started"),
    "help": (("started",), "helped"),
    "decline": (_BEFORE_ATTENDANCE, "declined"),
    "cancel": (OPEN, "cancelled"),
    "not_help": ((*_BEFORE_ATTENDANCE, "started"), "not_helped"),
}
GOES_ON = "goes on"
"""Why a referral ended of which the client still goes there: it helped, and nobody follows it any more."""
REASONS: Mapping[Act, tuple[str, ...]] = {
    "help": ("full", "partly", GOES_ON),
    "decline": ("no capacity", "not eligible", "out of area", "closed", "other"),
    "cancel": ("not wanted", "already met", "moved"),
    "not_help": ("not reached", "stopped attending", "poor fit"),
}
"""One of these is given with each end."""
HOLD_REASONS: Mapping[Act, tuple[str, ...]] = {"need_client": ("document", "contact pending")}
"""One of these may be given."""
LEAST_ATTEMPTS = 3
"""So often somebody was tried to be reached in vain before a referral ends as ``not reached``."""
DUE_DAYS: Mapping[State, int] = {
    "draft": 3,
    "sent": 7,
    "accepted": 14,
    "waitlisted": 30,
    "needs_client": 7,
    "started": 30,
}
"""In how many days it is to be looked at again, unless somebody says otherwise; nothing that ended is due."""
TASK_STATUS: Mapping[State, str] = {
    "draft": "draft",
    "sent": "requested",
    "accepted": "accepted",
    "waitlisted": "on-hold",
    "needs_client": "on-hold",
    "started": "in-progress",
    "helped": "completed",
    "declined": "rejected",
    "cancelled": "cancelled",
    "not_helped": "failed",
}
"""What each state is called as the status of a FHIR Task."""


class Impossible(ValueError):  # noqa: N818 - it is an answer
    """An act that a referral, as it stands, doesn't allow."""

    def __init__(self, code: str, text: str) -> None:
        """Keep the code (words joined by hyphens) and what to do about it."""
        super().__init__(text)
        self.code, self.text = code, text


def possible(state: State) -> tuple[Act, ...]:
    """Return the acts that lead on from a state; none from an end."""
    return tuple(act for act in ACTS if state in _LEADS[act][0])


def step(state: State, act: Act) -> State:
    """Return the state to which an act leads, or raise Impossible("ended" or "not-from-here")."""
    before, after = _LEADS[act]
    if state in before:
        return after
    if state in ENDS:
        raise Impossible("ended", "this referral has ended: make a new one, or refer elsewhere from it")
    raise Impossible("not-from-here", _HINTS.get(act, "this doesn’t follow from how far the referral is"))


_HINTS: Mapping[Act, str] = {
    "send": "it was sent already",
    "start": "note first that it was sent or handed over",
    "help": "note the first attendance before saying that it helped",
    "decline": "what was never sent, or has started, can’t be declined: withdraw it, or say how it ended",
    "not_help": "what was never sent can only be withdrawn",
}


def check_reason(state: State, act: Act, reason: str | None, attempts: int = 0) -> None:
    """Raise Impossible unless a reason is one that this act has in this state.

    ``attempts``: how often somebody was tried to be reached in vain.
    """
    known = REASONS.get(act) or HOLD_REASONS.get(act, ())
    if reason not in known and not (reason is None and act not in REASONS):
        told = f"choose one: {', '.join(known)}" if known else "this has no reason to choose"
        raise Impossible("reason", told)
    if reason == "not reached":
        _check_reached(state, attempts)
    if reason == "stopped attending" and state != "started":
        raise Impossible("reason", "nobody stops attending who was never there: note the first attendance")


def reasons_now(state: State, act: Act, attempts: int) -> tuple[str, ...]:
    """Return the reasons for an end that ``check_reason`` lets through as things stand."""

    def fits(reason: str) -> bool:
        try:
            check_reason(state, act, reason, attempts)
        except Impossible:
            return False
        return True

    return tuple(filter(fits, REASONS[act]))


def _check_reached(state: State, attempts: int) -> None:
    if state == "started":
        raise Impossible("reason", "who attended was reached: choose another reason")
    if attempts < LEAST_ATTEMPTS:
        told = f"note at least {LEAST_ATTEMPTS} attempts in vain before closing it as not reached"
        raise Impossible("attempts", f"{told} (so far: {attempts})")


def check_first_day(day: date | None, made_on: date, today: date) -> None:
    """Raise Impossible unless the day of the first attendance has come, and the referral was made by then."""
    if day is None:
        raise Impossible("day", "say on which day they were there first")
    if day > today:
        raise Impossible("day", "a day that hasn’t come yet can’t be the first attendance")
    if day < made_on:
        raise Impossible("day", "the first attendance can’t be before the referral was made")


def check_told(channel: Channel, consented: bool) -> None:
    """Raise Impossible where staff would tell the receiving group without the client's consent to that."""
    if channel != "client" and not consented:
        told = "note first that the client agrees that this group is told, or hand it to the client"
        raise Impossible("consent", told)


def on_map(state: State, started: bool, reason: str | None = None) -> OnMap | None:
    """Return how what a referral leads to stands on the map; None: not at all.

    Planned until the first attendance, active from it, past at the end unless the client goes on going there.
    What ended without attendance was never in the client's life, so nothing of it stays.
    """
    if state == "started" or (state == "helped" and reason == GOES_ON):
        return "active"
    if state in OPEN:
        return "planned"
    return "past" if started else None


def steps_that_hold(events: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return what led to where a referral stands, without what was taken back; first that it was made.

    ``events`` is its log in order: each has ``kind`` and ``after``, the state it led to (None: to none).
    """
    held: list[Mapping[str, Any]] = []
    for event in events:
        if event["kind"] == TAKE_BACK:
            held.pop()
        elif event["after"] is not None:
            held.append(event)
    return held


def replayed(acts: Iterable[Act]) -> State:
    """Return the state to which acts lead, one after another from a draft, or raise Impossible."""
    state: State = "draft"
    for act in acts:
        state = step(state, act)
    return state
