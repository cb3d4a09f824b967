"""What would be if somebody left, joined or answered otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from supportmap.analysis.analyse import analyse
from supportmap.analysis.network import STATUSES, Contact, Network, Status
from supportmap.analysis.whatif import WhatIf, changes, joins, leaves
from tests.analysis.strategies import PLACE, contacts, networks
from tests.builders import a_network, a_supporter, a_tie


def scores(answer: WhatIf) -> list[float]:
    """The emotional score before and after, to four decimals; of complete answers."""
    found = [each.functions["emotional"].score for each in (answer.before, answer.after)]
    return [round(score.low, 4) for score in found if score is not None]


def circle_backups(answer: WhatIf) -> list[float]:
    """The emotional circle backup before and after, to four decimals; of complete answers."""
    found = [each.functions["emotional"].circle_backup for each in (answer.before, answer.after)]
    return [round(backup.low, 4) for backup in found if backup is not None]


PARTNER = a_supporter(id="partner")
SISTER = a_supporter(id="sister", rating=1, circle=2)
BOTH = a_network(PARTNER, SISTER)


@given(networks(least=1, asked=False), PLACE)
def test_each_answer_is_the_full_analysis_of_the_network_before_and_after(
    network: Network, place: int
) -> None:
    """Never a patched number: whatever is shown is what ``analyse`` says of that network."""
    contact = network.contacts[place % len(network.contacts)].id

    for answer in (leaves(network, contact), changes(network, contact, emotional=2)):
        assert answer.before == analyse(network)
        assert answer.after == analyse(answer.after.network)


@given(networks(asked=False), contacts())
def test_joining_is_the_full_analysis_of_the_network_with_one_more(
    network: Network, newcomer: Contact
) -> None:
    answer = joins(network, newcomer)

    assert answer.before == analyse(network)
    assert answer.after == analyse(replace(network, contacts=(*network.contacts, newcomer), elicited=True))


def test_when_somebody_leaves_what_they_gave_is_gone() -> None:
    """Oracle: cases A and B of measures.md 3.3."""
    answer = leaves(BOTH, "partner")

    assert scores(answer) == [0.9252, 0.36]
    assert [each.functions["emotional"].status for each in (answer.before, answer.after)] == ["thin", "gap"]
    assert [each.structure.size for each in (answer.before, answer.after)] == [2, 1]


def test_who_leaves_stays_on_record_as_past() -> None:
    answer = leaves(BOTH, "partner")

    assert answer.after.network == replace(BOTH, contacts=(replace(PARTNER, status="past"), SISTER))
    assert answer.before.network is BOTH


def test_when_the_last_contact_leaves_there_is_a_gap() -> None:
    found = leaves(a_network(PARTNER), "partner").after.functions["emotional"]

    assert (found.status, found.score) == ("gap", (0, 0))


@pytest.mark.parametrize("status", [status for status in STATUSES if status != "active"])
def test_leaving_of_somebody_who_does_not_count_changes_nothing(status: Status) -> None:
    network = a_network(PARTNER, replace(SISTER, status=status))
    answer = leaves(network, "sister")

    assert (answer.after.functions, answer.after.structure) == (
        answer.before.functions,
        answer.before.structure,
    )


def test_removing_somebody_who_links_others_can_raise_the_circle_backup() -> None:
    """By hand: a chain of three leaves nothing, two who don't know each other leave .36."""
    middle, left, right = (a_supporter(id=name, rating=1, circle=2) for name in ("middle", "left", "right"))
    answer = leaves(a_network(middle, left, right, ties="12 13"), "middle")

    assert circle_backups(answer) == [0, 0.36]
    assert scores(answer) == [0.6057, 0.5213]


def test_when_somebody_joins_they_add_what_they_give() -> None:
    """Oracle: cases A and B of measures.md 3.3."""
    answer = joins(a_network(PARTNER), SISTER)

    assert scores(answer) == [0.9, 0.9252]
    assert answer.after.network.contacts == (PARTNER, SISTER)


def test_who_joins_can_bring_ties() -> None:
    answer = joins(a_network(PARTNER), SISTER, [a_tie(PARTNER, SISTER)])

    assert (answer.before.structure.components, answer.after.structure.components) == (1, 1)
    assert circle_backups(answer) == [0, 0]
    assert circle_backups(joins(a_network(PARTNER), SISTER)) == [0, 0.36]


def test_the_first_to_join_means_that_somebody_was_asked() -> None:
    answer = joins(a_network(elicited=False), PARTNER)

    found = [each.functions["emotional"].status for each in (answer.before, answer.after)]
    assert found == ["not assessed", "thin"]


def test_who_joins_needs_an_id_of_their_own() -> None:
    with pytest.raises(ValueError, match="already has a contact with this id"):
        joins(BOTH, a_supporter(id="partner"))


def test_who_joins_can_be_tied_only_to_contacts_of_the_network() -> None:
    with pytest.raises(ValueError, match="a tie must join two different contacts"):
        joins(a_network(PARTNER), SISTER, [a_tie(SISTER, a_supporter(id="unknown"))])


def test_an_answer_can_be_changed() -> None:
    """Oracle: cases B and E of measures.md 3.3."""
    answer = changes(BOTH, "partner", strain=2)

    assert scores(answer) == [0.9252, 0.5213]
    assert answer.after.network == replace(BOTH, contacts=(replace(PARTNER, strain=2), SISTER))


def test_several_answers_can_be_changed_at_once() -> None:
    """By hand: an outer contact who sometimes gives, .27, and .36: 1 - .64 (1 - .189)."""
    assert scores(changes(BOTH, "partner", circle=3, emotional=1)) == [0.9252, 0.481]


def test_a_change_to_what_is_known_changes_nothing() -> None:
    answer = changes(BOTH, "partner", strain=0)

    assert answer.after == answer.before


@pytest.mark.parametrize("act", [leaves, changes])
def test_nobody_can_leave_or_change_whom_the_network_does_not_have(act: Any) -> None:
    with pytest.raises(KeyError):
        act(BOTH, "unknown")


def test_only_what_a_contact_has_can_be_changed() -> None:
    with pytest.raises(TypeError):
        changes(BOTH, "partner", charm=2)


@pytest.mark.parametrize("act", [leaves, changes])
def test_leaving_and_changing_do_not_claim_that_somebody_was_asked(act: Any) -> None:
    answer = act(replace(BOTH, elicited=False), "partner")

    assert answer.after.functions["emotional"].status == "not assessed"


def test_a_change_never_makes_somebody_else_of_a_contact() -> None:
    with pytest.raises(TypeError, match="let them leave and another join"):
        changes(BOTH, "partner", id="other")
