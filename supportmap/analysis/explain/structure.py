"""How the contacts hang together, in sentences that describe and don't judge.

That a network is dense or loose is neither good nor bad: people with and without depression did not differ
in it (Wang, Young and Miller 2021), and among women in treatment denser networks went with more use.
"""

from __future__ import annotations

from collections.abc import Iterator

from supportmap.analysis.explain.voice import N_, PLAIN, Voice, hundredths, names_of
from supportmap.analysis.network import SECTORS, Network
from supportmap.analysis.structure import NOT_ELICITED, TIES_NOT_ALL_ASKED, Structure

__all__ = ["TIES_UNASKED", "load_sentences", "specialist_sentences", "structure_sentences"]

TIES_UNASKED = {
    False: N_("Who knows whom was not asked."),
    True: N_("Who knows whom was not asked of everybody."),
}
"""What is said where not all ties were asked for: none at all, or (True) some."""


def structure_sentences(network: Network, measured: Structure, voice: Voice = PLAIN) -> list[str]:
    """Return what the structure of a network says, as far as it is defined."""
    if NOT_ELICITED in measured.undefined.values():
        return [voice.say("Who is in the client's life has not been asked yet.")]
    return [
        *_size(measured, voice),
        *_who_knows_whom(measured, voice),
        *_composition(network, measured, voice),
    ]


def specialist_sentences(measured: Structure, voice: Voice = PLAIN) -> list[str]:
    """Return the measures that take some knowledge of networks, as far as they are defined."""
    return [*_overlap(measured, voice), *_reach(measured, voice)]


def load_sentences(network: Network, load: tuple[str, ...], voice: Voice = PLAIN) -> list[str]:
    """Return whom the client carries without support from them."""
    names = names_of(network, load)
    if not names:
        return []
    return [
        voice.say(
            "The client gives support to {names}, and gets none of the three from there.",
            names=voice.names(names),
        )
    ]


def _size(measured: Structure, voice: Voice) -> Iterator[str]:
    if not measured.size:
        yield voice.say("There are no contacts at present.")
        return
    yield voice.count(
        "There is {number} contact at present.", "There are {number} contacts at present.", measured.size
    )
    if measured.not_placed:
        yield voice.count(
            "{number} contact is not placed on a circle yet.",
            "{number} contacts are not placed on a circle yet.",
            measured.not_placed,
        )


def _who_knows_whom(measured: Structure, voice: Voice) -> Iterator[str]:
    if measured.components is None or measured.isolates is None:
        if measured.size > 1:
            yield voice.say(TIES_UNASKED[measured.undefined.get("components") == TIES_NOT_ALL_ASKED])
        return
    if measured.ties is not None and measured.density is not None:
        yield from _pairs(measured.size, measured.ties, measured.density, voice)
    groups = measured.components - measured.isolates
    if groups:
        yield voice.count(
            "There is {number} group of contacts who know each other.",
            "There are {number} groups of contacts who know each other.",
            groups,
        )
    if measured.isolates and measured.size > 1:
        yield voice.count(
            "{number} contact knows none of the others.",
            "{number} contacts know none of the others.",
            measured.isolates,
        )
    if measured.cut_people:
        yield voice.count(
            "{number} contact holds a group together: without them it would fall apart.",
            "{number} contacts each hold a group together: without one of them it would fall apart.",
            len(measured.cut_people),
        )


def _pairs(size: int, ties: int, density: float, voice: Voice) -> Iterator[str]:
    if size > 2:
        yield voice.count(
            "Of {all} pairs of contacts, {number} knows each other ({share} of 100).",
            "Of {all} pairs of contacts, {number} know each other ({share} of 100).",
            ties,
            all=size * (size - 1) // 2,
            share=hundredths(density),
        )
    elif ties:
        yield voice.say("The two contacts know each other.")
    else:
        yield voice.say("The two contacts don't know each other.")


def _overlap(measured: Structure, voice: Voice) -> Iterator[str]:
    """Say how far contacts repeat each other, as seen from the client."""
    if measured.size < 2:
        return
    if measured.effective_size is not None and measured.efficiency is not None:
        yield voice.say(
            "Counting those who know each other as overlapping, they are like {amount} ({share} of 100).",
            amount=f"{measured.effective_size:.1f}",
            share=hundredths(measured.efficiency),
        )
    if measured.constraint is not None:
        yield voice.say(
            "How closely the contacts are tied among themselves (Burt's constraint, at most 1.13): {amount}.",
            amount=f"{measured.constraint:.2f}",
        )
    if measured.hierarchy is not None:
        yield voice.say(
            "How far that comes from single contacts, from 0 (all alike) to 100 (one alone): {share}.",
            share=hundredths(measured.hierarchy),
        )


def _reach(measured: Structure, voice: Voice) -> Iterator[str]:
    """Say how the contacts reach each other."""
    if measured.degree_centralization is not None:
        yield voice.say(
            "How far the ties gather on one contact, from 0 (evenly) to 100 (all on one): {share}.",
            share=hundredths(measured.degree_centralization),
        )
    if measured.size > 1 and measured.betweenness is not None:
        yield voice.say(
            "Pairs of contacts linked through the client, in part where they share contacts: {amount}.",
            amount=f"{measured.betweenness:.1f}",
        )
    if measured.fragmentation is not None:
        yield voice.say(
            "Pairs of contacts who are not linked among themselves, of 100: {share}.",
            share=hundredths(measured.fragmentation),
        )


def _composition(network: Network, measured: Structure, voice: Voice) -> Iterator[str]:
    if measured.sector_diversity is not None and measured.size > 1:
        sectors = {contact.sector for contact in network.active}
        yield voice.say(
            "They come from {number} of {all} parts of life (how evenly: {share} of 100).",
            number=len(sectors),
            all=len(SECTORS),
            share=hundredths(measured.sector_diversity),
        )
