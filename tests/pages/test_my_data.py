"""A client's own data: who looked, what is released, a copy, and the wish to be erased."""

from __future__ import annotations

import re

import orjson
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from supportmap.exchange.document import read_document
from supportmap.pages.letters import send_by
from supportmap.records.agency import User
from supportmap.records.audit import Actor, record
from supportmap.records.database import writing
from tests.access.browsers import an_account
from tests.mailing import SENDER
from tests.pages.conftest import Both, House, release
from tests.pages.test_plans import AtPlan, begin


def test_the_copy_is_a_document_of_what_is_released_and_of_what_was_written(both: Both) -> None:
    secrets = {"note": "sentinel note", "phone": "0999 sentinel", "strain": 2, "unsafe": True}
    both.alice.add("Sam", circle=1, emotional=2, **secrets)
    both.kim.send("/my/circle", name="Robin", words="From the choir.")
    for parts, names in (((), []), (("people",), ["Sam"]), (("people", "gives"), ["Sam"])):
        release(both, *parts)
        answer = both.kim.open("/my/data/copy.json")
        assert not re.search("sentinel|unsafe", answer.text)
        copy = orjson.loads(answer.data)
        assert [each["name"] for each in copy["contacts"]] == names
        assert [each["facts"]["given"] for each in copy["between_visits"]] == [{"name": "Robin"}]
        network, _ = read_document(copy)
        assert [each.name for each in network.contacts] == names
        assert all(each.strain is None for each in network.contacts)


def test_the_copy_to_read_needs_nothing_from_anywhere(both: Both) -> None:
    both.alice.add("Sam")  # of whom nothing else is known
    release(both, "people")
    both.kim.send("/my/circle", name="<b>Robin</b>", words="From the choir.")
    answer = both.kim.open("/my/data/copy.html")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.html"'
    assert "&lt;b&gt;Robin" in answer.text
    assert "<li>Sam</li>" in answer.text
    assert "From the choir." in answer.text
    assert not re.search(r"<script|https?://|src=|href=", answer.text)


def test_who_looked_is_a_page_away(both: Both) -> None:
    assert "Who has seen my record" in both.kim.page("/my/data")
    both.alice.page(both.alice.of_client("/map"))
    told = both.kim.page(both.kim.of_client("/log"))
    assert "looked at the map" in told
    assert "looked at what is only theirs" in told
    assert "only theirs" not in both.alice.page(both.alice.of_client("/log"))


def test_what_is_released_is_told_but_not_who_is_left_out(both: Both) -> None:
    assert "Nothing yet." in both.kim.page("/my/data")
    ash = both.alice.add("Ash")
    release(both, "people", hidden=ash)
    told = both.kim.page("/my/data")
    assert "Who is on it, and how close" in told
    assert "left out" not in told.lower()


def test_who_is_not_known_to_be_the_client_is_not_called_so_in_who_looked(
    both: Both, house: House, session: Session
) -> None:
    thief = an_account(session, house.owner.agency_id, "thief@example.org", "client", house.owner.client_id)
    not_confirmed = {"confirmed_at": None, "active": False}
    session.execute(update(User).where(User.id == thief).values(**not_confirmed))
    session.commit()
    stranger = Actor(house.owner.agency_id, thief, "client", invited_to=house.owner.client_id)
    with writing(session):
        record(session, stranger, "work.proposal", house.owner.client_id)
    both.kim.send("/my/circle", name="Robin")
    for reader, called in ((both.kim, "You"), (both.alice, "The client")):
        told = reader.page(both.alice.of_client("/log"))
        assert f"{called} sent or settled a proposal for the map" in told
        assert "an account that wasn't confirmed (client) sent or settled a proposal" in told


def test_a_wish_to_be_erased_reaches_the_team_and_can_be_taken_back(both: Both) -> None:
    between = both.alice.of_client("/between")
    assert "asks for this record to be erased" not in both.alice.page(between)
    both.kim.send("/my/data/erasure")
    told = both.kim.send("/my/data/erasure")
    assert "You asked for it on" in told
    assert both.alice.page(between).count("asks for this record to be erased") == 1
    assert "your record stays" in both.kim.send("/my/data/erasure/take-back")
    assert "asks for this record to be erased" not in both.alice.page(between)


def test_the_visit_page_counts_what_came_since_the_last_one(both: Both) -> None:
    alice = both.alice
    alice.send(alice.of_client("/visits"))
    held = held_now(both)
    alice.add("Avery")
    assert "Nothing was sent, shared or changed" in alice.page(held)
    alice.send(f"{held}/finish")
    both.kim.send("/my/circle", name="Robin")
    alice.add("Blake")
    alice.send(alice.of_client("/visits"))
    alice.add("Ceri")
    page = held_now(both)
    assert "Since last time 1 proposal waits 1 change on the map" in alice.page(page)
    html = alice.open(page).get_data(as_text=True)
    ways = ("/between#proposals-title", "/compare")
    assert all(f'<li><a href="{alice.of_client(way)}">1 ' in html for way in ways)


def test_a_plan_counts_as_worked_on_whoever_began_it_and_whoever_did_it(both: Both) -> None:
    alice, kim = both.alice, both.kim
    ours = begin(alice, "Evenings", shared="yes")
    of_kim = AtPlan(kim, ours.way.replace(alice.of_client(), "/my"))
    alice.send(alice.of_client("/coping/trigger"), what="Noise")
    for at in (ours, of_kim):
        alice.send(alice.of_client("/visits"))
        alice.send(f"{held_now(both)}/finish")
        alice.send(alice.of_client("/visits"))
        assert "plan worked on" not in alice.page(held_now(both))
        at.do("define", title="Evenings", problem=f"They are long, says {at.visitor is kim}.")
        told = alice.page(held_now(both))
        assert "Since last time 1 plan worked on" in told
        assert "/between#plans-title" in alice.open(held_now(both)).get_data(as_text=True)
        assert "trigger" not in told
        alice.send(f"{held_now(both)}/finish")


def test_the_wish_to_be_erased_stands_wherever_the_team_looks(both: Both) -> None:
    alice, words = both.alice, "The client asks for th(e|is) record to be erased"
    alice.send(alice.of_client("/visits"))
    pages = [held_now(both), alice.of_client("/record"), alice.of_client("/between")]
    assert [bool(re.search(words, alice.page(page))) for page in pages] == [False] * 3
    both.kim.send("/my/data/erasure")
    alice.send("/names", names="off")
    assert [bool(re.search(words, alice.page(page))) for page in pages] == [True] * 3
    both.kim.send("/my/data/erasure/take-back")
    assert [bool(re.search(words, alice.page(page))) for page in pages] == [False] * 3


def held_now(both: Both) -> str:
    """The page of the visit that is open."""
    html = both.alice.open(both.alice.of_client("/visits")).get_data(as_text=True)
    found = re.search(r'href="(/clients/[^"]+/visits/[0-9a-f-]+)"[^>]*>Finish', html)
    assert found
    return found[1]


def test_the_copy_names_nobody_who_is_not_shown_and_tells_nothing_by_ids(both: Both) -> None:
    alice = both.alice
    shown, hidden, marked = alice.add("Sam"), alice.add("Ash"), alice.add("Ulf", unsafe=True)
    release(both, "people", hidden=hidden)
    helpers = {"helpers": [shown, hidden]}
    alice.send(alice.of_client("/coping/strategy"), what="A walk", **helpers)
    both.kim.send("/my/circle", name="Sam T.")
    html = alice.open(alice.of_client("/between")).get_data(as_text=True)
    way = re.search(r'"(/clients/[0-9a-f-]+/proposals/[0-9a-f-]+/merge)"', html)
    assert way
    version = alice.open(f"/api/v1{alice.of_client(f'/contacts/{hidden}')}").headers["ETag"].strip('"')
    alice.send(way[1], contact=f"{hidden} {version}")
    copies = [both.kim.open(f"/my/data/copy.{end}").text for end in ("json", "html")]
    for copy in copies:
        assert "A walk" in copy
        assert "Ash" not in copy
        assert hidden not in copy
    assert marked in copies[0]  # as everybody among the people
    assert "isn’t shown" not in copies[1]


def test_reminders_are_off_until_they_are_wanted_and_offered_only_where_letters_go_out(
    app: Flask, both: Both
) -> None:
    kim, words = both.kim, "Remind me by e-mail when a step is due"
    assert words not in kim.page("/my/data")
    send_by(app, f"smtp://127.0.0.1:1?from={SENDER}")
    told = kim.page("/my/data")
    assert words in told
    assert "whoever else can read your mail" in told
    for answer, form, ticked in (
        ("You get a letter when a step is due.", {"wanted": "yes"}, True),
        ("No letters are sent.", {}, False),
    ):
        assert answer in kim.send("/my/data/reminders", **form)
        shown = re.search(r'name="wanted" value="yes"( checked)?', kim.open("/my/data").text)
        assert shown
        assert bool(shown[1]) is ticked
