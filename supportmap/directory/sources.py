"""Where an agency's services come from, and whether what came may be passed on."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, case, func, select, update
from sqlalchemy.orm import Session

from supportmap.records.directory import ServiceRow, SourceRow

__all__ = ["OWN", "may_be_passed_on", "own_source", "source_id_of", "sources_of"]

OWN = "Our own list"
OWN_LICENCE = "Our own: passed on as we please"
_VERSION = r"(?: v?(?:ersion )?\d(?:\.\d)?)?(?: (?:international|unported|generic|universal|licen[cs]e))*"
_OPEN = re.compile(
    rf"(?:the )?(?:cc ?0|(?:creative commons|cc) zero|(?:cc )?public domain(?: mark| dedication)?|pddl"
    rf"|cc by(?: sa)?|(?:creative commons |cc )?attribution(?: share ?alike)?|mit|apache"
    rf"|bsd(?: [23] clause)?|open government licen[cs]e|ogl(?: uk)?|odbl|open database licen[cs]e|odc by"
    rf"|open data commons (?:attribution|open database)(?: licen[cs]e)?){_VERSION}"
)
"""The whole name of a licence that lets others have the data: whoever says more may forbid it."""


def may_be_passed_on(licence: str) -> bool:
    """Tell whether a licence, by its name, lets others have the data; one that isn't known doesn't."""
    return bool(_OPEN.fullmatch(" ".join(re.split(r"[\s_-]+", licence.casefold())).strip()))


def source_id_of(
    session: Session, agency_id: UUID, name: str, licence: str, address: str | None = None
) -> UUID:
    """Return the id of the source with this name, which is added if need be; its licence is as given now."""
    found = session.scalar(
        select(SourceRow.id).where(SourceRow.agency_id == agency_id, SourceRow.name == name)
    )
    if name.casefold() == OWN.casefold():
        raise ValueError("the agency's own list is never imported")
    told = {"licence": licence, "address": address, "exportable": may_be_passed_on(licence)}
    if found is not None:
        its = SourceRow.agency_id == agency_id, SourceRow.id == found
        session.execute(update(SourceRow).where(*its).values(**told))
        return found
    row = SourceRow(agency_id=agency_id, name=name, added_at=datetime.now(UTC), **told)
    session.add(row)
    session.flush()
    return row.id


def own_source(session: Session, agency_id: UUID) -> UUID:
    """Return the id of the agency's own list, which is begun if need be."""
    own = SourceRow.agency_id == agency_id, SourceRow.own.is_(True)
    found = session.scalar(select(SourceRow.id).where(*own))
    if found is not None:
        return found
    row = SourceRow(
        agency_id=agency_id,
        name=OWN,
        licence=OWN_LICENCE,
        own=True,
        exportable=True,
        added_at=datetime.now(UTC),
    )
    session.add(row)
    session.flush()
    return row.id


def sources_of(session: Session, agency_id: UUID) -> list[Row[Any]]:
    """Return all sources by name, each with how many services it has and how many were retired."""
    kept = func.count(case((ServiceRow.retired_at.is_(None), ServiceRow.id)))
    retired = func.count(ServiceRow.retired_at)
    its = (ServiceRow.agency_id == SourceRow.agency_id) & (ServiceRow.source_id == SourceRow.id)
    query = (
        select(*SourceRow.__table__.c, kept.label("services"), retired.label("retired"))
        .outerjoin(ServiceRow, its)
        .where(SourceRow.agency_id == agency_id)
        .group_by(*SourceRow.__table__.c)
    )
    return list(session.execute(query.order_by(SourceRow.name)))
