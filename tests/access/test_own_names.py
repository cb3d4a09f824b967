"""The user's and the agency's own names are what somebody who knows them tries first."""

from __future__ import annotations

import time

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from supportmap.access.accounts import AccountRefused, find_account, reset
from supportmap.access.adding import add_user
from supportmap.access.passwords import EASY, objection
from supportmap.records.database import writing
from tests.access.browsers import PASSWORD, Browser
from tests.service import an_agency

NIA, OF_AGENCY = "nia@example.org", "Kestrelwood2026!"


@pytest.mark.parametrize("password", [OF_AGENCY, "kestrelwoodclinic", "Vandermolen2026!"])
def test_a_name_with_a_year_is_easy_for_whoever_knows_it_only(password: str) -> None:
    assert objection(password, NIA, "Nia Vandermolen", "Kestrelwood Clinic") == EASY
    assert objection(password, NIA, None, "Harbour") is None


def test_it_is_refused_wherever_a_password_is_set(app: Flask, session: Session) -> None:
    agency = an_agency(session, "Kestrelwood Clinic")
    with pytest.raises(AccountRefused, match="easy to guess"), writing(session):
        add_user(session, agency, NIA, OF_AGENCY, "clinician")
    with writing(session):
        add_user(session, agency, NIA, PASSWORD, "clinician")
    account = find_account(session, NIA)
    assert account
    with pytest.raises(AccountRefused, match="easy to guess"), writing(session):
        reset(session, account, OF_AGENCY)
    session.rollback()
    browser = Browser(app)
    browser.sign_in(NIA)
    sent = {"password": PASSWORD, "new_password": OF_AGENCY, "new_password_confirm": OF_AGENCY}
    answer = browser.post("/change", json=sent)
    assert answer.status_code == 400
    assert "easy to guess" in answer.get_data(as_text=True)


def test_no_password_takes_long_to_look_at() -> None:
    slow = "185@{@0+5635|!2!19|%|$0[4{635{([7%@" * 3
    begun = time.process_time()
    objection(slow[:128], "kim@example.org")
    assert time.process_time() - begun < 2, "it took 17 seconds when all of it was looked at"
