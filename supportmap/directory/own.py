"""What staff do with the directory: add what it lacks, correct what is wrong, and say what it is for.

One function is one transaction; each runs inside ``writing(session)``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, cast
from uuid import UUID, uuid4

import orjson
from sqlalchemy import Row, func, select, update
from sqlalchemy.orm import Session

from supportmap.directory.comparing import Given, digest_of
from supportmap.directory.editing import edited, facts_in
from supportmap.directory.functions import weights_to_text
from supportmap.directory.hiding import kept_back
from supportmap.directory.keeping import keep_services, renew_services
from supportmap.directory.patching import merged, patch_between
from supportmap.directory.sources import own_source
from supportmap.directory.terms import Weights
from supportmap.directory.untold import must_ask_where
from supportmap.records.agency import agency_vault
from supportmap.records.audit import Actor, record
from supportmap.records.directory import CorrectionRow, ServiceRow, SourceRow, service_id

__all__ = [
    "ChangedMeanwhile",
    "WhereUnsaid",
    "add_resource",
    "correct_resource",
    "open_reports",
    "report_wrong",
    "settle_report",
    "verify_resource",
    "weigh_resource",
]


class ChangedMeanwhile(Exception):  # noqa: N818 - it is an answer
    """A service has another version than the one that was read."""


class WhereUnsaid(Exception):  # noqa: N818 - it is an answer
    """The address of a service may have to be told nobody, and nobody has said whether."""


def add_resource(
    session: Session, actor: Actor, facts: Mapping[str, Any], own_id: UUID | None = None
) -> UUID:
    """Add a service to the agency's own list and return its id, or raise WhereUnsaid.

    The same id again changes nothing.
    """
    source_id = own_source(session, actor.agency_id)
    external_id = str(own_id or uuid4())
    given = Given(external_id, _asked_where(edited({"id": external_id}, facts)))
    found = service_id(source_id, external_id)
    there = ServiceRow.agency_id == actor.agency_id, ServiceRow.id == found
    if session.scalar(select(ServiceRow.id).where(*there)) is None:
        keep_services(session, actor.agency_id, source_id, [given], datetime.now(UTC))
        record(session, actor, "resource.add", objects=[found])
    return found


def correct_resource(
    session: Session, actor: Actor, resource_id: UUID, facts: Mapping[str, Any], version: int
) -> None:
    """Change what a service says of itself, or raise LookupError, ChangedMeanwhile or WhereUnsaid.

    Of one's own list the document is changed; of another source what differs is kept beside it. What wasn't
    shown, because it tells where a confidential service is, stays unless something is typed in its place.
    """
    row = _row(session, actor, resource_id, version)
    document = orjson.loads(row.document)
    patch = orjson.loads(row.corrections) if row.corrections else {}
    after = _asked_where(_edited(merged(document, patch), facts))
    if row.own:
        text, digest = digest_of(after)
        session.execute(_its(actor, resource_id).values(document=text, digest=digest))
        values: dict[str, Any] = {}
    else:
        difference = patch_between(document, after)
        values = {"corrections": orjson.dumps(difference).decode() if difference else None}
    renew_services(session, actor.agency_id, [resource_id], datetime.now(UTC), **values)
    record(session, actor, "resource.edit", objects=[resource_id])


def _asked_where(document: dict[str, Any]) -> dict[str, Any]:
    if must_ask_where(document):
        raise WhereUnsaid
    return document


def _edited(document: dict[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    was = facts_in(document)
    unseen = [name for name in kept_back(document, was) if facts[name] is None]
    return edited(document, {**facts, **{name: was[name] for name in unseen}})


def verify_resource(session: Session, actor: Actor, resource_id: UUID, on: date, version: int) -> None:
    """Note that somebody made sure today that a service is as it says; or raise as ``correct_resource``."""
    _row(session, actor, resource_id, version)
    renew_services(session, actor.agency_id, [resource_id], datetime.now(UTC), verified_on=on)
    record(session, actor, "resource.verify", objects=[resource_id])


def weigh_resource(
    session: Session, actor: Actor, resource_id: UUID, worth: Weights | None, version: int
) -> None:
    """Say what a service does for each function, 0 to 2, in place of what was found; None: as found."""
    _row(session, actor, resource_id, version)
    told = weights_to_text(worth) if worth else None
    renew_services(session, actor.agency_id, [resource_id], datetime.now(UTC), staff_functions=told)
    record(session, actor, "resource.edit", objects=[resource_id])


def report_wrong(session: Session, actor: Actor, resource_id: UUID, words: str) -> UUID:
    """Keep what somebody found to be wrong of a service, for staff to settle; or raise LookupError."""
    _row(session, actor, resource_id)
    own_id, now = uuid4(), datetime.now(UTC)
    sealed = agency_vault(session, actor.agency_id).seal("correction", own_id, {"words": words})
    told = {"service_id": resource_id, "user_id": actor.user_id, "at": now, "sealed": sealed}
    session.add(CorrectionRow(agency_id=actor.agency_id, id=own_id, **told))
    session.flush()
    record(session, actor, "resource.report", objects=[resource_id])
    return own_id


def open_reports(session: Session, agency_id: UUID, resource_id: UUID | None = None) -> list[dict[str, Any]]:
    """Return what was reported and isn't settled, the oldest first: of one service, or of all."""
    open_ones = CorrectionRow.agency_id == agency_id, CorrectionRow.settled_at.is_(None)
    named = (ServiceRow.agency_id == CorrectionRow.agency_id) & (ServiceRow.id == CorrectionRow.service_id)
    query = select(*CorrectionRow.__table__.c, ServiceRow.name).join(ServiceRow, named).where(*open_ones)
    if resource_id is not None:
        query = query.where(CorrectionRow.service_id == resource_id)
    vault = agency_vault(session, agency_id)
    rows = session.execute(query.order_by(CorrectionRow.at, CorrectionRow.id))
    return [row._asdict() | vault.open("correction", row.id, row.sealed) for row in rows]


def settle_report(session: Session, actor: Actor, resource_id: UUID, report_id: UUID) -> None:
    """Note that a report was looked into; or raise LookupError. Settled twice it stays as it was."""
    its = CorrectionRow.agency_id == actor.agency_id, CorrectionRow.id == report_id
    of_it = CorrectionRow.service_id == resource_id
    if session.scalar(select(func.count()).select_from(CorrectionRow).where(*its, of_it)) == 0:
        raise LookupError("no such report")
    values = {"settled_at": datetime.now(UTC), "settled_by": actor.user_id}
    session.execute(
        update(CorrectionRow).where(*its, of_it, CorrectionRow.settled_at.is_(None)).values(**values)
    )
    record(session, actor, "resource.settle", objects=[resource_id])


def _its(actor: Actor, resource_id: UUID) -> Any:
    return update(ServiceRow).where(ServiceRow.agency_id == actor.agency_id, ServiceRow.id == resource_id)


def _row(session: Session, actor: Actor, resource_id: UUID, version: int | None = None) -> Row[Any]:
    columns: tuple[Any, ...] = (ServiceRow.document, ServiceRow.corrections, ServiceRow.version)
    its_source = (SourceRow.agency_id == ServiceRow.agency_id) & (SourceRow.id == ServiceRow.source_id)
    its = ServiceRow.agency_id == actor.agency_id, ServiceRow.id == resource_id
    query = select(*columns, SourceRow.own).join(SourceRow, its_source).where(*its)
    row: Any = session.execute(query.with_for_update(of=ServiceRow)).one_or_none()
    if row is None:
        raise LookupError("no such service")
    if version is not None and row.version != version:
        raise ChangedMeanwhile
    return cast(Row[Any], row)
