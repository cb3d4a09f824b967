"""Two administrators who do the same at one moment."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supportmap.records.agency import PasswordLink, User
from tests.access.browsers import Browser, an_account
from tests.pages.conftest import HTML, House, Visitor, read

AT_ONCE = 6


def admins(house: House, session: Session) -> list[Visitor]:
    """So many more of them, each signed in."""
    for number in range(AT_ONCE):
        an_account(session, house.owner.agency_id, f"admin{number}@example.org", "admin")
    session.rollback()
    return [Visitor(house.app, f"admin{number}@example.org", house.owner) for number in range(AT_ONCE)]


def test_of_links_that_are_made_at_once_one_counts(house: House, session: Session) -> None:
    path = f"/users/{house.bob_id}/link"
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = list(pool.map(lambda admin: admin.post(path, headers=HTML), admins(house, session)))
    assert [answer.status_code for answer in told] == [200] * AT_ONCE
    links = [
        re.search(r'value="http://localhost(/password/[^"]+)"', each.get_data(as_text=True)) for each in told
    ]
    counting = [Browser(house.app).open(link[1]).status_code for link in links if link]
    assert sorted(counting) == [200] + [404] * (AT_ONCE - 1)
    assert session.scalar(select(func.count()).select_from(PasswordLink)) == 1


def test_of_many_who_add_one_address_at_once_one_does_and_the_others_are_told(
    house: House, session: Session
) -> None:
    form = {"name": "Nia New", "email": "nia@example.org", "role": "clinician"}
    before = session.scalar(select(func.count()).select_from(User)) or 0
    several = admins(house, session)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = list(pool.map(lambda admin: admin.post("/users", data=form, headers=HTML), several))
    assert sorted(answer.status_code for answer in told) == [200] + [422] * (AT_ONCE - 1)
    refused = [read(answer) for answer in told if answer.status_code == 422]
    assert all("Somebody has this e-mail address already." in words for words in refused)
    session.rollback()
    assert session.scalar(select(func.count()).select_from(User)) == before + AT_ONCE + 1
