"""Readings in the audit: once a quarter of an hour, whoever remembers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from supportmap.records import reading
from supportmap.records.audit import AuditHead, AuditRow, Reading
from supportmap.records.base import Base
from supportmap.records.database import db
from supportmap.records.reading import note_reading, note_readings
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


@pytest.mark.usefixtures("service_settings")
def test_a_list_of_clients_is_noted_each_for_itself_in_a_few_queries(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("supportmap.records.reading.time.time", lambda: 1_800_000_000)
    agency = an_agency(session)
    alice = a_user(session, agency)
    owners = [a_client(session, agency, alice) for _ in range(40)]
    note_readings(session, alice, owners[:3], "client.list")
    reading._noted.clear()
    asked: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *told: asked.append(told[2]))
    note_readings(session, alice, owners, "client.list")
    assert len(asked) < 12, asked
    rows = session.execute(
        select(AuditRow.seq, AuditRow.client_id)
        .where(AuditRow.action == "client.list")
        .order_by(AuditRow.seq)
    ).all()
    assert [row.client_id for row in rows] == [owner.client_id for owner in owners]
    assert rows[-1].seq - rows[0].seq == 39
    assert session.scalar(select(AuditHead.seq)) == rows[-1].seq


def test_of_many_who_read_at_once_each_is_answered_and_one_is_noted(app: Flask) -> None:
    agency = an_agency(db.session)
    alice = a_user(db.session, agency)
    owners = [a_client(db.session, agency, alice) for _ in range(5)]
    db.session.close()

    def read(number: int) -> None:
        with app.app_context():
            # Another process remembers nothing; lists come in one order or the other.
            reading._noted.clear()
            note_readings(db.session, alice, owners[:: 1 if number % 2 else -1], "client.list")
            db.session.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(read, range(24)))
    rows = select(func.count()).select_from(AuditRow).where(AuditRow.action == "client.list")
    assert db.session.scalar(rows) == len(owners)
