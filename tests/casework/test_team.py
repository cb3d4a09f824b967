"""Care teams, consents and the access log."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from supportmap.access.loaders import NotThere, load_client
from supportmap.access.policy import POLICY
from supportmap.casework.clients import archive_client
from supportmap.casework.consents import consents_of, record_consent
from supportmap.casework.logbook import OPERATOR, OTHERWISE, WORDS, access_log_of
from supportmap.casework.outcome import Invalid, Missing
from supportmap.casework.team import hand_over, join_team, leave_team, staff_of, team_of
from supportmap.records.agency import User
from supportmap.records.audit import Actor, record
from supportmap.records.database import writing
from supportmap.records.reading import note_reading
from tests.casework.acting import Desk, a_colleague, a_desk
from tests.service import a_user, an_agency


def current(desk: Desk) -> list[UUID]:
    return [UUID(each["user_id"]) for each in team_of(desk.session, desk.owner) if each["until"] is None]


def test_a_clinician_who_joins_may_see_the_client_until_they_leave(session: Session) -> None:
    desk, bob = (alice := a_desk(session)), a_colleague(alice).actor
    with pytest.raises(NotThere):
        load_client(session, bob, "network.read", desk.owner.client_id)
    desk.act(join_team, bob.user_id)
    desk.act(join_team, bob.user_id)
    assert current(desk) == [desk.actor.user_id, bob.user_id]
    assert load_client(session, bob, "network.read", desk.owner.client_id) == desk.owner
    told = desk.act(leave_team, bob.user_id)
    assert [each["until"] is None for each in told] == [True, False]
    with pytest.raises(NotThere):
        load_client(session, bob, "network.read", desk.owner.client_id)
    with pytest.raises(Missing):
        desk.act(leave_team, bob.user_id)
    desk.act(join_team, bob.user_id)
    assert len(team_of(session, desk.owner)) == 3, "an ended place stays in the record"


def test_whoever_is_no_active_clinician_of_the_agency_cannot_join(session: Session) -> None:
    desk = a_desk(session)
    agency = desk.owner.agency_id
    others = [
        a_user(session, agency, "admin"),
        a_user(session, agency, "referral"),
        a_user(session, agency, "client", desk.owner),
        a_user(session, agency, active=False),
        a_user(session, an_agency(session, "Elsewhere")),
    ]
    said = set()
    for user_id in [*(other.user_id for other in others), uuid4()]:
        with pytest.raises(Invalid) as refusal:
            desk.act(join_team, user_id)
        said.add(refusal.value.reasons)
    assert len(said) == 1, "who is elsewhere and who doesn't exist are answered alike"
    assert current(desk) == [desk.actor.user_id]


def test_only_an_admin_leaves_a_client_to_nobody_and_only_if_it_is_meant(session: Session) -> None:
    desk = a_desk(session)
    desk.refused("last-on-team", leave_team, desk.actor.user_id)
    desk.refused("last-on-team", leave_team, desk.actor.user_id, True)
    admin = Desk(session, a_user(session, desk.owner.agency_id, "admin"), desk.owner)
    admin.refused("last-on-team", leave_team, desk.actor.user_id)
    assert current(desk) == [desk.actor.user_id]
    admin.act(leave_team, desk.actor.user_id, alone=True)
    assert current(desk) == []


def test_an_admin_need_not_say_that_a_record_that_was_put_away_is_left_to_nobody(session: Session) -> None:
    desk = a_desk(session)
    desk.act(archive_client)
    desk.refused("last-on-team", leave_team, desk.actor.user_id)
    admin = Desk(session, a_user(session, desk.owner.agency_id, "admin"), desk.owner)
    admin.act(leave_team, desk.actor.user_id)
    assert current(desk) == []


def test_a_client_is_handed_over_to_a_colleague_and_never_to_oneself(session: Session) -> None:
    desk, bob = (alice := a_desk(session)), a_colleague(alice).actor
    desk.act(join_team, bob.user_id)
    with pytest.raises(Invalid):
        desk.act(hand_over, desk.actor.user_id)
    assert current(desk) == [desk.actor.user_id, bob.user_id]
    desk.act(hand_over, bob.user_id)
    assert current(desk) == [bob.user_id]


def test_the_staff_are_told_without_the_clients(session: Session) -> None:
    desk = a_desk(session)
    a_user(session, desk.owner.agency_id, "client", desk.owner)
    a_user(session, desk.owner.agency_id, "admin", active=False)
    a_user(session, an_agency(session, "Elsewhere"))
    told = staff_of(session, desk.owner.agency_id)
    found = [(each["name"], each["role"], each["active"]) for each in told]
    assert sorted(found) == [("A User", "admin", False), ("A User", "clinician", True)]


def test_consents_are_added_and_never_altered(session: Session) -> None:
    desk = a_desk(session)
    own_id = str(uuid4())
    said = {"id": own_id, "purpose": "referral", "given": True, "recipient": "Sentinel House"}
    first = desk.act(record_consent, {**said, "expires_at": "2027-01-01T00:00:00+01:00"})
    assert {name: first[name] for name in said} == said
    assert first["expires_at"] == "2026-12-31T23:00:00+00:00"
    desk.act(record_consent, {"purpose": "referral", "given": False})
    told = consents_of(session, desk.owner)
    assert [each["given"] for each in told] == [False, True]
    assert told[1] == first
    desk.refused("id-taken", record_consent, said)


@pytest.mark.parametrize(
    "wrong", [{"given": 1}, {"purpose": "gossip"}, {"expires_at": "2027-01-01T00:00:00"}, {"expires_at": "x"}]
)
def test_a_consent_that_could_mean_several_things_is_refused(
    session: Session, wrong: dict[str, object]
) -> None:
    desk = a_desk(session)
    with pytest.raises(Invalid):
        desk.act(record_consent, {"purpose": "referral", "given": True} | wrong)


def test_the_access_log_tells_in_words_who_did_what(session: Session) -> None:
    desk, other = a_desk(session), a_desk(session)
    note_reading(session, desk.actor, desk.owner, "network.read")
    desk.add()
    desk.start()
    other.add()
    told, after = access_log_of(session, desk.actor, desk.owner, limit=2)
    assert [(each["who"], each["role"], each["what"]) for each in told] == [
        ("A User", "clinician", "started a visit"),
        ("A User", "clinician", "added somebody to the map"),
    ]
    assert datetime.fromisoformat(told[0]["at"]) <= datetime.now(UTC)
    rest, end = access_log_of(session, desk.actor, desk.owner, after)
    assert ([each["what"] for each in rest], end) == (["looked at the map"], None)
    # It is counted within this record: nothing tells how much is done for others.
    assert after == 1
    desk.add("Blake")
    assert access_log_of(session, desk.actor, desk.owner, after)[0] == rest


def test_whoever_runs_the_service_has_no_name_in_the_log(session: Session) -> None:
    desk = a_desk(session)
    with writing(session):
        record(session, Actor.operator(desk.owner.agency_id), "something.new", desk.owner.client_id)
    ((told,), _) = access_log_of(session, desk.actor, desk.owner)
    assert (told["who"], told["role"], told["what"]) == (OPERATOR, "operator", OTHERWISE)


def test_every_action_of_the_policy_that_reads_has_words() -> None:
    read = {rule.action for rule in POLICY if rule.action.endswith(".read") and rule.relation != "agency"}
    assert read
    assert read <= WORDS.keys()


def test_whose_account_ended_does_not_stay_on_a_team(session: Session) -> None:
    desk = a_desk(session)
    bob = a_colleague(desk).actor
    desk.act(join_team, bob.user_id)
    with writing(session):
        session.get_one(User, (desk.owner.agency_id, bob.user_id)).active = False
    desk.refused("last-on-team", leave_team, desk.actor.user_id)
