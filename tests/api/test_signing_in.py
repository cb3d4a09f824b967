"""A program signs in as the specification says, and is out once it has signed out."""

from __future__ import annotations

from flask import Flask
from sqlalchemy.orm import Session

from supportmap.access.adding import add_user
from supportmap.records.database import writing
from tests.api.people import Program
from tests.service import an_agency

PASSWORD = "a long sentence about harbours"


def test_a_program_gets_a_token_and_gives_it_back(app: Flask, session: Session) -> None:
    agency = an_agency(session)
    with writing(session):
        user = add_user(session, agency, "ada@example.org", PASSWORD, "clinician", "Ada")
    program = Program(app, None)
    given = {"email": "ada@example.org", "password": PASSWORD}
    wanted = {"Accept": "application/json"}
    answer = program.send("POST", "/login?include_auth_token", given, below="", headers=wanted)
    program.token = answer.json["response"]["user"]["authentication_token"]
    assert program.get("/me").json == {
        "user_id": str(user),
        "agency_id": str(agency),
        "role": "clinician",
        "name": "Ada",
        "client_id": None,
    }
    program.send("POST", "/logout", {}, below="", headers=wanted)
    assert program.get("/me").status_code == 401
