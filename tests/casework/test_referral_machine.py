"""Referrals on their way while a clinician works on the map, in every order Hypothesis thinks of.

The rules are written here a second time, as tables: which act leads from where to where, and with which
reason. What was refused must have changed nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from supportmap.analysis.coverage import coverages
from supportmap.analysis.network import Network
from supportmap.casework import mapping, referral_acts, referral_back, referral_ends, referral_work, referrals
from supportmap.casework.outcome import Conflict, Invalid
from supportmap.casework.referral import referral_of, referrals_of
from supportmap.casework.referrals import Why
from supportmap.records.network import CoverageRow
from supportmap.records.networks import network_of, state_of
from tests.casework.acting import Desk, a_desk
from tests.casework.referring import a_referral_desk, a_service, log, now

PICKS, USERS = st.integers(0, 3), st.integers(0, 1)
WAITING = ("sent", "accepted", "waitlisted", "needs_client")
ENDED = ("helped", "declined", "cancelled", "not_helped")
FROM = {
    "send": ("draft",),
    "accept": ("sent", "waitlisted", "needs_client"),
    "waitlist": ("sent", "accepted", "needs_client"),
    "need_client": ("sent", "accepted", "waitlisted"),
    "start": WAITING,
    "help": ("started",),
    "decline": WAITING,
    "cancel": ("draft", *WAITING, "started"),
    "not_help": (*WAITING, "started"),
}
TO = {"send": "sent", "accept": "accepted", "waitlist": "waitlisted", "need_client": "needs_client"}
TO |= {"start": "started", "help": "helped", "decline": "declined", "cancel": "cancelled"}
TO |= {"not_help": "not_helped"}
WHY = {
    "help": ("full", "partly", "goes on"),
    "decline": ("no capacity", "not eligible", "out of area", "closed", "other"),
    "cancel": ("not wanted", "already met", "moved"),
    "not_help": ("not reached", "stopped attending", "poor fit"),
}
REASONS = st.sampled_from([None, *(reason for reasons in WHY.values() for reason in reasons)])
RATINGS = st.sampled_from([None, 0, 1, 2])


@dataclass
class Known:
    """What the model knows of one referral."""

    id: UUID
    service: int
    state: str = "draft"
    agreed: bool = False
    in_vain: int = 0
    started: bool = False
    reason: str | None = None
    held: list[tuple[str, str | None, bool]] = field(default_factory=lambda: [("draft", None, False)])
    """How it stood after each step that holds: state, reason, and whether it was attended."""
    back: bool = False
    """Whether an attendance of it was taken back: what was said of it meanwhile stays."""
    by_hand: bool = False
    """Whether somebody changed by hand, since the first attendance, how it stands on the map."""


class Referring(RuleBasedStateMachine):
    """A clinician and the desk with a few services; every act is tried, whether it may be done or not."""

    def __init__(self, session: Session) -> None:
        """Begin with a client of whom nothing is known."""
        super().__init__()
        self.alice = a_desk(session)
        self.desks = self.alice, a_referral_desk(self.alice)
        self.services = [a_service(self.alice, name) for name in ("Lunch club", "Choir")]
        self.known: list[Known] = []
        self.today = datetime.now(UTC).date()

    def one(self, pick: int) -> Known:
        for each in self.known:
            if each.held[-1][0] != each.state:
                each.held.append((each.state, each.reason, each.started))
        return self.known[pick % len(self.known)]

    def tried(self, may: bool, desk: Desk, verb: Callable[..., Any], *args: Any) -> None:
        """Do something, and see that it is refused exactly if it may not be done."""
        try:
            desk.act(verb, *args)
        except (Conflict, Invalid):
            assert not may
        else:
            assert may

    @rule(user=USERS, service=st.integers(0, 1))
    def make(self, user: int, service: int) -> None:
        waits = any(each.service == service and each.state not in ENDED for each in self.known)
        given = {"service_id": str(self.services[service]), "function": "belonging"}
        if waits:
            self.desks[user].refused("referred-already", referrals.make, given)
        else:
            self.known.append(Known(self.desks[user].act(referrals.make, given).id, service))

    @precondition(lambda self: self.known)
    @rule(user=USERS, pick=PICKS, given=st.booleans())
    def consent(self, user: int, pick: int, given: bool) -> None:
        each = self.one(pick)
        may = not given or each.state not in ENDED
        self.tried(may, self.desks[user], referral_work.note_consent, each.id, given)
        each.agreed = given if may else each.agreed

    @precondition(lambda self: self.known)
    @rule(user=USERS, pick=PICKS, channel=st.sampled_from(["letter", "client"]))
    def send(self, user: int, pick: int, channel: str) -> None:
        each = self.one(pick)
        may = each.state == "draft" and (each.agreed or channel == "client")
        self.tried(may, self.desks[user], referral_acts.send, each.id, channel)
        each.state = "sent" if may else each.state

    @precondition(lambda self: self.known)
    @rule(user=USERS, pick=PICKS, act=st.sampled_from(["accept", "waitlist", "need_client"]))
    def answer(self, user: int, pick: int, act: str) -> None:
        each = self.one(pick)
        may = each.state in FROM[act]
        self.tried(may, self.desks[user], referral_acts.answer, each.id, act)
        each.state = TO[act] if may else each.state
        each.reason = None if may else each.reason

    @precondition(lambda self: self.known)
    @rule(user=USERS, pick=PICKS, outcome=st.sampled_from(["reached", "not reached", "message left"]))
    def attempt(self, user: int, pick: int, outcome: str) -> None:
        each = self.one(pick)
        may = each.state in (*WAITING, "started")
        self.tried(may, self.desks[user], referral_acts.attempt, each.id, outcome)
        each.in_vain += may and outcome != "reached"

    @precondition(lambda self: self.known)
    @rule(user=USERS, pick=PICKS, days=st.sampled_from([-1, 0, 0, 1, None]))
    def start(self, user: int, pick: int, days: int | None) -> None:
        each = self.one(pick)
        day = None if days is None else self.today + timedelta(days=days)
        may = each.state in WAITING and days == 0
        self.tried(may, self.desks[user], referral_acts.start, each.id, day)
        if may:
            each.state, each.started, each.reason = "started", True, None

    def may_end(self, each: Known, act: str, reason: str | None) -> bool:
        if each.state not in FROM[act] or reason not in WHY[act]:
            return False
        if reason == "not reached":
            return each.state != "started" and each.in_vain >= 3
        return reason != "stopped attending" or each.state == "started"

    @precondition(lambda self: self.known)
    @rule(user=USERS, pick=PICKS, act=st.sampled_from([*WHY]), reason=REASONS)
    def end(self, user: int, pick: int, act: str, reason: str | None) -> None:
        each = self.one(pick)
        may = self.may_end(each, act, reason)
        self.tried(may, self.desks[user], referral_ends.end, each.id, act, reason)
        if may:
            each.state, each.reason = TO[act], reason

    @precondition(lambda self: self.known)
    @rule(user=USERS, pick=PICKS)
    def take_back(self, user: int, pick: int) -> None:
        each = self.one(pick)
        ended = each.state in ENDED
        child = any(now(self.alice, self.as_kept(one)).parent_id == each.id for one in self.known)
        waits = any(
            one is not each and one.service == each.service and one.state not in ENDED for one in self.known
        )
        may = len(each.held) > 1 and not waits and not (ended and child)
        self.tried(may, self.desks[user], referral_back.take_back, each.id)
        if may:
            each.held.pop()
            if each.state == "started":
                each.back, each.by_hand = True, False
            each.state, each.reason, each.started = each.held[-1]

    @precondition(lambda self: self.known)
    @rule(user=USERS, pick=PICKS, act=st.sampled_from(["decline", "cancel", "not_help"]), which=PICKS)
    def refer_elsewhere(self, user: int, pick: int, act: str, which: int) -> None:
        each, reason = self.one(pick), WHY[act][which % len(WHY[act])]
        other = 1 - each.service
        waits = any(one.service == other and one.state not in ENDED for one in self.known)
        is_open = each.state not in ENDED
        may = not waits and (self.may_end(each, act, reason) if is_open else each.state != "helped")
        given = {"service_id": str(self.services[other]), "function": "belonging"}
        self.tried(may, self.desks[user], referrals.refer_elsewhere, each.id, given, Why(act, reason))  # type: ignore[arg-type]
        if may:
            if is_open:
                each.state, each.reason = TO[act], reason
            newest = referrals_of(self.alice.session, self.alice.owner)[-1]
            assert newest.parent_id == each.id
            self.known.append(Known(newest.id, other))

    @rule(name=st.sampled_from(["Avery", "Blake"]), rating=RATINGS)
    def add_somebody(self, name: str, rating: int | None) -> None:
        self.alice.add(name, belonging=rating, frequency=rating)

    @precondition(lambda self: self.known)
    @rule(pick=PICKS, note=st.sampled_from(["by the church", "ask for Jo"]), rating=RATINGS)
    def say_something_of_it(self, pick: int, note: str, rating: int | None) -> None:
        each = self.one(pick)
        own_id = now(self.alice, self.as_kept(each)).contact_id
        if own_id in state_of(self.alice.session, self.alice.owner).contacts:
            self.alice.change(str(own_id), note=note, belonging=rating)

    @precondition(lambda self: self.known)
    @rule(pick=PICKS, how=st.sampled_from(["active", "past", "proposed", "discard"]))
    def change_by_hand(self, pick: int, how: str) -> None:
        """As long as it waits nobody can, and afterwards it is for the clinician to say."""
        each = self.one(pick)
        own_id = now(self.alice, self.as_kept(each)).contact_id
        known = state_of(self.alice.session, self.alice.owner).contacts.get(own_id or "")
        if known is None or known["status"] == how:
            return
        waits = each.state in ("draft", *WAITING)
        if how == "discard":
            self.tried(not waits, self.alice, mapping.discard_contact, own_id, known["version"])
        else:
            facts = {"status": how}
            self.tried(not waits, self.alice, mapping.change_contact, own_id, facts, known["version"])
        each.by_hand |= not waits

    @rule(times=st.integers(1, 3), back=st.booleans())
    def undo_and_redo(self, times: int, back: bool) -> None:
        """What the clinician takes back is never what follows from a referral."""
        left = {"nothing-to-undo", "nothing-to-redo", "changed-since", "of-a-referral"}
        for verb in [mapping.undo] * times + [mapping.redo] * (times * back):
            assert self.told(verb) in {"done", *left}

    @precondition(lambda self: self.known)
    @rule(pick=PICKS, ended=st.booleans())
    def lead_on_and_undo(self, pick: int, ended: bool) -> None:
        """All of it by the clinician, so that the last changes of the map are theirs."""
        self.send(0, pick, "client")
        self.start(0, pick, 0)
        if ended:
            self.end(0, pick, "help", "partly")
        self.undo_and_redo(3, False)

    def told(self, verb: Any) -> str:
        try:
            self.alice.act(verb)
        except Conflict as conflict:
            return conflict.code
        return "done"

    def as_kept(self, each: Known) -> Any:
        return referral_of(self.alice.session, self.alice.owner, each.id)

    @invariant()
    def log_and_state_say_the_same(self) -> None:
        for each in self.known:
            referral = self.as_kept(each)
            events = log(self.alice, referral)
            assert [event["number"] for event in events] == list(range(1, len(events) + 1))
            state = None
            for event in events:
                if event["after"] is not None:
                    assert event["before"] == state
                    state = event["after"]
            assert state == referral.state == each.state
            assert referral.version <= len(events)
            assert sum(event["kind"] == "attempt" for event in events) >= each.in_vain

    @invariant()
    def nothing_ends_without_a_reason_nor_is_attended_before_it_was(self) -> None:
        for each in self.known:
            referral = self.as_kept(each)
            assert referral.reason == each.reason
            assert (referral.state in ENDED) == (referral.ended_on is not None)
            assert referral.state not in ENDED or referral.reason in {
                why for ws in WHY.values() for why in ws
            }
            assert (referral.started_on is not None) == each.started
            assert referral.started_on is None or referral.started_on <= self.today

    @invariant()
    def the_map_shows_how_far_each_is(self) -> None:
        contacts = state_of(self.alice.session, self.alice.owner).contacts
        for each in self.known:
            referral = self.as_kept(each)
            contact = contacts.get(referral.contact_id or "")
            if each.state in ("draft", *WAITING):
                if each.back:
                    assert contact
                    assert contact["status"] == "planned"
                    continue
                assert contact
                assert (contact["status"], contact["circle"], contact["strain"]) == ("planned", 3, 0)
                assert contact["extra"] == {"expected": True, "referral": str(each.id)}
            elif not each.started:
                assert contact is None
            elif not each.by_hand:
                assert contact
                is_active = each.state == "started" or referral.reason == "goes on"
                assert contact["status"] == ("active" if is_active else "past")
                assert not contact.get("extra")

    @invariant()
    def coverage_counts_a_resource_from_attendance_only(self) -> None:
        """What is kept is the coverage of the map without anybody who is planned."""
        state = state_of(self.alice.session, self.alice.owner)
        network = network_of(state)
        here = tuple(each for each in network.contacts if each.status != "planned")
        ids = {each.id for each in here}
        ties = tuple(tie for tie in network.ties if {tie.a, tie.b} <= ids)
        without = replace(network, contacts=here, ties=ties, elicited=bool(here))
        assert network.elicited == bool(here)
        self.check_kept(without)

    def check_kept(self, network: Network) -> None:
        rows = self.alice.session.execute(
            select(CoverageRow.function, CoverageRow.status, CoverageRow.score_low, CoverageRow.score_high)
            .where(CoverageRow.client_id == self.alice.owner.client_id)
            .order_by(CoverageRow.function)
        ).all()
        found = sorted(coverages(network).values(), key=lambda each: each.function)
        wanted = [(each.function, each.status, *(each.score or (None, None))) for each in found]
        assert not rows or [tuple(row) for row in rows] == wanted

    def teardown(self) -> None:
        """Check that the rows of the map add up."""
        self.alice.check_sums()
        super().teardown()


def test_referrals_and_the_map_go_together_in_every_order(session: Session) -> None:
    class OnThisDatabase(Referring):
        def __init__(self) -> None:
            super().__init__(session)

    few = settings(max_examples=max(settings().max_examples // 25, 10), stateful_step_count=30)
    run_state_machine_as_test(OnThisDatabase, settings=few)
