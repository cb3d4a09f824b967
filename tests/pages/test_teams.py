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


def test_care_teams_are_listed_by_label_those_with_nobody_apart(house: House) -> None:
    admin, alice = house.admin, house.alice
    for label in ("a. b.", "Z.", "B."):
        alice.post("/clients", data={"label": label})
    assert labels(admin) == ["a. b.", "B.", "K. R.", "Z."]
    assert labels(admin, "?show=nobody") == []
    assert "Every client has somebody" in admin.page("/teams?show=nobody")
    admin.send(admin.of_client(f"/team/{house.alice_id}/end"), alone="1")
    assert labels(admin, "?show=nobody") == ["K. R."]
    with writing(db.session):
        db.session.get_one(User, (house.owner.agency_id, house.alice_id)).active = False
    assert labels(admin, "?show=nobody") == ["a. b.", "B.", "K. R.", "Z."], (
        "who is disabled looks after nobody"
    )


def test_those_put_away_are_listed_apart(house: House) -> None:
    house.alice.send(house.alice.of_client("/archive"))
    assert labels(house.admin) == []
    assert labels(house.admin, "?show=nobody") == []
    assert labels(house.admin, "?show=away") == ["K. R."]


def test_clients_of_one_label_are_told_apart_by_when_their_records_were_begun(house: House) -> None:
    assert "record begun" not in house.admin.page("/teams")
    house.alice.post("/clients", data={"label": "k.  r."})
    assert house.admin.page("/teams").count("record begun") == 2


def test_the_list_of_care_teams_stays_small(house: House) -> None:
    """Each client costs a line, however many there are to choose from."""
    before = len(house.admin.open("/teams").data)
    house.alice.post("/clients", data={"label": "Z."})
    assert len(house.admin.open("/teams").data) - before < 600


def labels(admin: Visitor, query: str = "") -> list[str]:
    """The labels that the list of care teams has, in its order."""
    told = admin.open(f"/teams{query}", headers=HTML).get_data(as_text=True)
    return re.findall(r'<tr data-label="([^"]*)"', told)
