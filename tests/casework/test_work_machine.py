"""A client proposes, writes and plans while two people work on the map, as Hypothesis thinks of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy.orm import Session

from supportmap.casework import proposals
from supportmap.casework.work import add_work, change_work, delete_work, work_of, works_of
from supportmap.records.audit import Actor
from tests.casework.acting import Desk
from tests.casework.planning import ALL_OPEN, also, begun, the_client
from tests.casework.test_machine import PICKS, RATINGS, USERS, Mapping, a_contact
from tests.casework.test_plan_machine import PlanActs
from tests.service import a_user, an_agency

ANSWERS = ("emotional", "circle")
WORDS = st.sampled_from(["slept", "walked", "sang"])


@dataclass
class Written:
    """What the client wrote, as the model has it: words and whether shared; proposals and their state."""

    entries: dict[UUID, tuple[str, bool]] = field(default_factory=dict)
    proposals: dict[UUID, tuple[dict[str, Any], str]] = field(default_factory=dict)

    @property
    def waiting(self) -> list[UUID]:
        """The proposals that nobody has settled."""
        return [own_id for own_id, (_, state) in self.proposals.items() if state in proposals.OPEN]


class Working(PlanActs, Mapping):
    """Everything that the two may do, and a client who proposes, writes and plans meanwhile."""

    def __init__(self, session: Session, actors: list[Actor]) -> None:
        """Give the client an account, and a plan that is shared."""
        super().__init__(session, actors)
        self.kim = the_client(self.desks[0], **ALL_OPEN)
        self.client = begun(self.kim)
        self.planners = self.client, also(self.client, self.desks[0])
        self.written = Written()

    @rule(name=st.sampled_from(["Avery", "Avery B.", "Cleo"]), rating=RATINGS, circle=st.sampled_from([1, 3]))
    def propose(self, name: str, rating: int | None, circle: int) -> None:
        given = {"name": name, "emotional": rating, "circle": circle}
        work = self.kim.act(proposals.propose, given, None, None, uuid4())
        self.written.proposals[work.id] = (given, "waiting")

    def settle(self, user: int, pick: int, verb: Any, state: str, *args: Any) -> dict[str, Any]:
        """Settle one that waits, and see that nobody can settle it again."""
        own_id = self.written.waiting[pick % len(self.written.waiting)]
        given, _ = self.written.proposals[own_id]
        desk = self.kim if verb is proposals.withdraw else self.desks[user]
        work = desk.act(verb, own_id, *args)
        self.written.proposals[own_id] = (given, state)
        if state not in proposals.OPEN:
            self.desks[1 - user].refused("settled", proposals.accept, own_id, "new")
        return {**given, "contact": work.facts.get("became", {}).get("contact")}

    @precondition(lambda self: self.written.waiting)
    @rule(user=USERS, pick=PICKS)
    def accept(self, user: int, pick: int) -> None:
        given = self.settle(user, pick, proposals.accept, "accepted", "new")
        here = self.model.visit and str(self.model.visit)
        own_id = given.pop("contact")
        self.model.apply(user, a_contact(own_id, **given, confirmed_in=here))

    @precondition(lambda self: self.written.waiting and self.model.contacts())
    @rule(user=USERS, pick=PICKS, whom=PICKS, replaced=st.sets(st.sampled_from(["name", *ANSWERS])))
    def merge(self, user: int, pick: int, whom: int, replaced: set[str]) -> None:
        own_id = self.contact(whom)
        version = self.desks[user].contact(own_id)["version"]
        given = self.settle(user, pick, proposals.merge, "merged", own_id, version, replaced)
        known = {name: self.model.entries["contact", own_id, name] for name in ("name", *ANSWERS)}
        taken = [name for name in known if name in replaced or known[name] is None]
        self.model.apply(user, {("contact", own_id, name): given[name] for name in taken})

    @precondition(lambda self: self.written.waiting)
    @rule(user=USERS, pick=PICKS, how=st.sampled_from(["talk", "declined", "withdrawn"]))
    def leave_the_map(self, user: int, pick: int, how: str) -> None:
        verbs = {
            "talk": proposals.talk_about,
            "declined": proposals.decline,
            "withdrawn": proposals.withdraw,
        }
        self.settle(user, pick, verbs[how], how)

    @rule(words=WORDS, shared=st.booleans())
    def write(self, words: str, shared: bool) -> None:
        work = self.kim.act(add_work, "entry", {"words": words}, shared=shared)
        self.written.entries[work.id] = (words, shared)

    @precondition(lambda self: self.written.entries)
    @rule(pick=PICKS, words=WORDS, shared=st.booleans())
    def write_anew(self, pick: int, words: str, shared: bool) -> None:
        own_id = list(self.written.entries)[pick % len(self.written.entries)]
        work = work_of(self.kim.session, self.kim.actor, self.kim.owner, "entry", own_id)
        self.kim.act(change_work, work, work.version, facts={"words": words}, shared=shared)
        self.written.entries[own_id] = (words, shared)

    @precondition(lambda self: self.written.entries)
    @rule(pick=PICKS)
    def delete(self, pick: int) -> None:
        own_id = list(self.written.entries)[pick % len(self.written.entries)]
        work = work_of(self.kim.session, self.kim.actor, self.kim.owner, "entry", own_id)
        self.kim.act(delete_work, work)
        del self.written.entries[own_id]

    @invariant()
    def each_sees_what_is_theirs_to_see(self) -> None:
        shared = {own_id: told for own_id, told in self.written.entries.items() if told[1]}
        assert self.seen(self.kim) == self.written.entries
        for desk in self.desks:
            assert self.seen(desk) == shared
        for desk in (self.kim, *self.desks):
            states = {each.id: each.state for each in works_of(*parts(desk), "proposal")}
            assert states == {own_id: state for own_id, (_, state) in self.written.proposals.items()}

    def seen(self, desk: Desk) -> dict[UUID, tuple[str, bool]]:
        """The entries that somebody sees."""
        return {each.id: (each.facts["words"], each.shared) for each in works_of(*parts(desk), "entry")}


def parts(desk: Desk) -> tuple[Any, ...]:
    """What every question begins with."""
    return desk.session, desk.actor, desk.owner


def test_the_client_and_two_people_at_work_leave_what_the_model_says(session: Session) -> None:
    agency = an_agency(session)
    actors = [a_user(session, agency) for _ in range(2)]

    class OnThisDatabase(Working):
        def __init__(self) -> None:
            super().__init__(session, actors)

    few = settings(max_examples=max(settings().max_examples // 25, 10), stateful_step_count=30)
    run_state_machine_as_test(OnThisDatabase, settings=few)
