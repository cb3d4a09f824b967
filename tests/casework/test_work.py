"""The one door to the work between visits: who sees what, and that nothing private is told of."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supportmap.casework.clients import archive_client
from supportmap.casework.logbook import access_log_of, audit_of
from supportmap.casework.outcome import Conflict, Missing, Stale
from supportmap.casework.work import NOT_FOR, Work, add_work, change_work, delete_work, work_of, works_of
from supportmap.records.audit import Actor
from supportmap.records.work import WorkRow
from tests.casework.acting import Desk, a_colleague
from tests.service import a_user


def write(desk: Desk, words: str = "words", kind: str = "entry", **how: Any) -> Work:
    """Write something down."""
    facts = how.pop("facts", {"words": words})
    work: Work = desk.act(add_work, kind, facts, **{"shared": False, **how})
    return work


def read(desk: Desk, *kinds: str) -> list[Any]:
    """What somebody sees, by its words."""
    found = works_of(desk.session, desk.actor, desk.owner, *(kinds or ("entry",)))
    return [each.facts["words"] for each in found]


def test_a_clients_own_is_seen_by_staff_where_it_is_shared(alice: Desk, kim: Desk) -> None:
    private, _ = write(kim, "private"), write(kim, "shared", shared=True)
    assert (read(kim), read(alice)) == (["private", "shared"], ["shared"])
    with pytest.raises(Missing):
        work_of(alice.session, alice.actor, alice.owner, "entry", private.id)


def test_what_staff_wrote_the_client_sees_where_it_is_shared(alice: Desk, kim: Desk) -> None:
    write(alice, "draft"), write(alice, "for both", shared=True)
    assert (read(kim), read(alice)) == (["for both"], ["draft", "for both"])


def test_a_shared_thing_can_be_kept_from_one_of_the_team(alice: Desk, kim: Desk) -> None:
    bob = a_colleague(alice)
    write(kim, shared=True, facts={"words": "not for Bob", NOT_FOR: [str(bob.actor.user_id)]})
    assert (read(alice), read(bob), read(kim)) == (["not for Bob"], [], ["not for Bob"])


@pytest.mark.parametrize("role", ["admin", "referral"])
def test_other_staff_and_other_clients_see_nothing(alice: Desk, kim: Desk, role: str) -> None:
    write(kim, shared=True), write(alice, shared=True)
    agency = alice.owner.agency_id
    nobodies = [a_user(alice.session, agency, role), a_user(alice.session, agency, "client")]
    elsewhere = replace(alice.actor, agency_id=uuid4())
    for actor in (*nobodies, elsewhere, Actor.operator(agency)):
        assert read(replace(alice, actor=actor)) == []


def test_whoever_is_not_confirmed_sees_what_they_proposed_and_nothing_else(alice: Desk, kim: Desk) -> None:
    write(kim, "of the client", "proposal", shared=True), write(kim, shared=True)
    somebody = replace(kim.actor, user_id=a_user(kim.session, kim.owner.agency_id, "client").user_id)
    invited = replace(kim, actor=replace(somebody, client_id=None, invited_to=kim.owner.client_id))
    write(invited, "of somebody", "proposal", shared=True)
    assert read(invited, "proposal", "entry") == ["of somebody"]
    assert read(alice, "proposal") == ["of the client", "of somebody"]


def test_the_same_id_again_is_what_is_there(alice: Desk, kim: Desk) -> None:
    own_id = uuid4()
    first = write(kim, work_id=own_id, shared=True)
    assert write(kim, work_id=own_id, shared=True) == first
    for other, kind in ((alice, "entry"), (kim, "plan")):
        with pytest.raises(Conflict):
            write(other, kind=kind, work_id=own_id)


def test_somebody_elses_private_id_tells_staff_no_more_than_any_taken_id(alice: Desk, kim: Desk) -> None:
    taken = [write(kim).id, write(kim, shared=True).id]
    answers = set()
    for own_id in taken:
        with pytest.raises(Conflict) as refusal:
            write(alice, work_id=own_id)
        answers.add(refusal.value.text)
    assert len(answers) == 1


def test_a_change_of_another_version_than_the_one_read_is_refused(kim: Desk) -> None:
    work = write(kim)
    changed: Work = kim.act(change_work, work, 1, facts={"words": "otherwise"})
    assert (changed.version, read(kim)) == (2, ["otherwise"])
    with pytest.raises(Stale):
        kim.act(change_work, changed, 1, facts={"words": "too late"})
    assert read(kim) == ["otherwise"]


def test_what_is_deleted_is_gone_with_all_that_belongs_to_it(session: Session, kim: Desk) -> None:
    strategy = write(kim, kind="strategy")
    write(kim, kind="use", about=strategy.id), write(kim, "stays")
    kim.act(delete_work, strategy)
    assert session.scalar(select(func.count()).select_from(WorkRow)) == 1
    assert read(kim, "strategy", "use", "entry") == ["stays"]


def test_on_a_record_that_was_put_away_only_the_client_deletes_and_may_ask_to_be_erased(
    alice: Desk, kim: Desk
) -> None:
    theirs, ours = write(kim, shared=True), write(alice, "ours", "strategy", shared=True)
    alice.act(archive_client)
    for desk, work in ((kim, theirs), (alice, ours)):
        desk.refused("archived", partial(add_work, shared=True), "proposal", {"words": "late"})
        desk.refused("archived", partial(change_work, facts={"words": "late"}), work)
    alice.refused("archived", delete_work, ours)
    kim.act(add_work, "erasure", {"words": "asked"}, shared=True)
    kim.act(delete_work, theirs)
    assert read(alice, "entry", "strategy", "proposal", "erasure") == ["ours", "asked"]


def test_the_logs_of_staff_say_nothing_of_what_is_private(session: Session, alice: Desk, kim: Desk) -> None:
    before = logs(session, alice, alice.actor)
    private = write(kim)
    kim.act(change_work, private, facts={"words": "otherwise"})
    kim.act(delete_work, write(kim))
    assert logs(session, alice, alice.actor) == before
    told = [each["what"] for each in access_log_of(session, kim.actor, kim.owner)[0]]
    assert told[:4] == ["worked on what is only theirs"] * 4
    kim.act(change_work, private, shared=True)
    after = logs(session, alice, alice.actor)
    assert [len(each) for each in after] == [len(each) + 1 for each in before]


def logs(session: Session, desk: Desk, actor: Actor) -> tuple[list[Any], list[Any]]:
    """What staff read of who did what, page by page."""

    def all_of(read: Any, *args: Any) -> list[Any]:
        entries, more = read(session, *args, None, 2)
        while more:
            page, more = read(session, *args, more, 2)
            entries += page
        return list(entries)

    owner = desk.owner
    return all_of(access_log_of, actor, owner), all_of(audit_of, owner.agency_id)


def test_a_thing_can_be_read_with_the_clients_key_only(session: Session, kim: Desk) -> None:
    write(kim, "a secret")
    (row,) = session.scalars(select(WorkRow))
    assert b"secret" not in row.sealed
    assert isinstance(row.id, UUID)


def test_the_client_is_not_told_of_what_staff_have_not_shown(
    session: Session, alice: Desk, kim: Desk
) -> None:
    def told() -> list[str]:
        return [each["what"] for each in access_log_of(session, kim.actor, kim.owner)[0]]

    before = told()
    draft = write(alice, "draft", "plan")
    assert told() == before
    alice.act(change_work, draft, shared=True)
    assert told() == ["worked on a shared plan", *before]


def test_no_log_of_staff_tells_of_what_is_kept_from_some_of_them(
    session: Session, alice: Desk, kim: Desk
) -> None:
    bob = a_colleague(alice)
    before = logs(session, bob, bob.actor)
    facts = {"words": "not for Bob", NOT_FOR: [str(bob.actor.user_id)]}
    write(kim, shared=True, facts=facts)
    assert logs(session, bob, bob.actor) == before
    (latest, *_), _ = access_log_of(session, kim.actor, kim.owner)
    assert latest["what"] == "worked on what is kept from some of the team"
