"""How often something was used and helped, in sentences: what was said of it, not what caused what."""

from __future__ import annotations

from collections.abc import Iterator

from supportmap.analysis.coping import Tried
from supportmap.analysis.explain.voice import PLAIN, Voice

__all__ = ["tried_sentences"]


def tried_sentences(tried: Tried, voice: Voice = PLAIN) -> list[str]:
    """Return how often it was used, and how often it helped of the times for which that was said."""
    if not tried.times:
        return [voice.say("Not used yet.")]
    used = voice.count("Used once.", "Used {number} times.", tried.times)
    if tried.times == 1:
        return [used, _once(tried, voice)]
    return [used, *_helped(tried, voice)]


def _once(tried: Tried, voice: Voice) -> str:
    """Return how what was used once went; only then does it need no number."""
    if tried.a_lot:
        return voice.say("It helped a lot.")
    if tried.a_little:
        return voice.say("It helped a little.")
    return voice.say("It didn't help.") if tried.no else voice.say("It wasn't said how much it helped.")


def _helped(tried: Tried, voice: Voice) -> Iterator[str]:
    rated = tried.rated
    if tried.a_lot:
        yield voice.count(
            "It helped a lot the one time that it was said.",
            "It helped a lot {part} of {number} times.",
            rated,
            part=tried.a_lot,
        )
    if tried.a_little:
        yield voice.count(
            "It helped a little the one time that it was said.",
            "It helped a little {part} of {number} times.",
            rated,
            part=tried.a_little,
        )
    if tried.no:
        yield voice.count(
            "It didn't help the one time that it was said.",
            "It didn't help {part} of {number} times.",
            rated,
            part=tried.no,
        )
    if unsaid := tried.times - rated:
        yield voice.count(
            "Once it wasn't said how much it helped.",
            "{number} times it wasn't said how much it helped.",
            unsaid,
        )
