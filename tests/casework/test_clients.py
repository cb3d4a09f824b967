"""Clients: added with a key of their own, changed, archived, and listed in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, select, text, true
from sqlalchemy.orm import Session

from supportmap.access.policy import scope
from supportmap.casework.clients import (
    add_client,
    archive_client,
    change_client,
    client_of,
    clients_of,
    restore_client,
)
from supportmap.casework.outcome import Conflict, Invalid
from supportmap.casework.team import team_of
from supportmap.records.audit import Actor, AuditRow
from supportmap.records.client import ClientRow, DataKey, Owner
from supportmap.records.database import writing
from supportmap.records.networks import Facts
from tests.casework.acting import Desk, a_desk
from tests.service import a_client, a_user, an_agency


def taken_in(session: Session, actor: Actor, **facts: object) -> Owner:
    with writing(session):
        return add_client(session, actor, actor.agency_id, {"label": "K.", **facts})


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            statements.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def test_who_adds_a_client_is_on_the_care_team(session: Session) -> None:
    agency = an_agency(session)
    alice = a_user(session, agency)
    facts = {
        "name": "Kim",
        "birth_year": 1987,
        "area": "M14",
        "languages": ["en"],
        "needs": {"emotional": 0.7},
    }
    owner = taken_in(session, alice, **facts)
    told = client_of(session, owner)
    needs = {"emotional": 0.7, "practical": None, "belonging": None}
    known = {"label": "K.", **facts, "needs": needs, "elicited": False, "network_version": 0}
    assert {name: told[name] for name in known} == known
    team = team_of(session, owner)
    assert [(each["user_id"], each["confirmed"]) for each in team] == [(str(alice.user_id), True)]
    visible = scope(alice, "network.edit", datetime.now(UTC))
    assert session.scalars(select(ClientRow.id).where(visible)).all() == [owner.client_id]
    keys = session.scalars(select(DataKey.wrapped)).all()
    assert len(keys) == 1
    assert b"Kim" not in session.execute(text("SELECT sealed FROM client")).scalar_one()


def test_a_client_needs_a_label_and_a_free_id(session: Session) -> None:
    agency = an_agency(session)
    alice = a_user(session, agency)
    owner = taken_in(session, alice)
    for facts in ({}, {"label": ""}, {"label": None}, {"label": "K.", "needs": {"rest": 0.5}}):
        with pytest.raises(Invalid), writing(session):
            add_client(session, alice, agency, facts)
    with pytest.raises(Conflict) as refusal, writing(session):
        add_client(session, alice, agency, {"label": "L."}, owner.client_id)
    assert refusal.value.code == "id-taken"


def test_a_clients_particulars_change_and_not_the_map(session: Session) -> None:
    desk = a_desk(session)
    desk.add()
    told: Facts = desk.act(change_client, {"label": "New", "birth_year": 1990, "area": "M14"})
    assert (told["label"], told["birth_year"], told["network_version"]) == ("New", 1990, 1)
    assert desk.act(change_client, {"area": None})["area"] is None
    with pytest.raises(Invalid):
        desk.act(change_client, {"label": None})
    with pytest.raises(Invalid):
        desk.act(change_client, {"needs": {}})
    actions = session.scalars(select(AuditRow.action).where(AuditRow.client_id == desk.owner.client_id))
    assert list(actions) == ["network.add", "client.edit", "client.edit"]


def test_an_archived_client_is_listed_apart_until_restored(session: Session) -> None:
    desk = a_desk(session)
    everyone = ClientRow.agency_id == desk.owner.agency_id
    assert desk.act(archive_client)["archived_at"] is not None
    desk.act(archive_client)
    assert clients_of(session, everyone) == ([], None)
    assert len(clients_of(session, everyone, archived=True)[0]) == 1
    assert desk.act(restore_client)["archived_at"] is None
    assert len(clients_of(session, everyone)[0]) == 1
    actions = session.scalars(select(AuditRow.action).where(AuditRow.client_id == desk.owner.client_id))
    assert list(actions) == ["client.archive", "client.restore"]


def test_the_list_tells_size_coverage_and_visits(session: Session) -> None:
    desk = a_desk(session)
    desk.add(emotional=2, circle=1, strain=0)
    desk.add("Blake", status="past", emotional=2)
    desk.finish(desk.start(date(2026, 1, 5)))
    desk.start(date(2026, 2, 5))
    (told,) = clients_of(session, ClientRow.agency_id == desk.owner.agency_id)[0]
    days = (told["last_visit"], told["open_visit"])
    assert (told["label"], told["size"], days) == ("K.", 1, ("2026-01-05", "2026-02-05"))
    assert told["functions"]["emotional"]["status"] == "thin"
    assert told["functions"]["emotional"]["score"]["low"] == pytest.approx(0.9)
    assert told["functions"]["practical"]["status"] == "not assessed"


def test_a_list_comes_in_pages_that_neither_repeat_nor_skip(session: Session) -> None:
    agency = an_agency(session)
    owners = [a_client(session, agency) for _ in range(5)]  # all of one moment
    everyone, seen, after = ClientRow.agency_id == agency, [], None
    while True:
        page, after = clients_of(session, everyone, after, 2)
        seen += [UUID(each["id"]) for each in page]
        if after is None:
            break
    assert sorted(seen) == sorted(owner.client_id for owner in owners)
    for wrong in ("x", "1.x", f"{10**30}.{uuid4()}"):
        with pytest.raises(Invalid):
            clients_of(session, everyone, wrong)


def test_a_long_list_takes_as_many_queries_as_a_short_one(session: Session) -> None:
    desk = a_desk(session)
    with counted(session) as few:
        clients_of(session, true())
    for _ in range(7):
        Desk(session, desk.actor, a_client(session, desk.owner.agency_id)).add()
    with counted(session) as many:
        assert len(clients_of(session, true())[0]) == 8
    assert len(few) == len(many) == 4
