"""What services of a term do, as an agency judges it, and what that changes of services."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from supportmap.directory.keeping import renew_services
from supportmap.directory.terms import Weights
from supportmap.directory.vocabulary import VOCABULARY
from supportmap.directory.weighing import read_weights, vocabulary_of, weigh_terms, weighed_otherwise
from supportmap.records.audit import Actor
from supportmap.records.database import writing
from supportmap.records.directory import ServiceRow
from tests.directory.services import a_document, kept
from tests.service import an_agency

CHOIR = "sm:arts"
HEADER = "term,emotional,practical,belonging,label"


def weigh(session: Session, agency_id: UUID, *lines: str) -> int:
    """Take over a table and read anew what it changes; return how many services that are."""
    with writing(session):
        weigh_terms(session, Actor.operator(agency_id), read_weights([HEADER, *lines]))
        ids = weighed_otherwise(session, agency_id)
        renew_services(session, agency_id, ids, datetime.now(UTC))
    return len(ids)


def weights(session: Session, own_id: UUID) -> tuple[int | None, ...]:
    """The weights of a service as they are searched."""
    columns = ServiceRow.emotional, ServiceRow.practical, ServiceRow.belonging
    return tuple(session.execute(select(*columns).where(ServiceRow.id == own_id)).one())


def test_what_an_agency_says_of_a_term_counts_for_its_services_and_no_others(session: Session) -> None:
    ours, theirs = an_agency(session, "Ours"), an_agency(session, "Theirs")
    choir = kept(session, ours, a_document("1", name="Harbour choir"))
    said = "Books, and a choir."
    in_passing = kept(session, ours, a_document("2", name="Library", description=said))
    food = kept(session, ours, a_document("3", name="Food pantry"))
    other = kept(session, theirs, a_document("1", name="Harbour choir"))
    before = weights(session, food)
    assert weights(session, choir) == weights(session, other) == (1, 0, 2)
    assert weights(session, in_passing) == (1, 0, 1)
    assert weigh(session, ours, f"{CHOIR},2,1,0,Choir") == 2
    assert weights(session, choir) == (2, 1, 0)
    assert weights(session, in_passing) == (1, 1, 0)
    assert (weights(session, food), weights(session, other)) == (before, (1, 0, 2))
    assert weigh(session, ours, f"{CHOIR},2,1,0,Choir") == 0
    later = kept(session, ours, a_document("4", name="Another choir"))
    assert weights(session, later) == (2, 1, 0)
    assert weigh(session, ours) == 3
    assert weights(session, choir) == (1, 0, 2)
    assert vocabulary_of(session, ours) is VOCABULARY


def test_what_staff_say_of_one_service_stays(session: Session) -> None:
    agency = an_agency(session)
    choir = kept(session, agency, a_document("1", name="Harbour choir"))
    with writing(session):
        now, said = datetime.now(UTC), '{"emotional":0,"practical":2,"belonging":0}'
        renew_services(session, agency, [choir], now, staff_functions=said)
    assert weigh(session, agency, f"{CHOIR},2,0,1,Choir") == 1
    assert weights(session, choir) == (0, 2, 0)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["term,emotional,practical"], "lacks the column belonging"),
        ([], "lacks the column term"),
        ([HEADER, f"{CHOIR},2,0,1,", "sm:none,1,1,1,"], "line 3: this term is unknown"),
        ([HEADER, f"{CHOIR},2,0,1,", f"{CHOIR},2,0,1,"], "line 3: this term is there twice"),
        ([HEADER, f"{CHOIR},3,0,1,"], "line 2: a weight is 0, 1 or 2"),
        ([HEADER, f"{CHOIR},,0,1,"], "line 2: a weight is 0, 1 or 2"),
        ([HEADER, CHOIR], "line 2: a weight is 0, 1 or 2"),
    ],
)
def test_a_table_that_cannot_be_meant_is_refused_whole(lines: list[str], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read_weights(lines)


def test_the_columns_may_stand_in_any_order_and_terms_are_those_of_the_table() -> None:
    found = read_weights(["label,belonging,practical,emotional,term", f"x,2,1,0,{CHOIR}"])
    assert found == {CHOIR: Weights(0, 1, 2)}
