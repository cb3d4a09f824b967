"""In random worlds the condition of the policy finds exactly those whom the policy allows."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import product
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from supportmap.access.policy import ACTIONS, Subject, asking, can, scope, scope_of
from supportmap.records.agency import Agency, User
from supportmap.records.audit import Actor
from supportmap.records.client import CarePlace, ClientRow, Consent, Owner
from tests.access.worlds import NOW, ROLES, subject_of

POOL = [UUID(int=number) for number in range(1, 5)]
AGENCIES = [UUID(int=number, version=4) for number in (101, 102)]
OFFSETS = st.sampled_from([timedelta(days=-2), timedelta(0), timedelta(microseconds=1), timedelta(days=2)])
MOMENTS = OFFSETS.map(lambda offset: NOW + offset)
IDS = st.sampled_from(POOL)
Key = tuple[UUID, UUID]


@st.composite
def random_worlds(
    draw: st.DrawFn,
) -> tuple[list[Key], list[Actor], list[dict[str, object]], list[dict[str, object]]]:
    """Return clients, users, places and consents of two agencies that use the same few ids."""
    keys = st.tuples(st.sampled_from(AGENCIES), IDS)
    clients = draw(st.lists(keys, min_size=1, max_size=8, unique=True))
    users = draw(st.lists(keys, min_size=1, max_size=6, unique=True))
    actors = [
        Actor(
            *(agency, user, draw(st.sampled_from(ROLES))),
            client_id=draw(st.sampled_from([None, *_of(agency, clients)])),
            invited_to=draw(st.sampled_from([None, *_of(agency, clients)])),
        )
        for agency, user in users
    ]
    pairs = [(a, client, actor.user_id) for a, client in clients for actor in actors if actor.agency_id == a]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=10)) if pairs else []
    ends, confirmed = st.none() | MOMENTS, st.sampled_from([None, NOW])
    places = [_place(*pair, draw(MOMENTS), draw(ends), draw(confirmed)) for pair in chosen]
    said = draw(st.lists(st.sampled_from(pairs), max_size=6)) if pairs else []
    return clients, actors, places, [_consent(draw, *pair) for pair in said]


def _consent(draw: st.DrawFn, agency: UUID, client: UUID, user: UUID | None) -> dict[str, object]:
    return {
        "agency_id": agency,
        "client_id": client,
        "user_id": user,
        "id": uuid4(),
        "sealed": b"",
        "at": draw(MOMENTS),
        "given": draw(st.booleans()),
        "expires_at": draw(st.none() | MOMENTS),
        "purpose": draw(st.sampled_from(["referral", "referral", "record"])),
        "referral_id": draw(st.sampled_from([None, None, UUID(int=9)])),
    }


def _of(agency: UUID, keys: list[Key]) -> list[UUID]:
    return [each for of, each in keys if of == agency]


def _place(
    agency: UUID,
    client: UUID,
    user: UUID | None,
    since: datetime,
    until: datetime | None,
    ok: datetime | None,
) -> dict[str, object]:
    key = {"agency_id": agency, "id": uuid4(), "client_id": client, "user_id": user}
    return {**key, "since": since, "until": until, "confirmed_at": ok}


def _put(
    session: Session,
    clients: list[Key],
    actors: list[Actor],
    places: list[dict[str, object]],
    consents: list[dict[str, object]],
) -> list[Subject]:
    for agency in AGENCIES:
        session.execute(insert(Agency).values(id=agency, created_at=NOW, data_key=b"", sealed=b""))
    for agency, client in clients:
        session.execute(insert(ClientRow).values(agency_id=agency, id=client, created_at=NOW, sealed=b""))
    for actor in actors:
        unique = uuid4()
        row: dict[str, object] = {
            "agency_id": actor.agency_id,
            "id": actor.user_id,
            "role": actor.role,
            "created_at": NOW,
        }
        row |= {"client_id": actor.client_id, "email_digest": unique.bytes, "fs_uniquifier": unique.hex}
        session.execute(insert(User).values(**row, sealed=b"", password=""))
    for place in places:
        session.execute(insert(CarePlace).values(**place))
    for consent in consents:
        session.execute(insert(Consent).values(**consent))
    return [subject_of(session, Owner(*client)) for client in clients]


@given(world=random_worlds())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_scope_finds_exactly_those_whom_can_allows(
    session: Session,
    world: tuple[list[Key], list[Actor], list[dict[str, object]], list[dict[str, object]]],
) -> None:
    subjects = _put(session, *world)
    try:
        for actor, action in product(world[1], sorted(ACTIONS)):
            query = select(ClientRow.agency_id, ClientRow.id)
            expected = {(s.agency_id, s.client_id) for s in subjects if can(actor, action, s, NOW)}
            found = session.execute(query.where(scope(actor, action, NOW)))
            assert set(map(tuple, found)) == expected
            # What loaders ask with is the same condition, made once for each role and action.
            found = session.execute(query.where(scope_of(actor.role, action)), asking(actor, NOW))
            assert set(map(tuple, found)) == expected
    finally:
        session.rollback()
