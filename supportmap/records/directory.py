"""The community directory of an agency: where its services come from, and each service as it can be found.

A service is public, not about anybody, and found by its words: nothing of it is sealed. What staff report of
it is, because a reporter may write of a client.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4, uuid5

from sqlalchemy import (
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from supportmap.records.base import Base, OfAgency, one_of, within

__all__ = [
    "LOCATION_KINDS",
    "SERVICE_STATUSES",
    "CentroidRow",
    "CorrectionRow",
    "ImportRow",
    "PlaceRow",
    "ServiceRow",
    "SourceRow",
    "TermWeightsRow",
    "service_id",
]

SERVICE_STATUSES = ("active", "inactive", "defunct", "temporarily closed")
LOCATION_KINDS = ("physical", "postal", "virtual")
_OF_SERVICE = (["agency_id", "service_id"], ["service.agency_id", "service.id"])


def service_id(source_id: UUID, external_id: str) -> UUID:
    """Return the id of a service: the same whenever its source gives the same id of its own."""
    return uuid5(source_id, external_id)


class SourceRow(OfAgency, Base):
    """Where services come from: a directory that was imported, or the agency's own list."""

    __tablename__ = "resource_source"
    __table_args__ = (UniqueConstraint("agency_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(200))
    licence: Mapped[str] = mapped_column(String(500))
    address: Mapped[str | None] = mapped_column(Text)
    """Where it was read from, if from the web."""
    own: Mapped[bool] = mapped_column(default=False, server_default=false())
    exportable: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether its licence lets others have what is exported."""
    added_at: Mapped[datetime]
    imported_at: Mapped[datetime | None]
    """When it was last imported whole: to its end, and with most of what it had."""


class ServiceRow(OfAgency, Base):
    """A service: its HSDS 3 document as the source has it, what staff corrected, and what is searched.

    What isn't known is null and never excludes a service. The searched columns are those of the document
    with its corrections.
    """

    __tablename__ = "service"
    __table_args__ = (
        ForeignKeyConstraint(["agency_id", "source_id"], ["resource_source.agency_id", "resource_source.id"]),
        UniqueConstraint("agency_id", "source_id", "external_id"),
        one_of("status", SERVICE_STATUSES),
        *(within(name, 0, 2) for name in ("emotional", "practical", "belonging")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    source_id: Mapped[UUID]
    external_id: Mapped[str] = mapped_column(Text)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    """SHA-256 of the document: a second import of the same changes nothing."""
    document: Mapped[str] = mapped_column(Text)
    corrections: Mapped[str | None] = mapped_column(Text)
    """What staff changed of it, as a JSON Merge Patch (RFC 7386): it outlives the next import."""
    version: Mapped[int] = mapped_column(Integer, default=1)
    added_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    """When an import of its source no longer had it: referrals keep it, nobody finds it."""
    verified_on: Mapped[date | None]
    """The latest day on which somebody made sure that it is right, by the source or by staff."""
    name: Mapped[str] = mapped_column(Text)
    organization: Mapped[str | None] = mapped_column(Text)
    """Null: the source names none that it has."""
    status: Mapped[str | None] = mapped_column(String(20))
    minimum_age: Mapped[float | None]
    maximum_age: Mapped[float | None]
    free: Mapped[bool | None]
    in_person: Mapped[bool | None]
    online: Mapped[bool | None]
    """By video, chat or telephone."""
    languages: Mapped[str | None] = mapped_column(Text)
    """ISO 639 codes with blanks between."""
    hours: Mapped[str | None] = mapped_column(Text)
    """When it is open, as ``supportmap.directory.hours`` reads and writes it."""
    confidential: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether where it is must be told nobody, as of a refuge."""
    sensitive: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether to be seen with it may endanger somebody: nothing is sent or printed unasked."""
    emotional: Mapped[int | None] = mapped_column(SmallInteger)
    practical: Mapped[int | None] = mapped_column(SmallInteger)
    belonging: Mapped[int | None] = mapped_column(SmallInteger)
    """How much it does for a function: 2 primary, 1 secondary, 0 nothing; all three null: not known."""
    assignments: Mapped[str | None] = mapped_column(Text)
    """Where these come from, as ``supportmap.directory.functions`` reads and writes it."""
    staff_functions: Mapped[str | None] = mapped_column(Text)
    """What staff said of them instead, as JSON: it outlives the next import."""


class PlaceRow(OfAgency, Base):
    """One place at which a service is given; those without a point are found by their area only."""

    __tablename__ = "service_place"
    __table_args__ = (
        ForeignKeyConstraint(*_OF_SERVICE, ondelete="CASCADE"),
        one_of("kind", LOCATION_KINDS),
        Index(None, "agency_id", "latitude"),
    )

    service_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    kind: Mapped[str | None] = mapped_column(String(16))
    name: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)
    """In one line, as it is printed."""
    postal_code: Mapped[str | None] = mapped_column(Text)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]


class CorrectionRow(OfAgency, Base):
    """Something of a service that somebody found to be wrong, until staff settle it."""

    __tablename__ = "correction"
    __table_args__ = (
        ForeignKeyConstraint(*_OF_SERVICE),
        ForeignKeyConstraint(["agency_id", "user_id"], ["user.agency_id", "user.id"]),
        Index(None, "agency_id", "settled_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    service_id: Mapped[UUID]
    user_id: Mapped[UUID]
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[UUID | None]
    sealed: Mapped[bytes]
    """What is wrong, in words, under the agency's key."""


class ImportRow(OfAgency, Base):
    """One import of a source: how far it is, and what became of the file."""

    __tablename__ = "resource_import"
    __table_args__ = (
        one_of("state", ("running", "done", "refused", "stopped")),
        Index(None, "agency_id", "begun_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    source_name: Mapped[str] = mapped_column(String(200))
    user_id: Mapped[UUID | None]
    """None: by the operator's command."""
    dry_run: Mapped[bool]
    state: Mapped[str] = mapped_column(String(16))
    begun_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    """When it last told how far it is."""
    ended_at: Mapped[datetime | None]
    done: Mapped[int] = mapped_column(Integer, default=0)
    total: Mapped[int | None] = mapped_column(Integer)
    report: Mapped[str | None] = mapped_column(Text)
    """As ``supportmap.directory.report`` writes it."""


class CentroidRow(OfAgency, Base):
    """The middle of a postcode or of a part of one, as it is written without blanks and in capitals."""

    __tablename__ = "centroid"

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    latitude: Mapped[float]
    longitude: Mapped[float]


class TermWeightsRow(OfAgency, Base):
    """How much an agency says that services of a term do for each function, where it judges otherwise."""

    __tablename__ = "term_weights"
    __table_args__ = (*(within(name, 0, 2) for name in ("emotional", "practical", "belonging")),)

    term: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Its id, as ``supportmap.directory.terms`` has it."""
    emotional: Mapped[int] = mapped_column(SmallInteger)
    practical: Mapped[int] = mapped_column(SmallInteger)
    belonging: Mapped[int] = mapped_column(SmallInteger)
