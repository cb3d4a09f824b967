"""The pages of visits: started, finished with what is open in sight, and compared."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from tests.pages.conftest import HTML, House, Visitor


def the_visit(visitor: Visitor) -> str:
    """The address of the page of the client's latest visit."""
    body = visitor.open(visitor.of_client("/visits"), headers=HTML).get_data(as_text=True)
    found = re.search(r'href="(/clients/[^"]+/visits/[^"]+)"', body)
    assert found
    return found[1]


def test_a_visit_is_started_finished_and_listed_with_all_that_a_number_needs(house: House) -> None:
    alice = house.alice
    assert "There was no visit yet" in alice.page(alice.of_client("/visits"))
    alice.add("Avery", emotional=2, circle=1, strain=None)
    alice.send(alice.of_client("/visits"))
    assert "is open" in alice.page(alice.of_client("/map"))
    held = the_visit(alice)
    told = alice.send(f"{held}/finish")
    assert "The visit is finished" in told
    assert "Held by A User" in told
    listed = alice.page(alice.of_client("/visits"))
    assert re.search(r"Uncertain, at best thin 36 to 90 of 100 · 1 of 3 answers missing", listed), listed
    assert "Descriptive, not validated (coverage-1)" in listed


def test_what_is_still_open_is_in_sight_and_is_no_hindrance(house: House) -> None:
    alice = house.alice
    avery, blake = alice.add("Avery", emotional=2), alice.add("Blake")
    alice.send(alice.of_client("/visits"))
    held = the_visit(alice)
    before = alice.page(held)
    assert "1 not asked: Blake." in before
    assert "2 not asked: Avery, Blake." in before
    assert "Who knows whom was not asked." in before
    assert "Strain 2 not asked: Avery, Blake." in before
    assert "Tick whoever is still" in alice.send(f"{held}/confirm", back=held)
    one = alice.send(f"{held}/confirm", back=held, contact=[avery])
    assert "Avery" not in one.split("Still open")[0].split("Still in the client’s life?")[1]
    both = alice.send(f"{held}/confirm", back=held, contact=[avery, blake])
    assert "Everyone on the map was spoken about." in both
    assert "The visit is finished" in alice.send(f"{held}/finish")


def test_names_with_a_comma_of_their_own_are_told_apart(house: House) -> None:
    for name in ("Smith, John", "Avery"):
        house.alice.add(name)
    house.alice.send(house.alice.of_client("/visits"))
    assert "2 not asked: Smith, John; Avery." in house.alice.page(the_visit(house.alice))


def test_who_is_ticked_when_the_visit_is_finished_is_confirmed(house: House) -> None:
    alice = house.alice
    avery, _, cleo = (alice.add(name) for name in ("Avery", "Blake", "Cleo"))
    alice.send(alice.of_client("/visits"))
    held = the_visit(alice)
    path = f"/api/v1{alice.of_client(f'/contacts/{cleo}')}"
    assert alice.open(path, "DELETE", headers={"If-Match": '"3"'}).status_code == 200
    told = alice.send(f"{held}/finish", back=held, contact=[avery, cleo])
    assert "The visit is finished" in told
    assert "One of those ticked is past or off the map by now, and left out." in told
    network = alice.open(f"/api/v1{alice.of_client('/network')}").json
    assert network
    confirmed = {each["name"]: each["confirmed_in"] for each in network["contacts"]}
    assert confirmed == {"Avery": held.split("/")[-1], "Blake": None, "Cleo": None}


def test_who_was_answered_about_is_shown_ticked_and_it_is_said_why(house: House) -> None:
    alice = house.alice
    avery = alice.add("Avery")
    alice.add("Blake")
    alice.send(alice.of_client("/visits"))
    held = the_visit(alice)
    assert "Ticked already" not in alice.page(held)
    path = f"/api/v1{alice.of_client(f'/contacts/{avery}')}"
    alice.open(path, "PATCH", json={"emotional": 2}, headers={"If-Match": '"1"'})
    told = alice.open(held, headers=HTML).get_data(as_text=True)
    ticks = re.findall(r"<input type=\"checkbox\"([^>]*)> (\w+)", told)
    assert {name: "checked disabled" in tick for tick, name in ticks} == {"Avery": True, "Blake": False}
    assert "Ticked already: an answer about them alone was given or changed at this visit." in told


def test_only_a_later_visit_says_that_everyone_was_carried_over(house: House) -> None:
    alice = house.alice
    alice.add("Avery")
    for carried in (False, True):
        alice.send(alice.of_client("/visits"))
        held = the_visit(alice)
        assert ("carried over" in alice.page(held)) == carried
        alice.send(f"{held}/finish")


def test_a_visit_is_taken_back_and_the_map_stays(house: House) -> None:
    alice = house.alice
    alice.send(alice.of_client("/visits"), held_on="2020-05-03")
    held = the_visit(alice)
    assert "dated 3 May 2020, not today" in alice.page(held)
    alice.add("Avery")
    asked = alice.page(held)
    assert asked.index("Started by mistake…") < asked.index("Yes, take the visit of 3 May 2020 back")
    assert "The visit is gone then, and who was ticked at it counts as before." in asked
    told = alice.send(f"{held}/cancel")
    assert "The visit is taken back. What was changed on the map stays" in told
    assert "There was no visit yet" in alice.page(alice.of_client("/visits"))
    assert "Avery" in alice.page(alice.of_client("/print"))


def test_an_open_visit_of_a_record_put_away_offers_nothing_that_is_refused(house: House) -> None:
    alice = house.alice
    alice.add("Avery")
    alice.send(alice.of_client("/visits"))
    alice.send(alice.of_client("/archive"))
    told = alice.page(the_visit(alice))
    assert "put away while the visit was open" in told
    for offer in ("Finish the visit", "take the visit", "Save those ticked", "All of them", "Go on asking"):
        assert offer not in told


def test_a_visit_of_tomorrow_is_refused_where_it_was_asked_for(house: House) -> None:
    alice, tomorrow = house.alice, datetime.now(UTC).date() + timedelta(days=2)
    told = alice.send(alice.of_client("/visits"), back=alice.of_client("/visits"), held_on=str(tomorrow))
    assert "Held on: expected a day from 1900 on that isn't in the future" in told
    assert "There was no visit yet" in told


def test_what_changed_since_a_visit_is_told_one_by_one(house: House) -> None:
    alice = house.alice
    avery = alice.add("Avery", emotional=0, circle=2)
    assert "nothing to compare yet" in alice.page(alice.of_client("/compare"))
    alice.send(alice.of_client("/visits"))
    alice.send(f"{the_visit(alice)}/finish")
    change = {"emotional": 2, "circle": 1}
    path = f"/api/v1{alice.of_client(f'/contacts/{avery}')}"
    alice.open(path, "PATCH", json=change, headers={"If-Match": '"1"'})
    alice.add("Dara", since="new")
    told = alice.page(alice.of_client("/compare"))
    assert "Dara Joined – new in their life" in told
    assert "Avery Talks and listens hardly ever almost always" in told
    assert "Avery Circle middle circle inner circle" in told
    assert "Coverage before and after" in told


def test_visits_of_one_day_are_told_apart_wherever_they_are_named(house: House) -> None:
    alice, day = house.alice, "2020-05-03"
    alice.add("Avery")
    held = []
    for _ in range(2):
        alice.send(alice.of_client("/visits"), held_on=day)
        held.append(the_visit(alice))
        alice.send(f"{held[-1]}/finish")
        assert ("(1st)" in alice.page(alice.of_client("/visits"))) == (len(held) == 2)
    alice.send(f"{held[1]}/reopen")
    listed = alice.page(alice.of_client("/visits"))
    assert re.findall(r"3 May 2020 \(...\)(?: open)?", listed.split("Contacts")[1]) == [
        *("3 May 2020 (2nd) open", "3 May 2020 (2nd)", "3 May 2020 (1st)")
    ]
    assert "Visit of 3 May 2020 (2nd) is open" in alice.page(alice.of_client("/map"))
    first, second = (each.split("/")[-1] for each in held)
    told = alice.page(alice.of_client(f"/compare?from={first}&to={second}"))
    assert told.count("3 May 2020 (1st)") == 4, "two choices, a heading, and on paper"
    assert "Support 3 May 2020 (1st) 3 May 2020 (2nd)" in told
    assert "Visit of 3 May 2020 (1st)" in alice.page(held[0])


def test_a_visit_is_worked_on_again_until_the_map_goes_on(house: House) -> None:
    alice = house.alice
    alice.send(alice.of_client("/visits"))
    held = the_visit(alice)
    alice.send(f"{held}/finish")
    assert "It can be worked on again until the map is changed" in alice.page(held)
    alice.add("Avery")
    gone = alice.page(held)
    assert "Work on it again" not in gone
    assert "It can’t be worked on again: the map was changed since this visit" in gone
    assert "start a new one" in alice.send(f"{held}/reopen", back=held)


def test_comparing_a_visit_that_was_worked_on_again_compares_what_stands_in_its_place(house: House) -> None:
    alice = house.alice
    alice.send(alice.of_client("/visits"))
    held = the_visit(alice)
    alice.send(f"{held}/finish")
    alice.send(f"{held}/reopen")
    alice.add("Avery")
    found = re.search(r"/visits/([0-9a-f-]{36})", alice.open(alice.of_client("/map")).get_data(as_text=True))
    assert found
    alice.send(alice.of_client(f"/visits/{found[1]}/finish"))
    first = held.split("/")[-1]
    told = alice.open(alice.of_client(f"/compare?from={first}")).get_data(as_text=True)
    assert f'value="{found[1]}" selected' in told
    assert first not in told.split("<main")[1]


def test_the_page_of_an_open_visit_does_not_tell_who_is_unsafe(house: House) -> None:
    alice = house.alice
    alice.add("Ulf", unsafe=True)
    alice.add("Frances")
    alice.send(alice.of_client("/visits"))
    assert "2 not asked: Ulf, Frances." in alice.page(the_visit(alice))
