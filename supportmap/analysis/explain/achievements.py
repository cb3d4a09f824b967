"""What got better on the map, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from supportmap.analysis.achievements import Achieved
from supportmap.analysis.coverage import CoverageStatus
from supportmap.analysis.explain.voice import N_, PLAIN, Voice, function_name, opening
from supportmap.analysis.naming import spoken

__all__ = ["achievement_sentence"]


def achievement_sentence(
    achieved: Achieved, names: Mapping[str, str], voice: Voice = PLAIN, *, own: bool = False
) -> str:
    """Return in a sentence what the map of a day shows; ``names`` are those of the contacts, by id.

    ``own``: it is said to the client.
    """
    if achieved.function and achieved.was:
        support = opening(function_name(achieved.function, voice))
        return voice.say(_CLOSED, support=support, was=voice.say(_WAS[achieved.was]))
    name = spoken(names.get(achieved.contact or "", "")) or voice.say(_SOMEBODY)
    return voice.say(_MET[achieved.what, own], name=name)


_CLOSED = N_("{support} is covered now; when it was looked at before, it was {was}.")
_WAS: Mapping[CoverageStatus, str] = {"gap": N_("a gap"), "thin": N_("thin")}
_SOMEBODY = N_("Somebody")
_LEARNT = N_("{name} was not mentioned before.")
_MET = {
    ("gained", False): N_("{name} is new in their life."),
    ("gained", True): N_("{name} is new in your life."),
    ("learnt", False): _LEARNT,
    ("learnt", True): _LEARNT,
}
