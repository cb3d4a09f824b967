"""The short code of a service, by which whoever has it on paper can say which one they mean."""

from __future__ import annotations

import re
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from supportmap.records.directory import ServiceRow

__all__ = ["code_of", "resource_by_code"]

FIGURES = 12
"""Of the 32 of an id: enough that hardly ever two of a large directory have one code."""
_CODE = re.compile(r"[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}")


def code_of(resource_id: UUID) -> str:
    """Return the code of a service: 1a2b-3c4d-5e6f."""
    figures = resource_id.hex[:FIGURES]
    return "-".join(figures[start : start + 4] for start in range(0, FIGURES, 4))


def resource_by_code(session: Session, agency_id: UUID, said: str) -> UUID | None:
    """Return the service of a code, retired or not; None where it is no code, or of none or of several."""
    code = said.strip().lower()
    if not _CODE.fullmatch(code):
        return None
    figures, rest = code.replace("-", ""), 32 - FIGURES
    least, most = UUID(figures + "0" * rest), UUID(figures + "f" * rest)
    its = ServiceRow.agency_id == agency_id, ServiceRow.id.between(least, most)
    found = session.scalars(select(ServiceRow.id).where(*its).limit(2)).all()
    return found[0] if len(found) == 1 else None
