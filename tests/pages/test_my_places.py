"""What is near a client and what they were offered, by their own pages; and what the team sees of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supportmap.analysis.referring import HOLD_REASONS, REASONS, STATES, step
from supportmap.casework import referral_acts
from supportmap.casework.consents import consents_of, record_consent
from supportmap.casework.referral import Referral, events_of, referrals_of
from supportmap.casework.referral_work import note, note_consent, tell_them
from supportmap.casework.referrals import make
from supportmap.pages.place_words import TAKEN_BACK, progress
from supportmap.records.agency import User, agency_vault
from supportmap.records.audit import Actor
from supportmap.records.client import ClientRow
from supportmap.records.database import db, writing
from supportmap.records.days import today
from supportmap.records.referral_consent import referral_consented
from tests.access.browsers import an_account
from tests.casework.acting import Desk
from tests.directory.services import a_document, kept
from tests.pages.conftest import HTML, Both, House, Visitor, read
from tests.pages.test_client_crawl import addresses

PHONE = {"phones": [{"id": "p", "number": "01632 960 001"}]}
CHOIR = {"name": "Tuesday choir", "description": "We sing together.", **PHONE}
REFUGE = {"name": "Harbour refuge", "description": "Shelter from domestic violence.", **PHONE}
CONSENT, SEARCH = "/my/places/consent", "/my/places/search"
CLINICAL = re.compile(r"diagnos|patient|disorder|symptom|treatment|referral desk|\bgap\b", re.IGNORECASE)


@pytest.fixture
def choir(session: Session, house: House) -> UUID:
    """A service that anybody may be seen with."""
    return a_place(session, house, "choir", **CHOIR)


@pytest.fixture
def refuge(session: Session, house: House) -> UUID:
    """A service that whoever holds a client's phone must not see there."""
    return a_place(session, house, "refuge", **REFUGE)


def a_place(session: Session, house: House, own_id: str, **facts: Any) -> UUID:
    """Keep a service in the agency's directory."""
    found = kept(session, house.owner.agency_id, a_document(own_id, **facts))
    done(session)
    return found


def done(session: Session) -> None:
    """Let go of what was read."""
    session.rollback()
    db.session.rollback()


def desk(session: Session, house: House) -> Desk:
    """Alice at work for the client."""
    return Desk(session, Actor(house.owner.agency_id, house.alice_id, "clinician"), house.owner)


def known(session: Session, house: House) -> list[Referral]:
    """The client's referrals as they are kept."""
    done(session)
    found = referrals_of(session, house.owner)
    done(session)
    return found


def offered(session: Session, house: House, service: UUID, *acts: str) -> Referral:
    """A referral that Alice made and sent, with what the receiving group answered."""
    alice = desk(session, house)
    made: Referral = alice.act(make, {"service_id": str(service), "function": "belonging"})
    if acts:
        alice.act(note_consent, made.id, True)
        alice.act(referral_acts.send, made.id, "phone", confirmed=True)
    for act in acts[1:]:
        if act == "start":
            alice.act(referral_acts.start, made.id, today(session, house.owner.agency_id))
        else:
            alice.act(referral_acts.answer, made.id, act)
    done(session)
    return made


def ask(both: Both, place: UUID, **form: str) -> str:
    """Ask the team about a place, and read where that leads."""
    return both.kim.send(f"/my/places/{place}/ask", **{"function": "belonging"} | form)


def test_a_place_is_found_by_a_form_whose_words_stand_in_no_address(both: Both, choir: UUID) -> None:
    answer = both.kim.post(
        SEARCH, data={"words": "singing", "function": "belonging"}, headers=HTML, follow_redirects=True
    )
    assert answer.status_code == 200
    assert "1 place found Tuesday choir Riverside Hall" in read(answer)
    assert f'href="/my/places/{choir}"' in answer.get_data(as_text=True)
    page = both.kim.open("/my/places").get_data(as_text=True)
    assert re.search(r'<form action="/my/places/search[^>]* method="post"', page)
    assert "Nothing was found" in both.kim.send(SEARCH, words="astronomy")
    assert "found" not in both.kim.page("/my/places")


def test_a_place_tells_first_whom_to_call(both: Both, choir: UUID) -> None:
    page = both.kim.page(f"/my/places/{choir}")
    assert "Tuesday choir Riverside Hall Call Tuesday choir: 01632 960 001" in page
    assert "When not known: ask" in page
    assert "Cost not known: ask" in page


def test_what_a_client_asks_about_is_a_draft_that_nobody_else_is_told_of(
    both: Both, session: Session, house: House, choir: UUID
) -> None:
    told = ask(both, choir, words="I used to sing.")
    assert "You asked about it. It is with your care team." in told
    (made,) = known(session, house)
    assert (made.state, made.made_by_role, made.function) == ("draft", "client", "belonging")
    assert (made.contact_id, made.assigned_to, made.note) == (None, None, None)
    assert events_of(session, house.owner, made.id)[0]["words"] == "I used to sing."
    assert "Where it stands" in both.kim.page(f"/my/places/{choir}")
    assert "I used to sing." not in both.kim.page("/my/places")


def test_sent_twice_it_is_asked_once(both: Both, session: Session, house: House, choir: UUID) -> None:
    own_id = str(uuid4())
    for _ in range(2):
        ask(both, choir, id=own_id)
    assert [each.id for each in known(session, house)] == [UUID(own_id)]
    assert "open already" in ask(both, choir)
    assert len(known(session, house)) == 1


def test_what_it_would_be_for_has_to_be_chosen_and_what_was_typed_stays(
    both: Both, session: Session, house: House, choir: UUID
) -> None:
    for function in ("", "everything", "belonging'"):
        told = both.kim.post(
            f"/my/places/{choir}/ask", data={"function": function, "words": "Typed."}, headers=HTML
        )
        assert told.status_code == 422
        assert "Choose what it would be for." in read(told)
        assert "Typed." in told.get_data(as_text=True)
    assert known(session, house) == []


def test_it_waits_for_the_team_until_somebody_takes_it_up(
    both: Both, session: Session, house: House, choir: UUID
) -> None:
    ask(both, choir, words="I used to sing.")
    assert "asks about 1 place" in both.alice.page("/clients")
    assert "Referrals 1 waits for you" in both.alice.page(both.alice.of_client("/record"))
    between = both.alice.page(both.alice.of_client("/between"))
    assert "asked about a place, which nobody took up yet." in between
    assert "Tuesday choir for belonging" in between
    assert "Tuesday choir : asked about it I used to sing." in between
    both.alice.send("/names", names="off")
    assert "I used to sing." not in both.alice.page(both.alice.of_client("/between"))
    both.alice.send("/names", names="on")
    (made,) = known(session, house)
    desk(session, house).act(referral_acts.send, made.id, "client")
    done(session)
    assert "asks about" not in both.alice.page("/clients")
    assert "nobody took up yet" not in both.alice.page(both.alice.of_client("/between"))


@pytest.mark.parametrize(
    ("acts", "words"),
    [
        ((), "Nobody there is told of you before you have said yes."),
        (("send",), "They were asked whether you can come."),
        (("send", "accept"), "They have a place for you."),
        (("send", "waitlist"), "You are on their waiting list."),
        (("send", "need_client"), "Something is still needed from you."),
        (("send", "start"), "You have been there."),
    ],
)
def test_how_far_it_is_is_said_in_plain_words_with_whom_to_call(
    both: Both, session: Session, house: House, choir: UUID, acts: tuple[str, ...], words: str
) -> None:
    offered(session, house, choir, *acts)
    page = both.kim.page("/my/places")
    assert words in page
    assert "01632 960 001" in page
    assert ("First time: " in page) == ("start" in acts)
    assert CLINICAL.search(page) is None


def test_every_state_and_reason_has_its_words() -> None:
    for state in STATES:
        assert all(progress(state, None, False, None)), state
    ends = {"help": "started", "decline": "sent", "cancel": "draft", "not_help": "started"}
    for act, reasons in {**REASONS, **HOLD_REASONS}.items():
        after = step(ends.get(act, "sent"), act)  # type: ignore[arg-type]
        told = {progress(after, reason, False, None)[0] for reason in reasons}
        assert len(told) == len(reasons)
    assert set(TAKEN_BACK) == set(REASONS["cancel"])


def test_it_is_taken_back_with_a_reason(both: Both, session: Session, house: House, choir: UUID) -> None:
    made = offered(session, house, choir, "send", "accept")
    way = f"/my/referrals/{made.id}/cancel"
    assert "Choose why you take it back." in both.kim.send(way)
    assert "Choose why" in both.kim.send(way, reason="not reached")
    assert "They have a place for you." in both.kim.page("/my/places")
    told = both.kim.send(way, reason="already met", words="My sister came.")
    assert "It was taken back: what was needed is there already." in told
    (now,) = known(session, house)
    assert (now.state, now.reason) == ("cancelled", "already met")
    assert events_of(session, house.owner, made.id)[-1]["words"] == "My sister came."
    assert "has ended" in both.kim.send(way, reason="moved")


def test_that_they_are_told_is_agreed_to_and_taken_back(
    both: Both, session: Session, house: House, choir: UUID
) -> None:
    made = offered(session, house, choir)
    alice = desk(session, house)
    way = f"/my/referrals/{made.id}/consent"
    alice.refused("consent", referral_acts.send, made.id, "letter")
    assert "Choose whether you say yes or no." in both.kim.send(way, given="maybe")
    assert "your care team may tell them about you" in both.kim.send(way, given="yes")
    assert "You said yes" in both.kim.page("/my/places")
    assert "What they know already, they know." in both.kim.send(way, given="no")
    done(session)
    alice.refused("consent", referral_acts.send, made.id, "letter")
    both.kim.send(way, given="yes")
    done(session)
    assert alice.act(referral_acts.send, made.id, "letter").state == "sent"


def test_what_is_noted_reaches_the_team_once(both: Both, session: Session, house: House, choir: UUID) -> None:
    made = offered(session, house, choir)
    for _ in range(2):
        told = both.kim.send(f"/my/referrals/{made.id}/note", words="Mornings are best.")
        assert "Your care team sees it." in told
    assert "Write a word" in both.kim.send(f"/my/referrals/{made.id}/note", words=" ")
    done(session)
    events = events_of(session, house.owner, made.id)
    assert [each["words"] for each in events if each["kind"] == "note"] == ["Mornings are best."]


def test_the_team_reads_what_the_client_said_of_each(
    both: Both, session: Session, house: House, choir: UUID
) -> None:
    made = offered(session, house, choir)
    way = f"/my/referrals/{made.id}"
    both.kim.send(f"{way}/consent", given="yes")
    both.kim.send(f"{way}/note", words="Mornings are best.")
    both.kim.send(f"{way}/consent", given="no")
    both.kim.send(f"{way}/cancel", reason="moved")
    between = both.alice.page(both.alice.of_client("/between"))
    said = (
        *("took it back (moved)", "no longer agrees that they are told", "noted Mornings are best."),
        "agrees that they are told",
    )
    places = [between.index(f"Tuesday choir : {words}") for words in said]
    assert places == sorted(places)


def test_a_client_who_walks_everywhere_finds_nothing_that_staff_wrote_of_referrals(
    both: Both, session: Session, house: House, choir: UUID, refuge: UUID
) -> None:
    alice, made = desk(session, house), offered(session, house, choir)
    alice.act(tell_them, made.id, {"note": "Sentinel for the group"})
    alice.act(note, made.id, {"words": "Sentinel for the team"})
    given = {"service_id": str(refuge), "function": "practical", "words": "Sentinel made"}
    alice.act(make, given)
    shared = {"purpose": "referral", "given": True, "shares": ["phone"], "phone": "Sentinel phone"}
    alice.act(record_consent, shared | {"note": "Sentinel of consent", "scope": "Sentinel scope"})
    done(session)
    seen = dict(addresses(both))
    assert {"/my/places", CONSENT, f"/my/places/{choir}"} <= seen.keys()
    assert not [path for path, text in seen.items() if "Sentinel" in text or "Harbour" in text]


def test_what_may_endanger_somebody_is_on_no_page_of_a_client(
    both: Both, session: Session, house: House, choir: UUID, refuge: UUID
) -> None:
    made = offered(session, house, refuge, "send", "accept")
    pages = [both.kim.page("/my/places"), both.kim.page(CONSENT), both.kim.page(f"/my/places/{choir}")]
    pages += [both.kim.send(SEARCH, words=words) for words in ("", "refuge", "violence")]
    assert not any("Harbour" in page for page in pages)
    assert "Your care team knows of more" in pages[0]
    nowhere = both.kim.open(f"/my/places/{uuid4()}", headers=HTML)
    hidden = both.kim.open(f"/my/places/{refuge}", headers=HTML)
    assert (hidden.status_code, read(hidden)) == (404, read(nowhere))
    for way in (f"places/{refuge}/ask", f"places/{refuge}/report", f"referrals/{made.id}/note"):
        sent = {"function": "belonging", "words": "x"}
        assert both.kim.post(f"/my/{way}", data=sent, headers=HTML).status_code == 404
    assert both.kim.post(f"/my/referrals/{made.id}/cancel", data={"reason": "moved"}).status_code == 404
    assert [each.state for each in known(session, house)] == ["accepted"]


def test_a_place_that_must_not_be_found_is_on_no_page_either(
    both: Both, session: Session, house: House
) -> None:
    place = a_place(session, house, "quiet", name="Quiet house", description="At a confidential address.")
    assert "Quiet house" not in both.kim.send(SEARCH, words="quiet")
    assert both.kim.open(f"/my/places/{place}", headers=HTML).status_code == 404


def consents(session: Session, house: House) -> bool:
    """Whether referral staff may look for the client now, by the one condition that is asked everywhere."""
    done(session)
    client = ClientRow.id == house.owner.client_id
    now = session.scalar(select(func.count()).where(client, referral_consented(datetime.now(UTC))))
    done(session)
    return bool(now)


def test_nothing_is_ticked_before_the_client_says_it(both: Both, session: Session, house: House) -> None:
    for said in ({}, {"given": "yes", "shares": "name"}):
        if said:
            both.kim.send(CONSENT, **said)
        page = both.kim.open(CONSENT).get_data(as_text=True)
        assert re.search(r"<input[^>]* checked", page) is None
    record = both.alice.open(both.alice.of_client("/record")).get_data(as_text=True)
    section = re.search(r'<section[^>]*"referral-title".*?</section>', record, flags=re.S)
    assert section
    assert "checked" not in section[0]
    assert consents(session, house)


def test_a_yes_says_what_may_be_seen_and_is_taken_back(both: Both, session: Session, house: House) -> None:
    assert "Nothing was said yet" in both.kim.page(CONSENT)
    assert not consents(session, house)
    sent = {"given": "yes", "shares": ["name", "phone"], "phone": "01632 960 123", "email": "x@example.org"}
    told = both.kim.send(CONSENT, **sent)
    assert "You said yes on" in told
    assert "They also see: my name, a phone number where it is safe to call me." in told
    assert "01632 960 123" not in both.kim.open(CONSENT).get_data(as_text=True)
    (row,) = consents_of(session, house.owner)
    assert (row["shares"], row["phone"], row["email"]) == (["name", "phone"], "01632 960 123", None)
    assert consents(session, house)
    record = both.alice.page(both.alice.of_client("/record"))
    assert "a safe phone number (01632 960 123)" in record
    assert "(said by their own account)" in record
    assert "referral staff see nothing of you" in both.kim.send(CONSENT, given="no")
    assert not consents(session, house)


def test_what_cannot_be_is_said_and_what_was_typed_stays(both: Both, session: Session, house: House) -> None:
    for sent, words in (
        ({"shares": "name"}, "Choose whether you say yes or no."),
        ({"given": "yes", "shares": "phone", "email": "kept@example.org"}, "Which number is safe?"),
        ({"given": "yes", "until": "2020-01-01"}, "The last day has to be from today on"),
        ({"given": "yes", "until": "9999-12-31"}, "within ten years"),
        ({"given": "yes", "until": "soon"}, "expected a day"),
    ):
        answer = both.kim.post(CONSENT, data=sent | {"back": CONSENT}, headers=HTML)
        assert answer.status_code == 422
        assert words in read(answer)
        assert sent.get("email", "") in answer.get_data(as_text=True)
    assert not consents(session, house)


def test_a_yes_with_a_last_day_counts_to_its_end(both: Both, session: Session, house: House) -> None:
    day = today(session, house.owner.agency_id) + timedelta(days=30)
    done(session)
    both.kim.send(CONSENT, given="yes", until=day.isoformat())
    (row,) = consents_of(session, house.owner)
    assert row["expires_at"][:10] in (day.isoformat(), (day + timedelta(days=1)).isoformat())
    assert f"it ends after {day.day} {day:%B %Y}" in both.kim.page(CONSENT)
    assert consents(session, house)


def test_the_clinician_notes_what_the_client_says(both: Both, session: Session, house: House) -> None:
    record, way = both.alice.of_client("/record"), both.alice.of_client("/referral-consent")
    assert "The client wasn’t asked yet" in both.alice.page(record)
    assert "Choose whether the client says yes or no." in both.alice.send(way, back=record)
    assert not consents(session, house)
    both.alice.send(way, given="yes", shares=["email"], email="kim@example.org", back=record)
    told = both.alice.page(record)
    assert "a safe e-mail address (kim@example.org)" in told
    assert "own account)" not in told
    assert consents(session, house)
    both.alice.send("/names", names="off")
    assert "kim@example.org" not in both.alice.open(record).get_data(as_text=True)
    both.alice.send("/names", names="on")
    both.alice.send(way, given="no", back=record)
    assert "The client doesn’t agree to it" in both.alice.page(record)
    assert "You said no on" in both.kim.page(CONSENT)
    assert not consents(session, house)


def test_nobody_says_yes_on_a_record_that_was_put_away(both: Both, session: Session, house: House) -> None:
    both.alice.send(both.alice.of_client("/archive"))
    both.alice.send(both.alice.of_client("/referral-consent"), given="yes")
    both.kim.send(CONSENT, given="yes")
    assert consents_of(session, house.owner) == []


def test_wrong_data_is_reported_to_whoever_keeps_the_directory(
    app: Flask, both: Both, session: Session, house: House, choir: UUID
) -> None:
    an_account(session, house.owner.agency_id, "noor@example.org", "referral")
    done(session)
    report = f"/my/places/{choir}/report"
    assert "Thank you" in both.kim.send(report, words="The phone rings out.")
    assert "Say in 1 to 2,000 characters" in both.kim.send(report, words="x" * 2_001)
    noor = Visitor(app, "noor@example.org", house.owner)
    assert "The phone rings out." in noor.page(f"/resources/{choir}")


HOSTILE = (
    "' OR 1=1 --",
    '"*" NEAR/0',
    "\0",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "\u202e",
    "%",
    "é" * 300,
)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_break_nothing(both: Both, choir: UUID, words: str) -> None:
    fields = ("words", "near", "within", "function", "mode")
    answer = both.kim.post(SEARCH, data=dict.fromkeys(fields, words), headers=HTML, follow_redirects=True)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.get_data(as_text=True)
    for way, form in (
        (f"/my/places/{choir}/ask", {"function": "emotional", "words": words}),
        (CONSENT, {"given": words, "shares": words, "until": words}),
        (CONSENT, {"given": "yes", "shares": "phone", "phone": words}),
        (f"/my/places/{choir}/report", {"words": words}),
    ):
        answer = both.kim.post(way, data={"back": "/my/places"} | form, headers=HTML)
        assert answer.status_code in (302, 422), way
        assert "<script>alert" not in answer.get_data(as_text=True)
    assert both.kim.open("/my/places", headers=HTML).status_code == 200
    assert both.kim.open(CONSENT, headers=HTML).status_code == 200


def test_a_place_with_a_hostile_name_is_shown_as_it_is_written(
    both: Both, session: Session, house: House
) -> None:
    facts = {
        "name": "<b>Choir</b>",
        "url": "javascript:alert(1)",
        "phones": [{"id": "1", "number": '1" x="'}],
    }
    place = a_place(session, house, "hostile", **facts)
    text = both.kim.open(f"/my/places/{place}").get_data(as_text=True)
    assert "&lt;b&gt;Choir" in text
    assert "<b>Choir" not in text
    assert 'href="javascript' not in text
    assert ' x="' not in text


def test_no_title_tells_what_it_is_about(both: Both, choir: UUID) -> None:
    for path in ("/my/places", CONSENT, f"/my/places/{choir}"):
        text = both.kim.open(path).get_data(as_text=True)
        assert re.findall("<title>(.*?)</title>", text) == ["Notes · supportmap"]


def test_what_was_offered_or_asked_for_stands_in_the_clients_copy(
    both: Both, session: Session, house: House, choir: UUID
) -> None:
    ask(both, choir, words="Is it on a Tuesday?")
    (copied,) = orjson.loads(both.kim.open("/my/data/copy.json").data)["referrals"]
    assert (copied["place"], copied["function"], copied["state"]) == ("Tuesday choir", "belonging", "draft")
    assert copied["i_wrote"] == ["Is it on a Tuesday?"]
    (mine,) = known(session, house)
    desk(session, house).act(note, mine.id, {"words": "Rang them, no answer"})
    done(session)
    page = both.kim.open("/my/data/copy.html").text
    assert "Tuesday choir" in page
    assert "Is it on a Tuesday?" in page
    assert "no answer" not in page


def test_what_must_not_be_seen_on_a_clients_phone_is_not_in_their_copy(
    both: Both, session: Session, house: House, refuge: UUID
) -> None:
    offered(session, house, refuge)
    assert orjson.loads(both.kim.open("/my/data/copy.json").data)["referrals"] == []


def test_the_log_of_a_referral_says_the_client_and_never_the_name_of_their_account(
    both: Both, session: Session, house: House, choir: UUID
) -> None:
    with writing(session):
        user = session.scalars(select(User).where(User.client_id == house.owner.client_id)).one()
        vault = agency_vault(session, house.owner.agency_id)
        user.sealed = vault.seal(
            "user", user.id, vault.open("user", user.id, user.sealed) | {"name": "Kimberly"}
        )
    done(session)
    ask(both, choir)
    (mine,) = known(session, house)
    page = both.alice.page(both.alice.of_client(f"/referrals/{mine.id}"))
    assert "the client" in page
    assert "None" not in page
    assert "Kimberly" not in page
