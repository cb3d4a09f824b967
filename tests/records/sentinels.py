"""A thousand words entered by people, wherever people enter any, and where they don't belong."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from flask import Flask
from werkzeug.test import TestResponse

from supportmap.access.adding import add_user
from supportmap.records.agency import found_agency
from supportmap.records.database import db, writing
from tests.access.calls import call_for
from tests.access.filling import filled
from tests.access.houses import API, IN_CHARGE, PASSWORD, Call, Form, a_house
from tests.access.worlds import table

__all__ = ["MARK", "WHO", "WORD", "Entered", "enter_all", "read_all"]

MARK = "qzxwvkjy"
WORD = re.compile(rf"{MARK}([a-z]+)\d{{4}}", re.IGNORECASE)
CLIENT = f"{API}/clients/<client_id>"
PAGES = "/clients/<client_id>"
WHO = IN_CHARGE["A"]
OTHERS = ("client", "other client", "admin", "referral")
TEXTS = {"name": "name", "relationship": "relation", "note": "note", "phone": "phone"}


class Entered:
    """Everything that people entered in one service, and all that it answered and logged."""

    def __init__(self, app: Flask) -> None:
        """Begin with an agency and its people."""
        self.app, self.words = app, list[str]()
        self.responses: list[TestResponse] = []
        self.of_referral: list[Call] = []
        """What is asked to read the referral on which words were entered."""
        with app.app_context(), writing(db.session):
            agency = found_agency(db.session, self.word("agency"))
            add_user(
                db.session, agency, f"{self.word('mail')}@example.org", PASSWORD, "admin", self.word("staff")
            )
        self.house = filled(a_house(app, "Plain", "plain"))
        self.client = {"client_id": self.house.id("A")}

    def word(self, kind: str) -> str:
        """Return a word that nobody entered before."""
        self.words.append(f"{MARK.capitalize()}{kind}{len(self.words):04}")
        return self.words[-1]

    def send(self, route: str, body: Any = None, who: str | None = WHO, **more: Any) -> TestResponse:
        """Send something, and remember what was answered."""
        ids = self.client | more.pop("ids", {})
        response = self.house.send(who, Call(route, ids, body, **more))
        self.responses.append(response)
        return response

    def enter(self, route: str, body: Any = None, **more: Any) -> TestResponse:
        """Send something that is kept."""
        response = self.send(route, body, **more)
        assert response.status_code < 300, (route, response.text)
        return response

    def form(self, route: str, said: dict[str, str], who: str = WHO, **more: Any) -> None:
        """Send a form of a page whose words are kept, and which leads on."""
        response = self.send(route, Form(said), who=who, **more)
        assert response.status_code == 302, (route, response.text)


def enter_all(entered: Entered) -> None:
    """Enter words wherever people enter any."""
    _clients(entered)
    _contacts(entered)
    _files(entered)
    _visits(entered)
    for _ in range(10):
        said = {name: entered.word("consent") for name in ("recipient", "scope", "note")}
        entered.enter(f"POST {CLIENT}/consents", {"purpose": "sharing", "given": True, **said})
    _referrals(entered)
    _gaps(entered)
    _mistakes(entered)


def _clients(entered: Entered) -> None:
    word = entered.word
    for _ in range(10):
        about = {
            "label": word("label"),
            "name": word("client"),
            "area": word("area"),
            "languages": [word("speech")],
        }
        entered.enter(f"POST {API}/clients", about | {"id": str(uuid4())})
    entered.enter(f"PATCH {CLIENT}", {"label": word("label"), "name": word("client"), "area": word("area")})


def _contacts(entered: Entered) -> None:
    for _ in range(30):
        facts = {name: entered.word(kind) for name, kind in TEXTS.items()}
        contact = {"contact_id": str(uuid4())}
        made = entered.enter(f"POST {CLIENT}/contacts", facts | {"id": contact["contact_id"], "emotional": 1})
        version = {"If-Match": made.headers["ETag"]}
        change = {"note": entered.word("note"), "name": entered.word("name")}
        entered.enter(f"PATCH {CLIENT}/contacts/<contact_id>", change, headers=version, ids=contact)
    entered.enter(f"POST {CLIENT}/undo")
    entered.enter(f"POST {CLIENT}/redo")
    entered.enter(f"POST {CLIENT}/undo")


def _files(entered: Entered) -> None:
    word = entered.word
    contacts = [
        {"id": word("id"), word("key"): word("odd"), **{name: word(kind) for name, kind in TEXTS.items()}}
        for _ in range(110)
    ]
    tie = {"a": contacts[0]["id"], "b": contacts[1]["id"], word("key"): word("odd")}
    about = {"label": word("label"), "area": word("area"), word("key"): word("odd")}
    document = {
        "format": "supportmap",
        "version": 1,
        "client": about,
        word("key"): {word("key"): [word("odd")]},
    }
    for query in ({"dry_run": "true"}, {}):
        entered.enter(
            f"POST {CLIENT}/document", {**document, "contacts": contacts, "ties": [tie]}, query=query
        )
    rows = "\n".join(f"{word('id')},{word('name')},{word('note')}" for _ in range(20))
    csv = {"Content-Type": "text/csv"}
    entered.enter(f"POST {CLIENT}/document", f"id,name,note\n{rows}\n".encode(), headers=csv)


def _visits(entered: Entered) -> None:
    items = entered.enter(f"GET {CLIENT}/visits").get_json()["items"]
    visit = {"visit_id": next(each["id"] for each in items if each["finished_at"] is None)}
    entered.enter(f"POST {CLIENT}/visits/<visit_id>/finish", ids=visit)
    entered.enter(f"POST {CLIENT}/visits/<visit_id>/reopen", {"id": str(uuid4())}, ids=visit)


def _referrals(entered: Entered) -> None:
    """Lead a referral through all its forms, by the clinician, the desk and the client."""
    word, one = entered.word, {"referral_id": str(uuid4())}
    made = {"id": one["referral_id"], "service_id": entered.house.resource_id, "function": "belonging"}
    entered.form(f"POST {PAGES}/referrals", made | {"note": word("told"), "words": word("work")})
    _act(entered, one, "tell", note=word("told"))
    _act(entered, one, "agrees")
    _act(entered, one, "send", channel="letter", words=word("work"))
    for outcome in ("not reached", "message left", "reached"):
        _act(entered, one, "attempt", outcome=outcome, words=word("work"))
        _act(entered, one, "attempt", who="referral", outcome=outcome, words=word("work"))
    _act(entered, one, "need_client", reason="document", words=word("work"))
    for act in ("accept", "waitlist", "note"):
        _act(entered, one, act, words=word("work"))
    _act(entered, one, "decline", reason="other", words=word("work"))
    _act(entered, one, "take-back", words=word("work"))
    entered.form("POST /my/referrals/<referral_id>/note", {"words": word("own")}, "client", ids=one)
    back = {"reason": "not wanted", "words": word("own")}
    entered.form("POST /my/referrals/<referral_id>/cancel", back, "client", ids=one)
    _refused_acts(entered, one)
    page = f"GET {PAGES}/referrals/<referral_id>"
    entered.of_referral = [Call(way, entered.client | one) for way in (page, f"{page}/letter")]


def _refused_acts(entered: Entered, one: dict[str, str]) -> None:
    """Enter words where a referral's forms give a choice, or ask for a day."""
    word = entered.word
    route = f"POST {PAGES}/referrals/<referral_id>"
    for act, name in (("attempt", "outcome"), ("send", "channel"), ("due", "due_on")):
        wrong = Form({"version": "1", name: word("bad"), "words": word("bad")})
        assert entered.send(f"{route}/{act}", wrong, ids=one).status_code >= 400
    # How it ended comes back as it was typed, on a page that has all of the record.
    wrong = Form({"version": "1", "reason": word("bad"), "words": word("typed")})
    assert entered.house.send(WHO, Call(f"{route}/cancel", entered.client | one, wrong)).status_code >= 400


def _act(entered: Entered, one: dict[str, str], act: str, who: str = WHO, **said: str) -> None:
    """Do something on the page of a referral as it is now."""
    page = entered.send(f"GET {PAGES}/referrals/<referral_id>", who=who, ids=one)
    version = re.search(r'name="version" value="(\d+)"', page.text)
    assert version
    entered.form(f"POST {PAGES}/referrals/<referral_id>/{act}", {"version": version[1], **said}, who, ids=one)


def _gaps(entered: Entered) -> None:
    """Look for what fills a gap, and say what the client says of referral: twice, once as it can't be."""
    word = entered.word
    for who in (WHO, "referral"):
        sought = {"words": word("sought"), "area": word("sought"), "within": word("sought")}
        found = entered.send(f"POST {PAGES}/gaps/practical/search", Form(sought), who=who)
        assert found.status_code == 302
    due = Form(due_on=word("bad"), view=word("bad"), page=word("bad"))
    assert entered.send(f"POST {PAGES}/gaps/practical/due", due).status_code == 422
    said = {"given": "yes", "shares": "phone", "phone": word("safe"), "email": word("safe")}
    entered.form(f"POST {PAGES}/referral-consent", said)
    # What can't be noted comes back as it was typed, on a page that has all of the record.
    again = Call(f"POST {PAGES}/referral-consent", entered.client, Form(said | {"until": word("typed")}))
    assert entered.house.send(WHO, again).status_code == 422
    entered.form("POST /my/places/consent", said | {"phone": word("safe")}, "client")
    sought = {"words": word("sought"), "near": word("sought")}
    assert entered.send("POST /my/places/search", Form(sought), who="client").status_code == 302


def _mistakes(entered: Entered) -> None:
    """Enter words where they don't belong, which is refused."""
    word, send, contacts = entered.word, entered.send, f"POST {CLIENT}/contacts"
    for field in ("kind", "sector", "status", "circle", "emotional", "angle", "since", "id", "unsafe"):
        send(contacts, {"name": word("name"), field: word("bad")})
    send(contacts, {"name": word("name"), word("key"): word("bad")})
    send(contacts, {"name": word("name") * 40, "note": [word("bad")]})
    send(contacts, f'{{"name": "{word("bad")}", "name": "{word("bad")}"}}'.encode(), headers=JSON)
    send(contacts, f'{{"{word("bad")}'.encode(), headers=JSON)
    send(contacts, {"name": word("name")}, headers={"Idempotency-Key": word("header")})
    send(contacts, {"name": word("name")}, headers={"X-Request-ID": word("header")})
    send(f"POST {CLIENT}/document", f"id,name\n{word('bad')}".encode(), headers={"Content-Type": "text/csv"})
    send(f"POST {CLIENT}/document", {"format": word("bad"), word("bad"): 1})
    send(f"PATCH {CLIENT}/network", {"needs": {word("bad"): 1}})
    send(f"POST {CLIENT}/consents", {"purpose": word("bad"), "given": word("bad")})
    send(f"POST {CLIENT}/what-if", {"joins": {"name": word("name"), "kind": word("bad")}})
    for name in ("theme", "function", "limit", "after", word("key")):
        send(f"GET {CLIENT}/figures/map", query={name: word("query")})
    for path in ("clients", "clients/x/contacts", "nowhere"):
        send(f"GET {API}/{path}/{word('path')}")
    send(f"GET {CLIENT}/contacts/{word('path')}")
    for who in ("admin", None):
        send(contacts, {"name": word("name")}, who=who)
    for name in ("email", "password"):
        login = {"email": "nobody@example.org", "password": PASSWORD}
        send("POST /login", login | {name: f"{word('login')}@example.org"}, who=None)
    send(f"GET {API}/me", who=None, headers={"Authorization": f"Bearer {word('token')}"})
    send(f"GET {API}/me", who=None, headers={"Cookie": f"supportmap={word('token')}"})


JSON = {"Content-Type": "application/json"}


def read_all(entered: Entered) -> None:
    """Read everything that there is to read, as everybody."""
    for route in sorted(table("Routes")):
        if route.startswith("GET"):
            for who in (WHO, *OTHERS):
                call = call_for(entered.house, "A", route)
                entered.responses.append(entered.house.send(who, call))
