"""What makes it hard and what helps: who may write, see and change it, and who can be chosen as helping."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supportmap.analysis.coping import Card, Coping
from supportmap.casework import coping_writing
from supportmap.casework.clients import archive_client
from supportmap.casework.coping import Written, card_in, coping_in, network_seen, written_of
from supportmap.casework.outcome import Invalid, Missing, Stale
from supportmap.casework.portal import released, settle_release
from supportmap.casework.work import Work
from supportmap.records.days import today
from supportmap.records.networks import network_of, state_of
from supportmap.records.work import WorkRow
from tests.casework.acting import Desk, a_desk
from tests.service import a_user


@dataclass(frozen=True)
class Room:
    """Alice at work on the map of Kim, who has an account of their own."""

    alice: Desk
    kim: Desk

    def release(self, **flags: object) -> None:
        """Let Kim see who is on the map, and what else is said."""
        self.alice.act(settle_release, {"people": True, **flags}, 0)


@pytest.fixture
def room(session: Session) -> Room:
    """Nobody is on the map yet, and nothing is released."""
    alice = a_desk(session)
    kim = a_user(session, alice.owner.agency_id, "client", alice.owner)
    return Room(alice, Desk(session, kim, alice.owner))


def write(desk: Desk, kind: str, what: str = "Sundays", shared: bool = True, **facts: object) -> Work:
    """Write something down."""
    work: Work = desk.act(coping_writing.write, kind, {"what": what, **facts}, shared)
    return work


def rewrite(desk: Desk, work: Work, shared: bool = True, **facts: object) -> Work:
    """Say it anew."""
    given = {name: value for name, value in work.facts.items() if name != "not_for"} | facts
    now: Work = desk.act(coping_writing.rewrite, work.kind, work.id, given, shared, work.version)
    return now


def use(desk: Desk, strategy: Work, **facts: object) -> Work:
    """Note that a strategy was used."""
    work: Work = desk.act(coping_writing.note_use, strategy.id, facts)
    return work


def seen(desk: Desk) -> Written:
    """What somebody sees of it."""
    return written_of(desk.session, desk.actor, desk.owner)


def for_staff(desk: Desk) -> Coping:
    """What there is over the whole map."""
    return coping_in(seen(desk), network_of(state_of(desk.session, desk.owner)))


def for_client(desk: Desk) -> Coping:
    """What there is over as much of the map as the client sees."""
    return coping_in(seen(desk), network_seen(released(desk.session, desk.actor, desk.owner)))


def card(desk: Desk) -> Card:
    """The card of a client."""
    return card_in(seen(desk), network_seen(released(desk.session, desk.actor, desk.owner)))


def count(desk: Desk) -> Any:
    """How many rows there are."""
    return desk.session.scalar(select(func.count()).select_from(WorkRow))


def test_what_is_private_is_seen_by_nobody_but_the_client(room: Room) -> None:
    for kind in ("sign", "trigger", "strategy"):
        write(room.kim, kind, shared=False)
    use(room.kim, seen(room.kim).strategies[0], helped=2)
    mine = seen(room.kim)
    assert len(mine.works) == 4
    assert mine.shared == Written((), (), (), ())
    assert seen(room.alice) == Written((), (), (), ())
    with pytest.raises(Missing):
        use(room.alice, mine.strategies[0])


def test_what_is_shared_and_what_staff_write_is_seen_by_both(room: Room) -> None:
    theirs = write(room.kim, "sign", "I stop sleeping")
    ours = write(room.alice, "trigger", "Sundays", shared=False)
    assert seen(room.alice) == seen(room.kim)
    assert set(seen(room.kim).works) == {str(theirs.id), str(ours.id)}


def test_how_a_strategy_went_is_seen_by_whoever_sees_the_strategy(room: Room) -> None:
    strategy = write(room.kim, "strategy", "Walk", shared=False)
    use(room.kim, strategy, helped=1)
    assert seen(room.alice).uses == ()
    shared = rewrite(room.kim, strategy)
    assert for_staff(room.alice).ways[0].tried.a_little == 1
    use(room.alice, shared, helped=2)
    rewrite(room.kim, shared, shared=False)
    assert seen(room.alice) == Written((), (), (), ())
    assert for_client(room.kim).ways[0].tried.times == 2


def test_only_those_who_wrote_it_change_and_delete_it(room: Room) -> None:
    theirs, ours = write(room.kim, "trigger"), write(room.alice, "trigger")
    for desk, work in ((room.alice, theirs), (room.kim, ours)):
        desk.refused("not-yours", coping_writing.rewrite, "trigger", work.id, {"what": "x"})
        desk.refused("not-yours", coping_writing.strike, "trigger", work.id)
    assert rewrite(room.kim, theirs, what="Mondays").facts["what"] == "Mondays"
    with pytest.raises(Stale):
        rewrite(room.kim, theirs, what="Tuesdays")


def test_a_strategy_is_deleted_for_good_with_how_it_was_used(room: Room) -> None:
    strategy = write(room.kim, "strategy", "Walk")
    use(room.kim, strategy)
    use(room.alice, strategy)
    assert count(room.kim) == 3
    room.kim.act(coping_writing.strike, "strategy", strategy.id)
    assert count(room.kim) == 0


def test_one_use_is_taken_back_by_itself(room: Room) -> None:
    strategy = write(room.kim, "strategy", "Walk")
    slip = use(room.kim, strategy, helped=0)
    room.kim.act(coping_writing.strike, "use", slip.id)
    assert for_client(room.kim).ways[0].tried.times == 0


def test_what_is_sent_twice_is_written_down_once(room: Room) -> None:
    own_id = uuid4()
    for _ in range(2):
        room.kim.act(coping_writing.write, "sign", {"what": "I stop sleeping"}, True, own_id)
    assert len(seen(room.kim).signs) == 1


def test_helpers_are_chosen_among_those_whom_the_writer_sees_and_who_may_be_turned_to(room: Room) -> None:
    avery, hidden = room.alice.add("Avery"), room.alice.add("Hidden")
    unsafe, past = room.alice.add("Ulf", unsafe=True), room.alice.add("Pat", status="past")
    everyone = [avery, hidden, unsafe, past, "nobody"]
    room.release(hidden=[hidden])
    assert write(room.kim, "strategy", helpers=everyone).facts["helpers"] == [avery]
    assert write(room.alice, "strategy", helpers=everyone).facts["helpers"] == [avery, hidden]


def test_a_client_who_sees_nobody_chooses_nobody(room: Room) -> None:
    avery = room.alice.add("Avery")
    assert write(room.kim, "strategy", helpers=[avery]).facts["helpers"] == []


def test_who_may_not_be_turned_to_any_more_vanishes_and_comes_back_without_a_word_to_the_client(
    room: Room,
) -> None:
    avery, blake = room.alice.add("Avery", phone="0123"), room.alice.add("Blake")
    room.release(phones=True)
    strategy = write(room.kim, "strategy", "Ring somebody", helpers=[avery, blake])
    room.alice.change(avery, unsafe=True)
    assert [each.name for each in for_client(room.kim).ways[0].helpers] == ["Blake"]
    assert [each.name for each in card(room.kim).people] == ["Blake"]
    assert for_staff(room.alice).ways[0].left == 1
    rewrite(room.kim, strategy, helpers=[blake])
    room.alice.change(avery, unsafe=False)
    assert [each.name for each in card(room.kim).people] == ["Avery", "Blake"]
    assert card(room.kim).people[0].phone == "0123"


def test_staff_who_say_it_anew_leave_out_who_is_gone(room: Room) -> None:
    avery = room.alice.add("Avery")
    strategy = write(room.alice, "strategy", "Ring somebody", helpers=[avery])
    room.alice.change(avery, status="past")
    assert for_staff(room.alice).ways[0].left == 1
    assert rewrite(room.alice, strategy).facts["helpers"] == []


def test_a_trigger_that_became_private_stays_with_a_strategy_of_staff(room: Room) -> None:
    trigger = write(room.kim, "trigger")
    strategy = write(room.alice, "strategy", "Walk", triggers=[str(trigger.id)])
    rewrite(room.kim, trigger, shared=False)
    assert rewrite(room.alice, strategy, triggers=[]).facts["triggers"] == [str(trigger.id)]
    assert for_staff(room.alice).met == ()
    assert [way.strategy.words for way in for_client(room.kim).met[0].ways] == ["Walk"]


def test_strain_and_what_others_give_is_the_client_s_to_see_only_once_it_is_released(room: Room) -> None:
    avery = room.alice.add("Avery", strain=2, emotional=2)
    blake = room.alice.add("Blake", strain=0, emotional=2)
    room.release()
    trigger = write(room.kim, "trigger", wants="emotional")
    write(room.kim, "strategy", "Ring", triggers=[str(trigger.id)], helpers=[avery])
    met = for_client(room.kim).met[0]
    assert (met.turn, met.could_help, met.helpers[0].strain, met.helpers[0].emotional) == (
        "unsure",
        (),
        None,
        None,
    )
    staff = for_staff(room.alice).met[0]
    assert (staff.turn, [each.id for each in staff.could_help]) == ("strained", [blake])
    room.alice.act(settle_release, {"people": True, "strain": True, "gives": True}, 1)
    told = for_client(room.kim).met[0]
    assert (told.turn, [each.id for each in told.could_help]) == ("strained", [blake])


def test_a_use_is_for_a_trigger_that_is_there_or_for_something_else(room: Room) -> None:
    trigger, strategy = write(room.kim, "trigger", shared=False), write(room.kim, "strategy", "Walk")
    assert use(room.kim, strategy, trigger=str(trigger.id)).facts["trigger"] == str(trigger.id)
    assert use(room.alice, strategy, trigger=str(trigger.id)).facts["trigger"] is None
    assert use(room.kim, strategy, trigger="no id").facts["trigger"] is None


def test_a_use_is_of_today_or_earlier(room: Room) -> None:
    strategy = write(room.kim, "strategy", "Walk")
    now = today(room.kim.session, room.kim.owner.agency_id)
    assert use(room.kim, strategy).on_day == now
    earlier = now - timedelta(days=3)
    assert room.kim.act(coping_writing.note_use, strategy.id, {}, earlier).on_day == earlier
    with pytest.raises(Invalid):
        room.kim.act(coping_writing.note_use, strategy.id, {}, now + timedelta(days=1))


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("sign", {"what": ""}),
        ("sign", {}),
        ("sign", {"what": "x" * 301}),
        ("sign", {"what": "a\0b"}),
        ("trigger", {"what": "x", "wants": "love"}),
        ("strategy", {"what": "x", "helpers": [1]}),
        ("strategy", {"what": "x", "triggers": "all"}),
    ],
)
def test_what_can_not_be_kept_is_refused(room: Room, kind: str, facts: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        room.kim.act(coping_writing.write, kind, facts)
    assert count(room.kim) == 0


def test_a_kind_that_is_none_of_these_is_not_there(room: Room) -> None:
    for kind in ("plan", "use"):
        with pytest.raises(Missing):
            room.kim.act(coping_writing.write, kind, {"what": "x"})
    with pytest.raises(Missing):
        room.kim.act(coping_writing.strike, "release", UUID(int=1))


def test_nothing_is_written_by_staff_into_a_record_that_is_put_away(room: Room) -> None:
    strategy = write(room.alice, "strategy")
    room.alice.act(archive_client)
    room.alice.refused("archived", coping_writing.write, "sign", {"what": "x"})
    room.alice.refused("archived", coping_writing.note_use, strategy.id, {})
