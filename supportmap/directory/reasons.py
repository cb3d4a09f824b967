"""Why a service is in the answer, and what has to be asked before somebody is sent there: plain sentences."""

from __future__ import annotations

from calendar import day_name, month_name
from collections.abc import Iterator
from datetime import date

from supportmap.directory.facts import Facts, languages_in
from supportmap.directory.open_days import parts_of
from supportmap.directory.wanted import Wanted

__all__ = ["checks", "reasons"]

STALE_DAYS = 365
"""From then on what was verified has to be made sure of again."""
FUNCTIONS = {"emotional": "emotional support", "practical": "practical support", "belonging": "belonging"}
_MUCH = {1: "something", 2: "a lot"}


def reasons(facts: Facts, wanted: Wanted, km: float | None, roughly: bool, named: bool) -> tuple[str, ...]:
    """Return why a service is there, the weightiest reason first.

    ``km`` is how far it is, ``roughly`` if that is from or to the middle of an area, and ``named`` says
    whether its name has a word that was looked for.
    """
    found = [*_functions(facts, wanted)]
    if wanted.words.strip():
        found.append("its name says what you look for" if named else "its description says what you look for")
    if km is not None:
        found.append(f"{'about ' if roughly else ''}{_distance(km)} away")
    return (*found, *_suits(facts, wanted), *_verified(facts))


def checks(facts: Facts, wanted: Wanted, placed: bool, today: date) -> tuple[str, ...]:
    """Return what isn't known, or not surely, and has to be asked; ``placed``: a distance is looked for."""
    return (*_general(facts, wanted, placed), *_particular(facts, wanted), *_old(facts, today))


def _functions(facts: Facts, wanted: Wanted) -> Iterator[str]:
    for function, gap in sorted(wanted.functions.items(), key=lambda each: -each[1]):
        weight = facts.weight(function)
        if gap and weight:
            measured = f", where the gap is {gap:.1f}" if gap < 1 else ""
            yield f"does {_MUCH[weight]} for {FUNCTIONS[function]}{measured}"


def _distance(km: float) -> str:
    return "less than 100 m" if km < 0.1 else f"{km:.1f} km" if km < 10 else f"{km:.0f} km"


def _suits(facts: Facts, wanted: Wanted) -> Iterator[str]:
    days = _open_days(facts, wanted)
    if days:
        when = f" in the {wanted.part}" if wanted.part else ""
        yield f"open on {' and '.join(f'{day_name[day]}s' for day in days)}{when}"
    if wanted.ages and facts.age_limits != (None, None) and not _only_some(facts, wanted):
        yield "takes people of this age"
    if wanted.languages and languages_in(facts.languages):
        yield "speaks a language that is wanted"
    if wanted.free_only and facts.free:
        yield "free of charge"
    if facts.online and wanted.modality != "in person":
        yield "can be used from home"


def _open_days(facts: Facts, wanted: Wanted) -> list[int]:
    """Return those of the weekdays that are wanted on which it is known to be open, then if need be."""
    if wanted.part is None:
        return sorted(wanted.weekdays.intersection(facts.days or ()))
    return [day for day in range(7) if facts.is_open & wanted.parts & parts_of([day])]


def _verified(facts: Facts) -> Iterator[str]:
    if day := facts.verified_on:
        yield f"verified in {month_name[day.month]} {day.year}"


def _general(facts: Facts, wanted: Wanted, placed: bool) -> Iterator[str]:
    if facts.status is None:
        yield "whether it is still running isn't known: check"
    for function, gap in wanted.functions.items():
        if gap and facts.weight(function) is None:
            yield f"what it does for {FUNCTIONS[function]} isn't known: check"
    if placed and facts.confidential:
        yield "where it is must be told nobody: ask how far it is to go"
    elif placed and not facts.all_placed and (wanted.modality == "in person" or not facts.online):
        yield _where(facts)


def _where(facts: Facts) -> str:
    if facts.roughly:
        return "where it is is known only by its postcode: check"
    return "where all of it is isn't known: check" if facts.points else "where it is isn't known: check"


def _particular(facts: Facts, wanted: Wanted) -> Iterator[str]:
    if wanted.ages and facts.age_limits == (None, None):
        yield "age limits aren't known: check"
    if _only_some(facts, wanted):
        yield "takes only some of this age group: check"
    if wanted.languages and languages_in(facts.languages) is None:
        yield "languages aren't known: check"
    if wanted.free_only and facts.free is None:
        yield "what it costs isn't known: check"
    if (wanted.weekdays and facts.days is None) or (wanted.part and not _open_days(facts, wanted)):
        yield "when it is open isn't known: check"
    if wanted.modality == "in person" and facts.in_person is None:
        yield "whether one can go there isn't known: check"
    if wanted.modality == "online" and facts.online is None:
        yield "whether it can be used from home isn't known: check"


def _only_some(facts: Facts, wanted: Wanted) -> bool:
    """Tell whether a service takes some of an age group, but not all."""
    if wanted.ages is None:
        return False
    (least, most), ages = facts.age_limits, wanted.ages
    return (least is not None and least > ages.youngest) or (most is not None and most < ages.oldest)


def _old(facts: Facts, today: date) -> Iterator[str]:
    if facts.verified_on and (today - facts.verified_on).days > STALE_DAYS:
        yield "verified more than a year ago: check"
