"""Erased clients: nowhere in the database, its log or a backup restored, and nobody else is touched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from supportmap.app import create_app
from supportmap.casework.clients import add_client, archive_client
from supportmap.casework.erasing import clear_after, erase_client
from supportmap.casework.outcome import Conflict, Invalid
from supportmap.records.audit import Actor, AuditRow
from supportmap.records.backup import back_up
from supportmap.records.client import ClientRow, Owner
from supportmap.records.database import db, keyring_of, writing
from supportmap.records.erasure import erase_rows
from supportmap.records.keys import read_key
from supportmap.records.ledger import Erasure, ledger_of
from supportmap.records.remains import DUE
from supportmap.records.restore import restore
from supportmap.records.verify import verify
from supportmap.settings import Settings
from tests.access.calls import CLIENT
from tests.access.houses import Call, Form
from tests.records.everything import contents, fill
from tests.records.sentinels import WORD, Entered, enter_all
from tests.records.test_backup import elsewhere
from tests.records.thief import blobs_of, rows_about, still_there, words_opened
from tests.service import a_client, a_user, an_agency

__all__ = ["elsewhere"]


def files_of(settings: Settings) -> list[Path]:
    """The files of SQLite; none where PostgreSQL has them."""
    return sorted(settings.data.glob("*.sqlite3*")) if settings.database_url is None else []


def erased(session: Session, actor: Actor, owner: Owner, label: str = "K.") -> None:
    """Put a record away and erase it, as an admin does."""
    with writing(session):
        archive_client(session, actor, owner)
    with writing(session):
        erase_client(session, actor, owner, label)
    assert clear_after(session)


def rows_now(session: Session) -> dict[str, list[dict[str, Any]]]:
    session.rollback()
    found = contents(session.connection())
    session.rollback()
    return found


def test_a_thousand_words_of_somebody_erased_are_nowhere_and_no_backup_brings_them_back(
    service_settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    app = create_app(service_settings)
    entered = Entered(app)
    enter_all(entered)
    for _ in range(150):
        facts = {name: entered.word(name) for name in ("name", "relationship", "note", "phone")}
        entered.enter(f"POST {CLIENT}/contacts", facts)
    entered.enter(f"POST {CLIENT}/archive")
    house, owner = entered.house, entered.house.owner("A")
    with app.app_context(), db.engine.connect() as connection:
        blobs = blobs_of(connection, owner)
        tables = {table for table, _ in rows_about(contents(connection), owner)}
    theirs = words_opened(service_settings, WORD, owner)
    assert len(theirs) > 1_000
    assert tables > {
        "client",
        "data_key",
        "contact",
        "change",
        "visit",
        "consent",
        "reply",
        "user",
        "sign_in",
    }
    back_up(service_settings, tmp_path / "backup")
    label = house.send("clinician on the team", Call(f"GET {CLIENT}", entered.client)).get_json()["label"]
    answer = house.send("admin", Call("POST /clients/<client_id>/erase", entered.client, Form(label=label)))
    assert answer.status_code == 302
    assert house.send("client", Call("GET /api/v1/me")).status_code == 401
    with app.app_context():
        check_gone(service_settings, owner, theirs, blobs)
        db.engine.dispose()
    key = read_key(service_settings)
    restored = restore(elsewhere, tmp_path / "backup", key, [service_settings.ledger])
    assert restored.erased == 1
    check_gone(elsewhere, owner, theirs, blobs)
    assert words_opened(elsewhere, WORD), "the words of others are still there"


def check_gone(settings: Settings, owner: Owner, theirs: set[str], blobs: set[bytes]) -> None:
    """Look for somebody in all that is kept, with every key that there is."""
    files = files_of(settings)
    assert still_there(files, blobs) == [] if files else settings.database_url
    assert words_opened(settings, WORD) & theirs == set()
    engine = create_engine(settings.url)
    with engine.connect() as connection:
        rows = contents(connection)
        assert rows_about(rows, owner) == []
    engine.dispose()
    here = settings.ledger.read_text().lower()
    assert WORD.findall(here) == []


def test_a_thief_would_find_them_in_a_backup_restored_without_the_list(
    session: Session, service_settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    owner = fill(session, "Qzxwvkjytext0001")
    blobs = blobs_of(session.connection(), owner)
    session.close()
    back_up(service_settings, tmp_path / "backup")
    assert restore(elsewhere, tmp_path / "backup", read_key(service_settings)).erased == 0
    assert words_opened(elsewhere, WORD, owner) == {"qzxwvkjytext0001"}
    if files := files_of(elsewhere):
        assert still_there(files, blobs)


def test_every_table_is_emptied_of_a_client_and_nobody_else_is_touched(session: Session) -> None:
    """Of every table, whichever there will be: the other rows are the same to the byte."""
    gone, other = fill(session, "one"), fill(session, "other")
    neighbour = a_client(session, gone.agency_id, a_user(session, gone.agency_id))
    a_user(session, gone.agency_id, "client", neighbour)
    before = rows_now(session)
    about = rows_about(before, gone)
    with_client = {table for table, rows in before.items() if rows and "client_id" in rows[0]} - {"audit"}
    assert with_client <= {table for table, _ in about}
    with writing(session):
        assert erase_rows(session, gone)
    after = rows_now(session)
    assert rows_about(after, gone) == []
    assert {
        table: [row for row in rows if (table, row) not in about] for table, rows in before.items()
    } == after
    with writing(session):
        assert not erase_rows(session, gone)
    for owner in (neighbour, other):
        with writing(session):
            assert erase_rows(session, owner)
    assert all(not rows for table, rows in rows_now(session).items() if table in with_client - {"user"})


def test_whoever_of_the_staff_names_the_client_stays(session: Session) -> None:
    agency = an_agency(session)
    owner = a_client(session, agency)
    staff = a_user(session, agency, "clinician", owner)
    with writing(session):
        assert erase_rows(session, owner)
    (row,) = rows_now(session)["user"]
    assert (str(row["id"]).replace("-", ""), row["client_id"]) == (staff.user_id.hex, None)  # type: ignore[union-attr]


def test_only_who_and_when_stay_in_the_audit_and_the_chain_is_whole(session: Session) -> None:
    owner = fill(session)
    admin = a_user(session, owner.agency_id, "admin")
    erased(session, admin, owner, "text label")
    row = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc())).first()
    assert row
    assert (row.action, row.client_id, row.user_id) == ("client.erase", owner.client_id, admin.user_id)
    assert (row.objects, row.count) == ("", 0)
    verify(session, owner.agency_id)


def test_only_who_was_put_away_is_erased_and_only_by_their_label(session: Session) -> None:
    owner = fill(session)
    admin = a_user(session, owner.agency_id, "admin")
    before = rows_now(session)
    with pytest.raises(Conflict, match="only a record that was put away"), writing(session):
        erase_client(session, admin, owner, "text label")
    with writing(session):
        archive_client(session, admin, owner)
    for label in ("", "text", "text label."):
        with pytest.raises(Invalid, match="isn’t the label"), writing(session):
            erase_client(session, admin, owner, label)
    assert rows_now(session)["contact"] == before["contact"]
    assert ledger_of(session).read() == []
    with writing(session):
        erase_client(session, admin, owner, "  Text  LABEL ")
    assert [each.owner for each in ledger_of(session).read()] == [owner]


def test_the_id_of_somebody_erased_is_given_to_nobody_else(session: Session) -> None:
    """A restore would erase them."""
    agency = an_agency(session)
    owner, clinician = a_client(session, agency), a_user(session, agency)
    erased(session, clinician, owner)
    with pytest.raises(Conflict, match="was erased"), writing(session):
        add_client(session, clinician, agency, {"label": "K."}, owner.client_id)


def test_an_erasure_that_fails_at_its_end_is_listed_and_nothing_is_gone(
    session: Session,
    service_settings: Settings,
    elsewhere: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Erasing again is harmless, and a restore erases whom somebody meant to erase."""
    owner = fill(session)
    admin = a_user(session, owner.agency_id, "admin")
    with writing(session):
        archive_client(session, admin, owner)
    before = rows_now(session)
    with monkeypatch.context() as patch:
        patch.setattr(Session, "commit", _fail)
        with pytest.raises(OperationalError), writing(session):
            erase_client(session, admin, owner, "text label")
    assert rows_now(session) == before
    assert [each.owner for each in ledger_of(session).read()] == [owner]
    session.close()
    back_up(service_settings, tmp_path / "backup")
    restored = restore(elsewhere, tmp_path / "backup", read_key(service_settings), [service_settings.ledger])
    assert restored.erased == 1
    with writing(session):
        erase_client(session, admin, owner, "text label")
    assert [each.owner for each in ledger_of(session).read()] == [owner, owner]
    assert rows_about(rows_now(session), owner) == []


def _fail(_: Session) -> None:
    raise OperationalError("COMMIT", {}, Exception("the power went"))


def test_nobody_is_erased_who_cannot_be_listed(session: Session, service_settings: Settings) -> None:
    owner = fill(session)
    admin = a_user(session, owner.agency_id, "admin")
    with writing(session):
        archive_client(session, admin, owner)
    before = rows_now(session)
    service_settings.ledger.mkdir()
    with pytest.raises(Conflict, match="nothing was erased, because it can’t be listed"), writing(session):
        erase_client(session, admin, owner, "text label")
    assert rows_now(session) == before


def test_each_erasure_that_is_applied_again_is_in_the_audit_and_others_are_passed_over(
    session: Session, service_settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    owner, other = fill(session), fill(session, "other")
    nobody, nowhere = Owner(owner.agency_id, other.client_id), Owner(other.client_id, other.client_id)
    for each in (nobody, owner, nowhere, owner):
        ledger_of(session).add(each)
    session.close()
    back_up(service_settings, tmp_path / "backup")
    restored = restore(elsewhere, tmp_path / "backup", read_key(service_settings), [service_settings.ledger])
    assert restored.erased == 1
    app = create_app(elsewhere)
    with app.app_context():
        rows = db.session.scalars(select(AuditRow).where(AuditRow.action.startswith("client.erase"))).all()
        assert [(row.action, row.client_id, row.role) for row in rows] == [
            ("client.erase.again", owner.client_id, "operator")
        ]
        verify(db.session, owner.agency_id)
        assert db.session.scalars(select(ClientRow.id)).all() == [other.client_id]
        # The list goes on in the new place.
        assert {each.owner for each in ledger_of(db.session).read()} == {owner, nobody, nowhere}
        db.session.close()
        db.engine.dispose()


def test_what_a_crash_left_in_the_files_goes_at_the_next_start(
    app: Flask, session: Session, service_settings: Settings
) -> None:
    if service_settings.database_url is not None:
        pytest.skip("PostgreSQL looks after its files itself")
    owner = fill(session)
    blobs = blobs_of(session.connection(), owner)
    with writing(session):
        erase_rows(session, owner)
    assert still_there(files_of(service_settings), blobs)
    with db.engine.connect() as reading:
        reading.execute(text("SELECT * FROM agency")).all()
        assert not clear_after(session), "who reads is waited for, and then it is said"
        assert reading.execute(text(DUE)).scalar() == 1
    create_app(service_settings)
    assert still_there(files_of(service_settings), blobs) == []
    with db.engine.connect() as reading:
        assert reading.execute(text(DUE)).scalar() == 0


def test_the_list_says_no_name_and_is_for_its_owner_only(
    session: Session, service_settings: Settings
) -> None:
    owner = fill(session)
    erased(session, a_user(session, owner.agency_id, "admin"), owner, "text label")
    line = service_settings.ledger.read_text()
    agency, client, at, proof = line.split()
    assert (agency, client) == (str(owner.agency_id), str(owner.client_id))
    assert service_settings.ledger.stat().st_mode & 0o077 == 0
    assert "text" not in line
    assert keyring_of(session).digest("erasure", f"{agency} {client} {at}").hex() == proof
    assert ledger_of(session).read() == [Erasure(owner, at)]
