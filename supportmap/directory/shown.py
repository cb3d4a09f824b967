"""What a list of services shows of each, read as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, and_, bindparam, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from supportmap.directory.facts import PLACES, SERVICES
from supportmap.records.base import Base
from supportmap.records.directory import SourceRow

__all__ = ["Shown", "shown"]


@dataclass(frozen=True, slots=True)
class Shown:
    """One service. What isn't known is None; of a confidential one there are no addresses."""

    name: str
    organization: str | None
    source: str
    licence: str
    free: bool | None
    in_person: bool | None
    online: bool | None
    languages: str | None
    hours: str | None
    verified_on: date | None
    confidential: bool
    sensitive: bool
    addresses: tuple[str, ...] = ()


_S, _P, _F = SERVICES.c, PLACES.c, Base.metadata.tables[SourceRow.__tablename__].c
_ITS: BindParameter[Any] = bindparam("ids", expanding=True)
_QUERY = (
    select(
        type_coerce(_S.id, NullType()),
        _S.name,
        _S.organization,
        _F.name,
        _F.licence,
        _S.free,
        _S.in_person,
        _S.online,
    )
    .add_columns(_S.languages, _S.hours, _S.verified_on, _S.confidential, _S.sensitive, _P.address)
    .select_from(SERVICES.outerjoin(PLACES, and_(_P.agency_id == _S.agency_id, _P.service_id == _S.id)))
    .where(_F.agency_id == _S.agency_id, _F.id == _S.source_id)
    .where(_S.agency_id == bindparam("agency"), _S.id.in_(_ITS))
    .order_by(_S.id, _P.position)
)


def shown(session: Session, agency_id: UUID, service_ids: Sequence[UUID]) -> dict[UUID, Shown]:
    """Return what a list shows of some services of an agency, by their ids."""
    if not service_ids:
        return {}
    given = {"agency": agency_id, "ids": service_ids}
    rows = groupby(session.connection().execute(_QUERY, given).all(), key=itemgetter(0))
    # As the engine has them: to make a UUID takes longer than the rest of its row.
    ids = {form: own_id for own_id in service_ids for form in (own_id, own_id.hex)}
    return {ids[own]: _page(list(its)) for own, its in rows}


def _page(rows: list[Any]) -> Shown:
    """Return one service from its rows, one for each place."""
    addresses = [row.address for row in rows if row.address and not row.confidential]
    return Shown(*(*rows[0][1:-1], tuple(addresses)))
