"""The care teams as admins settle them: the list of all, and the page of one."""

from __future__ import annotations

import re

from supportmap.records.agency import User
from supportmap.records.database import db, writing
from tests.pages.conftest import HTML, House, Visitor


def ending_form(visitor: Visitor, path: str) -> tuple[str, dict[str, str]]:
    """Where the first form of a page that ends a place leads, and what it carries."""
    told = visitor.open(path, headers=HTML).get_data(as_text=True)
    found = re.search(r'<form action="([^"]+/end)".*?</form>', told, re.DOTALL)
    assert found
    return found[1], dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', found[0]))


def test_an_admin_is_asked_before_a_client_is_left_to_nobody(house: House) -> None:
    admin, team = house.admin, house.admin.of_client("/team")
    told = admin.page(team)
    assert "Care team of K. R." in told
    assert "and nobody looks after them" in told
    assert "Yes, end the place of A User: nobody looks after K. R." in told
    path, form = ending_form(admin, team)
    assert "take somebody in first" in admin.send(path, back=team)
    told = admin.send(path, **form)
    assert "Nobody looks after this client now." in told
    assert "Nobody looks after this client. " in told
    admin.send(team, user=str(house.bob_id), back=team)
    assert house.bob.open(team).status_code == 200


def test_whoever_stays_is_named_before_a_place_ends(house: House) -> None:
    admin, team = house.admin, house.admin.of_client("/team")
    admin.send(team, user=str(house.bob_id))
    assert "A User no longer sees this client then. A User stays on the care team." in admin.page(team)
    assert "alone" not in ending_form(admin, team)[1]
    with writing(db.session):
        db.session.get_one(User, (house.owner.agency_id, house.bob_id)).active = False
    told = admin.page(team)
    assert "stays on the care team" in told, "the other one, once the place of who is disabled ends"
    assert "nobody looks after K. R." in told, "who is disabled stays on no team"


def test_the_list_of_care_teams_does_not_repeat_the_staff(house: House) -> None:
    told = house.admin.open("/teams", headers=HTML).get_data(as_text=True)
    assert str(house.bob_id) not in told
    assert f'href="{house.admin.of_client("/team")}"' in told
