from __future__ import annotations

import pickle

from supportmap.exchange.report import Reason, Refused, Report, Row

GOOD = Row("contact", "contacts[0]", "accepted", name="Avery")
MENDED = Row("contact", "contacts[1]", "repaired", (Reason("contacts[1].name", "one"), Reason("x", "two")))
BAD = Row("contact", "contacts[2]", "refused", (Reason("contacts[2].id", "missing"),))
TIE = Row("tie", "ties[0]", "accepted")
REPORT = Report((GOOD, MENDED, BAD, TIE))


def test_a_report_parts_its_rows_by_their_outcome() -> None:
    assert (REPORT.accepted, REPORT.repaired, REPORT.refused) == ((GOOD, TIE), (MENDED,), (BAD,))


def test_a_contact_with_two_repairs_is_one_row() -> None:
    assert len(REPORT.of("contact").repaired) == 1
    assert REPORT.of("tie") == Report((TIE,))


def test_a_refusal_says_its_place_its_reason_and_how_many_more() -> None:
    assert str(Refused("ties[1].a", "missing")) == "ties[1].a: missing"
    assert str(Refused("ties[1].a", "missing", more=3)) == "ties[1].a: missing (and 3 more)"


def test_a_refusal_survives_the_way_between_processes() -> None:
    again = pickle.loads(pickle.dumps(Refused("ties[1].a", "missing", more=3)))
    assert str(again) == "ties[1].a: missing (and 3 more)"


def test_the_repr_of_a_row_does_not_name_the_contact() -> None:
    assert "Avery" not in repr(REPORT)


def test_a_reason_reads_as_one_line() -> None:
    assert str(Reason("contacts.csv row 4, circle", "expected 1")) == "contacts.csv row 4, circle: expected 1"
