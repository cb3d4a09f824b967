"""What a client sees of their own map: what a clinician released of it, and nothing by itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from supportmap.analysis.network import FUNCTIONS, Network
from supportmap.casework.facts import read_facts
from supportmap.casework.kept_off import kept_off
from supportmap.casework.outcome import Stale
from supportmap.casework.work import Work, add_work, change_work, works_of
from supportmap.exchange.field import Table, flag, listing
from supportmap.exchange.fields import MAX_CONTACTS
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.networks import Facts, State, network_of, state_of

__all__ = [
    "GIVES",
    "NOTHING",
    "PARTS",
    "RELEASE",
    "Released",
    "release_of",
    "released",
    "released_of",
    "settle_release",
]

PARTS = ("people", "gives", "coverage", "strain", "phones")
"""What can be released: who is there, what they give, how well that covers, whom it costs strength, and
the phone numbers of those who help when it gets hard."""
RELEASE: Table = {**dict.fromkeys(PARTS, flag()), "hidden": listing(MAX_CONTACTS)}
NOTHING: Facts = {**dict.fromkeys(PARTS, False), "hidden": []}
_ALWAYS = ("id", "name", "kind", "relationship", "sector", "circle", "knows_listed")
GIVES = (*FUNCTIONS, "gives_back", "reach", "frequency")
"""The facts that say what somebody gives."""


@dataclass(frozen=True, slots=True)
class Released:
    """What is released of a map. ``people`` hold only the facts that are; ``network`` is for reckoning only.

    ``network`` is the whole map: nothing of it may be told but what the flags say. Whom it isn't safe to turn
    to looks like anybody else among the people, and stands in no list of people to turn to (``helpers``).
    """

    gives: bool
    coverage: bool
    strain: bool
    phones: bool
    people: tuple[Facts, ...]
    network: Network

    @property
    def helpers(self) -> tuple[Facts, ...]:
        """Those of the people who may stand in a list of people to turn to."""
        safe = {contact.id for contact in self.network.supporters}
        return tuple(each for each in self.people if each["id"] in safe)


def release_of(session: Session, actor: Actor, owner: Owner) -> Work | None:
    """Return what a clinician settled last, as far as whoever asks may know that."""
    return next(iter(works_of(session, actor, owner, "release")), None)


def settle_release(session: Session, actor: Actor, owner: Owner, facts: Facts, version: int) -> None:
    """Settle what the client sees; Stale if it was settled since ``version`` (0: never) was read."""
    given = NOTHING | read_facts(RELEASE, facts)
    known = release_of(session, actor, owner)
    if (known.version if known else 0) != version:
        raise Stale({})
    if known is None:
        add_work(session, actor, owner, "release", given, shared=True)
    else:
        change_work(session, actor, owner, known, facts=given)


def released(session: Session, actor: Actor, owner: Owner) -> Released:
    """Return what is released of the map as it is now."""
    release = release_of(session, actor, owner)
    state = state_of(session, owner)
    return released_of(state, release.facts if release else NOTHING, kept_off(session, state))


def released_of(state: State, release: Facts, off: Collection[str] = ()) -> Released:
    """Return of a map what a release opens: of the rest not even that it is there.

    Nobody who is kept ``off`` is among the people, whatever the release says.
    """
    shown = [*_ALWAYS, *(GIVES if release["gives"] else ()), *(("strain",) if release["strain"] else ())]
    hidden = {*release["hidden"], *off}
    people = _people(state.contacts.values(), shown, hidden) if release["people"] else ()
    flags = {name: release[name] for name in PARTS if name != "people"}
    return Released(**flags, people=tuple(people), network=network_of(state))


def _people(
    contacts: Collection[Mapping[str, Any]], shown: Collection[str], hidden: Collection[str]
) -> list[Facts]:
    return [
        {name: each.get(name) for name in shown}
        for each in contacts
        if each["status"] == "active" and each["id"] not in hidden
    ]
