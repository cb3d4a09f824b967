"""Two people at work on one map in every order Hypothesis thinks of, against a plain dict."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.orm import Session

from supportmap.casework import mapping
from supportmap.casework.confirming import confirm_contact
from supportmap.casework.outcome import Conflict
from supportmap.casework.visits import cancel_visit, network_at, reopen_visit
from supportmap.records.audit import Actor
from tests.casework.acting import Desk
from tests.casework.flat import AMONG, ELICITED, GONE, Flat, Path
from tests.service import a_client, a_user, an_agency

USERS = st.integers(0, 1)
PICKS = st.integers(0, 5)
RATINGS = st.sampled_from([None, 0, 1, 2])
FIELDS = ("name", "emotional", "circle", "status", "ended_reason", "note", "confirmed_in")


def a_contact(own_id: str, **facts: Any) -> dict[Path, Any]:
    """The entries of somebody who is added."""
    entries: dict[Path, Any] = {("contact", own_id): True}
    told = dict.fromkeys(FIELDS) | {"status": "active"} | facts
    return entries | {("contact", own_id, name): value for name, value in told.items()}


class Mapping(RuleBasedStateMachine):
    """Every act is done twice: on the record and on the model."""

    def __init__(self, session: Session, actors: list[Actor]) -> None:
        """Begin with a client of whom nothing is known."""
        super().__init__()
        owner = a_client(session, actors[0].agency_id)
        self.desks = [Desk(session, actor, owner) for actor in actors]
        self.model = Flat()
        self.finished: list[tuple[UUID, Any]] = []
        self.days = 0

    def contact(self, pick: int) -> str:
        contacts = self.model.contacts()
        return contacts[pick % len(contacts)]

    def change(self, user: int, own_id: str, **facts: Any) -> None:
        self.desks[user].change(own_id, **facts)
        self.model.apply(user, {("contact", own_id, name): value for name, value in facts.items()})

    @rule(user=USERS, rating=RATINGS, name=st.sampled_from(["Avery", "Blake"]))
    def add(self, user: int, rating: int | None, name: str) -> None:
        own_id = str(uuid4())
        self.desks[user].act(mapping.add_contact, {"name": name, "emotional": rating}, own_id)
        here = self.model.visit and str(self.model.visit)
        self.model.apply(user, a_contact(own_id, name=name, emotional=rating, confirmed_in=here))

    @precondition(lambda self: self.model.contacts())
    @rule(user=USERS, pick=PICKS, rating=RATINGS)
    def rate(self, user: int, pick: int, rating: int | None) -> None:
        self.change(user, self.contact(pick), emotional=rating)

    @precondition(lambda self: self.model.contacts())
    @rule(
        user=USERS, pick=PICKS, circle=st.sampled_from([None, 1, 3]), note=st.sampled_from(["sings", "walks"])
    )
    def edit(self, user: int, pick: int, circle: int | None, note: str) -> None:
        self.change(user, self.contact(pick), circle=circle, note=note)

    @precondition(lambda self: self.model.contacts())
    @rule(user=USERS, pick=PICKS, reason=st.sampled_from(["moved", None]))
    def remove_or_return(self, user: int, pick: int, reason: str | None) -> None:
        own_id = self.contact(pick)
        past = self.model.entries["contact", own_id, "status"] == "past"
        self.change(user, own_id, status="active" if past else "past", ended_reason=None if past else reason)

    @precondition(lambda self: self.model.contacts())
    @rule(user=USERS, pick=PICKS)
    def discard(self, user: int, pick: int) -> None:
        own_id = self.contact(pick)
        version = self.desks[user].contact(own_id)["version"]
        self.desks[user].act(mapping.discard_contact, own_id, version)
        self.model.discard(user, own_id)

    @precondition(lambda self: self.model.contacts())
    @rule(user=USERS, pick=PICKS)
    def confirm(self, user: int, pick: int) -> None:
        own_id = self.contact(pick)
        if self.model.visit is None:
            self.desks[user].refused("no-open-visit", confirm_contact, own_id)
        elif self.model.entries["contact", own_id, "status"] == "past":
            self.desks[user].refused("past", confirm_contact, own_id)
        else:
            self.desks[user].act(confirm_contact, own_id)
            self.model.apply(user, {("contact", own_id, "confirmed_in"): str(self.model.visit)})

    @precondition(lambda self: len(self.model.contacts()) > 1)
    @rule(user=USERS, pick=PICKS, other=st.integers(1, 5), strength=st.sampled_from([1, 2, None]))
    def tie(self, user: int, pick: int, other: int, strength: int | None) -> None:
        a, b = self.contact(pick), self.contact(pick + 1 + other % (len(self.model.contacts()) - 1))
        self.desks[user].tie(a, b, strength=strength)
        a, b = sorted((a, b))
        self.model.apply(user, {("tie", a, b): True, ("tie", a, b, "strength"): strength})

    @precondition(lambda self: self.model.ties())
    @rule(user=USERS, pick=PICKS)
    def untie(self, user: int, pick: int) -> None:
        a, b = self.model.ties()[pick % len(self.model.ties())]
        self.desks[user].act(mapping.untie, b, a)
        self.model.apply(user, {("tie", a, b): GONE, ("tie", a, b, "strength"): GONE})

    @rule(user=USERS, elicited=st.booleans(), ties_asked=st.booleans(), need=st.sampled_from([0.3, 0.7]))
    def ask(self, user: int, elicited: bool, ties_asked: bool, need: float) -> None:
        said = elicited or bool(self.model.contacts())
        asked = {"elicited": said, "ties_asked": ties_asked, "needs": {"practical": need}}
        self.desks[user].act(mapping.change_network, asked)
        among = self.model.among(self.model.active()) if ties_asked else None
        told: dict[Path, Any] = {} if said == self.model.told[ELICITED] else {ELICITED: said}
        self.model.apply(user, told | {AMONG: among, ("network", "practical"): need})

    @rule(user=USERS, asked=st.booleans(), but=PICKS, turned=PICKS)
    def take_from_a_file(self, user: int, asked: bool, but: int, turned: int) -> None:
        """A file with somebody new and everybody else but one, perhaps; one is past in it, or back."""
        listed = [each for number, each in enumerate(self.model.contacts()) if number != but]
        status = {own_id: self.model.entries["contact", own_id, "status"] for own_id in listed}
        entries = a_contact(new := str(uuid4()), name="Cleo")
        for own_id in listed[turned : turned + 1]:
            status[own_id] = "active" if status[own_id] == "past" else "past"
            entries["contact", own_id, "status"] = status[own_id]
            if status[own_id] == "active":
                entries["contact", own_id, "ended_reason"] = None
        names = {own_id: self.model.entries["contact", own_id, "name"] for own_id in listed}
        contacts = [{"id": own_id, "name": names[own_id], "status": status[own_id]} for own_id in listed]
        self.desks[user].take({"ties_asked": asked, "contacts": [*contacts, {"id": new, "name": "Cleo"}]})
        if asked and self.model.active() <= set(listed):
            active = frozenset(own_id for own_id in listed if status[own_id] == "active")
            entries[AMONG] = self.model.among(active | {new})
        self.model.apply(user, entries)

    @precondition(lambda self: not self.model.contacts())
    @rule(user=USERS, there_is_nobody=st.booleans())
    def add_and_discard(self, user: int, there_is_nobody: bool) -> None:
        if there_is_nobody:
            self.ask(1 - user, True, False, 0.3)
        self.add(user, None, "Avery")
        self.discard(user, 0)

    @rule(user=USERS, times=st.integers(1, 3))
    def undo(self, user: int, times: int) -> None:
        for _ in range(times):
            assert self.told(user, mapping.undo) == self.model.undo(user)

    @precondition(lambda self: self.model.last_undone(0) or self.model.last_undone(1))
    @rule(user=USERS, times=st.integers(1, 3))
    def redo(self, user: int, times: int) -> None:
        for _ in range(times):
            assert self.told(user, mapping.redo) == self.model.redo(user)

    @rule(user=USERS, rating=RATINGS)
    def undo_one_thing_and_do_another(self, user: int, rating: int | None) -> None:
        self.undo(user, 1)
        self.add(user, rating, "Blake")
        self.redo(user, 1)

    def told(self, user: int, verb: Any) -> str:
        try:
            self.desks[user].act(verb)
        except Conflict as conflict:
            return conflict.code
        return "done"

    @precondition(lambda self: self.model.contacts())
    @rule(user=USERS, pick=PICKS, untied=st.booleans())
    def undo_adding_whom_the_other_tied(self, user: int, pick: int, untied: bool) -> None:
        self.add(user, None, "Avery")
        self.tie(1 - user, len(self.model.contacts()) - 1, pick, 2)
        if untied:
            self.undo(1 - user, 1)
        self.undo(user, 1)
        self.redo(1 - user, 1)

    @precondition(lambda self: self.model.visit is None and self.model.clock - self.model.finished_at > 6)
    @rule(user=USERS)
    def start(self, user: int) -> None:
        self.days += 1
        self.model.start(self.desks[user].start(date(2020, 1, min(self.days, 31))))

    @precondition(lambda self: self.model.visit and self.model.clock - self.model.started_at > 6)
    @rule(user=USERS)
    def finish(self, user: int) -> None:
        desk, visit = self.desks[user], self.model.visit
        assert visit
        network = network_at(desk.session, desk.owner)
        desk.finish(visit)
        self.finished.append((visit, network))
        self.model.finish()

    @precondition(lambda self: self.model.visit and self.model.clock - self.model.started_at > 4)
    @rule(user=USERS)
    def cancel(self, user: int) -> None:
        self.desks[user].act(cancel_visit, self.model.visit)
        self.model.cancel()

    @precondition(lambda self: self.model.contacts() and self.model.visit is None)
    @rule(user=USERS, pick=PICKS, acts=st.sampled_from(["confirm", "add", "discard", "undo", "redo"]))
    def start_by_mistake(self, user: int, pick: int, acts: str) -> None:
        self.model.start(self.desks[user].start(date(2020, 1, min(self.days + 1, 31))))
        self.confirm(user, pick)
        if acts == "add":
            self.add(user, 1, "Blake")
        elif acts == "discard":
            self.discard(1 - user, pick)
        elif acts in {"undo", "redo"}:
            self.undo(user, 1)
        if acts == "redo":
            self.redo(user, 1)
        self.cancel(1 - user)
        self.redo(user, 1)
        self.undo(user, 2)
        self.redo(1 - user, 1)

    @precondition(lambda self: self.model.visit is None and self.finished)
    @rule(user=USERS)
    def reopen(self, user: int) -> None:
        for earlier, _ in self.finished[:-1]:
            self.desks[user].refused("not-the-last", reopen_visit, earlier)
        last = self.finished[-1][0]
        if self.model.clock > self.model.finished_at:
            self.desks[user].refused("changed-since", reopen_visit, last)
        else:
            self.model.start(UUID(self.desks[user].act(reopen_visit, last)["id"]))

    @invariant()
    def the_record_says_what_the_model_says(self) -> None:
        told = self.desks[0].told
        entries: dict[Path, Any] = {("network", name): told[name] for name in ("elicited", "ties_asked")}
        entries |= {("network", name): need for name, need in told["needs"].items()}
        for contact in told["contacts"]:
            entries["contact", contact["id"]] = True
            entries |= {("contact", contact["id"], name): contact[name] for name in FIELDS}
        for tie in told["ties"]:
            entries["tie", tie["a"], tie["b"]] = True
            entries["tie", tie["a"], tie["b"], "strength"] = tie["strength"]
        assert entries == self.model.told
        assert told["network_version"] == self.model.clock

    def teardown(self) -> None:
        """Check once more what must never change, and that the rows add up."""
        desk = self.desks[0]
        for visit, network in self.finished:
            assert network_at(desk.session, desk.owner, visit) == network
        desk.check_sums()
        super().teardown()


def test_two_people_at_work_leave_what_the_model_says(session: Session) -> None:
    agency = an_agency(session)
    actors = [a_user(session, agency) for _ in range(2)]

    class OnThisDatabase(Mapping):
        def __init__(self) -> None:
            super().__init__(session, actors)

    few = settings(max_examples=max(settings().max_examples // 25, 10), stateful_step_count=30)
    run_state_machine_as_test(OnThisDatabase, settings=few)
