"""Two clients with one label: said when it comes about, and told apart wherever they are listed."""

from __future__ import annotations

from tests.pages.conftest import HTML, House, Visitor

SAID = "Another of your clients has the same label."
APART = "record begun"


def added(visitor: Visitor, label: str) -> str:
    """What is read after adding a client by one line: their map."""
    answer = visitor.post("/clients", data={"label": label}, headers=HTML)
    assert answer.status_code == 302
    return visitor.page(answer.headers["Location"])


def test_a_label_that_one_of_one_s_clients_has_is_said_and_not_refused(house: House) -> None:
    assert SAID not in added(house.alice, "L. M.")
    assert SAID in added(house.alice, " k.  R. ")
    assert f"k. R. {APART}" in house.alice.page("/clients")
    assert house.alice.page("/clients").count(APART) == 2


def test_nothing_is_said_of_clients_of_others(house: House) -> None:
    assert SAID not in added(house.bob, "K. R.")
    assert APART not in house.bob.page("/clients")
    assert APART not in house.alice.page("/clients")


def test_a_label_changed_to_one_that_another_has_is_said(house: House) -> None:
    alice, record = house.alice, house.alice.of_client("/record")
    added(alice, "L. M.")
    assert SAID not in alice.fill(record, label="K. R.", area="M14")
    assert SAID in alice.fill(record, label="l. m.")
    assert SAID not in alice.fill(record, label="l. m.", area="M15"), "it is said once"


def test_the_year_of_birth_tells_apart_for_those_who_may_see_it(house: House) -> None:
    alice = house.alice
    alice.fill(alice.of_client("/record"), label="K. R.", birth_year="1987")
    added(alice, "K. R.")
    assert f"born 1987, {APART}" in alice.page("/clients")
    assert f"K. R. born 1987, {APART}" in alice.page(alice.of_client("/visits")), "over every page of theirs"
    alice.send("/names", names="off")
    assert "1987" not in alice.page(alice.of_client("/visits"))
    alice.send("/names", names="on")
    told = house.admin.page("/teams")
    assert told.count(APART) == 2
    assert "1987" not in told


def test_who_was_put_away_is_no_namesake_until_taken_out(house: House) -> None:
    alice = house.alice
    alice.send(alice.of_client("/archive"))
    assert SAID not in added(alice, "K. R.")
    assert APART not in alice.page("/clients")
    answer = alice.post(alice.of_client("/restore"), data={"back": "/account"}, headers=HTML)
    assert SAID in alice.page(answer.headers["Location"])
