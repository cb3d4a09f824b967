"""What a source gives of services beside what is kept of them: whether it is new, changed, or the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from supportmap.records.directory import ServiceRow, service_id

__all__ = [
    "KNOWN_IN_PART",
    "RULES",
    "Compared",
    "Given",
    "Said",
    "compared_services",
    "digest_of",
    "digest_of_text",
    "known_services",
]

KNOWN_IN_PART = "known_in_part"
"""The key of a document of which its source could be read in part only; true or not there."""
RULES = b"3"
"""Raised with every change of how documents are read into columns: the next import renews them all,
and ``renewing`` those that no import brings."""


class Given(NamedTuple):
    """A service as its source gives it: the source's own id and the HSDS 3 document."""

    external_id: str
    document: Mapping[str, Any]
    thin: bool = False
    """Whether only part of it could be read: it is kept only where no more is known."""


class Said(NamedTuple):
    """What staff said of a service."""

    corrections: str | None
    staff_functions: str | None
    verified_on: date | None


class Compared(NamedTuple):
    """A service that is given, as it is to be kept, beside what is known of it."""

    id: UUID
    external_id: str
    document: Mapping[str, Any]
    text: str
    digest: bytes
    was: Row[Any] | None
    what: str
    """Whether it is added, changed, unchanged, returned, or unread: given in part, and known whole."""

    @property
    def is_written(self) -> bool:
        """Whether anything of it is to be written."""
        return self.what not in ("unchanged", "unread")

    @property
    def key(self) -> tuple[Any, ...]:
        """What its searched columns depend on."""
        return self.id, self.digest, *(getattr(self.was, name, None) for name in Said._fields)


def digest_of(document: Mapping[str, Any]) -> tuple[str, bytes]:
    """Return a document as it is kept, and what tells it from any other."""
    text = orjson.dumps(document, option=orjson.OPT_SORT_KEYS).decode()
    return text, digest_of_text(text)


def digest_of_text(text: str) -> bytes:
    """Return the digest of a document as it is kept: another one where it was read by other rules."""
    return sha256(RULES + text.encode()).digest()


def known_services(session: Session, agency_id: UUID, ids: Iterable[UUID]) -> list[Row[Any]]:
    """Return what is known of services by their ids, as far as it decides what is written of them."""
    columns = (
        *(ServiceRow.id, ServiceRow.digest, ServiceRow.version, ServiceRow.retired_at),
        *(ServiceRow.document, ServiceRow.corrections, ServiceRow.staff_functions, ServiceRow.verified_on),
    )
    query = select(*columns).where(ServiceRow.agency_id == agency_id, ServiceRow.id.in_(list(ids)))
    return list(session.execute(query))


def compared_services(
    session: Session, agency_id: UUID, source_id: UUID, given: Sequence[Given]
) -> list[Compared]:
    """Return each service that is given, once, beside what is known of it."""
    named = {service_id(source_id, each.external_id): each for each in given}
    known = {row.id: row for row in known_services(session, agency_id, named)}
    return [_compare(own_id, each, known.get(own_id)) for own_id, each in named.items()]


def _compare(own_id: UUID, given: Given, was: Row[Any] | None) -> Compared:
    document = {**given.document, KNOWN_IN_PART: True} if given.thin else given.document
    text, digest = digest_of(document)
    less = given.thin and was is not None and KNOWN_IN_PART not in orjson.loads(was.document)
    what = "unread" if less else _what(was, digest)
    return Compared(own_id, given.external_id, document, text, digest, was, what)


def _what(was: Row[Any] | None, digest: bytes) -> str:
    if was is None:
        return "added"
    if was.retired_at is not None:
        return "returned"
    return "unchanged" if was.digest == digest else "changed"
