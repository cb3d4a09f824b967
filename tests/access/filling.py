"""What a house begins with: two clients with records that the API wrote, and everybody in their places."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from werkzeug.test import TestResponse

from supportmap.access.accounts import disable
from supportmap.records.client import CarePlace, Consent, vault_of
from supportmap.records.database import db, writing
from tests.access.houses import ACCOUNTS, API, IN_CHARGE, House, admit
from tests.directory.services import kept

__all__ = ["a_consent", "a_contact", "a_document", "filled"]


def filled(house: House) -> House:
    """Give a house its clients and their accounts, records, and everybody's places on the care teams."""
    for client, clinician in IN_CHARGE.items():
        _record(house, client, clinician)
    admit(house, {name: ("client", house.owner(client)) for name, client in ACCOUNTS.items()})
    _places(house)
    _directory(house)
    return house


def _record(house: House, client: str, clinician: str) -> None:
    def act(route: str, body: Any = None, **more: Any) -> TestResponse:
        method, _, path = route.partition(" ")
        return house.act(clinician, f"{method} {API}/clients/<client_id>{path}", body, client_id=own, **more)

    own, word = house.id(client), f"{house.word} {client}"
    about = {"id": own, "label": f"{word} label", "name": f"{word} name", "area": f"{word} area"}
    house.act(clinician, f"POST {API}/clients", about | {"languages": [f"{word} speech"]})
    act("POST /visits", {"id": house.id(f"{client} first visit")})
    for number in range(4):
        act("POST /contacts", a_contact(house, client, f"{client} contact {number}", number % 3))
    first, second, third, last = (house.id(f"{client} contact {number}") for number in range(4))
    act("PUT /ties/<a>/<b>", {"strength": 2}, a=first, b=second)
    act("PUT /ties/<a>/<b>", a=second, b=third)
    act(
        "PATCH /contacts/<contact_id>",
        {"unsafe": True},
        headers=house.if_match(client, third),
        contact_id=third,
    )
    act(
        "DELETE /contacts/<contact_id>",
        {"ended_reason": "moved"},
        headers=house.if_match(client, last),
        contact_id=last,
    )
    act("POST /contacts/<contact_id>/confirm", contact_id=first)
    act("POST /visits/<visit_id>/finish", visit_id=house.id(f"{client} first visit"))
    act("POST /visits", {"id": house.id(f"{client} open visit")})
    act("POST /consents", a_consent(house, client, f"{client} consent"))
    act("POST /document", a_document(house, client))
    act("POST /undo")
    act("POST /redo")


def a_contact(house: House, client: str, name: str, answer: int = 1) -> dict[str, Any]:
    """Return a contact whose every text has the word of the house and of the client."""
    texts = {part: f"{house.word} {client} {part}" for part in ("name", "relationship", "note", "phone")}
    answers = {"emotional": answer, "practical": 2, "belonging": None, "circle": 1, "reach": 2}
    return {"id": house.id(name), **texts, **answers}


def a_consent(house: House, client: str, name: str) -> dict[str, Any]:
    """Return what a client consented to: that referral staff read the record."""
    texts = {part: f"{house.word} {client} {part}" for part in ("recipient", "scope", "note")}
    return {"id": house.id(name), "purpose": "referral", "given": True, **texts}


def a_document(house: House, client: str) -> dict[str, Any]:
    """Return a document with unknown keys everywhere, whose ids are the words of a file."""
    word = f"{house.word} {client}"
    contacts = [{"id": f"{word} id {n}", "name": f"{word} filed {n}", "odd": f"{word} odd"} for n in (1, 2)]
    tie = {"a": f"{word} id 1", "b": f"{word} id 2", "odd": f"{word} odd"}
    about = {"label": f"{word} label", "odd": f"{word} odd"}
    kind = {"format": "supportmap", "version": 1, "odd": f"{word} odd"}
    return {**kind, "client": about, "contacts": contacts, "ties": [tie]}


def _directory(house: House) -> None:
    """Give the house one service that may be passed on."""
    document = {"id": "1", "name": f"{house.word} lunch club", "status": "active"}
    with house.app.app_context():
        house.resource_id = str(kept(db.session, house.agency_id, document))


def _places(house: House) -> None:
    """Put everybody where their name says that they stand with the first client."""
    team = f"{API}/clients/<client_id>/team/<user_id>"
    first = {"client_id": house.id("A")}
    for name in ("former member", "disabled member"):
        house.act("admin", f"PUT {team}", **first, user_id=house.id(name))
    house.act("admin", f"DELETE {team}", **first, user_id=house.id("former member"))
    owner, since = house.owner("A"), datetime.now(UTC) - timedelta(days=1)
    unconfirmed, referral = (
        UUID(house.id(name)) for name in ("unconfirmed member", "referral with a consent")
    )
    with house.app.app_context(), writing(db.session):
        place, consent = house.id("unconfirmed place"), UUID(house.id("consent for referral"))
        sealed = vault_of(db.session, owner).seal("consent", consent, {"recipient": str(referral)})
        db.session.add(CarePlace(**owner._asdict(), id=UUID(place), user_id=unconfirmed, since=since))
        given = {"at": since, "purpose": "referral", "given": True, "sealed": sealed}
        db.session.add(Consent(**owner._asdict(), id=consent, user_id=referral, **given))
        disable(db.session, house.agency_id, UUID(house.id("disabled member")))
