"""Builders for tests of what is handed over: a service, and a referral of the client to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from supportmap.casework import referrals
from supportmap.casework.clients import change_client
from supportmap.casework.consents import record_consent
from supportmap.casework.referral_work import note_consent
from supportmap.records.audit import Actor
from supportmap.records.client import lock_client
from supportmap.records.database import writing
from tests.access.browsers import an_account
from tests.directory.services import a_document, kept
from tests.pages.conftest import House, Visitor

__all__ = ["NOTE", "Referring", "noor_of"]

NOTE = "Kim likes quiet rooms and comes by bus."


class Referring:
    """Alice at work on referrals of her client, whose label is K. R."""

    def __init__(self, session: Session, house: House) -> None:
        self.session, self.house, self.owner = session, house, house.owner
        self.actor = Actor(house.owner.agency_id, house.alice_id, "clinician")
        self.count = 0

    def act(self, verb: Any, *args: Any, **kwargs: Any) -> Any:
        """Do something as a route does it."""
        with writing(self.session):
            lock_client(self.session, self.owner)
            done = verb(self.session, self.actor, self.owner, *args, **kwargs)
        self.session.rollback()
        return done

    def service(self, **facts: Any) -> UUID:
        """A service of the directory."""
        self.count += 1
        return kept(self.session, self.owner.agency_id, a_document(str(self.count), **facts))

    def refer(self, service_id: UUID | None = None, **facts: Any) -> UUID:
        """A referral, for belonging, with a note for them."""
        target = service_id or self.service(**facts)
        given = {"service_id": str(target), "function": "belonging", "note": NOTE}
        made: UUID = self.act(referrals.make, given).id
        return made

    def agree(self, referral_id: UUID, given: bool = True) -> None:
        """Note whether the client agrees that this group is told of them."""
        self.act(note_consent, referral_id, given)

    def share(self, **facts: Any) -> None:
        """Note that the client agrees to referral, and what the desk may see."""
        until = (datetime.now(UTC) + timedelta(days=9)).isoformat()
        self.act(record_consent, {"purpose": "referral", "given": True, "expires_at": until, **facts})

    def call_client(self, **facts: Any) -> None:
        """Note something of the client: the name, or the languages."""
        self.act(change_client, facts)

    def letter(self, referral_id: UUID, form: str = "letter") -> str:
        """The address of what they are told."""
        return f"/clients/{self.owner.client_id}/referrals/{referral_id}/letter?as={form}"

    def handout(self, *referrals: UUID, **more: str) -> str:
        """The address of the pages for the client."""
        asked = [*(f"referral={each}" for each in referrals), *(f"{k}={v}" for k, v in more.items())]
        return f"/clients/{self.owner.client_id}/referrals/handout?{'&'.join(asked)}"


def noor_of(referring: Referring) -> Visitor:
    """Somebody of the referral staff."""
    house = referring.house
    an_account(referring.session, house.owner.agency_id, "noor@example.org", "referral")
    referring.session.rollback()
    return Visitor(house.app, "noor@example.org", house.owner)
