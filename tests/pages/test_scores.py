"""No page and no answer holds a score without low, high, status and missing answers, and its caveat."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from supportmap.analysis.formula import CAVEAT, FORMULA
from supportmap.pages.start import WEB
from supportmap.records.database import db
from tests.access.calls import routes_of
from tests.access.town import ROUTES
from tests.directory.services import a_document, kept
from tests.pages.conftest import House, Visitor
from tests.pages.tree import Part, parts_of

OF_100 = re.compile(r"\d of 100")
KNOWN = re.compile(r"all \d+ answers known|\d+ of \d+ answers missing")
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
SCORES = frozenset({"score", "backup", "circle_backup", "informal", "gap_to_need"})
BESIDE = frozenset({"status", "status_at_best", "missing_answers"})


@pytest.fixture
def alice(house: House) -> Visitor:
    """Alice, with a network of her client's that leaves answers open, and two visits."""
    house.alice.add("Avery", emotional=2, circle=1, practical=1, strain=None)
    house.alice.add("Blake", emotional=1, belonging=2, circle=2, sector="friends")
    for _ in range(2):
        house.alice.send(house.alice.of_client("/visits"))
        (newest, *_rest) = visits_of(house.alice)
        house.alice.send(house.alice.of_client(f"/visits/{newest}/finish"))
        house.alice.add("Choir", kind="group", belonging=1)
    return house.alice


def visits_of(visitor: Visitor) -> list[str]:
    answer = visitor.open(f"/api/v1{visitor.of_client('/visits')}").json
    assert answer
    return [visit["id"] for visit in answer["items"]]


HERS = {"clinician", "the team"}


def a_plan(visitor: Visitor) -> str:
    """A plan with two options that stand beside what they would bring."""
    own_id, by = str(uuid4()), "2999-01-01"
    way = visitor.of_client(f"/plans/{own_id}")
    goal = {"measure": "backup", "function": "emotional", "least": "50", "by": by}
    visitor.send(visitor.of_client("/plans"), id=own_id, title="Evenings", shared="yes")
    visitor.send(f"{way}/define", title="Evenings", problem="They are long.")
    visitor.send(f"{way}/goal", **goal)
    for kind in ("group", "other"):
        visitor.send(f"{way}/add", kind=kind, words="Try")
    return own_id


def a_strategy(visitor: Visitor) -> str:
    """Something that helps when it gets hard."""
    own_id = str(uuid4())
    visitor.send(visitor.of_client("/coping/strategy"), id=own_id, what="A walk", shared="yes")
    return own_id


def a_referral(visitor: Visitor) -> str:
    """A referral to a service of the directory."""
    own_id = str(uuid4())
    service = kept(db.session, visitor.owner.agency_id, a_document("1"))
    given = {"id": own_id, "service_id": str(service), "function": "belonging"}
    visitor.send(visitor.of_client("/referrals"), **given)
    return own_id


def reads(house: House, alice: Visitor) -> Iterator[str]:
    """Every address that answers a read about the client or her list."""
    visits, contact = visits_of(alice), alice.open(f"/api/v1{alice.of_client('/network')}").json
    assert contact
    ids = {
        "client_id": str(alice.owner.client_id),
        "visit_id": visits[0],
        "contact_id": contact["contacts"][0]["id"],
        "kind": "strategy",
        "function": "belonging",
        "referral_id": a_referral(alice),
    }
    works = {"plans": a_plan(alice), "coping": a_strategy(alice)}
    for route in routes_of(house.app):
        method, path = route.split()
        if method == "GET" and "/clients" in path and HERS & set(ROUTES[route]):
            own = ids | {"work_id": next((works[part] for part in path.split("/") if part in works), "")}
            yield re.sub(r"<(\w+)>", partial(_put_in, own), path) + f"?from={visits[-1]}" * (
                path.endswith(("compare", "figures/change"))
            )


def _put_in(ids: dict[str, str], name: re.Match[str]) -> str:
    return ids[name[1]]


def test_no_answer_holds_a_score_without_all_that_belongs_to_it(house: House, alice: Visitor) -> None:
    met = 0
    for path in reads(house, alice):
        answer = alice.open(path)
        assert answer.status_code == 200, path
        if answer.is_json:
            met += sum(1 for _ in _scores_in(answer.json, path))
        else:
            met += sum(1 for _ in _scores_on(parts_of(answer.get_data(as_text=True)), path))
    whole = f"{alice.of_client('/map/what-if')}"
    page = alice.post(whole, data={"joins": "1", "emotional": "2"}).get_data(as_text=True)
    met += sum(1 for _ in _scores_on(parts_of(page), whole))
    assert met > 100


def _scores_in(told: Any, path: str) -> Iterator[str]:
    """Every score in an answer, each found to be an interval beside its status."""
    if isinstance(told, list):
        for each in told:
            yield from _scores_in(each, path)
    if isinstance(told, dict):
        for name in SCORES & told.keys():
            assert told[name] is None or told[name].keys() == {"low", "high"}, f"{path}: {name}"
            assert told.keys() >= BESIDE, f"{path}: {name}"
            yield name
        for each in told.values():
            yield from _scores_in(each, path)


def _scores_on(page: Part, path: str) -> Iterator[str]:
    """Every score on a page, found beside its status and how many answers are missing, or in a sentence."""
    for part in page.everything():
        if OF_100.search(part.own_text) and "caveat-line" not in part.classes:
            assert CAVEAT.lower() in page.text.lower(), path
            assert FORMULA.version in page.text, path
            if "sentences" not in (part.within.classes if part.within else ()):
                _check_beside(part, path)
            yield part.own_text


def _check_beside(part: Part, path: str) -> None:
    cell = part.nearest("td", "article")
    assert cell, f"{path}: {part.text}"
    assert cell.has("status"), f"{path}: {cell.text}"
    assert KNOWN.search(cell.text), f"{path}: {cell.text}"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_takes_one_end_of_a_score(template: Path) -> None:
    """Both ends are told by ``span``, and beside the score how many answers are missing."""
    text = template.read_text("utf-8")
    for end in re.findall(r"\w+\.(?:score|backup|informal|circle_backup|gap_to_need)\.(?:low|high)", text):
        assert template.name == "_interval.html", f"{end} in {template.name}"
    if re.search(r"\.(?:score|backup|informal|gap_to_need)\b", text):
        assert "answers_known(" in text, template.name
        assert "span(" in text, template.name
