"""What is looked for in the directory: the gap to fill, and what must not stand in the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple
from uuid import UUID

from supportmap.analysis.network import Function
from supportmap.directory.distance import Point
from supportmap.directory.open_days import Part, parts_of

__all__ = ["Ages", "Modality", "Wanted"]

Modality = Literal["in person", "online"]


class Ages(NamedTuple):
    """Whole years that somebody has, or the group that they are of; both ends belong to it."""

    youngest: int
    oldest: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a service should be like; whatever is left out doesn't matter.

    All of ``words`` must be said of it, in one of ``word_languages``. ``functions`` are those that it should
    do something for, with the size of the gap, from 0 to 1; 1 where none was measured. ``area`` is a
    postcode, or a part of one, and counts where there is no ``point``. One of ``languages`` (ISO 639) and
    one of ``weekdays`` (0 Monday to 6 Sunday) are enough; ``part`` is that of the day, of these weekdays if
    any are given. ``refused`` are services that the client doesn't want.
    """

    words: str = ""
    word_languages: tuple[str, ...] = ("en",)
    point: Point | None = None
    area: str | None = None
    within_km: float | None = None
    functions: Mapping[Function, float] = field(default_factory=dict, hash=False)
    ages: Ages | None = None
    languages: tuple[str, ...] = ()
    free_only: bool = False
    weekdays: frozenset[int] = frozenset()
    part: Part | None = None
    modality: Modality | None = None
    refused: frozenset[UUID] = frozenset()
    limit: int = 20

    @property
    def is_narrowed(self) -> bool:
        """Tell whether it matters what it costs, when it is open, what is spoken, or how it is held."""
        return bool(self.modality or self.free_only or self.languages or self.weekdays or self.part)

    @property
    def parts(self) -> int:
        """Return the part of the weekdays, as ``open_days.parts_of`` adds them up; 0 where any will do."""
        return parts_of(self.weekdays or range(7), self.part) if self.part else 0
