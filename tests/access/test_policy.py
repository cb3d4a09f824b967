"""The policy against the table of ``matrix.md``: what it allows, and that no row of it could be another."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from itertools import product
from typing import get_args
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from supportmap.access.loaders import NotThere, load_agency, load_client
from supportmap.access.policy import (
    ACTIONS,
    POLICY,
    Relation,
    Rule,
    can,
    scope,
)
from supportmap.records.audit import Actor
from supportmap.records.client import ClientRow, Owner
from supportmap.records.database import writing
from tests.access.worlds import DAY, KINDS, NOW, ROLES, World, a_world, consent, expectations, subject_of

Policy = tuple[Rule, ...]
RELATIONS: tuple[Relation, ...] = get_args(Relation)
EXPECTED = expectations()
NOBODY: frozenset[str] = frozenset()
CLIENTS = ("client", "consented")


def allowed(world: World, action: str, kind: str, policy: Policy = POLICY) -> frozenset[str]:
    """Return the situations in which ``can`` allows an action."""
    actors = world.actors[kind].items()
    return frozenset(name for name, actor in actors if can(actor, action, world.subject(kind), NOW, policy))


def within_scope(
    session: Session,
    world: World,
    action: str,
    kind: str,
    policy: Policy = POLICY,
    roles: Collection[str] = (),
) -> frozenset[str]:
    """Return the situations in which ``scope`` finds the client; ``roles``: those of these roles only."""
    actors = [(name, a) for name, a in world.actors[kind].items() if not roles or a.role in roles]
    owner = world.owner if kind == "client" else world.willing
    return frozenset(name for name, actor in actors if finds(session, owner, actor, action, policy))


def finds(session: Session, owner: Owner, actor: Actor, action: str, policy: Policy) -> bool:
    query = select(ClientRow.agency_id, ClientRow.id).where(scope(actor, action, NOW, policy))
    return owner in [Owner(*row) for row in session.execute(query)]


def test_the_table_names_every_action_once_and_no_other() -> None:
    named = [action for action, kind in EXPECTED if kind != "consented"]
    assert sorted(named) == sorted(ACTIONS)


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_who_may_is_who_the_table_says(session: Session, action: str) -> None:
    world = a_world(session)
    for kind in KINDS:
        assert allowed(world, action, kind) == EXPECTED.get((action, kind), NOBODY)
    for kind in CLIENTS:
        assert within_scope(session, world, action, kind) == EXPECTED.get((action, kind), NOBODY)


def test_an_action_that_no_row_names_is_nobodys(session: Session) -> None:
    world = a_world(session)
    assert all(not allowed(world, "client.copy", kind) for kind in KINDS)
    assert not any(within_scope(session, world, "client.copy", kind) for kind in CLIENTS)


def mutants() -> Iterator[tuple[str, Policy, Rule]]:
    """Return every policy that differs in one row, and a row that tells which action and role it concerns."""
    for place, rule in enumerate(POLICY):
        before, after = POLICY[:place], POLICY[place + 1 :]
        yield f"without {rule}", before + after, rule
        for relation in RELATIONS:
            if relation != rule.relation:
                changed = Rule(rule.action, rule.role, relation)
                yield f"{relation} in {rule}", (*before, changed, *after), rule
        for role in ROLES:
            if role != rule.role:
                changed = Rule(rule.action, role, rule.relation)
                yield f"{role} in {rule}", (*before, changed, *after), rule
    for action, role, relation in product(sorted(ACTIONS), ROLES, RELATIONS):
        added = Rule(action, role, relation)
        if added not in POLICY and not beneath_another(added):
            yield f"with {added}", (*POLICY, added), added


def beneath_another(rule: Rule) -> bool:
    """Tell whether a row gives nothing because another already gives it for whatever client."""
    return (
        rule.relation in {"self", "invited", "team", "consented"}
        and Rule(rule.action, rule.role, "any") in POLICY
    )


def test_every_other_policy_breaks_the_table_by_can(session: Session) -> None:
    world = a_world(session)
    survivors = [
        name
        for name, policy, about in mutants()
        if all(
            allowed(world, about.action, k, policy) == EXPECTED.get((about.action, k), NOBODY) for k in KINDS
        )
    ]
    assert survivors == []
    assert len(list(mutants())) > 400


def test_every_other_policy_about_clients_breaks_the_table_by_scope(session: Session) -> None:
    """Only the roles of the rows that differ are tried: to all others it is the same policy.

    Rows about the agency itself find no client, before or after: those ``can`` alone decides.
    """
    world = a_world(session)
    survivors = []
    for name, policy, about in mutants():
        roles = {rule.role for rule in set(policy) ^ set(POLICY) if rule.relation != "agency"}
        if roles and all(
            within_scope(session, world, about.action, kind, policy, roles)
            == expected(world, about, kind, roles)
            for kind in CLIENTS
        ):
            survivors.append(name)
    assert survivors == []


def expected(world: World, about: Rule, kind: str, roles: Collection[str]) -> frozenset[str]:
    """Return the situations of these roles in which the table allows what a row is about."""
    names = EXPECTED.get((about.action, kind), NOBODY)
    return frozenset(name for name in names if world.actors[kind][name].role in roles)


def test_rows_that_are_not_tried_change_nothing(session: Session) -> None:
    """Those left out of the mutants: beneath a wider row, they allow nothing more."""
    world = a_world(session)
    rows = [Rule(*row) for row in product(sorted(ACTIONS), ROLES, RELATIONS)]
    beneath = [rule for rule in rows if rule not in POLICY and beneath_another(rule)]
    for rule in beneath:
        for kind in CLIENTS:
            assert allowed(world, rule.action, kind, (*POLICY, rule)) == EXPECTED[rule.action, kind]
    assert len(beneath) < 20


@pytest.mark.parametrize("moment", [NOW - timedelta(microseconds=1), NOW, NOW + DAY])
def test_a_place_counts_from_its_beginning_until_just_before_its_end(
    session: Session, moment: datetime
) -> None:
    world = a_world(session)
    actors = world.actors["client"]
    open_ended, until_tomorrow = (
        actors["clinician on the team"],
        actors["clinician on the team until tomorrow"],
    )
    assert can(open_ended, "client.read", world.client, moment) == (moment >= NOW)
    assert can(until_tomorrow, "client.read", world.client, moment) == (moment < NOW + DAY)
    for actor in (open_ended, until_tomorrow):
        found = session.scalars(select(ClientRow.id).where(scope(actor, "client.read", moment))).all()
        assert bool(found) == can(actor, "client.read", world.client, moment)


@pytest.mark.parametrize(
    ("said", "sees"),
    [
        ([], False),
        ([(-1, True, None)], True),
        ([(-2, True, None), (-1, False, None)], False),
        ([(-2, False, None), (-1, True, None)], True),
        ([(-2, True, None), (-1, True, 0)], False),
        ([(-1, True, 1)], True),
    ],
)
def test_the_desk_sees_whoever_said_yes_last_until_that_runs_out(
    session: Session, said: list[tuple[int, bool, int | None]], sees: bool
) -> None:
    world = a_world(session)
    for at, given, until in said:
        consent(session, world.owner, NOW + at * DAY, given, None if until is None else NOW + until * DAY)
    desk = world.actors["client"]["referral"]
    assert finds(session, world.owner, desk, "gap.read", POLICY) == sees
    assert can(desk, "gap.read", subject_of(session, world.owner), NOW) == sees


def test_a_yes_to_one_referral_or_on_a_record_put_away_shows_the_desk_nothing(session: Session) -> None:
    world = a_world(session)
    desk = world.actors["client"]["referral"]
    consent(session, world.owner, NOW - DAY, referral_id=uuid4())
    consent(session, world.willing, NOW, False, referral_id=uuid4())
    assert not finds(session, world.owner, desk, "gap.read", POLICY)
    assert finds(session, world.willing, desk, "gap.read", POLICY)
    with writing(session):
        session.get_one(ClientRow, tuple(world.willing)).archived_at = NOW
    assert not finds(session, world.willing, desk, "gap.read", POLICY)


def test_what_one_may_not_know_of_is_not_there(session: Session) -> None:
    world = a_world(session)
    client_id = world.owner.client_id
    on_team = world.actors["client"]["clinician on the team until tomorrow"]
    on_another = world.actors["client"]["clinician on another team"]
    assert load_client(session, on_another, "client.read", _neighbour(session, world)).client_id != client_id
    for actor, wanted in ((on_another, client_id), (on_team, uuid4())):
        with pytest.raises(NotThere):
            load_client(session, actor, "client.read", wanted)
    with pytest.raises(NotThere):
        load_agency(on_team, "client.read")


def _neighbour(session: Session, world: World) -> UUID:
    query = select(ClientRow.id).where(ClientRow.agency_id == world.owner.agency_id)
    ours = world.owner.client_id, world.willing.client_id
    return next(each for each in session.scalars(query) if each not in ours)
