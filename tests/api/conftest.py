"""Alice is on the client's care team, Bob is another clinician, Charlie the admin, Kim the client."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from supportmap.records.client import Owner
from tests.api.people import Program
from tests.service import a_client, a_user, an_agency


@dataclass(frozen=True, slots=True)
class House:
    """An agency with somebody of every kind, and one client."""

    agency: UUID
    owner: Owner
    alice: Program
    bob: Program
    charlie: Program
    kim: Program
    desk: Program
    stranger: Program
    nobody: Program
    bob_id: UUID

    def path(self, rest: str = "") -> str:
        """The address of the client, or of something of theirs."""
        return f"/clients/{self.owner.client_id}{rest}"


@pytest.fixture
def house(app: Flask, session: Session) -> House:
    """The agency that the tests of the API act in."""
    agency = an_agency(session)
    alice, bob = a_user(session, agency), a_user(session, agency)
    owner = a_client(session, agency, alice)
    others = [a_user(session, agency, role) for role in ("admin", "referral")]
    kim = a_user(session, agency, "client", client=owner)
    stranger = a_user(session, an_agency(session, "Elsewhere"))
    assert bob.user_id is not None
    return House(
        agency,
        owner,
        alice=Program(app, alice),
        bob=Program(app, bob),
        charlie=Program(app, others[0]),
        kim=Program(app, kim),
        desk=Program(app, others[1]),
        stranger=Program(app, stranger),
        nobody=Program(app, None),
        bob_id=bob.user_id,
    )
