"""A database with something in every table."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from supportmap.records.agency import PasswordLink, SignIn
from supportmap.records.audit import Reply, record
from supportmap.records.client import Consent, Owner, vault_of
from supportmap.records.database import writing
from supportmap.records.directory import (
    CentroidRow,
    CorrectionRow,
    ImportRow,
    PlaceRow,
    ServiceRow,
    SourceRow,
    TermWeightsRow,
)
from supportmap.records.invitation import Invitation
from supportmap.records.network import ChangeRow, CoverageRow
from supportmap.records.network_writing import put_client, put_contacts, put_ties
from supportmap.records.networks import state_of
from supportmap.records.reading import note_reading
from supportmap.records.referral import CommunityGapRow, GapWorkRow, ReferralEventRow, ReferralRow
from supportmap.records.reflecting import reflected
from supportmap.records.service_words import ServiceWordsRow
from supportmap.records.visit import VisitRow
from supportmap.records.work import WorkRow
from tests.records.test_networks import facts_of
from tests.service import LONG_AGO, a_client, a_user, an_agency


def fill(session: Session, text: str = "text") -> Owner:
    """Put something into every table, with ``text`` wherever somebody could have written."""
    agency = an_agency(session, f"{text} agency")
    alice = a_user(session, agency)
    owner = a_client(session, agency, alice, label=f"{text} label")
    a_user(session, agency, "client", owner)
    assert alice.user_id
    _map(session, owner, text)
    with writing(session):
        session.add_all(_rows(session, owner, alice.user_id, text))
        services = _directory(owner.agency_id, alice.user_id)
        for row in [*services, *_referrals(session, owner, alice.user_id, services[1].id, text)]:
            session.add(row)
            session.flush()
        session.flush()
        record(session, alice, "network.edit", owner.client_id, [uuid4()])
    note_reading(session, alice, owner, "network.read")
    return owner


def _map(session: Session, owner: Owner, text: str) -> None:
    ends = [facts_of(number, name=f"{text} name", note=f"{text} note", document_id=text) for number in (1, 2)]
    tie = {"a": ends[0]["id"], "b": ends[1]["id"], "position": 1, "strength": 2, "strained": False}
    with writing(session):
        state = state_of(session, owner)
        put_contacts(session, state, ends)
        put_ties(session, state, [tie | {"extra": {"said": text}}])
        needs: dict[str, float | None] = {"emotional": 0.3, "practical": 0.7, "belonging": 0.7}
        put_client(session, state, replace(state, needs=needs, ties_among=[each["id"] for each in ends]))


def _rows(session: Session, owner: Owner, user_id: UUID, text: str) -> list[Any]:
    vault, key = vault_of(session, owner), owner._asdict()
    sealed = vault.seal("any", 1, {"text": text})
    return [
        VisitRow(**key, user_id=user_id, held_on=date(2026, 11, 20), started_at=LONG_AGO, sealed=sealed),
        ChangeRow(**key, number=1, user_id=user_id, at=LONG_AGO, kind="add", sealed=sealed),
        CoverageRow(
            **key,
            function="emotional",
            formula="coverage-1",
            network_version=1,
            status="gap",
            status_at_best="gap",
            missing_answers=0,
        ),
        Consent(**key, user_id=user_id, at=LONG_AGO, purpose="referral", given=True, sealed=sealed),
        SignIn(
            digest=os.urandom(32),
            kind="browser",
            agency_id=owner.agency_id,
            user_id=user_id,
            created_at=LONG_AGO,
            seen_at=LONG_AGO,
            sealed=sealed,
        ),
        Invitation(
            **key,
            user_id=user_id,
            digest=os.urandom(32),
            code_digest=os.urandom(32),
            made_at=LONG_AGO,
            until=LONG_AGO,
            wrong_codes=0,
        ),
        *_work(owner, user_id, sealed),
        PasswordLink(digest=os.urandom(32), agency_id=owner.agency_id, user_id=user_id, until=LONG_AGO),
        Reply(
            agency_id=owner.agency_id,
            user_id=user_id,
            key=os.urandom(32),
            request=os.urandom(32),
            at=LONG_AGO,
            client_id=owner.client_id,
            sealed=sealed,
        ),
    ]


def _work(owner: Owner, user_id: UUID, sealed: bytes) -> list[WorkRow]:
    """A plan, and a step of it."""
    plan, given = uuid4(), {"by_client": True, "shared": False, "version": 1, "sealed": sealed}
    told = {**owner._asdict(), **given, "user_id": user_id, "at": LONG_AGO, "changed_at": LONG_AGO}
    return [WorkRow(**told, id=plan, kind="plan"), WorkRow(**told, kind="step", about=plan)]


def _directory(agency_id: UUID, user_id: UUID) -> list[Any]:
    """A service at a place, reported to be wrong: what anybody may read, but for the report."""
    key, source, service = {"agency_id": agency_id}, uuid4(), uuid4()
    then = {"added_at": LONG_AGO}
    told = {"external_id": "1", "digest": os.urandom(32), "document": "{}", "name": "Lunch club"}
    return [
        SourceRow(**key, id=source, name="Town list", licence="CC0", **then),
        ServiceRow(**key, id=service, source_id=source, changed_at=LONG_AGO, **then, **told),
        PlaceRow(**key, service_id=service, position=0, kind="physical", latitude=53.5, longitude=-2.2),
        ServiceWordsRow(
            **key, service_id=service, named=" lunch club ", facts="[]", words="club lunch", tokens="Fbu"
        ),
        CorrectionRow(**key, service_id=service, user_id=user_id, at=LONG_AGO, sealed=os.urandom(32)),
        ImportRow(
            **key,
            source_name="Town list",
            user_id=user_id,
            dry_run=False,
            state="done",
            begun_at=LONG_AGO,
            seen_at=LONG_AGO,
        ),
        CentroidRow(**key, code="M14", latitude=53.45, longitude=-2.21),
        TermWeightsRow(**key, term="sm:choir", emotional=1, practical=0, belonging=2),
    ]


def _referrals(session: Session, owner: Owner, user_id: UUID, service: UUID, text: str) -> list[Any]:
    """A referral that was sent in the place of another, and who works on the gap."""
    key, first, second = owner._asdict(), uuid4(), uuid4()
    sealed = vault_of(session, owner).seal("any", 1, {"text": text})
    told = {**key, "service_id": service, "function": "emotional", "version": 1, "sealed": sealed}
    made = {"made_by": user_id, "made_by_role": "clinician", "made_at": LONG_AGO, "network_version": 1}
    event = {**key, "user_id": user_id, "at": LONG_AGO, "sealed": sealed}
    return [
        ReferralRow(**told, **made, id=first, state="declined", reason="no capacity"),
        ReferralRow(**told, **made, id=second, state="sent", channel="letter", parent_id=first),
        ReferralEventRow(**event, referral_id=second, number=1, kind="made", after="draft"),
        ReferralEventRow(**event, referral_id=second, number=2, kind="send", before="draft", after="sent"),
        GapWorkRow(**key, function="emotional", assigned_to=user_id, version=1),
        CommunityGapRow(
            **key, function="belonging", found_nothing_on=date(2026, 11, 20), user_id=user_id, sealed=sealed
        ),
    ]


def contents(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, in an order of their own."""
    found = reflected(connection)
    return {
        name: sorted((dict(row._mapping) for row in connection.execute(select(table))), key=repr)
        for name, table in found.tables.items()
        if name != "alembic_version"
    }
