"""Goals, predictions and what came of them, in sentences: each number with both ends, and nothing judged."""

from __future__ import annotations

from supportmap.analysis.dependability import Interval
from supportmap.analysis.explain.voice import N_, PLAIN, Voice, function_name, hundredths, opening
from supportmap.analysis.planning import Goal, Match, Measure, Measured, Outcome, outcome

__all__ = [
    "found_words",
    "goal_words",
    "match_words",
    "outcome_sentence",
    "prediction_sentence",
    "tried_sentence",
]

_MEASURES: dict[Measure, str] = {
    "score": N_("{support}: at least {least} of 100"),
    "backup": N_("{support} without the one relied on most: at least {least} of 100"),
    "circle_backup": N_("{support} without any one group who know each other: at least {least} of 100"),
    "own": N_("At least {least} on a scale from 0 to 10"),
}
_CAME: dict[Outcome, str] = {
    "met": N_("The goal is reached: {found}."),
    "not met": N_("The goal is not reached yet: {found}."),
    "unknown": N_("Whether the goal is reached can’t be told yet: {found}{why}."),
}
_WOULD: dict[Outcome, str] = {
    "met": N_("With this the goal would be reached: {found}."),
    "not met": N_("With this alone the goal would not be reached: {found}."),
    "unknown": N_("Whether this would be enough can’t be told yet: {found}{why}."),
}
_TRIED: dict[bool, str] = {
    True: N_("Tried before: came to {found}, {least} was wanted."),
    False: N_("Tried before."),
}
_MATCHES: dict[Match, str] = {
    "as predicted": N_("It came as was thought."),
    "more": N_("It came to more than was thought."),
    "less": N_("It came to less than was thought."),
    "unknown": N_("Whether it came as was thought can’t be told yet: answers are missing."),
    "predict again": N_("The numbers are worked out in another way since: choose anew, by those of today."),
}


def goal_words(goal: Goal, voice: Voice = PLAIN) -> str:
    """Return what a goal asks for."""
    support = opening(function_name(goal.function, voice)) if goal.function else ""
    return voice.say(_MEASURES[goal.measure], support=support, least=_least(goal))


def _least(goal: Goal) -> int:
    return round(goal.least) if goal.measure == "own" else hundredths(goal.least, missing=True)


def found_words(goal: Goal, found: Measured | None, voice: Voice = PLAIN) -> str:
    """Return a goal's measure at one time, with both ends where answers are missing."""
    if found is None:
        return voice.say("not asked yet")
    if goal.measure == "own":
        return voice.say("{number} of 10", number=round(found.low))
    return voice.score(Interval(found.low, found.high))


def outcome_sentence(goal: Goal, found: Measured | None, voice: Voice = PLAIN) -> str:
    """Return whether a goal is reached by what was found."""
    return _told(_CAME, goal, found, voice)


def prediction_sentence(goal: Goal, found: Measured | None, voice: Voice = PLAIN) -> str:
    """Return whether a goal would be reached, if an option succeeded."""
    return _told(_WOULD, goal, found, voice)


def tried_sentence(goal: Goal, found: Measured | None, voice: Voice = PLAIN) -> str:
    """Return what came of an option that was tried already; only that it was, where nothing is found."""
    found_then = found_words(goal, found, voice) if found else ""
    return voice.say(_TRIED[found is not None], found=found_then, least=_least(goal))


def _told(messages: dict[Outcome, str], goal: Goal, found: Measured | None, voice: Voice) -> str:
    parts = {"found": found_words(goal, found, voice), "why": _why(found, voice)}
    return voice.say(messages[outcome(goal, found)], **parts)


def _why(found: Measured | None, voice: Voice) -> str:
    if found is None:
        return ""
    missing = found.missing_answers
    if not missing:
        return voice.say("; who knows whom was not asked")
    return voice.count(
        "; {number} answer is missing", "; {number} answers are missing", found.missing_answers
    )


def match_words(match: Match, voice: Voice = PLAIN) -> str:
    """Return how what came compares with what was predicted."""
    return voice.say(_MATCHES[match])
