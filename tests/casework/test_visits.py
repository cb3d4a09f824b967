"""Visits: one open at a time, a snapshot that stands for good, and a copy of the last to go on with."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import orjson
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from supportmap.analysis.analyse import analyse, as_json
from supportmap.analysis.coverage import coverages
from supportmap.casework.clients import archive_client, change_client, restore_client
from supportmap.casework.confirming import confirm_at, confirm_contact
from supportmap.casework.mapping import add_contact, answer_rest, discard_contact, redo, undo
from supportmap.casework.outcome import Invalid, Missing
from supportmap.casework.trend import networks_kept, trend_of
from supportmap.casework.undoing import undoable
from supportmap.casework.visits import (
    cancel_visit,
    finish_visit,
    network_at,
    reopen_visit,
    start_visit,
    visit_of,
    visits_of,
)
from supportmap.records.agency import Agency
from supportmap.records.database import writing
from supportmap.records.network import ANSWERS
from tests.casework.acting import Desk, a_desk


def reopen(desk: Desk, visit: UUID) -> UUID:
    return UUID(desk.act(reopen_visit, visit)["id"])


def test_a_visit_is_held_today_where_the_agency_works(session: Session) -> None:
    desk = a_desk(session)
    with writing(session):
        session.get_one(Agency, desk.owner.agency_id).time_zone = "Pacific/Kiritimati"
    told = desk.act(start_visit)
    assert told["held_on"] == (datetime.now(UTC) + timedelta(hours=14)).date().isoformat()
    assert (told["finished_at"], told["user_id"]) == (None, str(desk.actor.user_id))


def test_a_visit_is_not_in_the_future(session: Session) -> None:
    desk = a_desk(session)
    with pytest.raises(Invalid) as refusal:
        desk.start(datetime.now(UTC).date() + timedelta(days=2))
    assert refusal.value.reasons[0][0] == "held_on"
    with pytest.raises(Invalid):
        desk.start(date(1899, 12, 31))
    desk.start(date(1900, 1, 1))


def test_a_visit_is_not_before_the_one_before(session: Session) -> None:
    desk = a_desk(session)
    desk.finish(desk.start(date(2026, 3, 1)))
    with pytest.raises(Invalid) as refusal:
        desk.start(date(2026, 2, 28))
    assert refusal.value.reasons == (("held_on", "expected no day before that of the last visit"),)
    desk.start(date(2026, 3, 1))


def test_a_visit_started_by_mistake_is_taken_back_and_what_was_learnt_stays(session: Session) -> None:
    desk = a_desk(session)
    avery = desk.add()
    visit = desk.start()
    desk.change(avery, emotional=2)
    desk.act(cancel_visit, visit)
    assert visits_of(session, desk.owner) == []
    assert network_at(session, desk.owner).contacts[0].emotional == 2
    with pytest.raises(Missing):
        desk.act(cancel_visit, visit)
    desk.undo()
    assert network_at(session, desk.owner).contacts[0].emotional is None
    again = desk.start()
    desk.finish(again)
    desk.refused("visit-finished", cancel_visit, again)


def test_who_was_confirmed_at_a_visit_that_is_taken_back_is_so_as_before(session: Session) -> None:
    desk = a_desk(session)
    avery, blake = desk.add(), desk.add("Blake")
    first = desk.start()
    desk.act(confirm_contact, avery)
    desk.finish(first)
    mistake = desk.start()
    desk.act(confirm_at, mistake, [avery, blake])
    cleo = desk.add("Cleo")
    version = desk.told["network_version"]
    desk.act(cancel_visit, mistake)
    confirmed = {each["id"]: each["confirmed_in"] for each in desk.told["contacts"]}
    assert confirmed == {avery: str(first), blake: None, cleo: None}
    assert desk.told["network_version"] == version + 1
    desk.check_sums()
    later = desk.start()
    assert visit_of(session, desk.owner, later)["still_open"]["not_confirmed"] == [avery, blake, cleo]


def test_nothing_brings_back_a_visit_that_was_taken_back(session: Session) -> None:
    desk = a_desk(session)
    avery = desk.add()
    first = desk.start()
    desk.act(confirm_contact, avery)
    desk.finish(first)
    blake = desk.add("Blake")
    mistake = desk.start()
    desk.act(confirm_contact, avery)
    cleo = desk.add("Cleo")
    desk.act(discard_contact, avery, desk.contact(avery)["version"])
    desk.act(cancel_visit, mistake)
    desk.undo()
    assert desk.contact(avery)["confirmed_in"] == str(first), "back as confirmed before"
    desk.undo()
    assert [each["id"] for each in desk.told["contacts"]] == [avery, blake], "no confirmation is left to undo"
    desk.redo()
    assert desk.contact(cleo)["confirmed_in"] is None
    desk.undo()
    desk.undo()
    assert [each["id"] for each in desk.told["contacts"]] == [avery]
    desk.refused("nothing-to-undo", undo)


def test_a_visit_that_is_taken_back_leaves_no_step_that_does_nothing(session: Session) -> None:
    desk = a_desk(session)
    avery = desk.add()
    desk.change(avery, emotional=2)
    desk.undo()
    mistake = desk.start()
    desk.act(confirm_contact, avery)
    desk.undo()
    desk.redo()
    desk.act(cancel_visit, mistake)
    steps = undoable(session, desk.actor, desk.owner)
    assert {name: step and step["kind"] for name, step in steps.items()} == {"undo": "add", "redo": "rate"}
    desk.redo()
    assert desk.contact(avery)["emotional"] == 2
    desk.refused("nothing-to-redo", redo)


def test_no_other_visit_has_the_id_of_one_that_was_taken_back(session: Session) -> None:
    desk = a_desk(session)
    avery, mistake = desk.add(), desk.start()
    desk.act(confirm_contact, avery)
    desk.act(cancel_visit, mistake)
    desk.refused("id-taken", start_visit, None, mistake)


def test_a_copy_that_is_taken_back_leaves_the_visit_as_it_was(session: Session) -> None:
    desk = a_desk(session)
    visit = desk.start()
    desk.finish(visit)
    before = visits_of(session, desk.owner)
    desk.act(cancel_visit, reopen(desk, visit))
    assert visits_of(session, desk.owner) == before
    reopen(desk, visit)


def test_one_visit_is_open_at_a_time(session: Session) -> None:
    desk, other = a_desk(session), a_desk(session)
    visit = desk.start()
    desk.refused("visit-open", start_visit)
    desk.refused("visit-open", reopen_visit, visit)
    assert len(visits_of(session, desk.owner)) == 1
    other.start()


def test_an_id_is_taken_once_and_a_stranger_is_not_found(session: Session) -> None:
    desk, other = a_desk(session), a_desk(session)
    visit = desk.start()
    desk.finish(visit)
    desk.refused("id-taken", start_visit, None, visit)
    for verb in (finish_visit, reopen_visit):
        with pytest.raises(Missing):
            other.act(verb, visit)
    with pytest.raises(Missing):
        visit_of(session, other.owner, visit)
    with pytest.raises(Missing):
        network_at(session, desk.owner, uuid4())


def test_finishing_keeps_the_network_and_its_scores(session: Session) -> None:
    desk = a_desk(session)
    avery = desk.add(emotional=2, circle=1, strain=0)
    blake = desk.add("Blake", unsafe=True)
    visit = desk.start(date(2026, 3, 1))
    desk.tie(avery, blake)
    desk.act(confirm_contact, avery)
    network = network_at(session, desk.owner)
    told = desk.finish(visit)
    assert network.held_on == date(2026, 3, 1)
    assert told["still_open"] == {
        "unasked": {
            **{name: [avery, blake] for name in ANSWERS},
            **{name: [blake] for name in ("emotional", "strain")},
        },
        "answered": [],
        "not_confirmed": [blake],
    }
    assert told["analysis"] == orjson.loads(orjson.dumps(as_json(analyse(network))))
    assert network_at(session, desk.owner, visit) == network
    assert (told["formula"], told["network_version"]) == ("coverage-1", 4)
    desk.refused("visit-finished", finish_visit, visit)


def test_no_later_change_reaches_a_snapshot(session: Session) -> None:
    desk = a_desk(session)
    avery = desk.add(emotional=2)
    visit = desk.start()
    desk.finish(visit)
    query = text(
        "SELECT sealed, network_version, formula, finished_at FROM visit WHERE finished_at IS NOT NULL"
    )
    row, told = session.execute(query).one(), visit_of(session, desk.owner, visit)
    copy = reopen(desk, visit)
    desk.change(avery, emotional=0, name="Changed")
    desk.add("Blake")
    desk.change(avery, circle=3)
    desk.undo()
    assert session.execute(query).one() == row
    assert visit_of(session, desk.owner, visit) == told
    desk.finish(copy)
    assert visit_of(session, desk.owner, visit) == told | {"replaced_by": str(copy)}


def test_only_the_last_finished_visit_is_reopened_and_as_a_copy(session: Session) -> None:
    desk = a_desk(session)
    first = desk.start(date(2026, 1, 5))
    desk.finish(first)
    second = desk.start(date(2026, 2, 5))
    desk.finish(second)
    desk.refused("not-the-last", reopen_visit, first)
    copy = reopen(desk, second)
    listed = {each["id"]: each for each in visits_of(session, desk.owner)}
    assert listed[str(copy)]["held_on"] == "2026-02-05"
    assert (listed[str(copy)]["copy_of"], listed[str(second)]["replaced_by"]) == (str(second), None)
    desk.finish(copy)
    desk.refused("not-the-last", reopen_visit, second)
    again = reopen(desk, copy)
    desk.finish(again)
    replaced = {each["id"]: each["replaced_by"] for each in visits_of(session, desk.owner)}
    assert replaced == {str(first): None, str(second): str(copy), str(copy): str(again), str(again): None}


def test_the_trend_has_a_point_for_each_visit_that_no_other_stands_in_for(session: Session) -> None:
    desk = a_desk(session)
    avery = desk.add(emotional=0)
    earlier = desk.start(date(2026, 1, 5))
    desk.finish(earlier)
    desk.change(avery, emotional=1)
    later = desk.start(date(2026, 2, 5))
    desk.finish(later)
    copy = reopen(desk, later)
    desk.change(avery, emotional=2)
    assert [point.held_on.month for point in trend_of(networks_kept(session, desk.owner).values())] == [1, 2]
    desk.finish(copy)
    points = trend_of(networks_kept(session, desk.owner).values())
    networks = [network_at(session, desk.owner, visit) for visit in (earlier, copy)]
    assert [(point.held_on, point.functions) for point in points] == [
        (date(2026, 1, 5), coverages(networks[0])),
        (date(2026, 2, 5), coverages(networks[1])),
    ]
    assert [network.contacts[0].emotional for network in networks] == [0, 2]


def test_an_open_visit_tells_what_is_still_to_be_asked_and_has_no_snapshot(session: Session) -> None:
    desk = a_desk(session)
    avery = desk.add(practical=0, status="planned")
    blake = desk.add("Blake", practical=0)
    visit = desk.start()
    told = visit_of(session, desk.owner, visit)
    assert told["still_open"]["not_confirmed"] == [blake]
    assert told["still_open"]["unasked"] == {name: [blake] for name in ANSWERS} | {"practical": []}
    assert "document" not in told
    assert avery not in str(told)
    with pytest.raises(Missing):
        network_at(session, desk.owner, visit)


def test_a_visit_is_not_reopened_once_the_map_moved_on(session: Session) -> None:
    desk = a_desk(session)
    visit = desk.start()
    desk.finish(visit)
    desk.add()
    desk.refused("changed-since", reopen_visit, visit)


def test_who_was_confirmed_at_a_visit_is_so_in_its_copy(session: Session) -> None:
    desk = a_desk(session)
    avery, blake = desk.add(), desk.add("Blake")
    visit = desk.start()
    desk.act(confirm_contact, avery)
    desk.finish(visit)
    copy = reopen(desk, visit)
    assert visit_of(session, desk.owner, copy)["still_open"]["not_confirmed"] == [blake]
    desk.finish(copy)
    again = reopen(desk, copy)
    assert visit_of(session, desk.owner, again)["still_open"]["not_confirmed"] == [blake]


def test_who_was_answered_about_at_a_visit_was_spoken_about(session: Session) -> None:
    desk = a_desk(session)
    names = ("Rated", "Moved", "Renamed", "Unrated", "Undone", "Ticked", "Rest", "Rest too")
    ids = {name: desk.add(name, practical=1) for name in names}
    desk.change(ids["Renamed"], emotional=1)
    visit = desk.start()
    desk.change(ids["Rated"], emotional=2)
    desk.change(ids["Moved"], circle=1)
    desk.change(ids["Renamed"], name="Renée")
    desk.change(ids["Unrated"], practical=None)
    desk.change(ids["Undone"], emotional=2)
    desk.undo()
    desk.act(confirm_contact, ids["Ticked"])
    desk.change(ids["Ticked"], emotional=2)
    desk.act(answer_rest, "strain", 0, ids.values())
    told = visit_of(session, desk.owner, visit)["still_open"]
    assert told["answered"] == [ids["Rated"], ids["Moved"]]
    assert told["not_confirmed"] == [ids[n] for n in ("Renamed", "Unrated", "Undone", "Rest", "Rest too")]
    desk.finish(visit)
    again = reopen(desk, visit)
    assert visit_of(session, desk.owner, again)["still_open"] == told
    desk.finish(again)
    later = desk.start()
    assert visit_of(session, desk.owner, later)["still_open"]["answered"] == []


def test_an_answer_for_all_others_says_nothing_of_the_only_one_left(session: Session) -> None:
    desk = a_desk(session)
    avery = desk.add()
    visit = desk.start()
    desk.act(answer_rest, "strain", 0, [avery])
    assert visit_of(session, desk.owner, visit)["still_open"]["answered"] == []
    desk.change(avery, strain=1)
    assert visit_of(session, desk.owner, visit)["still_open"]["answered"] == [avery]


def test_an_answer_that_was_taken_back_says_nothing(session: Session) -> None:
    desk = a_desk(session)
    names = ("Undone", "Unsaid", "Half unsaid", "Undone twice")
    undone, unsaid, half, twice = (desk.add(name) for name in names)
    visit = desk.start()
    desk.change(unsaid, emotional=2)
    desk.change(unsaid, emotional=None)
    desk.change(half, emotional=2, practical=1)
    desk.change(half, emotional=None)
    desk.change(twice, emotional=2)
    desk.change(undone, emotional=2)
    desk.undo()
    desk.undo()
    told = visit_of(session, desk.owner, visit)["still_open"]
    assert (told["answered"], told["not_confirmed"]) == ([half], [undone, unsaid, twice])


def test_who_is_past_is_not_confirmed(session: Session) -> None:
    desk = a_desk(session)
    avery = desk.add()
    desk.start()
    desk.change(avery, status="past")
    desk.refused("past", confirm_contact, avery)


def test_who_is_past_or_off_the_map_is_passed_over_and_nobody_else_is(session: Session) -> None:
    desk = a_desk(session)
    avery, blake, cleo = (desk.add(name) for name in ("Avery", "Blake", "Cleo"))
    visit = desk.start()
    desk.change(avery, status="past")
    assert desk.act(confirm_at, visit, [avery, blake, str(uuid4())]) == 2
    assert visit_of(session, desk.owner, visit)["still_open"]["not_confirmed"] == [cleo]
    desk.finish(visit)
    later = desk.start()
    desk.refused("visit-finished", confirm_at, visit, [cleo])
    assert visit_of(session, desk.owner, later)["still_open"]["not_confirmed"] == [blake, cleo]


def test_a_record_put_away_is_read_and_not_worked_on(session: Session) -> None:
    desk = a_desk(session)
    visit = desk.start()
    avery = desk.add()
    desk.act(archive_client)
    before = desk.told
    desk.refused("archived", add_contact, {"name": "Blake"})
    desk.refused("archived", confirm_contact, avery)
    desk.refused("archived", undo)
    desk.refused("archived", finish_visit, visit)
    desk.refused("archived", cancel_visit, visit)
    desk.refused("archived", change_client, {"label": "B."})
    assert desk.told == before
    desk.act(restore_client)
    desk.finish(visit)
    desk.act(archive_client)
    desk.refused("archived", start_visit)


def test_no_visit_was_before_the_client_was_born(session: Session) -> None:
    desk = a_desk(session)
    desk.act(change_client, {"birth_year": 1985})
    with pytest.raises(Invalid, match="before the client was born"):
        desk.start(date(1984, 12, 31))
    assert desk.start(date(1985, 1, 1))
