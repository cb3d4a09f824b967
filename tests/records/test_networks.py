"""Rows to a network and back."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from supportmap.analysis.network import Contact, Tie
from supportmap.records.database import writing
from supportmap.records.network_writing import put_contacts, put_ties
from supportmap.records.networks import Facts, network_of, state_of
from tests.service import a_client, a_user, an_agency


def facts_of(number: int, **facts: object) -> Facts:
    plain = {"id": f"00000000-0000-4000-8000-{number:012}", "name": "Avery", "position": number, "version": 1}
    base = {"kind": "person", "status": "active", "unsafe": False, "extra": {}}
    return plain | base | facts


def test_what_is_put_in_comes_out_as_it_was(session: Session) -> None:
    agency = an_agency(session)
    owner = a_client(session, agency, a_user(session, agency))
    avery = facts_of(1, note="sings", emotional=2, circle=1, phone_checked_on="2026-11-20", extra={"x": [1]})
    blake = facts_of(2, name="Blake", angle=40.5, document_id="B")
    with writing(session):
        state = state_of(session, owner)
        put_contacts(session, state, [avery, blake])
        tie = {
            "a": avery["id"],
            "b": blake["id"],
            "position": 1,
            "strength": 2,
            "strained": False,
            "extra": {},
        }
        put_ties(session, state, [tie])
    network = network_of(state_of(session, owner))
    assert [contact.name for contact in network.contacts] == ["Avery", "Blake"]
    first = network.contact(avery["id"])
    assert (first.note, first.emotional, first.circle, first.extra) == ("sings", 2, 1, {"x": [1]})
    assert network.ties == (Tie(avery["id"], blake["id"], 2),)
    assert isinstance(network.contacts[1], Contact)


def test_no_name_stands_in_the_database(session: Session) -> None:
    agency = an_agency(session, "Sentinel House")
    owner = a_client(session, agency, label="Sentinel label")
    with writing(session):
        put_contacts(
            session, state_of(session, owner), [facts_of(1, name="Sentinel name", note="Sentinel note")]
        )
    for table in ("agency", "client", "contact", "audit"):
        rows = session.execute(text(f"SELECT * FROM {table}")).all()
        assert rows
        assert b"Sentinel" not in repr(rows).encode()
