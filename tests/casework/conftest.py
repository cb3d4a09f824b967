"""Who the tests of the work between visits are about: Alice of the care team, and Kim, her client."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from tests.casework.acting import Desk, a_desk
from tests.service import a_user


@pytest.fixture
def alice(session: Session) -> Desk:
    """Alice, who is on the care team."""
    return a_desk(session)


@pytest.fixture
def kim(alice: Desk) -> Desk:
    """The client, by their own account."""
    return replace(alice, actor=a_user(alice.session, alice.owner.agency_id, "client", alice.owner))
