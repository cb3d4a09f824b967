"""What changed between two visits, in sentences that tell "recorded since" from "new in life"."""

from __future__ import annotations

from collections.abc import Iterator

from supportmap.analysis.change import TIES_NOT_ASKED_TWICE, Change, Shift
from supportmap.analysis.explain.voice import PLAIN, Voice, function_name, names_of
from supportmap.analysis.network import FUNCTIONS, Function, Network
from supportmap.analysis.structure import NOT_ELICITED

__all__ = ["change_sentences"]


def change_sentences(before: Network, after: Network, change: Change, voice: Voice = PLAIN) -> list[str]:
    """Return what changed, who is still there and what was asked at only one of the two times."""
    if NOT_ELICITED in change.undefined.values():
        return [voice.say("Who is in the client's life was not asked at one of the two times.")]
    return [
        *_joined(change, voice),
        *_left(before, change, voice),
        *_moved(change, voice),
        *_functions(after, change, voice),
        *_strain(change, voice),
        *_stability(before, change, voice),
        *_asked(change, voice),
        *_ties(change, voice),
    ]


def _joined(change: Change, voice: Voice) -> Iterator[str]:
    new, remembered = len(change.new_in_life), len(change.not_mentioned_before)
    unsaid = len(change.joined) - new - remembered
    if new:
        yield voice.count(
            "{number} contact is new in the client's life.",
            "{number} contacts are new in the client's life.",
            new,
        )
    if remembered:
        yield voice.count(
            "{number} contact was recorded since, but not mentioned before.",
            "{number} contacts were recorded since, but not mentioned before.",
            remembered,
        )
    if unsaid:
        yield voice.count(
            "{number} contact was recorded since; nobody has said if it is new in the client's life.",
            "{number} contacts were recorded since; nobody has said if they are new in the client's life.",
            unsaid,
        )


def _left(before: Network, change: Change, voice: Voice) -> Iterator[str]:
    if change.left:
        yield voice.count(
            "{number} contact is no longer in this network (before: {all}).",
            "{number} contacts are no longer in this network (before: {all}).",
            len(change.left),
            all=len(before.active),
        )


def _moved(change: Change, voice: Voice) -> Iterator[str]:
    closer = sum(shift.after < shift.before for shift in change.moved)
    if closer:
        yield voice.count("{number} contact moved closer.", "{number} contacts moved closer.", closer)
    if further := len(change.moved) - closer:
        yield voice.count(
            "{number} contact moved further out.", "{number} contacts moved further out.", further
        )


def _functions(after: Network, change: Change, voice: Voice) -> Iterator[str]:
    """Say who gives what by now. Nobody is named who may not be turned to."""
    for function in FUNCTIONS:
        support = function_name(function, voice)
        if names := _names(after, change.gained, function):
            yield voice.count(
                "{names} now gives {support}.",
                "{names} now give {support}.",
                len(names),
                names=voice.names(names),
                support=support,
            )
        if names := _names(after, change.lost, function):
            yield voice.count(
                "{names} hardly ever gives {support} any more.",
                "{names} hardly ever give {support} any more.",
                len(names),
                names=voice.names(names),
                support=support,
            )
        yield from _how_often(after, change, function, voice)


def _how_often(after: Network, change: Change, function: Function, voice: Voice) -> Iterator[str]:
    support = function_name(function, voice)
    if names := _names(after, change.more, function):
        yield voice.count(
            "{names} gives {support} more often.",
            "{names} give {support} more often.",
            len(names),
            names=voice.names(names),
            support=support,
        )
    if names := _names(after, change.less, function):
        yield voice.count(
            "{names} gives {support} less often.",
            "{names} give {support} less often.",
            len(names),
            names=voice.names(names),
            support=support,
        )


def _names(after: Network, shifts: tuple[Shift, ...], answer: str) -> list[str]:
    return names_of(after, [shift.contact for shift in shifts if shift.answer == answer])


def _strain(change: Change, voice: Voice) -> Iterator[str]:
    if change.strain_up:
        yield voice.count(
            "{number} contact is more often critical or draining.",
            "{number} contacts are more often critical or draining.",
            len(change.strain_up),
        )
    if change.strain_down:
        yield voice.count(
            "{number} contact is less often critical or draining.",
            "{number} contacts are less often critical or draining.",
            len(change.strain_down),
        )


def _stability(before: Network, change: Change, voice: Voice) -> Iterator[str]:
    stayed = set(change.stayed)
    if change.stability is not None:
        there, known = len(stayed), len(before.active)
        yield voice.say("Still there of the contacts before: {there} of {all}.", there=there, all=known)
    if change.core_stability is not None:
        there, known = _there_of(before, stayed, 1)
        yield voice.say("Still there of the inner circle: {there} of {all}.", there=there, all=known)
    if change.periphery_stability is not None:
        there, known = _there_of(before, stayed, 2, 3)
        yield voice.say(
            "Still there of the middle and outer circle: {there} of {all}.", there=there, all=known
        )
    if change.turnover is not None:
        once = len(change.joined) + len(change.left)
        every = once + len(stayed)
        yield voice.say(
            "Contacts recorded at only one of the two times: {once} of {all}.", once=once, all=every
        )


def _there_of(before: Network, stayed: set[str], *circles: int) -> tuple[int, int]:
    """Return how many of these circles stayed, and how many were there."""
    were = [contact.id for contact in before.active if contact.circle in circles]
    return sum(each in stayed for each in were), len(were)


def _asked(change: Change, voice: Voice) -> Iterator[str]:
    if change.newly_answered:
        yield voice.count(
            "{number} answer was not known before, so it is not counted as a change.",
            "{number} answers were not known before, so they are not counted as changes.",
            change.newly_answered,
        )
    if change.no_longer_answered:
        yield voice.count(
            "{number} answer from before was not asked again.",
            "{number} answers from before were not asked again.",
            change.no_longer_answered,
        )


def _ties(change: Change, voice: Voice) -> Iterator[str]:
    if len(change.stayed) > 1 and change.undefined.get("ties_formed") == TIES_NOT_ASKED_TWICE:
        yield voice.say(
            "Who knows whom is not compared: not all ties were asked for at one of the two times, or at both."
        )
