"""What would be different, in sentences: the loss or gain for each function, before and after."""

from __future__ import annotations

from collections.abc import Mapping

from supportmap.analysis.coverage import Coverage
from supportmap.analysis.explain.voice import PLAIN, Voice, function_name, opening, status_name
from supportmap.analysis.network import Function

__all__ = ["difference_sentences"]


def difference_sentences(
    before: Mapping[Function, Coverage], after: Mapping[Function, Coverage], voice: Voice = PLAIN
) -> list[str]:
    """Return how each function differs between two analyses, of a "what if" or of two visits."""
    return [_difference(before[function], after[function], voice) for function in before]


def _difference(before: Coverage, after: Coverage, voice: Voice) -> str:
    support = opening(function_name(after.function, voice))
    parts = {
        "support": support,
        "was": status_name(before.status, voice),
        "is_now": status_name(after.status, voice),
    }
    if before.score is None or after.score is None:
        return voice.say("{support}: {was} before, {is_now} after.", **parts)
    numbers = {"before": voice.score(before.score), "after": voice.score(after.score)}
    if before.status == after.status and before.score == after.score:
        return voice.say("{support} stays {was}: {after}.", **parts, **numbers)
    return voice.say("{support}: {was} before ({before}), {is_now} after ({after}).", **parts, **numbers)
