"""What clients write for nobody but themselves changes nothing that others are told, not even a number."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from supportmap.casework.work import NOT_FOR, add_work
from supportmap.logs import JsonLines, Lines
from supportmap.records import reading
from supportmap.records.database import db, writing
from supportmap.records.networks import Facts
from supportmap.records.work import WorkRow
from tests.access.calls import call_for
from tests.access.filling import filled
from tests.access.houses import IN_CHARGE, OWN, Call, Form, House, a_house
from tests.access.own_calls import actor_of, by_form
from tests.access.private import (
    OTHERS,
    WORD,
    Answers,
    answers,
    calls_of,
    write_privately,
)
from tests.access.worlds import table

WRITING = sorted(route for route in table("Routes") if not route.startswith("GET") and "/my/" not in route)
CLINICIAN = IN_CHARGE["A"]


@pytest.fixture(scope="module")
def house(service: Flask) -> Iterator[House]:
    """A house in which it is always the same quarter of an hour: what is read is noted once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "QUARTER", 10**12)
        house = filled(a_house(service, "Qoak", "private"))
        yield house


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Whatever any logger says, in both forms that the service writes."""
    stream, root = io.StringIO(), logging.getLogger()
    handlers = [logging.StreamHandler(stream) for _ in range(2)]
    for handler, form in zip(handlers, (Lines(), JsonLines()), strict=True):
        handler.setFormatter(form)
        root.addHandler(handler)
    yield stream
    for handler in handlers:
        root.removeHandler(handler)


def differing(before: Answers, after: Answers) -> list[object]:
    """Return who was answered otherwise, where."""
    return [asked for asked in before if before[asked] != after[asked]]


def test_nobody_is_answered_otherwise_once_there_is_something_private(house: House, log: io.StringIO) -> None:
    calls = calls_of(house, "A")
    answers(house, calls)  # what everybody reads first is noted
    before = answers(house, calls)
    assert differing(before, answers(house, calls)) == []  # so that what differs below is no accident
    write_privately(house, "A")
    after = answers(house, calls)
    assert differing(before, after) == []
    assert [asked for asked, (_, told, _) in after.items() if WORD.encode() in told] == []
    assert WORD not in log.getvalue()


def test_nobody_who_acts_is_answered_with_anything_private(house: House) -> None:
    write_privately(house, "A")
    for route in WRITING:
        for who in OTHERS:
            response = house.send(who, call_for(house, "A", route))
            assert response.status_code < 500
            assert WORD not in f"{response.headers} {response.text}", (who, route)


SHOWN = {
    "entry": {"text": "Qsharedword"},
    "setback": {"happened": "Qsharedword"},
    "achievement": {"words": "Qsharedword"},
}
"""What a page of the team shows of what is shared, by kind."""


@pytest.mark.parametrize("kind", sorted(SHOWN))
def test_the_door_tells_of_what_is_shared_and_the_test_above_would_see_it(house: House, kind: str) -> None:
    """So that it finds what there is to be found."""
    calls = [call_for(house, "A", "GET /clients/<client_id>/between")]
    owner, actor = house.owner("A"), actor_of(house, "A")
    facts: Facts = {"tags": [], "contacts": [], "before": None, "after": None, NOT_FOR: []} | SHOWN[kind]
    with house.app.app_context(), writing(db.session):
        add_work(db.session, actor, owner, kind, facts, shared=True)
    told = {who for (who, _), (_, text, _) in answers(house, calls).items() if b"Qsharedword" in text}
    assert told == {CLINICIAN}


def between(house: House, who: str) -> str:
    """Return what a page of the team says."""
    return house.send(who, call_for(house, "A", "GET /clients/<client_id>/between")).text


def test_what_is_shared_leaves_out_whom_the_client_leaves_out(house: House) -> None:
    """The word is on the page of one of the team, and for the other the page is as if it weren't there."""
    spare = "former member"
    team = {"client_id": house.id("A"), "user_id": house.id(spare)}
    house.act("admin", "PUT /api/v1/clients/<client_id>/team/<user_id>", **team)
    before = between(house, spare)
    form = Form(text="Qkeptfrom", shared="yes", not_for=house.id(spare))
    by_form(house, OWN["A"], "POST /my/journal", form)
    assert "Qkeptfrom" in between(house, CLINICIAN)
    assert between(house, spare) == before
    house.act("admin", "DELETE /api/v1/clients/<client_id>/team/<user_id>", **team)


def test_what_is_deleted_leaves_no_row_but_what_was_achieved_with_it(house: House) -> None:
    def rows() -> int:
        with house.app.app_context():
            return db.session.scalar(select(func.count()).select_from(WorkRow)) or 0

    before = rows()
    for made, route, left in (
        ("GET /my/journal/<work_id>", "POST /my/journal/<work_id>/delete", 0),
        ("GET /my/setbacks/<work_id>", "POST /my/setbacks/<work_id>/delete", 1),
    ):
        ids = call_for(house, "A", made).ids
        if "setbacks" in made:
            by_form(house, OWN["A"], "POST /my/setbacks/<work_id>/achieve", Form(words="x"), **ids)
            assert rows() == before + 2
        by_form(house, OWN["A"], route, Form(), **ids)
        assert rows() == before + left
        assert house.send(OWN["A"], Call(made, ids)).status_code == 404
