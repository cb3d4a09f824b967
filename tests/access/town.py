"""Two agencies, and everybody who might come to a door of either."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from flask import Flask
from werkzeug.test import TestResponse

from tests.access.calls import call_for
from tests.access.filling import filled
from tests.access.houses import ACCOUNTS, STAFF, UNCONFIRMED, Call, a_house
from tests.access.worlds import table

__all__ = ["DISABLED", "ELSEWHERE", "IDS", "NAMING", "NOBODY", "OF_AGENCY", "ROUTES", "Town", "told"]

ROUTES = table("Routes")
NOBODY = "nobody"
OF_AGENCY = ("resource_id", "service_id", "import_id")
"""What names something of an agency that is about no client."""
ELSEWHERE = ", of another agency"
DISABLED = "disabled member"
NAMING = ("client_id", "user_id", "contact_id", "work_id", "referral_id", *OF_AGENCY)
"""What names somebody in a route, or something of theirs; the first of them says whose it is."""
IDS = ("own", "other client's", "other agency's", "random")


class Town:
    """Two houses, and everybody who might come to a door of either."""

    def __init__(self, app: Flask) -> None:
        """Fill both houses."""
        self.app = app
        self.here, self.there = (filled(a_house(app, word, word)) for word in ("Oak", "Elm"))
        people = [*STAFF, *ACCOUNTS]
        self.people = [NOBODY, *people, *(f"{who}{ELSEWHERE}" for who in people)]

    def call(self, route: str, whose: str) -> Call:
        """Return a valid request about somebody's record."""
        house = self.there if whose == "other agency's" else self.here
        call = call_for(house, "B" if whose == "other client's" else "A", route)
        own = next((name for name in NAMING if name in call.ids), None)
        if whose != "random" or own is None:
            return call
        return replace(call, ids={**call.ids, own: str(uuid4())})

    def send(self, who: str, call: Call, **headers: str) -> TestResponse:
        """Send a request as one of the people."""
        house = self.there if who.endswith(ELSEWHERE) else self.here
        return house.send(None if who == NOBODY else who.removesuffix(ELSEWHERE), call, **headers)

    def roles(self, who: str) -> str:
        """Return the role of one of the people."""
        name = who.removesuffix(ELSEWHERE)
        return "client" if name in ACCOUNTS else STAFF.get(name, NOBODY)

    def words(self, who: str) -> set[str]:
        """Return the words of the table that a person answers to on a route without a client."""
        name = who.removesuffix(ELSEWHERE)
        if name not in ACCOUNTS:
            return {self.roles(who)}
        return {self.roles(who), "invited" if name == UNCONFIRMED else "self"}

    def is_signed_in(self, who: str) -> bool:
        """Tell whether somebody is signed in, and may be."""
        return who != NOBODY and not who.startswith(DISABLED)


def told(response: TestResponse) -> tuple[object, ...]:
    """Return all that an answer tells, apart from the number of the request."""
    if response.status_code == 302:
        # To the sign-in, and from there to where one asked to go.
        return response.status_code, response.headers["Location"].partition("?")[0]
    headers = {(name, value) for name, value in response.headers if name != "X-Request-ID"}
    return response.status_code, frozenset(headers), response.data
