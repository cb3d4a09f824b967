"""The pages of admins: who can sign in, what the agency settles, and who did what."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from supportmap.access import acting, password_links
from supportmap.access.accounts import disable
from supportmap.analysis.naming import clean
from supportmap.records.agency import User
from supportmap.records.audit import Actor, AuditRow
from supportmap.records.database import db, writing
from tests.access.browsers import PASSWORD, Browser, an_account
from tests.pages.conftest import HTML, House, read

NEW = {"name": "Nia New", "email": "nia@example.org", "role": "clinician"}
CHOSEN = {"password": "some other words", "again": "some other words"}


def link_in(house: House, path: str, **form: str) -> str:
    """Where the link leads that a form of the admin makes."""
    told = house.admin.post(path, data=form, headers=HTML).get_data(as_text=True)
    found = re.search(r'value="http://localhost(/password/[^"]+)"', told)
    assert found
    return found[1]


def test_somebody_new_sets_their_password_by_a_link_that_counts_once(house: House, app: Flask) -> None:
    link = link_in(house, "/users", **NEW)
    told = house.admin.page("/users")
    assert link not in told, "it is shown once"
    assert "Nia New nia@example.org Clinician password link for it not used yet" in told
    browser = Browser(app)
    for _ in range(3):
        assert "nia@example.org" in read(browser.open(link)), "looking uses nothing up"
    assert "aren’t the same" in read(browser.post(link, data=CHOSEN | {"again": "no"}))
    assert "at least 12" in read(browser.post(link, data={"password": "short", "again": "short"}))
    for easy in ("passwordpassword", "aaaaaaaaaaaaaaaa", "qwertyuiopasdf", "nia@example.orgnia"):
        assert "easy to guess" in read(browser.post(link, data={"password": easy, "again": easy})), easy
    assert "Your password is set" in read(browser.post(link, data=CHOSEN))
    assert browser.sign_in("nia@example.org", "some other words").status_code == 200
    assert "not used yet" not in house.admin.page("/users")
    for answer in (browser.open(link, headers=HTML), browser.post(link, data=CHOSEN, headers=HTML)):
        assert answer.status_code == 404
        assert "This link no longer counts" in read(answer)


def test_a_new_link_ends_the_one_before_and_none_lasts(
    house: House, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/users/{house.bob_id}/link"
    first, second = link_in(house, path), link_in(house, path)
    assert [Browser(app).open(link).status_code for link in (first, second)] == [404, 200]
    monkeypatch.setattr(password_links, "timedelta", lambda **_: timedelta(seconds=-1))
    assert Browser(app).open(link_in(house, path)).status_code == 404


def test_setting_a_password_signs_out_everywhere_and_a_disabled_user_has_no_link(
    house: House, app: Flask
) -> None:
    link = link_in(house, f"/users/{house.bob_id}/link")
    assert house.bob.is_signed_in()
    Browser(app).post(link, data=CHOSEN)
    assert not house.bob.is_signed_in()
    link = link_in(house, f"/users/{house.bob_id}/link")
    house.admin.send(f"/users/{house.bob_id}/disable")
    assert Browser(app).open(link).status_code == 404
    assert "This account is disabled" in house.admin.send(f"/users/{house.bob_id}/link", back="/users")
    house.admin.send(f"/users/{house.bob_id}/enable")
    assert Browser(app).open(link).status_code == 404
    assert Browser(app).sign_in("bob@example.org", "some other words").status_code == 200


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (NEW | {"email": "alice@example.org"}, "Somebody has this e-mail address already"),
        (NEW | {"email": "nobody"}, "This is no e-mail address"),
        (NEW | {"role": "client"}, "Choose what they do"),
        (NEW | {"name": " "}, "Give the name"),
        (NEW | {"name": "\u202e\u200b"}, "Give the name"),
        (NEW | {"name": "n" * 201}, "A name has 1 to 200 characters"),
    ],
)
def test_who_can_not_be_added_is_said_with_what_to_do(house: House, form: dict[str, str], words: str) -> None:
    answer = house.admin.post("/users", data=form, headers=HTML)
    assert answer.status_code == 422
    assert words in read(answer)
    for name in ("name", "email"):
        assert f'value="{clean(form[name])}"' in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (NEW | {"email": "alice@example.org"}, "email"),
        (NEW | {"name": ""}, "name"),
        (NEW | {"role": ""}, "role"),
    ],
)
def test_the_field_that_can_not_be_as_it_is_is_marked(house: House, form: dict[str, str], field: str) -> None:
    told = house.admin.post("/users", data=form, headers=HTML).get_data(as_text=True)
    marked = re.findall(r'name="(\w+)"[^>]*aria-invalid="true" aria-describedby="refused"', told)
    assert marked == [field]


def test_what_disabling_follows_is_said_before(house: House) -> None:
    def asked(name: str) -> str:
        told = house.admin.page("/users")
        found = re.search(rf"Disable {name} … (.*?) Yes, disable {name}", told)
        assert found
        return found[1]

    assert "Nobody else looks after 1 client of theirs: take somebody in first" in asked("A User")
    house.alice.post("/clients", data={"label": "L. M."})
    assert "Nobody else looks after 2 clients of theirs" in asked("A User")
    house.alice.send(house.alice.of_client("/archive"))
    assert "1 client of theirs" in asked("A User"), "those put away don't count"
    house.alice.send(house.alice.of_client("/restore"))
    house.admin.send(house.admin.of_client("/team"), user=str(house.bob_id))
    assert "1 client of theirs" in asked("A User")
    house.admin.send(f"/users/{house.bob_id}/disable")
    assert "2 clients of theirs" in asked("A User"), "who is disabled looks after nobody"


def test_a_page_is_not_kept_for_a_request_that_names_itself(house: House) -> None:
    path, names_itself = f"/users/{house.bob_id}/link", HTML | {"Idempotency-Key": "one"}
    first, second = (house.admin.post(path, headers=names_itself) for _ in range(2))
    assert [first.status_code, second.status_code] == [200, 200]
    assert first.data != second.data
    assert house.admin.post("/agency", data={"name": ""}, headers=names_itself).status_code == 422


def test_a_link_for_a_client_tells_whose_it_is_by_the_label(house: House, session: Session) -> None:
    agency_id, client_id = house.owner
    user_id = an_account(session, agency_id, "kim@example.org", "client", client_id)
    session.rollback()
    told = read(house.admin.post(f"/users/{user_id}/link", headers=HTML))
    assert "A link for the client K. R. to set the password" in told
    assert "K. R. – Client" in read(house.admin.open("/users"))
    assert "kim@example.org" not in told


def test_an_account_that_was_not_confirmed_is_nobodys(house: House, session: Session) -> None:
    agency_id, client_id = house.owner
    user_id = an_account(session, agency_id, "thief@example.org", "client", client_id)
    session.execute(update(User).where(User.id == user_id).values(confirmed_at=None))
    session.commit()
    told = read(house.admin.open("/users"))
    assert "Not confirmed – Client" in told
    assert "K. R." not in told
    link = read(house.admin.post(f"/users/{user_id}/link", headers=HTML))
    assert "A link for an account that wasn’t confirmed to set the password" in link


def test_nobody_disables_themselves(house: House) -> None:
    assert "another administrator can" in house.admin.send(f"/users/{house.admin_id}/disable", back="/users")
    assert house.admin.is_signed_in()


def test_the_agency_is_settled_and_a_wrong_value_changes_nothing(house: House) -> None:
    kept = {"name": "Quay", "time_zone": "Europe/London", "quick_exit": "https://example.org/weather"}
    assert "Saved." in house.admin.fill("/agency", **kept)
    for wrong, words in (
        ({"time_zone": "Mars/North"}, "Expected a time zone such as Europe/London"),
        ({"quick_exit": "javascript:alert(1)"}, "Expected an address that begins"),
        ({"name": ""}, "Expected text of 1 to 200"),
    ):
        typed = {**kept, "crisis_line": "116 123", **wrong, "shown": house.admin.shown("/agency")}
        answer = house.admin.post("/agency", data=typed, headers=HTML)
        assert answer.status_code == 422
        assert words in read(answer)
        for value in ("116 123", *wrong.values()):
            assert f'value="{value}"' in answer.get_data(as_text=True)
    told = house.admin.open("/agency").get_data(as_text=True)
    for value in kept.values():
        assert f'value="{value}"' in told


def test_what_another_admin_settled_meanwhile_is_not_overwritten(house: House) -> None:
    kept = {"name": "Quay", "time_zone": "UTC"}
    house.admin.fill("/agency", **kept, crisis_line="116 123")
    shown = '{"name":"Quay","time_zone":"UTC","crisis_line":"","second_factor_required":""}'
    other = {**kept, "shown": shown, "crisis_line": "999"}
    answer = house.admin.post("/agency", data=other, headers=HTML)
    assert answer.status_code == 412
    assert "Meanwhile this became “116 123”." in read(answer)
    assert 'value="999"' in answer.get_data(as_text=True)
    assert "Saved." in house.admin.send("/agency", **{**other, "crisis_line": "", "name": "Wharf"})
    told = house.admin.open("/agency").get_data(as_text=True)
    assert 'value="116 123"' in told
    assert 'value="Wharf"' in told


def test_settings_that_do_not_say_what_they_overwrite_are_refused(house: House) -> None:
    for shown in ({}, {"shown": '{"name":"Harbour"}'}):
        typed = {"name": "Quay", "time_zone": "UTC", **shown}
        answer = house.admin.post("/agency", data=typed, headers=HTML)
        assert answer.status_code == 422
        assert "too old to be saved" in read(answer)
    assert 'value="Harbour"' in house.admin.open("/agency").get_data(as_text=True)


def test_the_second_factor_is_on_record_as_such_and_other_settings_as_theirs(
    house: House, session: Session
) -> None:
    kept = {"name": "Quay", "time_zone": "UTC"}
    house.admin.fill("/agency", **kept)
    house.admin.fill("/agency", **kept, second_factor_required=["1", ""])
    settled = AuditRow.action.like("agency.%"), AuditRow.user_id == house.admin_id
    found = session.scalars(select(AuditRow.action).where(*settled).order_by(AuditRow.seq))
    assert [each for each in found if each != "agency.read"] == ["agency.edit", "agency.second-factor.on"]


def test_a_second_factor_that_the_agency_asks_leads_staff_to_set_it_up(house: House) -> None:
    settings = {"name": "Quay", "time_zone": "UTC", "second_factor_required": "1"}
    house.admin.fill("/agency", **settings)
    assert house.alice.open("/clients", headers=HTML).headers["Location"].startswith("/login")
    browser = Browser(house.app)
    assert (
        browser.post("/login", data={"email": "alice@example.org", "password": PASSWORD})
        .headers["Location"]
        .startswith("/tf-setup")
    )


def test_what_was_done_is_listed_and_its_check_finds_what_was_altered(house: House, session: Session) -> None:
    house.admin.send(f"/clients/{house.owner.client_id}/team", user=str(house.bob_id))
    house.admin.send("/users", name="Dana Quay", email="dana@example.org", role="referral")
    assert "took somebody into the care team A User, K. R." in house.admin.page("/audit")
    house.admin.send(f"/users/{house.bob_id}/disable")
    told = house.admin.page("/audit")
    assert "A User (administrator) disabled a user A User" in told
    assert "A User (administrator) added a user Dana Quay" in told
    assert "whoever runs the service (from the command line) founded the agency –" in told
    assert "K. R." in told
    assert "Whole: " in house.admin.send("/audit/check")
    with writing(session):
        session.execute(update(AuditRow).where(AuditRow.action == "user.disable").values(action="user.read"))
    session.rollback()
    db.session.rollback()
    assert "The record is not whole" in house.admin.send("/audit/check")


def test_who_was_disabled_while_a_request_waited_does_nothing_more(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two admins disable each other at once: whoever comes second is no longer one."""
    check = acting._check_active

    def after_the_other(actor: Actor) -> None:
        monkeypatch.setattr(acting, "_check_active", check)
        disable(db.session, actor.agency_id, house.admin_id)
        check(actor)

    monkeypatch.setattr(acting, "_check_active", after_the_other)
    answer = house.admin.post(f"/users/{house.bob_id}/disable", headers=HTML)
    assert answer.headers["Location"].startswith("/login")
    assert house.bob.is_signed_in()


def test_what_an_admin_did_and_saw_is_on_record(house: House) -> None:
    house.admin.send(f"/users/{house.bob_id}/link")
    house.admin.page("/teams")
    house.admin.page("/audit")
    told = house.admin.page("/audit")
    for words in (
        "made a link to set a password",
        "saw the label in a list of clients",
        "saw in the list of what",
    ):
        assert words in told
