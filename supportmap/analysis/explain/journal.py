"""The counts of a journal in sentences: each with what it is out of, and none with a because."""

from __future__ import annotations

from supportmap.analysis.explain.voice import N_, PLAIN, Voice
from supportmap.analysis.journal import Moods, Together
from supportmap.analysis.naming import spoken

__all__ = ["mood_sentence", "together_sentence"]


def mood_sentence(moods: Moods, voice: Voice = PLAIN) -> str:
    """Return in how many entries mood was said before and after, and in how many of these it was higher."""
    said = voice.count(
        "Mood was said before and after in {said} of {number} entry",
        "Mood was said before and after in {said} of {number} entries",
        moods.entries,
        said=moods.said,
    )
    if not moods.said:
        return voice.say("{said}.", said=said)
    if moods.said == 1:
        how = _HOW[moods.higher, moods.lower]
        return voice.say("{said}; in this one it was {how} afterwards.", said=said, how=voice.say(how))
    return voice.say(
        "{said}; in {higher} of these {number} it was higher afterwards, "
        "in {lower} lower, in {same} the same.",
        said=said,
        number=moods.said,
        higher=moods.higher,
        lower=moods.lower,
        same=moods.same,
    )


def together_sentence(found: Together, contact: str, entries: int, voice: Voice = PLAIN) -> str:
    """Return in how many of all entries a tag and a contact of this name stand together."""
    return voice.count(
        "“{tag}” and {name}: together in {together} of {number} entry "
        "(“{tag}” in {tagged}, {name} in {about}).",
        "“{tag}” and {name}: together in {together} of {number} entries "
        "(“{tag}” in {tagged}, {name} in {about}).",
        entries,
        tag=spoken(found.tag),
        name=spoken(contact),
        together=found.number,
        tagged=found.with_tag,
        about=found.with_contact,
    )


_HOW = {(1, 0): N_("higher"), (0, 1): N_("lower"), (0, 0): N_("the same")}
