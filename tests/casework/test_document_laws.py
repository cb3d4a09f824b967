"""The laws of files in and out, over any network that a document can hold and any key somebody makes up."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from supportmap.analysis.network import Network
from supportmap.casework.documents import read_file
from supportmap.casework.outcome import Invalid
from supportmap.exchange.document import write_document
from supportmap.records.networks import Facts
from tests.casework.acting import Desk, a_desk, count_changes
from tests.casework.test_documents import given_out, normal, plan_of, taken_in
from tests.exchange.mutations import DOCUMENT, EASYNWK, NWK, ODD, SECRET
from tests.exchange.strategies import networks
from tests.service import a_client

OF_A_DATABASE = settings(max_examples=60, deadline=None)


def another(desk: Desk) -> Desk:
    """The same user at an empty client."""
    return Desk(desk.session, desk.actor, a_client(desk.session, desk.actor.agency_id, desk.actor))


def of_a_map(document: Facts) -> Facts:
    """What a document says of the map: not the day, nor what the client is called here."""
    client = {name: value or None for name, value in document["client"].items()}
    return {**document, "held_on": None, "client": {**client, "label": None}}


def test_what_was_exported_makes_the_same_network_of_an_empty_client(session: Session) -> None:
    first = a_desk(session)

    @OF_A_DATABASE
    @given(networks())
    def holds(network: Network) -> None:
        one, two = another(first), another(first)
        data = write_document(network)
        taken_in(one, data)
        exported = given_out(one)
        given_in = of_a_map(normal(data))
        # Whoever is listed is somebody's answer: contacts were asked for then, whatever the file says.
        assert of_a_map(exported) == {**given_in, "elicited": network.elicited or bool(network.contacts)}
        taken_in(two, json.dumps(exported).encode())
        assert given_out(two) == exported

    holds()


def test_a_file_taken_in_twice_changes_nothing_the_second_time(session: Session) -> None:
    first = a_desk(session)

    @OF_A_DATABASE
    @given(networks())
    def holds(network: Network) -> None:
        desk, data = another(first), write_document(network)
        taken_in(desk, data)
        before, count = desk.told, count_changes(desk)
        plan = plan_of(desk, data)
        assert (plan.added, plan.changed, plan.ties_added, plan.ties_changed) == ((), (), 0, 0)
        assert plan.network == ()
        taken_in(desk, data)
        assert (desk.told, count_changes(desk)) == (before, count)

    holds()


BEFORE = st.sampled_from(
    ["", " ", "note", "note.", "note, ", "contacts[0].", "line 3, ", "contacts.csv row 2, "]
)
AFTER = st.sampled_from(["", ".", ".note", "[0]", ": missing", "\n", "\0", "\ud800"])
KEYS = st.builds(lambda before, after: f"{before}{SECRET}{after}", BEFORE, AFTER)


def objects(value: object) -> list[dict[str, Any]]:
    """Every object within a value, itself included."""
    parts = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    own = [value] if isinstance(value, dict) else []
    return own + [each for part in parts for each in objects(part)]


def messages(text: str) -> str:
    """All that is said of a file."""
    try:
        rows = read_file(text.encode("utf-8", "surrogatepass")).report.rows
    except Invalid as refusal:
        return str(refusal)
    return " ".join(f"{row.place} {reason}" for row in rows for reason in row.reasons)


@given(st.sampled_from([DOCUMENT, EASYNWK, NWK]), st.integers(0), KEYS, st.sampled_from(ODD), st.booleans())
def test_a_key_that_somebody_made_up_is_never_repeated(
    file: Facts, pick: int, key: str, odd: object, twice: bool
) -> None:
    value = deepcopy(file)
    within = objects(value)
    within[pick % len(within)] |= {key: odd} | ({"%": 1} if twice else {})
    # An ill-formed number is written by hand: no writer of JSON does.
    text = json.dumps(value).replace('"%"', json.dumps(key))
    assert SECRET not in messages(text)
