"""Whether a service fits what is wanted: only what is known to stand in the way leaves it out."""

from __future__ import annotations

from supportmap.directory.distance import Point, distance_km
from supportmap.directory.facts import Facts, languages_in
from supportmap.directory.wanted import Ages, Wanted

__all__ = ["does_nothing", "fits", "nearest_km"]


def nearest_km(facts: Facts, point: Point | None) -> float | None:
    """Return how far the nearest place of a service is; None where that isn't known or isn't told."""
    if point is None or not facts.points:
        return None
    return min([distance_km(point, place) for place in facts.points])


def fits(facts: Facts, wanted: Wanted, km: float | None) -> bool:
    """Tell whether nothing that is known of a service, nor its distance, is against it.

    What it does for the functions is told by ``does_nothing``, whether it was refused by its id.
    """
    # Most searches ask for no more than place and age, and this is asked of every candidate.
    return (
        facts.status in (None, "active")
        and not (km is not None and _too_far(facts, wanted, km))
        and not (wanted.ages and _of_other_ages(facts, wanted.ages))
        and not (wanted.is_narrowed and _otherwise(facts, wanted))
    )


def does_nothing(facts: Facts, wanted: Wanted) -> bool:
    """Tell whether it is known to do nothing for any function that is wanted."""
    weights = [facts.weight(function) for function, gap in wanted.functions.items() if gap]
    return 0 < len(weights) == weights.count(0)


def _too_far(facts: Facts, wanted: Wanted, km: float) -> bool:
    """Tell whether all places are known and out of reach, and one has to go to one of them."""
    if wanted.within_km is None or not facts.all_placed:
        return False
    return km > wanted.within_km and not (facts.online and wanted.modality != "in person")


def _of_other_ages(facts: Facts, ages: Ages) -> bool:
    least, most = facts.age_limits
    return bool(
        (least is not None and least >= ages.oldest + 1) or (most is not None and most < ages.youngest)
    )


def _otherwise(facts: Facts, wanted: Wanted) -> bool:
    """Tell whether it costs, is closed, speaks no language or is held in no way that is wanted."""
    held = facts.in_person if wanted.modality == "in person" else facts.online
    if (wanted.modality and held is False) or (wanted.free_only and facts.free is False):
        return True
    spoken = languages_in(facts.languages) if wanted.languages else None
    return (spoken is not None and spoken.isdisjoint(wanted.languages)) or _closed(facts, wanted)


def _closed(facts: Facts, wanted: Wanted) -> bool:
    if parts := wanted.parts:
        return facts.shut & parts == parts
    return bool(wanted.weekdays) and facts.days is not None and wanted.weekdays.isdisjoint(facts.days)
