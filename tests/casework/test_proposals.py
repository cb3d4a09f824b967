"""Proposals: what a client says of people, and how it comes into the map."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from supportmap.access.invitations import refuse
from supportmap.casework import proposals
from supportmap.casework.clients import archive_client
from supportmap.casework.likeness import alike
from supportmap.casework.outcome import Conflict, Invalid, Missing, Stale
from supportmap.casework.portal import Released, released, settle_release
from supportmap.casework.work import Work
from supportmap.records.agency import User
from supportmap.records.networks import state_of
from tests.casework.acting import Desk, a_desk


def propose(desk: Desk, name: str = "Robin", **given: Any) -> Work:
    """Propose somebody new."""
    work: Work = desk.act(proposals.propose, {"name": name, **given})
    return work


def release(desk: Desk, version: int = 0, **facts: Any) -> None:
    """Let the client see so much of the map."""
    desk.act(settle_release, facts, version)


def state(desk: Desk, work: Work) -> str | None:
    """How a proposal stands."""
    found = proposals.proposals_of(desk.session, desk.actor, desk.owner)
    return next(each.state for each in found if each.id == work.id)


def seen(desk: Desk) -> Released:
    """What the client sees of the map."""
    return released(desk.session, desk.actor, desk.owner)


@pytest.mark.parametrize("since", ["new", "not mentioned before"])
def test_who_is_accepted_is_on_the_map_with_what_was_said_and_nothing_else(
    alice: Desk, kim: Desk, since: str
) -> None:
    work = propose(kim, circle=2, emotional=1, knows_listed=False)
    assert not state_of(alice.session, alice.owner).contacts
    accepted = alice.act(proposals.accept, work.id, since, {"reply": "Good to know."})
    contact = alice.contact(accepted.facts["became"]["contact"])
    known = {name: value for name, value in contact.items() if value is not None}
    assert known.items() >= {"name": "Robin", "circle": 2, "emotional": 1, "since": since}.items()
    assert contact["practical"] is None
    assert state(kim, work) == "accepted"
    assert alice.undo().gone_contacts


def test_it_has_to_be_said_whether_somebody_is_new(alice: Desk, kim: Desk) -> None:
    with pytest.raises(Invalid):
        alice.act(proposals.accept, propose(kim).id, "")
    assert not state_of(alice.session, alice.owner).contacts


def test_merging_fills_what_is_not_known_and_leaves_what_is(alice: Desk, kim: Desk) -> None:
    known = alice.add("Samuel", circle=1, emotional=0)
    work = propose(kim, "Sam", circle=3, emotional=2, practical=1)
    assert proposals.meant(state_of(alice.session, alice.owner), work) == [known]
    alice.act(proposals.merge, work.id, known, alice.contact(known)["version"])
    merged = alice.contact(known)
    facts = {name: merged[name] for name in ("name", "circle", "emotional", "practical")}
    assert facts == {"name": "Samuel", "circle": 1, "emotional": 0, "practical": 1}
    assert state(kim, work) == "merged"


def test_what_a_merge_became_tells_what_changed_from_what_was_left(alice: Desk, kim: Desk) -> None:
    known = alice.add("Sam", circle=1, emotional=0, practical=1)
    work = propose(kim, "Sam", circle=3, emotional=2, practical=1, belonging=1)
    version = alice.contact(known)["version"]
    merged = alice.act(proposals.merge, work.id, known, version, ["emotional", "practical"])
    became = merged.facts["became"]
    assert (became["taken"], became["left"]) == (["emotional", "belonging"], ["circle"])


def test_what_is_named_is_replaced_and_undone_as_one_change(alice: Desk, kim: Desk) -> None:
    known = alice.add("Samuel", circle=1, emotional=0)
    before = alice.contact(known)
    work = propose(kim, "Sam", circle=3, emotional=2, practical=1)
    alice.act(proposals.merge, work.id, known, before["version"], ["emotional"])
    assert [alice.contact(known)[n] for n in ("name", "circle", "emotional")] == ["Samuel", 1, 2]
    alice.undo()
    assert {**alice.contact(known), "version": None} == {**before, "version": None}


def test_a_contact_that_was_changed_meanwhile_is_not_merged_unseen(alice: Desk, kim: Desk) -> None:
    known = alice.add("Samuel")
    version, work = alice.contact(known)["version"], propose(kim, "Sam", emotional=2)
    alice.change(known, emotional=0)
    with pytest.raises(Stale):
        alice.act(proposals.merge, work.id, known, version, ["emotional"])
    assert (alice.contact(known)["emotional"], state(kim, work)) == (0, "waiting")


def test_a_proposal_is_settled_once(alice: Desk, kim: Desk) -> None:
    work = propose(kim)
    alice.act(proposals.talk_about, work.id, {"reply": "Tell me more."})
    assert state(kim, work) == "talk"
    alice.act(proposals.decline, work.id)
    alice.refused("settled", proposals.accept, work.id, "new")
    kim.refused("settled", proposals.withdraw, work.id)


def test_what_is_taken_back_is_still_shown_as_that(alice: Desk, kim: Desk) -> None:
    work = propose(kim)
    kim.act(proposals.withdraw, work.id)
    assert state(alice, work) == "withdrawn"
    alice.refused("settled", proposals.accept, work.id, "new")


def test_a_client_says_what_is_different_of_whom_they_see_only(alice: Desk, kim: Desk) -> None:
    seen_id, hidden = alice.add("Sam", circle=1), alice.add("Ash", circle=1)
    for contact in (seen_id, hidden):
        with pytest.raises(Missing):
            kim.act(proposals.propose, {"circle": 2}, None, contact)
    release(alice, people=True, hidden=[hidden])
    with pytest.raises(Missing):
        kim.act(proposals.propose, {"circle": 2}, None, hidden)
    work = kim.act(proposals.propose, {"circle": 2, "status": "past"}, None, seen_id)
    alice.refused("about-a-contact", proposals.accept, work.id, "new")
    version = alice.contact(seen_id)["version"]
    alice.act(proposals.merge, work.id, seen_id, version, ["circle", "status"])
    assert [alice.contact(seen_id)[name] for name in ("circle", "status")] == [2, "past"]


@pytest.mark.parametrize("given", [{}, {"unsafe": True}, {"note": "x"}, {"strain": 2}, {"phone": "1"}])
def test_a_client_proposes_nothing_else(kim: Desk, given: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        kim.act(proposals.propose, given)


def test_nothing_is_seen_of_a_map_before_it_is_released_and_then_what_is(alice: Desk, kim: Desk) -> None:
    facts = {"circle": 1, "emotional": 2, "strain": 2, "note": "a note", "phone": "0123"}
    alice.add("Sam", **facts)
    assert seen(kim).people == ()
    release(alice, people=True)
    (person,) = seen(kim).people
    assert person["name"] == "Sam"
    assert not person.keys() & {"emotional", "strain", "note", "phone", "unsafe", "status"}
    release(alice, 1, people=True, gives=True)
    (person,) = seen(kim).people
    assert person["emotional"] == 2
    assert not person.keys() & {"strain", "note", "phone", "unsafe"}
    release(alice, 2, people=True, strain=True)
    (person,) = seen(kim).people
    assert (person["strain"], "emotional" in person) == (2, False)


def test_whom_it_is_not_safe_to_turn_to_looks_like_anybody_and_is_no_helper(alice: Desk, kim: Desk) -> None:
    sam, ash = alice.add("Sam", circle=1), alice.add("Ash", circle=1)
    release(alice, people=True, gives=True)
    before = seen(kim).people
    alice.change(ash, unsafe=True)
    assert seen(kim).people == before
    assert [each["id"] for each in seen(kim).helpers] == [sam]


def test_a_release_that_was_settled_meanwhile_is_not_overwritten(alice: Desk) -> None:
    release(alice, people=True)
    with pytest.raises(Stale):
        release(alice, people=False)


def test_of_an_account_that_is_not_confirmed_nothing_is_taken_over(
    session: Session, alice: Desk, kim: Desk
) -> None:
    known, work = alice.add("Robin"), propose(kim)
    version = alice.contact(known)["version"]
    session.execute(update(User).where(User.id == kim.actor.user_id).values(confirmed_at=None))
    session.commit()
    alice.refused("not-confirmed", proposals.accept, work.id, "new")
    alice.refused("not-confirmed", proposals.merge, work.id, known, version)
    assert kim.actor.user_id
    assert alice.act(refuse, kim.actor.user_id)
    # Whoever it was: nothing of theirs stays in somebody's record.
    assert proposals.proposals_of(session, alice.actor, alice.owner) == []


def test_a_proposal_of_another_client_is_not_there(session: Session, alice: Desk, kim: Desk) -> None:
    other, work = a_desk(session), propose(kim)
    for act in (proposals.decline, proposals.talk_about, proposals.withdraw):
        with pytest.raises(Missing):
            other.act(act, work.id)
    with pytest.raises(Missing):
        alice.act(proposals.decline, uuid4())
    with pytest.raises(Missing):
        alice.act(proposals.merge, work.id, other.add("Robin"), 1)


def test_a_record_that_was_put_away_takes_nothing_over(session: Session, alice: Desk, kim: Desk) -> None:
    work = propose(kim)
    alice.act(archive_client)
    with pytest.raises(Conflict):
        alice.act(proposals.accept, work.id, "new")
    assert state(kim, work) == "waiting"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Sam", "sam", True),
        ("Sam", "Samuel Ortiz", True),
        ("Zoë", "Zoe", True),
        ("Jo", "Joe", True),
        ("Mary-Ann", "Mary Ann", True),
        ("Katrin", "Kathrin", True),
        ("S", "Samuel", False),
        ("Sam", "Ash", False),
        ("Ann", "Dan", False),
        ("", "Ann", False),
    ],
)
def test_names_that_may_be_one_persons(one: str, other: str, expected: bool) -> None:
    assert bool(alike(one, [{"id": "x", "name": other}])) == expected


def test_who_was_accepted_and_taken_off_by_undo_waits_again(alice: Desk, kim: Desk) -> None:
    work = propose(kim)
    alice.act(proposals.accept, work.id, "new")
    alice.undo()
    assert (state(kim, work), state(alice, work)) == ("waiting", "waiting")
    alice.act(proposals.accept, work.id, "not mentioned before")
    assert state(kim, work) == "accepted"


def test_an_earlier_word_to_the_client_stays_where_none_is_given_later(alice: Desk, kim: Desk) -> None:
    work = propose(kim)
    alice.act(proposals.talk_about, work.id, {"reply": "Tell me more."})
    done = alice.act(proposals.accept, work.id, "new", {"reply": None})
    assert done.facts["reply"] == "Tell me more."


def test_whoever_is_not_confirmed_is_not_told_what_became_of_it(alice: Desk, kim: Desk) -> None:
    invited = replace(kim, actor=replace(kim.actor, client_id=None, invited_to=kim.owner.client_id))
    work, back = propose(invited), propose(invited, "Blake")
    alice.act(proposals.talk_about, work.id, {"reply": "a reply"})
    invited.act(proposals.withdraw, back.id)
    told = proposals.proposals_of(invited.session, invited.actor, invited.owner)
    assert [each.state for each in told] == ["withdrawn", "waiting"]
    assert all("reply" not in each.facts for each in told)


def test_so_many_may_wait_and_fewer_of_whoever_may_be_anybody(
    alice: Desk, kim: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposals, "MOST_OPEN", 2)
    monkeypatch.setattr(proposals, "MOST_UNCONFIRMED", 3)
    first, _ = propose(kim), propose(kim, "Blake")
    kim.refused("full", proposals.propose, {"name": "Ceri"})
    alice.act(proposals.decline, first.id)
    propose(kim, "Ceri")
    invited = replace(kim, actor=replace(kim.actor, client_id=None, invited_to=kim.owner.client_id))
    invited.refused("full", proposals.propose, {"name": "Dana"})


def test_what_was_sent_first_is_not_lost_to_something_else_with_its_id(kim: Desk) -> None:
    own_id = uuid4()
    given = ({"name": "Robin"}, None, None, own_id)
    first = kim.act(proposals.propose, *given)
    assert kim.act(proposals.propose, *given) == first
    kim.refused("sent-already", proposals.propose, {"name": "Blake"}, None, None, own_id)
