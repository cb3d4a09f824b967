"""What would be different, in sentences: the loss or gain for each function, before and after."""

from __future__ import annotations

from collections.abc import Mapping

from supportmap.analysis.coverage import Coverage
from supportmap.analysis.explain.voice import PLAIN, Voice, function_name, opening, status_words
from supportmap.analysis.network import Function

__all__ = ["difference_sentences"]


def difference_sentences(
    before: Mapping[Function, Coverage], after: Mapping[Function, Coverage], voice: Voice = PLAIN
) -> list[str]:
    """Return how each function differs between two analyses, of a "what if" or of two visits."""
    return [_difference(before[function], after[function], voice) for function in before]


def _difference(before: Coverage, after: Coverage, voice: Voice) -> str:
    parts = {
        "support": opening(function_name(after.function, voice)),
        "was": status_words(before, voice),
        "is_now": status_words(after, voice),
    }
    if before.score is None or after.score is None:
        return voice.say("{support} before: {was}; after: {is_now}.", **parts)
    numbers = {"before": voice.score(before.score), "after": voice.score(after.score)}
    if before.status == after.status and before.score == after.score:
        return voice.say("{support} stays as it was: {was} ({after}).", **parts, **numbers)
    return voice.say("{support} before: {was} ({before}); after: {is_now} ({after}).", **parts, **numbers)
