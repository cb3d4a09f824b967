"""The chain of the audit: nobody alters what was written without its showing, and nobody is refused."""

from __future__ import annotations

import random
import string
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, delete, event, func, insert, select, text, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from supportmap.records import verify as verifying
from supportmap.records.audit import Actor, AuditHead, AuditRow, record
from supportmap.records.base import Base
from supportmap.records.client import ClientRow
from supportmap.records.database import keyring_of, writing
from supportmap.records.opening import session_on
from supportmap.records.verify import Broken, Head, agencies, verify
from tests.service import a_client, a_user, an_agency

AUDIT, HEAD = (Base.metadata.tables[model.__tablename__] for model in (AuditRow, AuditHead))
EDITS = {"sqlite": 1000, "postgresql": 200}


def an_audit(session: Session, rows: int = 24) -> UUID:
    """An agency whose audit has so many rows: some about clients, some of the operator."""
    agency = an_agency(session)
    alice = a_user(session, agency)
    with writing(session):
        for number in range(rows - 1):
            actor = alice if number % 3 else Actor.operator(agency)
            about = uuid4() if number % 2 else None
            record(session, actor, f"act.{number % 5}", about, [uuid4()] * (number % 4))
    return agency


def is_broken(session: Session) -> bool:
    """Tell whether any agency's audit shows that it was tampered with."""
    for agency in agencies(session):
        try:
            verify(session, agency)
        except Broken:
            return True
    return False


def test_an_audit_that_nobody_touched_is_whole(session: Session) -> None:
    agency = an_audit(session)
    head = verify(session, agency)
    assert head.seq == 24
    assert verify(session, agency, head) == head
    assert str(head) == f"24:{session.scalars(select(HEAD.c.chain)).one().hex()[:16]}"


def test_the_end_of_an_audit_is_checked_alone(session: Session) -> None:
    agency = an_audit(session)
    head = verify(session, agency)
    for last in (1, 5, 23, 24, 100):
        assert verify(session, agency, last=last) == head
    with writing(session):
        session.execute(update(AUDIT).where(AUDIT.c.seq == 19).values(action="act.9"))
    assert verify(session, agency, last=5) == head, "what lies before is the command's to find"
    checks: tuple[int | None, ...] = (6, 24, None)
    for wide in checks:
        with pytest.raises(Broken) as broken:
            verify(session, agency, last=wide)
        assert broken.value.seq == 19
    with writing(session):
        session.execute(delete(AUDIT).where(AUDIT.c.seq == 19))
    with pytest.raises(Broken):
        verify(session, agency, last=5)


def test_an_audit_longer_than_a_page_is_walked_to_its_end(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency = an_audit(session)
    for page in (1, 5, 8, 24, 25):
        monkeypatch.setattr(verifying, "PAGE", page)
        assert verify(session, agency).seq == 24


def test_each_of_a_thousand_random_edits_shows(session: Session, engine_name: str) -> None:
    chance = random.Random(1)
    agency, other = an_audit(session), an_audit(session, 2)
    columns = [*AUDIT.c, *HEAD.c]
    edited = set()
    for number in range(EDITS[engine_name]):
        column = columns[number % len(columns)]
        _edit(session, chance, column, agency, other)
        edited.add(column)
        assert is_broken(session), f"edit {number}, of {column}"
        session.rollback()
    assert edited == set(columns)
    assert not is_broken(session)


def _edit(session: Session, chance: random.Random, column: Any, agency: UUID, other: UUID) -> None:
    """Change one value of one row to another that the column can hold."""
    where = [column.table.c.agency_id == agency]
    if column.table is AUDIT:
        where.append(AUDIT.c.seq == chance.randint(3, 24))
    elif column.name == "agency_id":
        session.execute(delete(HEAD).where(HEAD.c.agency_id == other))
    value = (
        other
        if column.name == "agency_id"
        else _another(chance, session.scalar(select(column).where(*where)))
    )
    if column.name == "request_id":
        value = str(value)
    done = session.execute(update(column.table).where(*where).values({column: value}))
    assert done.rowcount == 1  # type: ignore[attr-defined]


def _another(chance: random.Random, value: Any) -> Any:
    match value:
        case None:
            return uuid4()
        case int():
            return value + chance.choice([-1, 1]) * chance.randint(100, 10_000)
        case str():
            return "".join(chance.choices(string.ascii_letters, k=12))
        case bytes():
            at = chance.randrange(len(value))
            return value[:at] + bytes([value[at] ^ (1 << chance.randrange(8))]) + value[at + 1 :]
        case UUID():
            return chance.choice([None, uuid4()])
        case _:
            return value + timedelta(microseconds=chance.randint(1, 10**12))


def test_a_row_taken_out_put_in_or_swapped_shows_where_it_happened(session: Session) -> None:
    agency = an_audit(session)
    for seq in range(1, 25):
        for tamper, expected in ((_take_out, seq), (_put_in, 25), (_swap, seq)):
            tamper(session, agency, seq)
            with pytest.raises(Broken) as found:
                verify(session, agency)
            assert found.value.seq == expected or (tamper is _swap and seq == 24 and found.value.seq == 23)
            session.rollback()


def _take_out(session: Session, agency: UUID, seq: int) -> None:
    session.execute(delete(AUDIT).where(AUDIT.c.agency_id == agency, AUDIT.c.seq == seq))


def _put_in(session: Session, agency: UUID, seq: int) -> None:
    row = session.execute(select(AUDIT).where(AUDIT.c.agency_id == agency, AUDIT.c.seq == seq)).one()
    session.execute(insert(AUDIT).values(row._asdict() | {"seq": 25}))


def _swap(session: Session, agency: UUID, seq: int) -> None:
    """Let a row and the next change places; the last one and the one before it."""
    first = min(seq, 23)
    for old, new in ((first, 99), (first + 1, first), (99, first + 1)):
        session.execute(update(AUDIT).where(AUDIT.c.agency_id == agency, AUDIT.c.seq == old).values(seq=new))


def test_a_tail_that_was_cut_off_shows_against_the_head(session: Session) -> None:
    agency = an_audit(session)
    for kept in range(24):
        session.execute(delete(AUDIT).where(AUDIT.c.agency_id == agency, AUDIT.c.seq > kept))
        with pytest.raises(Broken, match=f"row {kept + 1} is missing"):
            verify(session, agency)
        session.rollback()


def test_a_tail_that_was_cut_off_with_its_head_shows_only_against_a_head_noted_earlier(
    session: Session,
) -> None:
    agency = an_audit(session)
    noted = verify(session, agency)
    chain = session.scalar(select(AUDIT.c.chain).where(AUDIT.c.agency_id == agency, AUDIT.c.seq == 20))
    with writing(session):
        session.execute(delete(AUDIT).where(AUDIT.c.agency_id == agency, AUDIT.c.seq > 20))
        session.execute(update(HEAD).where(HEAD.c.agency_id == agency).values(seq=20, chain=chain))
    assert verify(session, agency).seq == 20
    with pytest.raises(Broken, match="row 21 is missing: the audit went further"):
        verify(session, agency, noted)
    with writing(session):
        for _ in range(10):
            record(session, Actor.operator(agency), "after")
    assert verify(session, agency).seq == 30
    with pytest.raises(Broken, match="row 24 is not the one that was noted"):
        verify(session, agency, noted)


def test_an_audit_without_its_head_shows(session: Session) -> None:
    agency = an_audit(session, 2)
    session.execute(delete(HEAD))
    with pytest.raises(Broken, match="nothing says where the audit ends"):
        verify(session, agency)


def test_another_key_finds_every_row_broken(session: Session) -> None:
    agency = an_audit(session, 2)
    other = type(keyring_of(session))(bytes(32))
    with session_on(session.get_bind().engine, other) as outside, pytest.raises(Broken, match="row 1 is not"):
        verify(outside, agency)


@pytest.mark.parametrize("column", [each.name for each in AUDIT.c if each.name != "agency_id"])
def test_what_a_column_cannot_hold_is_refused_by_the_database_or_shows_as_broken(
    session: Session, column: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "PAGE", 7)
    agency = an_audit(session)
    for garbage in ("'rubbish'", "x'00ff'", "-1.5"):
        try:
            session.execute(text(f'UPDATE audit SET "{column}" = {garbage} WHERE seq = 17'))
        except SQLAlchemyError:
            session.rollback()
            continue
        with pytest.raises(Broken) as found:
            verify(session, agency)
        assert found.value.seq in ({1, 17} if column == "seq" else {17})
        session.rollback()
    assert verify(session, agency).seq == 24


def test_an_act_that_fails_at_any_statement_leaves_neither_change_nor_audit(session: Session) -> None:
    agency = an_agency(session)
    owner = a_client(session, agency)
    engine = session.get_bind().engine
    before, version, failed = verify(session, agency), 0, 0
    while True:
        statements = iter(range(failed))

        def fail(*_: object, steps: Any = statements, **__: object) -> None:
            if next(steps, None) is None:
                raise ConnectionError("at this statement")

        event.listen(engine, "before_cursor_execute", fail)
        try:
            with writing(session):
                session.execute(update(ClientRow).values(network_version=ClientRow.network_version + 1))
                record(session, Actor.operator(agency), "network.edit", owner.client_id)
            done = True
        except ConnectionError:
            done = False
        finally:
            event.remove(engine, "before_cursor_execute", fail)
        version = session.scalar(select(ClientRow.network_version)) or 0
        assert (version, verify(session, agency).seq) == ((1, before.seq + 1) if done else (0, before.seq))
        session.rollback()
        if done:
            break
        failed += 1
    assert failed >= 4


def test_eight_threads_append_to_one_chain_without_breaking_it(session: Session) -> None:
    agency, other = an_agency(session), an_agency(session)
    engine, keys = session.get_bind().engine, keyring_of(session)
    session.rollback()

    def append(thread: int) -> None:
        with session_on(engine, keys) as own:
            for number in range(40):
                with writing(own):
                    record(own, Actor.operator(agency), f"act.{thread}.{number}", objects=[thread])

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(append, range(8))) == [None] * 8
    assert verify(session, agency).seq == 1 + 8 * 40
    assert verify(session, other).seq == 1
    acts = session.scalars(select(AUDIT.c.action).where(AUDIT.c.agency_id == agency, AUDIT.c.seq > 1))
    assert set(acts) == {f"act.{thread}.{number}" for thread in range(8) for number in range(40)}


@pytest.mark.usefixtures("service_settings")
def test_memory_does_not_grow_with_the_audit(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    agency = an_audit(session, 300)
    monkeypatch.setattr(verifying, "PAGE", 10)
    taken: list[int] = []

    def note(connection: Connection, cursor: Any, statement: str, *_: object) -> None:
        if "FROM audit \n" in statement:
            taken.append(statement.count("LIMIT"))

    event.listen(session.get_bind(), "after_cursor_execute", note)
    verify(session, agency)
    assert len(taken) >= 31
    assert set(taken) == {1}
    assert session.scalar(select(func.count()).select_from(AUDIT)) == 300


def test_a_head_is_written_as_it_is_noted() -> None:
    assert str(Head(3, "00ff00ff00ff00ff")) == "3:00ff00ff00ff00ff"
