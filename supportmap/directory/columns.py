"""What is searched of a service: its HSDS 3 document, with its corrections, as the columns of its row.

What a document doesn't say, or says in a way that can't be meant, is None.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from supportmap.directory.ages import ages_of
from supportmap.directory.cost import free_of
from supportmap.directory.functions import assign, assignments_to_text, weights
from supportmap.directory.hiding import tells_where
from supportmap.directory.hours import hours_of, to_text
from supportmap.directory.languages import languages_of
from supportmap.directory.modality import modality_of
from supportmap.directory.parts import Document, day, part, rows, text
from supportmap.directory.places import Place, places_of
from supportmap.directory.safety import confidential, sensitive
from supportmap.directory.terms import Vocabulary, Weights
from supportmap.directory.vocabulary import VOCABULARY

__all__ = ["UNNAMED", "Columns", "columns_of", "status_of"]

UNNAMED = "(no name given)"
"""What a service is called whose source names neither it nor its organization."""
_STATUSES = ("active", "inactive", "defunct", "temporarily closed")


@dataclass(frozen=True, slots=True)
class Columns:
    """The searched columns of a service's row, by their names there, and its places."""

    name: str
    organization: str | None
    status: str | None
    verified_on: date | None
    minimum_age: float | None
    maximum_age: float | None
    free: bool | None
    in_person: bool | None
    online: bool | None
    languages: str | None
    hours: str | None
    confidential: bool
    sensitive: bool
    emotional: int | None
    practical: int | None
    belonging: int | None
    assignments: str | None
    places: tuple[Place, ...]

    @property
    def row(self) -> dict[str, Any]:
        """The columns of the service's own row: all but its places."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "places"}


def columns_of(
    document: Document, vocabulary: Vocabulary = VOCABULARY, staff: Weights | None = None
) -> Columns:
    """Return what is searched of a service; ``staff`` is what staff say of its functions instead."""
    least, most = ages_of(document)
    in_person, online = modality_of(document)
    languages, hidden = languages_of(document), confidential(document)
    assignments = assign(document, vocabulary)
    name, organization = _called(document, hidden)
    worth = weights(assignments, staff)
    emotional, practical, belonging = worth.listed if worth else (None, None, None)
    return Columns(
        name=name,
        organization=organization,
        status=status_of(document),
        verified_on=_verified_on(document),
        minimum_age=least,
        maximum_age=most,
        free=free_of(document),
        in_person=in_person,
        online=online,
        languages=" ".join(languages) if languages else None,
        hours=to_text(hours_of(document)),
        confidential=hidden,
        sensitive=sensitive(document, vocabulary, hidden),
        emotional=emotional,
        practical=practical,
        belonging=belonging,
        assignments=assignments_to_text(assignments),
        places=places_of(document, hidden),
    )


def _called(document: Document, hidden: bool) -> tuple[str, str | None]:
    """Return the name of a service, or what else it can be called by, and that of its organization.

    Of a confidential one no name is kept that tells where it is: lists and papers show it to anybody.
    """
    named = (
        text(document, "name"),
        text(document, "alternate_name"),
        text(part(document, "organization"), "name"),
    )
    own, other, organization = (
        None if hidden and each and tells_where(document, each) else each for each in named
    )
    return own or other or organization or UNNAMED, organization


def status_of(document: Document) -> str | None:
    """Return one of the statuses that HSDS has, however its source writes it; None: it says none."""
    said = (text(document, "status") or "").lower().replace("_", " ").replace("-", " ")
    return said if said in _STATUSES else None


def _verified_on(document: Document) -> date | None:
    """Return the latest day on which the source made sure of it: a mere change of the record is none."""
    days = [day(document, "assured_date")]
    for change in rows(document, "metadata"):
        if "verif" in (text(change, "last_action_type") or "").lower():
            days.append(day(change, "last_action_date"))
    return max(filter(None, days), default=None)
