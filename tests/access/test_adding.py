"""Adding users: names are in one line and play no tricks."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from supportmap.access.accounts import AccountRefused, find_account
from supportmap.access.adding import add_user
from supportmap.records.database import writing
from tests.access.browsers import PASSWORD
from tests.service import an_agency

NIA = "nia@example.org"


@pytest.mark.parametrize(
    ("name", "kept"),
    [(" Nia \n New ", "Nia New"), ("Nia\u202e weN\x07", "Nia weN"), ("Zoë \u2066Öz\u2069", "Zoë Öz")],
)
def test_a_name_is_kept_in_one_line_and_turns_nothing(session: Session, name: str, kept: str) -> None:
    agency = an_agency(session)
    with writing(session):
        add_user(session, agency, NIA, PASSWORD, "clinician", name)
    account = find_account(session, NIA)
    assert account
    assert account.name == kept


@pytest.mark.parametrize("name", ["", " \t", "\u202e\u200b", "n" * 201])
def test_a_name_of_which_nothing_is_seen_is_refused(session: Session, name: str) -> None:
    agency = an_agency(session)
    with pytest.raises(AccountRefused, match="a name has 1 to 200 characters"), writing(session):
        add_user(session, agency, NIA, PASSWORD, "clinician", name)
