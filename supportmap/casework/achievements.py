"""What was achieved, day by day: as the client wrote it, and as the map shows it from visit to visit.

The client is shown of the map what is released: closed gaps where coverage is, and newcomers where they see
them. Nobody who is marked unsafe by now is named to anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, tzinfo

from sqlalchemy.orm import Session

from supportmap.analysis.achievements import Achieved, What, achieved
from supportmap.analysis.explain import achievement_sentence
from supportmap.analysis.figures import Mark, TrendPoint
from supportmap.analysis.figures.lane import Sign
from supportmap.casework.portal import released
from supportmap.casework.setbacks import achievements_of
from supportmap.casework.trend import networks_kept, trend_of
from supportmap.casework.work import Work
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.days import zone_of
from supportmap.records.networks import network_of, state_of

__all__ = ["Reached", "Way", "way_of"]

SIGNS: Mapping[What, Sign] = {"gap closed": "a gap closed", "gained": "somebody new"}


@dataclass(frozen=True, slots=True)
class Reached:
    """One achievement as the figure marks it; ``work`` is what the client wrote, where the client did."""

    mark: Mark
    work: Work | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """Coverage from visit to visit, as far as it may be seen, with what was achieved, the earliest day first.

    ``learnt`` are the day and the words of what is only known by now and was there all along.
    """

    coverage: bool
    """Whether coverage may be seen; ``points`` are there where it may, and there were visits."""
    points: tuple[TrendPoint, ...]
    reached: tuple[Reached, ...]
    learnt: tuple[tuple[date, str], ...]

    @property
    def marks(self) -> list[Mark]:
        """Return what the figure marks."""
        return [each.mark for each in self.reached]


def way_of(session: Session, actor: Actor, owner: Owner) -> Way:
    """Return the way of a client as somebody may see it: the client, or the team."""
    names, coverage = _shown(session, actor, owner)
    kept = list(networks_kept(session, owner).values())
    found = [each for each in achieved(kept) if (coverage if each.function else each.contact in names)]
    zone = zone_of(session, owner.agency_id)
    written = [_written(work, zone) for work in achievements_of(session, actor, owner)]
    told = {each: achievement_sentence(each, names, own=actor.role == "client") for each in found}
    reached = [*_on_map(told), *written]
    return Way(
        coverage=coverage,
        points=tuple(trend_of(kept)) if coverage else (),
        reached=tuple(sorted(reached, key=lambda each: each.mark.day)),
        learnt=tuple((each.held_on, words) for each, words in told.items() if each.what == "learnt"),
    )


def _shown(session: Session, actor: Actor, owner: Owner) -> tuple[dict[str, str], bool]:
    """Return the names that may be told, by id, and whether coverage may be."""
    if actor.role == "client":
        seen = released(session, actor, owner)
        return {each["id"]: each["name"] for each in seen.helpers}, seen.coverage
    contacts = network_of(state_of(session, owner)).contacts
    return {contact.id: contact.name for contact in contacts if not contact.unsafe}, True


def _on_map(told: Mapping[Achieved, str]) -> list[Reached]:
    return [
        Reached(Mark(each.held_on, words, SIGNS[each.what]))
        for each, words in told.items()
        if each.what in SIGNS
    ]


def _written(work: Work, zone: tzinfo) -> Reached:
    return Reached(Mark(work.on_day or work.at.astimezone(zone).date(), work.facts["words"]), work)
