"""Readings in the audit: once a quarter of an hour, whoever remembers."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supportmap.records import reading
from supportmap.records.audit import AuditRow, Reading
from supportmap.records.base import Base
from supportmap.records.reading import note_reading
from tests.service import a_client, a_user, an_agency


def test_every_key_begins_with_the_agency() -> None:
    """The keys of ``Session.get`` are given in this order, and one agency's rows lie together."""
    for table in Base.metadata.tables.values():
        names = [column.name for column in table.primary_key]
        assert "agency_id" not in names or names[0] == "agency_id", table.name
        assert "client_id" not in names or names[1] == "client_id" or table.name == "reading", table.name


def test_a_reading_is_in_the_audit_once_a_quarter_also_after_a_restart(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency = an_agency(session)
    alice, bob = a_user(session, agency), a_user(session, agency)
    owner = a_client(session, agency, alice, bob)
    for minute, actor in ((0, alice), (1, alice), (2, bob), (14, alice), (15, alice), (29, alice)):
        monkeypatch.setattr(
            "supportmap.records.reading.time.time", lambda now=minute * 60: 1_800_000_000 + now
        )
        note_reading(session, actor, owner, "network.read")
        # Another process, or this one after a restart, has to look it up.
        reading._noted.clear()
    rows = session.scalars(select(AuditRow.user_id).where(AuditRow.action == "network.read")).all()
    assert rows == [alice.user_id, bob.user_id, alice.user_id]
    assert session.scalar(select(func.count()).select_from(Reading)) == 3
