"""Whether a service fits what is wanted: only what is known to stand in the way leaves it out."""

from __future__ import annotations

from supportmap.directory.distance import Point, distance_km
from supportmap.directory.facts import Facts, languages_in
from supportmap.directory.wanted import Wanted

__all__ = ["fits", "nearest_km"]


def nearest_km(facts: Facts, point: Point | None) -> float | None:
    """Return how far the nearest place of a service is; None where that isn't known or isn't told."""
    if point is None or not facts.points:
        return None
    return min([distance_km(point, place) for place in facts.points])


def fits(facts: Facts, wanted: Wanted, km: float | None) -> bool:
    """Tell whether nothing that is known of a service, nor its distance, is against it."""
    return (
        facts.status in (None, "active")
        and facts.id not in wanted.refused
        and not _too_far(facts, wanted, km)
        and not _does_nothing(facts, wanted)
        and not _of_other_ages(facts, wanted)
        and not _otherwise(facts, wanted)
    )


def _too_far(facts: Facts, wanted: Wanted, km: float | None) -> bool:
    """Tell whether all places are known and out of reach, and one has to go to one of them."""
    if km is None or wanted.within_km is None or not facts.all_placed:
        return False
    return km > wanted.within_km and not (facts.online and wanted.modality != "in person")


def _does_nothing(facts: Facts, wanted: Wanted) -> bool:
    asked = [function for function, gap in wanted.functions.items() if gap]
    return bool(asked) and all(facts.weight(function) == 0 for function in asked)


def _of_other_ages(facts: Facts, wanted: Wanted) -> bool:
    if wanted.ages is None:
        return False
    least, most = facts.age_limits
    return bool(
        (least is not None and least >= wanted.ages.oldest + 1)
        or (most is not None and most < wanted.ages.youngest)
    )


def _otherwise(facts: Facts, wanted: Wanted) -> bool:
    """Tell whether it costs, is closed, speaks no language or is held in no way that is wanted."""
    held = {"in person": facts.in_person, "online": facts.online, None: None}[wanted.modality]
    if held is False or (wanted.free_only and facts.free is False):
        return True
    spoken = languages_in(facts.languages) if wanted.languages else None
    days = facts.days if wanted.weekdays else None
    return (spoken is not None and spoken.isdisjoint(wanted.languages)) or (
        days is not None and days.isdisjoint(wanted.weekdays)
    )
