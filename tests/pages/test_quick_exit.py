"""Quick exit stands on every page of a client, and on no other's."""

from __future__ import annotations

import re

from flask import Flask
from sqlalchemy.orm import Session

from supportmap.casework.agency import change_agency
from supportmap.pages.quick_exit import ELSEWHERE
from supportmap.records.audit import Actor
from supportmap.records.database import db, writing
from tests.access.browsers import an_account
from tests.pages.conftest import HTML, House, Visitor

KIM = "kim@example.org"
AWAY = "https://weather.example.org/"


def leads(visitor: Visitor, path: str) -> list[str]:
    """Where the quick exit of a page leads."""
    told = visitor.open(path, headers=HTML).get_data(as_text=True)
    return re.findall(r'<a class="button leave" href="([^"]+)"', told)


def test_it_is_on_each_page_of_a_client_and_leads_where_the_agency_says(
    house: House, app: Flask, session: Session
) -> None:
    an_account(session, house.owner.agency_id, KIM, "client", house.owner.client_id)
    session.rollback()
    kim = Visitor(app, KIM, house.owner)
    assert leads(kim, "/account") == leads(kim, kim.of_client("/log")) == [ELSEWHERE]
    with writing(session):
        admin = Actor(house.owner.agency_id, house.admin_id, "admin")
        change_agency(session, admin, {"quick_exit": AWAY})
    session.rollback()
    db.session.rollback()
    assert leads(kim, "/account") == [AWAY]
    assert "It can’t hide that this page was visited" in kim.page("/account")


def test_staff_have_none(house: House) -> None:
    for visitor in (house.alice, house.admin):
        assert leads(visitor, "/account") == []
    assert "can’t hide" not in house.alice.page("/account")
