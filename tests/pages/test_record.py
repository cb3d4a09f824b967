"""The page of the record: particulars, the care team, handing over, putting away, and who looked."""

from __future__ import annotations

from tests.pages.conftest import House


def test_particulars_are_changed_and_a_wrong_one_loses_nothing(house: House) -> None:
    alice, record = house.alice, house.alice.of_client("/record")
    about = {"label": "K.", "area": "M14", "languages": "en, cy", "birth_year": "1987"}
    assert "Saved." in alice.send(record, **about, back=record)
    told = alice.open(record).get_data(as_text=True)
    for value in ("K.", "M14", "en, cy", "1987"):
        assert f'value="{value}"' in told
    assert "Year of birth: expected a year" in alice.send(record, birth_year="soon", back=record)
    assert 'value="1987"' in alice.open(record).get_data(as_text=True)
    for empty in ("", "   "):
        assert "Label: " in alice.send(record, label=empty, back=record)
        assert "Label: " in alice.send("/clients", label=empty, back="/clients")


def test_a_client_is_handed_over_in_one_step(house: House) -> None:
    alice, bob = house.alice, house.bob
    assert bob.open(bob.of_client("/map")).status_code == 404
    assert "Choose a colleague first." in alice.send(alice.of_client("/hand-over"))
    assert "handed over" in alice.send(alice.of_client("/hand-over"), user=str(house.bob_id))
    assert alice.open(alice.of_client("/map")).status_code == 404
    assert bob.open(bob.of_client("/map")).status_code == 200


def test_the_last_place_of_a_team_is_not_given_up(house: House) -> None:
    alice = house.alice
    assert "somebody else has to join" in alice.send(alice.of_client(f"/team/{house.alice_id}/end"))
    alice.send(alice.of_client("/team"), user=str(house.bob_id))
    assert "The place on the care team has ended." in alice.send(
        alice.of_client(f"/team/{house.alice_id}/end")
    )
    assert alice.open(alice.of_client("/record")).status_code == 404


def test_a_record_is_put_away_and_taken_out(house: House) -> None:
    alice = house.alice
    assert "put away" in alice.send(alice.of_client("/archive"))
    assert "K. R." not in alice.page("/clients")
    assert "K. R." in alice.page("/clients?archived=true")
    alice_reads = alice.page(alice.of_client("/map?view=ask"))
    assert "This record was put away" in alice_reads
    assert "Add somebody" not in alice_reads
    assert "take it out of the archive first" in alice.send(alice.of_client("/record"), area="M1")
    alice.send(alice.of_client("/restore"))
    assert "K. R." in alice.page("/clients")


def test_who_looked_is_listed_where_the_agency_is(house: House) -> None:
    zone = {"name": "Harbour", "time_zone": "Pacific/Kiritimati"}
    before = house.alice.page(house.alice.of_client("/log"))
    assert "began the record" in before
    house.admin.send("/agency", **zone)
    after = house.alice.page(house.alice.of_client("/log"))
    assert before.split("What ")[1][:30] != after.split("What ")[1][:30]
    assert "Who looked at this record" in after
