"""The coverage of one function in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from supportmap.analysis.coverage import Coverage
from supportmap.analysis.dependability import Interval
from supportmap.analysis.explain.voice import (
    N_,
    PLAIN,
    Voice,
    function_name,
    hundredths,
    names_of,
    opening,
    status_words,
)
from supportmap.analysis.formula import FORMULA
from supportmap.analysis.network import Network

__all__ = ["coverage_sentences", "dependence_sentence"]


def coverage_sentences(network: Network, coverage: Coverage, voice: Voice = PLAIN) -> list[str]:
    """Return what the coverage of a function says, from the status to the details."""
    support = opening(function_name(coverage.function, voice))
    if coverage.status == "not assessed":
        return [voice.say("{support} has not been asked about yet.", support=support)]
    return [
        *_status(coverage, support, voice),
        *_answers(coverage, voice),
        *_what_is_left(network, coverage, voice),
        *_who(network, coverage, voice),
        *_how_it_is_spread(coverage, voice),
        *_need(coverage, voice),
    ]


def _status(coverage: Coverage, support: str, voice: Voice) -> Iterator[str]:
    if coverage.score is None or coverage.backup is None:
        return
    parts = {
        "support": support,
        "status": status_words(coverage, voice),
        "score": voice.score(coverage.score),
        "mark": hundredths(FORMULA.threshold),
    }
    if coverage.status == "gap":
        yield voice.say("{support} is a gap: {score}; it counts as met from {mark} on.", **parts)
    elif coverage.status == "uncertain":
        yield voice.say("{support} is {status}: {score}; it counts as met from {mark} on.", **parts)
    elif coverage.status == "covered":
        yield voice.say("{support} is {status}: {score}, and it does not hang on one contact.", **parts)
    elif not FORMULA.reaches(coverage.backup.high, FORMULA.threshold):
        yield voice.say("{support} is {status}: {score}, but it hangs on one contact.", **parts)
    elif not FORMULA.reaches(coverage.backup.low, FORMULA.threshold):
        yield voice.say("{support} is {status}: {score}, but it may hang on one contact.", **parts)
    else:
        yield voice.say("{support} is {status}: {score}, but nobody is known to be dependable.", **parts)


def _answers(coverage: Coverage, voice: Voice) -> Iterator[str]:
    """Say what is unknown."""
    if coverage.missing_answers:
        yield voice.count(
            "{number} of {all} answers is missing: the numbers go from the worst it can mean to the best.",
            "{number} of {all} answers are missing: the numbers go from the worst they can mean to the best.",
            coverage.missing_answers,
            all=coverage.answers,
        )


def _what_is_left(network: Network, coverage: Coverage, voice: Voice) -> Iterator[str]:
    """Say what would be left without the first, without a group, and without what is paid."""
    if not coverage.depends_on:
        return
    if coverage.backup is not None:
        left = voice.amount(coverage.backup)
        yield voice.say("Without the contact relied on most, {left} would be left.", left=left)
    if coverage.circle_backup is not None:
        left = voice.amount(coverage.circle_backup)
        if network.ties_asked and network.ties:
            yield voice.say(
                "Without a whole group who know each other, {left} would be left at worst.", left=left
            )
        elif not network.ties_asked and len(network.supporters) > 1:  # as if nobody unsafe were there
            yield voice.say(_GROUP_UNASKED[bool(network.ties)], left=left)
    if coverage.informal is not None and any(contact.is_formal for contact in network.supporters):
        left = voice.amount(coverage.informal)
        if coverage.paid_only:
            yield voice.say(
                "Only professionals and services meet it: without them, {left} would be left.", left=left
            )
        else:
            yield voice.say("Without professionals and services, {left} would be left.", left=left)


def _who(network: Network, coverage: Coverage, voice: Voice) -> Iterator[str]:
    """Say whom it depends on. Nobody is named who may not be turned to."""
    yield from _depends_on(network, coverage, voice)
    dependable = names_of(network, coverage.dependable)
    if dependable:
        yield voice.count(
            "By the answers, {names} can be depended on for it.",
            "By the answers, {names} can each be depended on for it.",
            len(dependable),
            names=voice.names(dependable),
        )


def dependence_sentence(network: Network, coverage: Coverage, voice: Voice = PLAIN) -> str:
    """Return in a short sentence whom a function depends on most; empty where it depends on nobody."""
    alike = _relied_on_most(coverage)
    if not alike:
        return ""
    if len(alike) > NAMED_IN_BRIEF:
        return voice.say("Depends on {number} contacts alike.", number=len(alike))
    names = voice.names(names_of(network, alike))
    if coverage.missing_answers:
        return voice.say("Depends most on {names}, as far as was asked.", names=names)
    return voice.say("Depends most on {names}.", names=names)


def _relied_on_most(coverage: Coverage) -> list[str]:
    """Return the contact whose loss would be greatest, and those whose loss would be the same."""
    return [loss.contact for loss in coverage.depends_on if loss.is_like(coverage.depends_on[0])]


def _depends_on(network: Network, coverage: Coverage, voice: Voice) -> Iterator[str]:
    if not coverage.depends_on:
        return
    first, alike = coverage.depends_on[0], _relied_on_most(coverage)
    lost = voice.amount(Interval(first.low, first.high))
    parts = {"lost": lost, "names": voice.names(names_of(network, alike)), "number": len(alike)}
    if coverage.missing_answers and len(alike) <= NAMED_AT_MOST:
        yield voice.say("As far as it was asked, it depends most on {names}: {lost} would be lost.", **parts)
    elif coverage.missing_answers:
        yield voice.say(
            "As far as it was asked, it depends on {number} contacts alike: {lost} each.", **parts
        )
    elif len(alike) > NAMED_AT_MOST:
        yield voice.say("It depends on {number} contacts alike: {lost} would be lost with any one.", **parts)
    elif len(alike) > 1:
        yield voice.say("It depends most on {names}: {lost} would be lost with any one of them.", **parts)
    else:
        yield voice.say("It depends most on {names}: {lost} would be lost with them.", **parts)


def _how_it_is_spread(coverage: Coverage, voice: Voice) -> Iterator[str]:
    """Say what is only known when no answer is missing."""
    if coverage.effective_supporters is not None and coverage.top_share is not None:
        if coverage.top_share == 1:
            yield voice.say("All of it comes from one contact.")
        else:
            yield voice.say(
                "It is spread as if over {amount} contacts alike; {share} of 100 from the first of them.",
                amount=f"{coverage.effective_supporters:.1f}",
                share=hundredths(coverage.top_share),
            )
    if coverage.cost_of_strain is not None:
        cost = voice.amount(Interval(coverage.cost_of_strain, coverage.cost_of_strain))
        yield voice.say("Lost of this support because it comes with criticism or strain: {cost}.", cost=cost)
    if coverage.reciprocity is not None:
        yield _reciprocity(coverage.reciprocity, voice)


def _reciprocity(share: float, voice: Voice) -> str:
    # No counts: beside the map they would tell who is not counted.
    if share == 0:
        return voice.say("Help goes one way: nothing goes back for it.")
    if share == 1:
        return voice.say("Help goes both ways.")
    return voice.say("Help goes both ways for {share} of 100 of those who give it.", share=hundredths(share))


def _need(coverage: Coverage, voice: Voice) -> Iterator[str]:
    """Say how far it is from the need, and where nobody asked about that, that it is only supposed."""
    gap = coverage.gap_to_need
    if gap is None:
        return
    is_met, is_asked = FORMULA.reaches(0, gap.high), coverage.need is not None
    wanted = voice.say(_WANTED[coverage.need if is_asked else FORMULA.need])
    yield voice.say(_MEASURED[is_asked, is_met], wanted=wanted, short=voice.score(gap, missing=True))


_GROUP_UNASKED = {
    False: N_("Without a whole group, {left} would be left: who knows whom was not asked."),
    True: N_("Without a whole group, {left} would be left: who knows whom was not asked of everybody."),
}
_MEASURED = {
    (True, True): N_("Measured against a need for {wanted} of it, nothing is missing."),
    (True, False): N_("Measured against a need for {wanted} of it, {short} are missing."),
    (False, True): N_(
        "How much of it is wanted was not asked: if it were {wanted}, nothing would be missing."
    ),
    (False, False): N_(
        "How much of it is wanted was not asked: if it were {wanted}, {short} would be missing."
    ),
}
_WANTED: dict[float | None, str] = {0.3: N_("a little"), 0.5: N_("some"), 0.7: N_("a lot")}
NAMED_AT_MOST, NAMED_IN_BRIEF = 3, 2
