"""A fictional town's directory: what it offers, where and when. No place, group or number is real."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from supportmap.demo.chance import happens
from supportmap.demo.names import AREAS, SURNAMES
from supportmap.directory.centroids import import_centroids
from supportmap.directory.hsds.report import Read
from supportmap.directory.importing import Order, import_services
from supportmap.directory.renewing import find_by_postcode
from supportmap.records.audit import Actor
from supportmap.records.database import writing

__all__ = ["fill_directory", "town_directory"]

SOURCE = "Harbour directory (fictional)"
LICENCE = "CC0"
MIDDLE = (53.46, -2.21)
"""The middle of the fictional town, on the map of a real country."""
SPREAD = 0.045
"""Degrees from the middle to most of what there is: about five kilometres."""
CENTROIDS = {
    area: (
        MIDDLE[0] + 0.02 * (number % 4 - 1.5),
        MIDDLE[1] + 0.03 * (number // 4 - 1),
    )
    for number, area in enumerate(AREAS)
}
"""Where the areas are in which the made-up clients live."""


class Offer(NamedTuple):
    """A kind of service: what it is called and says, its category in Open Eligibility, and how it is.

    ``days``: how often a week it is open, 0: nobody wrote it down. ``ages``: from and up to, None: not said.
    """

    name: str
    text: str
    category: tuple[str, str] | None = None
    days: int = 1
    ages: tuple[int | None, int | None] = (None, None)
    free: bool | None = True
    online: bool = False
    join: str | None = None
    bring: str | None = None


COME = "Just come along, or call first if you would like to be met at the door."
CALL = "Call, and somebody will ask what you need."
OFFERS = (
    Offer("Befriending", "A volunteer visits once a week, for company.", None, 0, (18, None), join=CALL),
    Offer("Telephone befriending", "A call every week.", None, 0, (60, None), online=True, join=CALL),
    Offer("Lunch club", "A warm lunch and company.", None, 2, (55, None), False, join=COME),
    Offer("Community choir", "Singing together; nobody needs to read music.", None, 1, (16, None), join=COME),
    Offer("Walking group", "An easy walk, at the pace of the slowest.", None, 2, join=COME),
    Offer("Men’s shed", "Making and mending things side by side.", None, 3, (18, None), join=COME),
    Offer("Clubhouse", "Run by its members, with people who have had mental ill-health.", None, 5, (18, 65)),
    Offer("Drop-in", "Tea, a warm room and somebody to talk to.", None, 3, join=COME),
    Offer(
        "Peer support group",
        "For people who have been there themselves.",
        ("1310", "Peer Support"),
        1,
        (18, None),
    ),
    Offer(
        "Bereavement group", "Meeting others who have lost somebody.", ("1314", "Bereavement"), 1, join=CALL
    ),
    Offer(
        "Parents’ circle",
        "For parents of small children, with a play corner.",
        None,
        1,
        (16, None),
        join=COME,
    ),
    Offer("Carers’ evening", "A break, and others who know what it is like.", None, 1, (18, None)),
    Offer(
        "Counselling",
        "Up to twelve meetings with a trained counsellor.",
        ("1304", "Counseling"),
        4,
        (16, None),
        None,
        join=CALL,
    ),
    Offer("Listening line", "Somebody listens, at any hour.", ("1305", "Help Hotlines"), 7, online=True),
    Offer(
        "Mentoring",
        "Somebody a few years ahead, once a fortnight.",
        ("1308", "Mentoring"),
        0,
        (14, 25),
        join=CALL,
    ),
    Offer("Community garden", "Growing vegetables together.", ("1127", "Community Gardens"), 3, join=COME),
    Offer("Community meal", "A meal for whoever comes.", ("1131", "Free Meals"), 1, join=COME),
    Offer("Food bank", "Three days of food.", ("1130", "Food Pantry"), 2, bring="A voucher, if you have one"),
    Offer(
        "Door-to-door transport",
        "A lift to appointments, by volunteers.",
        ("1175", "Transportation"),
        5,
        free=False,
        join=CALL,
        bring="The letter with the time",
    ),
    Offer(
        "Benefits advice",
        "Help with forms and decisions.",
        ("1293", "Help Fill out Forms"),
        3,
        bring="Letters and proof of who you are",
    ),
    Offer(
        "Handyperson", "Small repairs at home.", ("1307", "In-Home Support"), 5, (60, None), False, join=CALL
    ),
    Offer("Computer class", "From the first click on.", ("1351", "Computer Class"), 1, join=COME),
    Offer(
        "Help finding work",
        "One-to-one help, at your pace.",
        ("1357", "Help Find Work"),
        4,
        (16, 66),
        join=CALL,
    ),
    Offer(
        "Five-a-side", "Football for whoever likes to run a little.", None, 1, (18, None), False, join=COME
    ),
    Offer("Faith community", "Services, and a meal afterwards.", None, 1, join=COME),
    Offer(
        "Volunteering", "A few hours a week for others, with an introduction.", None, 0, (16, None), join=CALL
    ),
)
HOSTS = ("Community Centre", "Hall", "Church Rooms", "Library", "Friends", "Association", "Trust", "Hub")
STREETS = ("Mill Lane", "Harbour Street", "Station Road", "Chapel Walk", "Weaver Row", "Canal Side")
WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def fill_directory(session: Session, agency_id: UUID, seed: int, count: int = 312) -> None:
    """Give an agency the directory of the town, and where its areas are."""
    documents = enumerate(town_directory(seed, count), 1)
    reads = (Read(f"line {line}", "accepted", (), each["id"], each) for line, each in documents)
    import_services(session, Actor.operator(agency_id), Order(SOURCE, LICENCE), reads)
    lines = [f"{area},{latitude},{longitude}" for area, (latitude, longitude) in CENTROIDS.items()]
    with writing(session):
        import_centroids(session, agency_id, ["code,latitude,longitude", *lines])
    find_by_postcode(session, agency_id)


def town_directory(seed: int, count: int) -> Iterator[dict[str, Any]]:
    """Yield HSDS 3 documents of so many services, always the same for the same seed."""
    random = Random(seed)  # noqa: S311 - nothing here is a secret
    for number in range(count):
        yield _service(random, number, OFFERS[number % len(OFFERS)])


def _service(random: Random, number: int, offer: Offer) -> dict[str, Any]:
    host = f"{random.choice(SURNAMES)} {random.choice(HOSTS)}"
    told: dict[str, Any] = {
        "id": f"service {number}",
        "organization": {"id": host, "name": host, "description": "Fictional."},
        "name": f"{host.split(maxsplit=1)[0]} {offer.name[0].lower()}{offer.name[1:]}",
        "description": offer.text,
        "status": "active",
        "phones": [{"id": f"phone {number}", "number": f"01632 960{random.randrange(1000):03}"}],
        "application_process": offer.join,
        "schedules": _schedules(random, number, offer),
        "service_at_locations": [_place(random, number, offer)],
        "languages": _languages(random),
        "attributes": _attributes(offer),
        "assured_date": f"2026-{random.randrange(1, 11):02}-{random.randrange(1, 28):02}",
        **_known(random, offer),
    }
    return {name: value for name, value in told.items() if value not in (None, [])}


def _known(random: Random, offer: Offer) -> dict[str, Any]:
    """Return what not every source says."""
    youngest, oldest = offer.ages
    said = not happens(random, 0.3)
    return {
        "minimum_age": youngest if said else None,
        "maximum_age": oldest if said else None,
        "fees_description": {True: "Free", False: "A few pounds", None: None}[offer.free] if said else None,
        "required_documents": [{"id": "bring", "document": offer.bring}] if offer.bring else None,
    }


def _schedules(random: Random, number: int, offer: Offer) -> list[dict[str, Any]]:
    days = sorted(random.sample(range(7), offer.days))
    opens = random.choice((9, 10, 13, 17, 18))
    times = {"freq": "WEEKLY", "opens_at": f"{opens:02}:00", "closes_at": f"{opens + 2:02}:00"}
    return [{"id": f"time {number} {day}", **times, "byday": WEEK[day]} for day in days]


def _place(random: Random, number: int, offer: Offer) -> dict[str, Any]:
    if offer.online:
        return {"id": f"at {number}", "location": {"id": f"place {number}", "location_type": "virtual"}}
    area = random.choice(AREAS)
    street = f"{random.randrange(1, 90)} {random.choice(STREETS)}"
    address = {
        "id": f"address {number}",
        "address_1": street,
        "city": "Harbour",
        "postal_code": f"{area} 0XX",
    }
    address |= {"state_province": "", "country": "GB", "address_type": "physical"}
    location: dict[str, Any] = {"id": f"place {number}", "location_type": "physical", "addresses": [address]}
    if not happens(random, 0.15):
        middle = CENTROIDS[area]
        location["latitude"] = round(random.gauss(middle[0], SPREAD / 4), 5)
        location["longitude"] = round(random.gauss(middle[1], SPREAD / 3), 5)
    return {"id": f"at {number}", "location": location}


def _languages(random: Random) -> list[dict[str, Any]]:
    others = [each for each in ("pl", "ur", "so", "pt", "cy") if happens(random, 0.08)]
    return [{"id": code, "code": code, "name": code} for code in ("en", *others)]


def _attributes(offer: Offer) -> list[dict[str, Any]]:
    if offer.category is None:
        return []
    code, name = offer.category
    term = {"id": code, "code": code, "name": name, "taxonomy": "Open Eligibility"}
    return [{"id": f"of {code}", "link_entity": "service", "taxonomy_term": term}]
