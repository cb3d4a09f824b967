"""Erasing a record as an admin meets it."""

from __future__ import annotations

import pytest

from supportmap.pages import erasing
from supportmap.records.database import db
from supportmap.records.ledger import ledger_of
from tests.pages.conftest import HTML, Both, House, Visitor


def put_away(house: House) -> tuple[Visitor, str]:
    """Put the record away, and return the admin and the page on which it is erased."""
    house.alice.send(house.alice.of_client("/archive"))
    return house.admin, house.admin.of_client("/erase")


def test_an_admin_erases_a_record_that_was_put_away(house: House) -> None:
    admin, erase = put_away(house)
    assert f'href="{erase}"' in admin.open("/teams?show=away").get_data(as_text=True)
    told = admin.page(erase)
    assert "Erase the record of K. R." in told
    assert "Nobody can bring it back" in told
    assert "Type K. R. to say that you mean this client" in told
    told = admin.send(erase, label="k. r.", back=erase)
    assert "The record is erased." in told
    assert "Nobody was put away." in told
    assert "K. R." not in told
    for visitor, path in ((admin, erase), (house.alice, "/map"), (admin, "/team")):
        assert visitor.open(house.alice.of_client(path)).status_code == 404
    assert "K. R." not in house.alice.page("/clients")
    told = admin.page("/audit")
    assert "erased the record an erased client" in told
    assert "K. R." not in told


def test_an_admin_sees_who_asks_for_it(house: House, both: Both) -> None:
    admin, erase = house.admin, house.admin.of_client("/erase")
    assert "asks to be erased" not in admin.page("/teams")
    assert "The client hasn’t asked for it" in admin.page(erase)
    both.kim.send("/my/data/erasure")
    assert "K. R. asks to be erased" in admin.page("/teams")
    assert "The client asked for it on" in admin.page(erase)
    put_away(house)
    assert "K. R. asks to be erased" in admin.page("/teams?show=away")
    both.kim.send("/my/data/erasure/take-back")
    assert "asks to be erased" not in admin.page("/teams?show=away")


def test_an_erasure_that_names_itself_is_done_and_its_answer_is_not_kept(house: House) -> None:
    admin, erase = put_away(house)
    headers = HTML | {"Idempotency-Key": "one"}
    assert admin.post(erase, data={"label": "K. R."}, headers=headers).status_code == 302
    assert admin.open(erase).status_code == 404
    assert admin.post(erase, data={"label": "K. R."}, headers=headers).status_code == 404


def test_another_label_erases_nobody(house: House) -> None:
    admin, erase = put_away(house)
    for label in ("", "K.", "L. R."):
        told = admin.send(erase, label=label, back=erase)
        assert "Nothing was erased: that isn’t the label of this client." in told
        assert "What goes" in told
    assert house.alice.open(house.alice.of_client("/map")).status_code == 200
    told = admin.page("/audit")
    assert "erased the record" not in told
    assert "looked at what erasing the record would take away" in told


def test_a_record_in_use_is_not_erased(house: House) -> None:
    admin, erase = house.admin, house.admin.of_client("/erase")
    assert "Erase…" not in admin.page("/teams")
    told = admin.page(erase)
    assert "This record is still in use." in told
    assert "Erase for good" not in told
    assert "a clinician of the care team puts it away first" in admin.send(erase, label="K. R.", back=erase)
    assert admin.post(erase, data={"label": "K. R."}, headers=HTML).status_code == 409
    assert house.alice.open(house.alice.of_client("/map")).status_code == 200


def test_nobody_but_an_admin_is_shown_the_way(house: House) -> None:
    admin, erase = put_away(house)
    assert f'href="{erase}"' in admin.open(admin.of_client("/team")).get_data(as_text=True)
    assert erase not in house.alice.open(house.alice.of_client("/team")).get_data(as_text=True)
    for response in (house.alice.open(erase), house.alice.post(erase, data={"label": "K. R."})):
        assert response.status_code == 404


def test_it_is_said_where_traces_have_to_wait(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    admin, erase = put_away(house)
    monkeypatch.setattr(erasing, "clear_after", lambda _session: False)
    told = admin.send(erase, label="K. R.")
    assert "The record is erased." in told
    assert "they go when the service is started anew" in told


def test_where_it_cannot_be_listed_nobody_is_erased(house: House) -> None:
    admin, erase = put_away(house)
    with house.app.app_context():
        ledger_of(db.session).file.mkdir()
    told = admin.send(erase, label="K. R.", back=erase)
    assert "nothing was erased, because it can’t be listed who was" in told
    assert house.alice.open(house.alice.of_client("/map")).status_code == 200
