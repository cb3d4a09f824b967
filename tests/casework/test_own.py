"""What clients keep for themselves: entries, setbacks, achievements; found, changed and deleted for good."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from supportmap.casework.achievements import way_of
from supportmap.casework.clients import archive_client
from supportmap.casework.journal import about, counted, entries_of, matching
from supportmap.casework.outcome import Conflict, Invalid, Missing, Stale
from supportmap.casework.own import Said, change_own, delete_own, own_work, write_own
from supportmap.casework.portal import settle_release
from supportmap.casework.setbacks import (
    achieved_setback,
    achieved_step,
    achievements_of,
    finished_steps,
    setbacks_of,
    written,
)
from supportmap.casework.work import NOT_FOR, Work, add_work
from supportmap.records.work import WorkRow
from tests.casework.acting import Desk


def write(desk: Desk, text: str = "A walk.", shared: bool = False, **facts: Any) -> Work:
    """Write an entry."""
    work: Work = desk.act(write_own, "entry", Said({"text": text, **facts}, shared))
    return work


def set_back(desk: Desk, **facts: Any) -> Work:
    """Begin with a setback."""
    work: Work = desk.act(write_own, "setback", Said({"happened": "I missed it.", **facts}))
    return work


def release(desk: Desk, version: int = 0, **facts: Any) -> None:
    """Let the client see so much of the map."""
    desk.act(settle_release, facts, version)


def entries(desk: Desk) -> list[Work]:
    """The entries that somebody sees."""
    return entries_of(desk.session, desk.actor, desk.owner)


def rows(desk: Desk) -> int:
    """How many rows there are of work, of whatever kind."""
    return desk.session.scalar(select(func.count()).select_from(WorkRow)) or 0


def test_an_entry_is_private_unless_it_is_shared_and_can_be_either_later(kim: Desk, alice: Desk) -> None:
    entry = write(kim)
    assert not entry.shared
    assert ([each.id for each in entries(kim)], entries(alice)) == ([entry.id], [])
    kim.act(change_own, "entry", entry.id, 1, Said({"text": "A walk."}, shared=True))
    assert [each.facts["text"] for each in entries(alice)] == ["A walk."]
    kim.act(change_own, "entry", entry.id, 2, Said({"text": "A walk."}))
    assert entries(alice) == []


def test_a_mood_that_was_not_said_is_none_and_never_nothing(kim: Desk) -> None:
    write(kim, before=0)
    assert [(each.before, each.after) for each in counted(entries(kim))] == [(0, None)]


@pytest.mark.parametrize(
    "facts",
    [
        {"before": 11},
        {"after": -1},
        {"before": "5"},
        {"text": ""},
        {"text": "x" * 10_001},
        {"tags": ["x" * 41]},
        {"tags": [str(number) for number in range(21)]},
        {"tags": [1]},
        {"contacts": [str(uuid4())]},
        {"mood": 3},
    ],
)
def test_what_cannot_be_kept_is_refused_without_the_value(kim: Desk, facts: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refusal:
        write(kim, **facts)
    assert "xxx" not in str(refusal.value)
    assert rows(kim) == 0


def test_no_entry_is_about_a_day_to_come(kim: Desk) -> None:
    with pytest.raises(Invalid):
        kim.act(write_own, "entry", Said({"text": "Soon."}, on_day=date.max))


def test_tags_are_the_same_however_they_are_typed(kim: Desk) -> None:
    assert write(kim, tags=[" Work", "#work", "", "Sleep "]).facts["tags"] == ["work", "sleep"]


def test_an_entry_is_about_people_whom_the_client_sees_and_nobody_else(kim: Desk, alice: Desk) -> None:
    avery, blake = alice.add("Avery"), alice.add("Blake")
    with pytest.raises(Invalid):
        write(kim, contacts=[avery])  # nothing is released
    release(alice, people=True, hidden=[blake])
    with pytest.raises(Invalid):
        write(kim, contacts=[avery, blake])
    entry = write(kim, contacts=[avery])
    assert [each.id for each in about(entries(kim), avery)] == [entry.id]
    assert about(entries(kim), blake) == []


def test_who_is_not_shown_any_more_stays_named_and_cannot_be_chosen_anew(kim: Desk, alice: Desk) -> None:
    avery = alice.add("Avery")
    release(alice, people=True)
    entry = write(kim, contacts=[avery])
    release(alice, 1, people=False)
    changed = kim.act(change_own, "entry", entry.id, 1, Said({"text": "Changed."}))
    assert changed.facts["contacts"] == [avery]
    with pytest.raises(Invalid):
        write(kim, contacts=[avery])


def test_entries_come_with_the_latest_day_first(kim: Desk) -> None:
    for day in (3, 1, 2):
        kim.act(write_own, "entry", Said({"text": str(day)}, on_day=date(2026, 1, day)))
    assert [each.facts["text"] for each in entries(kim)] == ["3", "2", "1"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("river", 1),
        ("RIVER walk", 1),
        ("river home", 0),
        ("evening", 1),
        ("avery", 1),
        ("ﬁnding", 1),
        ("x", 0),
    ],
)
def test_entries_are_found_by_words_tags_and_names(kim: Desk, alice: Desk, words: str, found: int) -> None:
    avery = alice.add("Avery")
    release(alice, people=True)
    write(kim, "A walk by the river, finding shells", tags=["evening"], contacts=[avery])
    assert len(matching(entries(kim), words, {avery: "Avery"})) == found


def test_what_was_changed_since_it_was_read_is_not_overwritten(kim: Desk) -> None:
    entry = write(kim)
    kim.act(change_own, "entry", entry.id, 1, Said({"text": "Second."}))
    with pytest.raises(Stale):
        kim.act(change_own, "entry", entry.id, 1, Said({"text": "Third."}))
    assert [each.facts["text"] for each in entries(kim)] == ["Second."]


def test_what_is_sent_twice_is_done_once(kim: Desk) -> None:
    own_id = uuid4()
    for _ in range(2):
        kim.act(write_own, "entry", Said({"text": "A walk."}), own_id)
    for _ in range(2):
        changed = kim.act(change_own, "entry", own_id, 1, Said({"text": "Second."}))
    assert (len(entries(kim)), changed.version) == (1, 2)


def test_nobody_else_changes_or_deletes_what_is_the_clients_even_if_it_is_shared(
    kim: Desk, alice: Desk
) -> None:
    entry = write(kim, shared=True)
    for verb, more in ((change_own, (1, Said({"text": "No."}))), (delete_own, ()), (own_work, ())):
        with pytest.raises(Missing):
            alice.act(verb, "entry", entry.id, *more)


def test_whoever_is_left_out_sees_nothing_of_it(kim: Desk, alice: Desk) -> None:
    kept_from = {"text": "A walk.", NOT_FOR: [str(alice.actor.user_id)]}
    kim.act(write_own, "entry", Said(kept_from, shared=True))
    assert entries(alice) == []


def test_what_is_deleted_is_gone_and_what_was_achieved_with_it_stays(kim: Desk) -> None:
    entry, setback = write(kim), set_back(kim)
    kim.act(achieved_setback, setback.id, Said({"words": "Rang them."}))
    assert rows(kim) == 3
    kim.act(delete_own, "setback", setback.id)
    assert rows(kim) == 2
    assert [each.about for each in achievements_of(kim.session, kim.actor, kim.owner)] == [None]
    kim.act(delete_own, "entry", entry.id)
    assert rows(kim) == 1
    with pytest.raises(Missing):
        kim.act(delete_own, "entry", entry.id)


def test_where_the_record_was_put_away_nothing_is_written_and_all_can_be_deleted(
    kim: Desk, alice: Desk
) -> None:
    entry = write(kim)
    alice.act(archive_client)
    kim.refused("archived", write_own, "entry", Said({"text": "More."}))
    kim.refused("archived", change_own, "entry", entry.id, 1, Said({"text": "More."}))
    kim.act(delete_own, "entry", entry.id)
    assert rows(kim) == 0


def test_a_setback_is_worked_through_part_by_part(kim: Desk) -> None:
    setback = set_back(kim)
    assert written(setback) == ["happened"]
    facts = {"happened": "I missed it.", "other_view": "It was one time.", "thought": "Always me."}
    changed = kim.act(change_own, "setback", setback.id, 1, Said(facts))
    assert written(changed) == ["happened", "thought", "other_view"]
    assert [each.id for each in setbacks_of(kim.session, kim.actor, kim.owner)] == [setback.id]


def test_a_step_that_is_done_can_be_kept_as_achieved_and_no_other(kim: Desk) -> None:
    steps = {
        state: kim.act(add_work, "step", {"words": state}, shared=False, state=state)
        for state in ("open", "done")
    }
    assert [each.id for each in finished_steps(kim.session, kim.actor, kim.owner)] == [steps["done"].id]
    with pytest.raises(Conflict):
        kim.act(achieved_step, steps["open"].id, Said({"words": "Early."}))
    kim.act(achieved_step, steps["done"].id, Said({"words": "Did it."}))
    made = achievements_of(kim.session, kim.actor, kim.owner)
    assert [(each.facts["words"], each.about) for each in made] == [("Did it.", steps["done"].id)]
    assert finished_steps(kim.session, kim.actor, kim.owner) == []


def hold_two_visits(alice: Desk) -> tuple[str, str]:
    """Belonging is thin at the first, and covered at the second by somebody new; another was there before."""
    known = {"belonging": 2, "frequency": 2, "strain": 0, "circle": 1}
    alice.add("Avery", **known)
    alice.finish(alice.start(date(2026, 1, 10)))
    second = alice.start(date(2026, 2, 10))
    new, learnt = alice.add("Blake", since="new", **known), alice.add("Cleo", since="not mentioned before")
    alice.finish(second)
    return new, learnt


def reached(desk: Desk) -> list[str]:
    """What was achieved, in words."""
    return [each.mark.words for each in way_of(desk.session, desk.actor, desk.owner).reached]


CLOSED = "Belonging is covered now; when it was looked at before, it was thin."


def test_the_client_is_shown_of_the_map_what_is_released(kim: Desk, alice: Desk) -> None:
    hold_two_visits(alice)
    assert reached(alice) == [CLOSED, "Blake is new in their life."]
    assert reached(kim) == []
    release(alice, coverage=True)
    assert reached(kim) == [CLOSED]
    release(alice, 1, people=True)
    way = way_of(kim.session, kim.actor, kim.owner)
    assert reached(kim) == ["Blake is new in your life."]
    assert (way.coverage, way.points) == (False, ())
    assert [words for _, words in way.learnt] == ["Cleo was not mentioned before."]


def test_nobody_who_is_unsafe_by_now_is_named(kim: Desk, alice: Desk) -> None:
    new, _ = hold_two_visits(alice)
    release(alice, people=True, coverage=True)
    alice.change(new, unsafe=True)
    assert reached(alice) == reached(kim) == [CLOSED]


def test_what_was_achieved_stands_by_day_among_what_the_map_shows(kim: Desk, alice: Desk) -> None:
    hold_two_visits(alice)
    release(alice, coverage=True)
    setback = set_back(kim)
    for day, shared in ((1, False), (28, True)):
        said = Said({"words": f"On the {day}."}, shared, date(2026, 2, day))
        kim.act(achieved_setback, setback.id, said)
    assert reached(kim) == ["On the 1.", CLOSED, "On the 28."]
    assert reached(alice) == [CLOSED, "Blake is new in their life.", "On the 28."]
