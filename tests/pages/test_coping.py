"""When it gets hard, on the pages of the client and of the team: what is seen by whom, and the card of it."""

from __future__ import annotations

import re

import pytest

from tests.pages.conftest import HTML, Both, House, Visitor, release

MINE, CARD = "/my/coping", "/my/coping/card"


@pytest.fixture
def kim(both: Both) -> Visitor:
    """The client, at a browser of their own."""
    return both.kim


def ids_of(visitor: Visitor, page: str, kind: str) -> list[str]:
    """The ids of what can be changed of a kind, as they stand on a page."""
    body = visitor.open(page, headers=HTML).get_data(as_text=True)
    return list(dict.fromkeys(re.findall(rf'coping/{kind}/([0-9a-f-]{{36}})"', body)))


def used_of(visitor: Visitor, page: str) -> list[str]:
    """The addresses at which it is asked how a strategy went, as they stand on a page."""
    return re.findall(r'href="([^"]+/used)"', visitor.open(page, headers=HTML).get_data(as_text=True))


def between(house: House) -> str:
    """What the team reads."""
    return house.alice.page(house.alice.of_client("/between"))


def test_a_page_on_which_nothing_is_written_says_what_could_be(house: House, kim: Visitor) -> None:
    told = kim.page(MINE)
    assert told.count("Nothing is here yet.") == 3
    assert "calls nobody" in told
    assert "Nothing is written down yet." in kim.page(CARD)
    assert "Nothing is shared yet." in between(house)


def test_what_is_private_is_on_the_client_s_pages_and_on_none_of_the_team_s(
    house: House, kim: Visitor
) -> None:
    for kind in ("sign", "trigger", "strategy"):
        assert "It is written down." in kim.send(f"{MINE}/{kind}", what=f"Secret {kind}", shared="no")
    assert "It is noted." in kim.send(used_of(kim, MINE)[0], helped="2")
    mine = kim.page(MINE)
    assert mine.count("Only you see this.") == 3
    assert "Used once. It helped a lot." in mine
    alice = house.alice
    for path in (
        "/between",
        "/card",
        "/coping/strategy/add",
        "/log",
        "/visits",
        "/map",
        "/record",
        "/take-away",
    ):
        told = alice.open(alice.of_client(path), headers=HTML).get_data(as_text=True)
        assert "Secret" not in told, path
        assert "strategy</" not in told, path
    for kind in ("sign", "trigger", "strategy"):
        (own_id,) = ids_of(kim, MINE, kind)
        for rest in (own_id, f"{own_id}/used"):
            answer = alice.open(alice.of_client(f"/coping/{kind}/{rest}"), headers=HTML)
            assert answer.status_code == 404


def test_the_client_s_own_card_has_what_is_private_unless_they_leave_it_out(
    house: House, kim: Visitor
) -> None:
    kim.send(f"{MINE}/sign", what="Secret sign", shared="no")
    kim.send(f"{MINE}/sign", what="I stop sleeping", shared="yes")
    assert "Secret sign" in kim.page(CARD)
    assert "Secret sign" not in kim.page(f"{CARD}?shared=1")
    told = house.alice.page(house.alice.of_client("/card"))
    assert "I stop sleeping" in told
    assert "Secret sign" not in told


def test_what_is_shared_is_read_by_the_team_with_its_gaps(house: House, kim: Visitor) -> None:
    kim.send(f"{MINE}/trigger", what="Sundays", wants="emotional", shared="yes")
    told = between(house)
    assert "Sundays by the client" in told
    assert "Wanted then: emotional support" in told
    assert "nothing that helps is written down for it" in told
    assert "nobody to turn to is named for it" in told
    assert "Nothing is here yet for this." in kim.page(MINE)
    house.alice.add("Frances", emotional=2, strain=0, circle=1)
    assert "Give emotional support without strain, by the answers: Frances" in between(house)


def test_a_client_names_whom_they_see_and_the_card_has_their_number(house: House, kim: Visitor) -> None:
    frances = house.alice.add("Frances", strain=1, phone="01632 960123", phone_checked_on="2026-05-03")
    choir = house.alice.add("Choir", kind="group")
    assert "Once your clinician shows you" in kim.page(f"{MINE}/strategy/add")
    release(Both(house.alice, kim), "people")
    assert "Who or what helps with it? Frances Choir" in kim.page(f"{MINE}/strategy/add")
    kim.post(f"{MINE}/strategy", data={"what": "Sing", "helpers": [frances, choir], "shared": "yes"})
    assert "01632" not in kim.page(CARD)
    release(Both(house.alice, kim), "people", "phones")
    told = kim.page(CARD)
    assert "Whom I can turn to Frances 01632 960123 checked on 3 May 2026" in told
    assert "What helps me Sing with Frances, Choir" in told
    assert "Where I can go Choir" in told
    body = kim.open(CARD).get_data(as_text=True)
    assert 'href="tel:01632960123"' in body
    assert "strain" not in body
    assert "can cost strength" not in kim.page(MINE)
    release(Both(house.alice, kim), "people", "strain")
    assert "Frances can cost strength" in kim.page(MINE)
    assert "strength" not in kim.page(CARD)


def test_who_may_not_be_turned_to_any_more_stands_in_no_list_and_nothing_says_why(
    house: House, kim: Visitor
) -> None:
    ulf = house.alice.add("Ulf")
    release(Both(house.alice, kim), "people")
    kim.send(f"{MINE}/strategy", what="Ring somebody", helpers=ulf, shared="yes")
    assert "Ulf" in kim.page(CARD)
    contact = house.alice.open(f"/api/v1{house.alice.of_client('/network')}").json
    assert contact
    version = next(each["version"] for each in contact["contacts"] if each["id"] == ulf)
    path = f"/api/v1{house.alice.of_client(f'/contacts/{ulf}')}"
    headers = {"If-Match": f'"{version}"'}
    assert house.alice.open(path, "PATCH", json={"unsafe": True}, headers=headers).status_code == 200
    for page in (MINE, CARD, f"{MINE}/strategy/add", f"{MINE}/strategy/{ids_of(kim, MINE, 'strategy')[0]}"):
        told = kim.page(page)
        assert "Ulf" not in told, page
        assert not re.search("unsafe|safe to|any more", told), page
    assert "Ulf" not in house.alice.page(house.alice.of_client("/card"))
    assert "Somebody named as helping stands in no list any more" in between(house)
    assert "Ulf" in kim.page("/my/circle")


def test_staff_write_with_the_client_what_the_client_sees_and_does_not_change(
    house: House, kim: Visitor
) -> None:
    coping = house.alice.of_client("/coping")
    assert "the client sees it" in house.alice.send(f"{coping}/trigger", what="Sundays")
    (trigger,) = ids_of(house.alice, house.alice.of_client("/between"), "trigger")
    assert "Sundays" in house.alice.page(f"{coping}/strategy/add?for={trigger}")
    house.alice.send(f"{coping}/strategy", what="A walk", triggers=trigger)
    mine = kim.page(MINE)
    assert mine.count("Your care team wrote this.") == 2
    assert "What helps: A walk" in mine
    assert ids_of(kim, MINE, "strategy") == []
    (strategy,) = ids_of(house.alice, house.alice.of_client("/between"), "strategy")
    assert "only those who wrote it" in kim.send(f"{MINE}/strategy/{strategy}/delete", back=MINE)
    assert "A walk" in kim.page(MINE)
    assert "It is deleted." in house.alice.send(f"{coping}/strategy/{strategy}/delete")
    assert "A walk" not in kim.page(MINE)


def test_how_it_went_is_counted_of_the_times_for_which_it_was_said(house: House, kim: Visitor) -> None:
    kim.send(f"{MINE}/strategy", what="A walk", shared="yes")
    (used,) = used_of(kim, MINE)
    for helped in ("2", "2", "1", ""):
        kim.send(used, helped=helped)
    words = "Used 4 times. It helped a lot 2 of 3 times. It helped a little 1 of 3 times."
    assert words in kim.page(MINE)
    assert words in between(house)
    (theirs,) = used_of(house.alice, house.alice.of_client("/between"))
    assert "It is noted." in house.alice.send(theirs, helped="0", on_day="2026-01-05")
    assert "5 January 2026: not this time" in kim.page(MINE)
    slip = re.findall(r'action="([^"]+coping/use/[^"]+/delete)"', kim.open(MINE).get_data(as_text=True))
    assert len(slip) == 4
    assert "It is deleted." in kim.send(slip[0])
    assert "Used 4 times." in kim.page(MINE)


def test_what_is_said_anew_by_two_at_once_is_not_overwritten(kim: Visitor) -> None:
    kim.send(f"{MINE}/trigger", what="Sundays", shared="no")
    (trigger,) = ids_of(kim, MINE, "trigger")
    one = f"{MINE}/trigger/{trigger}"
    assert "It is changed." in kim.send(one, what="Mondays", version="1", shared="no")
    assert "changed meanwhile" in kim.send(one, what="Tuesdays", version="1", shared="no", back=one)
    assert "Mondays" in kim.page(MINE)


@pytest.mark.parametrize("who", ["team", "client"])
def test_what_can_not_be_kept_comes_back_as_it_was_typed(house: House, kim: Visitor, who: str) -> None:
    at, coping = (house.alice, house.alice.of_client("/coping")) if who == "team" else (kim, MINE)
    way = f"{coping}/trigger"
    at.send(way, what="Sundays")
    (trigger,) = ids_of(at, at.of_client("/between") if who == "team" else MINE, "trigger")
    at.send(f"{way}/{trigger}", what="Mondays", version="1")

    def sent(path: str, **form: str) -> tuple[int, str]:
        answer = at.post(path, data=form, headers=HTML)
        return answer.status_code, answer.get_data(as_text=True)

    status, page = sent(f"{way}/{trigger}", what="Typed at length", wants="practical", version="1")
    assert (status, "changed meanwhile" in page, 'name="version" value="2"' in page) == (412, True, True)
    assert 'value="Typed at length"' in page
    assert 'value="practical" checked' in page
    status, page = sent(way, what="Typed at length", wants="love", id=str(house.bob_id), shared="yes")
    assert (status, 'value="Typed at length"' in page, "love" in page) == (422, True, False)
    assert f'name="id" value="{house.bob_id}"' in page
    assert (who == "team") != ('value="yes" checked' in page)
    assert "Mondays" in kim.page(MINE)


@pytest.mark.parametrize("day", ["2999-01-01", "someday"])
@pytest.mark.parametrize("who", ["team", "client"])
def test_how_it_went_comes_back_as_it_was_said_where_the_day_can_not_be(
    house: House, kim: Visitor, who: str, day: str
) -> None:
    house.alice.send(house.alice.of_client("/coping/trigger"), what="Sundays")
    house.alice.send(house.alice.of_client("/coping/strategy"), what="A walk")
    at, page = (house.alice, house.alice.of_client("/between")) if who == "team" else (kim, MINE)
    (trigger,) = ids_of(house.alice, house.alice.of_client("/between"), "trigger")
    (used,) = used_of(at, page)
    answer = at.post(used, data={"helped": "2", "trigger": trigger, "on_day": day}, headers=HTML)
    body = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Nothing was saved." in body
    assert 'name="helped" value="2" checked' in body
    assert f'name="trigger" value="{trigger}" checked' in body
    assert f'name="on_day" type="date" value="{day}"' in body


def test_what_is_new_is_private_unless_that_is_chosen_whatever_was_chosen_before(kim: Visitor) -> None:
    def chosen(page: str) -> list[str]:
        body = kim.open(f"{MINE}/sign/{page}").get_data(as_text=True)
        return re.findall(r'name="shared" value="(\w+)" checked', body)

    assert chosen("add") == ["no"]
    kim.send(f"{MINE}/sign", what="I stop sleeping", shared="yes")
    assert chosen("add") == ["no"]
    assert chosen(ids_of(kim, MINE, "sign")[0]) == ["yes"]


def test_what_is_kept_from_one_of_the_team_is_read_by_the_other(house: House, kim: Visitor) -> None:
    house.alice.send(house.alice.of_client("/team"), user=str(house.bob_id))
    kim.send(f"{MINE}/strategy", what="A walk", shared="yes", not_for=str(house.alice_id))
    kim.send(used_of(kim, MINE)[0], helped="2")
    assert "A walk" not in between(house)
    assert "It helped a lot." in house.bob.page(house.bob.of_client("/between"))


def test_whoever_is_left_out_stays_left_out_while_they_are_away_and_while_it_is_private(
    house: House, kim: Visitor
) -> None:
    team, page = house.alice.of_client("/team"), house.alice.of_client("/between")
    house.alice.send(team, user=str(house.bob_id))
    kim.send(f"{MINE}/trigger", what="Sundays", shared="yes", not_for=str(house.bob_id))
    (trigger,) = ids_of(kim, MINE, "trigger")
    house.admin.send(f"{team}/{house.bob_id}/end")
    for version, shared in (("1", "yes"), ("2", "no"), ("3", "yes")):
        kim.send(f"{MINE}/trigger/{trigger}", what=f"Sundays {version}", version=version, shared=shared)
    house.alice.send(team, user=str(house.bob_id))
    assert ("Sundays 3" in house.alice.page(page), "Sundays" in house.bob.page(page)) == (True, False)
    form = kim.open(f"{MINE}/trigger/{trigger}").get_data(as_text=True)
    assert f'name="not_for" value="{house.bob_id}" checked' in form


def test_whoever_is_left_out_and_left_alone_on_the_team_reads_it_only_if_that_is_chosen(
    house: House, kim: Visitor
) -> None:
    team, page = house.alice.of_client("/team"), house.alice.of_client("/between")
    house.alice.send(team, user=str(house.bob_id))
    kim.send(f"{MINE}/trigger", what="Sundays", shared="yes", not_for=str(house.alice_id))
    house.admin.send(f"{team}/{house.bob_id}/end")
    one = f"{MINE}/trigger/{ids_of(kim, MINE, 'trigger')[0]}"
    form = kim.open(one).get_data(as_text=True)
    assert f'name="not_for" value="{house.alice_id}" checked' in form
    sent = {"what": "Mondays", "version": "1", "not_for": str(house.alice_id)}
    assert "somebody has to be left" in kim.send(one, shared="yes", **sent)
    assert "It is changed." in kim.send(one, shared="no", **sent)
    assert "days" not in house.alice.page(page)


def test_what_is_sent_twice_is_said_anew_once(house: House, kim: Visitor) -> None:
    kim.send(f"{MINE}/strategy", what="A walk", shared="no")
    one = f"{MINE}/strategy/{ids_of(kim, MINE, 'strategy')[0]}"
    for _ in range(2):
        assert "It is changed." in kim.send(one, what="A long walk", version="1", shared="yes")
    house.alice.send(house.alice.of_client("/coping/sign"), what="Short nights")
    (sign,) = ids_of(house.alice, house.alice.of_client("/between"), "sign")
    for _ in range(2):
        told = house.alice.send(house.alice.of_client(f"/coping/sign/{sign}"), what="No sleep", version="1")
        assert "It is changed." in told
    assert 'name="version" value="2"' in kim.open(one).get_data(as_text=True)


def test_numbers_are_noted_with_the_day_on_which_they_were_checked(house: House) -> None:
    alice = house.alice
    frances = alice.add("Frances", strain=2)
    alice.send(alice.of_client("/coping/strategy"), what="Ring somebody", helpers=frances)
    card = alice.of_client("/card")
    assert "No number yet." in alice.page(card)
    assert "strain: almost always" in alice.page(card)

    def note(**form: str) -> str:
        sent = re.search(r'name="contact" value="([^"]+)"', alice.open(card).get_data(as_text=True))
        assert sent
        told = {f"{name}-{frances}": value for name, value in form.items()}
        return alice.send(f"{card}/phones", contact=sent[1], **told)

    assert "Frances 01632 960123 not checked yet" in note(phone="01632 960123")
    assert re.search(r"Frances 01632 960123 checked on \d", note(phone="01632 960123", checked="1"))
    assert re.search(r"Frances 01632 960123 checked on \d", note(phone="01632 960123"))
    assert "Frances 01632 960124 not checked yet" in note(phone="01632 960124")
    sent: dict[str, str] = {"contact": f"{frances} 1", f"phone-{frances}": "1", "back": card}
    assert "changed meanwhile" in alice.send(f"{card}/phones", **sent)
    sent[f"was-{frances}"] = "1"
    assert "Saved." in alice.send(f"{card}/phones", **sent), "it was left as it was shown"
    note(phone="ask at the bakery")
    assert "tel:" not in alice.open(card).get_data(as_text=True)


def test_with_names_off_the_card_has_pseudonyms_no_numbers_and_nothing_that_was_written(house: House) -> None:
    alice = house.alice
    secret = alice.add("Secret Frances", phone="01632 960123")
    for kind in ("sign", "trigger", "strategy"):
        alice.send(alice.of_client(f"/coping/{kind}"), what=f"Secret {kind}", helpers=secret)
    pages = [
        "/card",
        "/coping/strategy/add",
        f"/coping/strategy/{ids_of(alice, alice.of_client('/between'), 'strategy')[0]}",
    ]
    used = used_of(alice, alice.of_client("/between"))[0]
    alice.send("/names", names="off")
    for page in (*(alice.of_client(each) for each in pages), used):
        told = alice.open(page, headers=HTML).get_data(as_text=True)
        assert "Names are off" in told or "names are off" in told, page
        assert "ecret" not in told, page
        assert "960123" not in told, page
    assert "Whom I can turn to Person 1" in alice.page(alice.of_client("/card"))


def test_the_card_is_found_among_what_is_taken_away(house: House) -> None:
    page = house.alice.open(house.alice.of_client("/take-away"), headers=HTML).get_data(as_text=True)
    assert f'href="{house.alice.of_client("/card")}"' in page


def test_the_crisis_line_stands_on_the_page_and_on_both_cards(house: House, kim: Visitor) -> None:
    assert "your agency has none yet" in house.alice.page(house.alice.of_client("/card"))
    settings = {"name": "Harbour", "time_zone": "Europe/London", "crisis_line": "Call 0123"}
    assert "Saved." in house.admin.fill("/agency", **settings)
    for told in (kim.page(MINE), kim.page(CARD), house.alice.page(house.alice.of_client("/card"))):
        assert "If it can’t wait: Call 0123" in told


def test_a_record_that_was_put_away_is_read_and_not_written_into(house: House) -> None:
    alice = house.alice
    alice.send(alice.of_client("/coping/sign"), what="I stop sleeping")
    alice.send(alice.of_client("/archive"))
    assert "I stop sleeping" in between(house)
    assert "Add what helps" not in between(house)
    assert "This record was put away" in alice.page(alice.of_client("/coping/sign/add"))
    assert "put away" in alice.send(
        alice.of_client("/coping/sign"), what="x", back=alice.of_client("/between")
    )


def test_the_client_s_own_copy_has_it_in_words(house: House, kim: Visitor) -> None:
    frances, hidden = house.alice.add("Frances"), house.alice.add("Hidden")
    release(Both(house.alice, kim), "people", hidden=hidden)
    kim.send(f"{MINE}/trigger", what="Sundays", wants="practical", shared="no")
    (trigger,) = ids_of(kim, MINE, "trigger")
    kim.send(f"{MINE}/strategy", what="Sing", triggers=trigger, helpers=frances, shared="no")
    house.alice.send(house.alice.of_client("/coping/strategy"), what="A walk", helpers=hidden)
    kim.send(used_of(kim, MINE)[0], helped="2", trigger=trigger)
    told = kim.page("/my/data/copy.html")
    for words in (
        "Sundays What would do good then A hand with something",
        "Sing What it is for Sundays Who helps with it Frances",
        ": Sing Did it help A lot What it was for Sundays",
    ):
        assert words in told, words


@pytest.mark.parametrize(
    ("form", "words"),
    [({"what": ""}, "In your words"), ({"what": "x", "wants": "love"}, "What would do good then")],
)
def test_what_can_not_be_kept_is_told_without_its_value(
    kim: Visitor, form: dict[str, str], words: str
) -> None:
    told = kim.send(f"{MINE}/trigger", back=f"{MINE}/trigger/add", **form)
    assert words in told
    assert "love" not in told


def test_a_kind_that_is_none_of_these_is_not_there(kim: Visitor) -> None:
    for path in (f"{MINE}/use/add", f"{MINE}/plan/add"):
        assert kim.open(path, headers=HTML).status_code == 404
    assert kim.post(f"{MINE}/release", data={"what": "x"}, headers=HTML).status_code == 404
