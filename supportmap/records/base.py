"""What all tables share: how keys, moments and constraints are written on both engines."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Date,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    LargeBinary,
    MetaData,
    Uuid,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

__all__ = ["Base", "Moment", "OfAgency", "OfClient", "one_of", "within"]


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets the zone, so it is put back; one without a zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Refuse a moment that could mean several."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables. Constraints are named, because a migration can only drop what has a name."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        UUID: Uuid(),
        bytes: LargeBinary(),
        date: Date(),
        datetime: Moment(),
        float: Double(),
    }


class OfAgency:
    """A row of one agency: every key begins with the agency, so a taken id tells nothing about another."""

    @declared_attr
    @classmethod
    def agency_id(cls) -> Mapped[UUID]:
        """Return the column of the agency."""
        # With its type: else it has none until the table of agencies is imported as well.
        return mapped_column(Uuid(), ForeignKey("agency.id"), primary_key=True, sort_order=-2)


class OfClient:
    """A row about one client: both columns point at the client together, so agencies can't mix."""

    agency_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-2)
    client_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-1)


def of_client(**options: Any) -> ForeignKeyConstraint:
    """Return the reference from (agency, client) to the client."""
    return ForeignKeyConstraint(["agency_id", "client_id"], ["client.agency_id", "client.id"], **options)


def within(column: str, least: int, most: int) -> CheckConstraint:
    """Return the check that a column is empty or a number of a range."""
    return CheckConstraint(f"{column} BETWEEN {least} AND {most}", name=f"{column}_range")


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """Return the check that a column is empty or one of a few words."""
    words = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({words})", name=f"{column}_known")
