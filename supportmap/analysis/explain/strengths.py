"""What is there already, said before what is missing: nobody is named who may not be turned to."""

from __future__ import annotations

from collections.abc import Iterator

from supportmap.analysis.explain.voice import PLAIN, Voice, names_of
from supportmap.analysis.network import FUNCTIONS, Contact, Function, Network

__all__ = ["givers", "strength_sentences"]

SOMETIMES, ALMOST_ALWAYS = 1, 2


def strength_sentences(network: Network, voice: Voice = PLAIN) -> list[str]:
    """Return who gives what almost always, and who gets something back; empty where nothing is known."""
    return [*_often(network, voice), *_all_three(network, voice), *_both_ways(network, voice)]


def givers(network: Network, function: Function, least: int = SOMETIMES) -> list[str]:
    """Return the names of those who give a function sometimes or more, in document order."""
    return names_of(network, (each.id for each in network.active if _gives(each, function, least)))


def _gives(contact: Contact, function: Function, least: int) -> bool:
    return (contact.rating(function) or 0) >= least


def _often(network: Network, voice: Voice) -> Iterator[str]:
    for function in FUNCTIONS:
        names = givers(network, function, ALMOST_ALWAYS)
        if names:
            yield _gives_often(function, names, voice)


def _gives_often(function: Function, names: list[str], voice: Voice) -> str:
    number, spoken = len(names), voice.names(names)
    if function == "emotional":
        return voice.count(
            "{names} almost always listens when things are hard.",
            "{names} almost always listen when things are hard.",
            number,
            names=spoken,
        )
    if function == "practical":
        return voice.count(
            "{names} almost always lends a hand.",
            "{names} almost always lend a hand.",
            number,
            names=spoken,
        )
    return voice.say("With {names} there is almost always a place to belong.", names=spoken)


def _all_three(network: Network, voice: Voice) -> Iterator[str]:
    names = names_of(network, (each.id for each in network.active if _gives_all(each)))
    if names:
        yield voice.count(
            "{names} gives all three kinds of support.",
            "{names} give all three kinds of support.",
            len(names),
            names=voice.names(names),
        )


def _gives_all(contact: Contact) -> bool:
    return all(_gives(contact, function, SOMETIMES) for function in FUNCTIONS)


def _both_ways(network: Network, voice: Voice) -> Iterator[str]:
    helped = names_of(network, (each.id for each in network.active if each.gives_back))
    if helped:
        yield voice.say("The client gives something to {names}.", names=voice.names(helped))
