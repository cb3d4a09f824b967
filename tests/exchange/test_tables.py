from __future__ import annotations

from datetime import date

import pytest

from supportmap.analysis.network import Contact, Network, Tie
from supportmap.exchange.report import Refused, Report
from supportmap.exchange.tables import read_tables

TWO = b"id,name\nc1,Avery\nc2,Bo\n"


def told(report: Report, outcome: str = "refused") -> list[str]:
    return [str(reason) for row in report.rows if row.outcome == outcome for reason in row.reasons]


def refusal(contacts: bytes, ties: bytes | None = None) -> str:
    with pytest.raises(Refused) as caught:
        read_tables(contacts, ties)
    return str(caught.value)


@pytest.mark.parametrize("delimiter", [b",", b";", b"\t"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_the_usual_forms_of_csv_are_read(delimiter: bytes, end: bytes, mark: bytes) -> None:
    lines = [b"id,name,circle", b'c1,"Avery",1', b"c2, Bo,"]
    network, report = read_tables(mark + end.join(lines).replace(b",", delimiter))
    assert network == Network((Contact("c1", "Avery", circle=1), Contact("c2", "Bo")), ties_asked=False)
    assert report.accepted == report.rows


def test_a_delimiter_within_quotation_marks_separates_nothing() -> None:
    network, _ = read_tables(b'"id";"name";"a, b, c"\n"c1";"A; B";"x"\n')
    assert network.contacts == (Contact("c1", "A; B", extra={"a, b, c": "x"}),)


def test_every_type_of_cell_is_read() -> None:
    header = "ID, Name ,KIND,circle,angle,emotional,unsafe,knows_listed,phone,phone_checked_on,note,Colour"
    row = '7,Avery,group,2,"40,5",0,TRUE,False,\'+49 30,2026-01-02,"two\nlines",\'=red'
    network, _ = read_tables(f"{header}\n{row}\n".encode())
    contact = Contact(
        "7", "Avery", "group", circle=2, angle=40.5, emotional=0, unsafe=True, knows_listed=False,
        phone="+49 30", phone_checked_on=date(2026, 1, 2), note="two\nlines", extra={"Colour": "=red"},
    )  # fmt: skip
    assert network.contacts == (contact,)


def test_an_empty_or_missing_cell_is_not_an_answer() -> None:
    network, _ = read_tables(b"id,name,kind,emotional,unsafe,colour\nc1,Avery, ,,,\nc2,Bo\n")
    assert network.contacts == (Contact("c1", "Avery"), Contact("c2", "Bo"))


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("circle", "2.0", "1, 2 or 3, or nothing"),
        ("circle", "x", "1, 2 or 3, or nothing"),
        ("circle", "\N{ARABIC-INDIC DIGIT ONE}", "1, 2 or 3, or nothing"),
        ("emotional", "true", "0, 1 or 2, or nothing"),
        ("angle", "1_0", "a number from 0 to below 360, or nothing"),
        ("angle", "nan", "a number from 0 to below 360, or nothing"),
        ("angle", "9e999", "a number from 0 to below 360, or nothing"),
        ("sector", "Family", "family, friends, work, community or professionals, or nothing"),
        ("phone_checked_on", "1.2.2026", "a date as yyyy-mm-dd, or nothing"),
    ],
)
def test_an_answer_that_cannot_be_read_is_not_known_and_its_contact_stays(
    column: str, cell: str, expected: str
) -> None:
    """Otherwise a typing error could make a certain gap."""
    network, report = read_tables(f"id,name,{column}\nc1,Avery,\n\nc2,Bo,{cell}\nc3,Cy,\n".encode())
    assert network.contacts == (Contact("c1", "Avery"), Contact("c2", "Bo"), Contact("c3", "Cy"))
    reasons = [str(reason) for row in report.repaired for reason in row.reasons]
    assert reasons == [f"contacts.csv row 4, {column}: expected {expected}: read as not known"]
    assert report.repaired[0].name == "Bo"


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("unsafe", "perhaps", "true or false"),
        ("status", "gone", "proposed, active, planned or past"),
        ("kind", "cat", "person, group, place, animal or service"),
    ],
)
def test_a_row_whose_kind_status_or_safety_cannot_be_read_is_left_out(
    column: str, cell: str, expected: str
) -> None:
    """Nothing may be assumed of these: the usual value could list an unsafe contact or count a dead one."""
    network, report = read_tables(f"id,name,{column}\nc1,Avery,\n\nc2,Bo,{cell}\nc3,Cy,\n".encode())
    assert [contact.id for contact in network.contacts] == ["c1", "c3"]
    assert told(report) == [f"contacts.csv row 4, {column}: expected {expected}"]
    assert report.refused[0].name == "Bo"


def test_flags_are_read_as_spreadsheets_write_them() -> None:
    network, _ = read_tables(b"id,name,unsafe\na,A,TRUE\nb,B,yes\nc,C,1\nd,D,No\ne,E,0\n")
    assert [contact.unsafe for contact in network.contacts] == [True, True, True, False, False]


def test_a_column_that_may_be_misspelt_is_noted_once() -> None:
    network, report = read_tables(b"id,name,emotinal,colour\na,A,2,red\nb,B,2,blue\n")
    assert [contact.extra for contact in network.contacts] == [
        {"emotinal": "2", "colour": "red"},
        {"emotinal": "2", "colour": "blue"},
    ]
    assert [str(reason) for note in report.notes for reason in note.reasons] == [
        "contacts.csv row 2: has a field that nothing reads: is emotional meant?",
        "contacts.csv row 2: has a field that nothing reads",
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("c1,Bo,,", "contacts.csv row 3, id: another contact has this id"),
        (",Bo,,", "contacts.csv row 3, id: missing"),
        ("c2,,,", "contacts.csv row 3, name: missing"),
        ("c2,Bo,,x", "contacts.csv row 3: a value in a column without a name"),
        ("c2,Bo,,,", "contacts.csv row 3: more cells than the header has columns"),
    ],
)
def test_a_row_that_does_not_fit_is_left_out(row: str, reason: str) -> None:
    network, report = read_tables(f"id,name,note,\nc1,Avery,,\n{row}\n".encode())
    assert network.contacts == (Contact("c1", "Avery"),)
    assert told(report) == [reason]


def test_ties_are_read_and_bad_ones_left_out() -> None:
    contacts = TWO + b"c3,Cy\nc4,\n"
    rows = [b"b,a,strength,strained,how", b"c1,c2,2,true,work", b"c2,c3,,,", b"c2,c1,1,,", b"c1,c1,1,,",
            b"c4,c1,1,,", b"c9,c1,1,,", b"c1,c3,3,,", b"c1", b"c1,c3,1,true,x,y"]  # fmt: skip
    network, report = read_tables(contacts, b"\n".join(rows))
    assert network.ties == (Tie("c2", "c1", 2, True, {"how": "work"}), Tie("c3", "c2"), Tie("c3", "c1"))
    assert told(report) == [
        "contacts.csv row 5, name: missing",
        "ties.csv row 4: these two are tied already",
        "ties.csv row 5, b: a tie joins two different contacts",
        "ties.csv row 6, b: its contact was left out",
        "ties.csv row 7, b: no contact has this id",
        "ties.csv row 9, a: missing",
        "ties.csv row 10: more cells than the header has columns",
    ]


@pytest.mark.parametrize(
    ("contacts", "ties", "elicited", "ties_asked"),
    [
        (TWO, None, True, False),
        (TWO, b"a,b\n", True, True),
        (TWO, b"a,b\nc1,c2\nc1,c9\n", True, False),
        (TWO, b"a,b\nc1,c9\n", True, False),
        (b"id,name\n", None, False, False),
        (b"id,name\nc1,\n", b"a,b\n", False, True),
    ],
)
def test_tables_of_refused_rows_never_say_that_there_is_nobody(
    contacts: bytes, ties: bytes | None, elicited: bool, ties_asked: bool
) -> None:
    network, _ = read_tables(contacts, ties)
    assert (network.elicited, network.ties_asked) == (elicited, ties_asked)


def test_a_name_in_decomposed_letters_is_a_repair() -> None:
    network, report = read_tables("id,name\nc1,Zoe\u0308\n".encode())
    assert network.contacts[0].name == "Zo\u00eb"
    assert [reason.split(":")[0] for reason in told(report, "repaired")] == ["contacts.csv row 2, name"]


NOT_UTF_8 = 'contacts.csv: no text in UTF-8: if it is a table, save it as "CSV UTF-8"'
NOT_CLOSED = "a quotation mark that isn't closed, or a cell that is too long"
TOO_WIDE = "contacts.csv row 1: more than 200 columns, or a name of more than 100 characters"


@pytest.mark.parametrize(
    ("contacts", "message"),
    [
        ("id,name\nc1,Zo\u00eb\n".encode("latin-1"), NOT_UTF_8),
        ("id,name\nc1,Avery\n".encode("utf-16"), NOT_UTF_8),
        (b"id,name\nc1,A\0\n", "contacts.csv: has a NUL character, so it isn't a table"),
        (b'id,name\nc1,"Avery\nc2,Bo\n', f"contacts.csv row 2: {NOT_CLOSED}"),
        (b'id,name\nc1,Avery\nc2,"B"o\n', f"contacts.csv row 3: {NOT_CLOSED}"),
        (b"id,name,ID\n", "contacts.csv row 1: two columns have the same name"),
        (b"id,name,x,x\n", "contacts.csv row 1: two columns have the same name"),
        (b"a,B,strength\n", "row 1: a table of ties: give the table of contacts that belongs to it"),
    ],
)
def test_what_is_no_table_of_contacts_is_refused(contacts: bytes, message: str) -> None:
    assert refusal(contacts) == message


@pytest.mark.parametrize(
    ("body", "count", "message"),
    [
        (b"x" * 140_000, 1, f"contacts.csv row 2: {NOT_CLOSED}"),
        (b"c,C\n", 2_001, "contacts.csv: more than 2,000 rows"),
        (b"\n", 100_000, "contacts.csv: more than 100,000 rows, blank ones included"),
        (b" " * 99 + b"\n", 50_000, "contacts.csv: larger than 5 MB"),
    ],
)
def test_tables_beyond_the_limits_are_refused(body: bytes, count: int, message: str) -> None:
    assert refusal(b"id,name\n" + body * count) == message


@pytest.mark.parametrize("header", [",".join(f"x{n}" for n in range(199)), "x" * 101])
def test_a_header_beyond_the_limits_is_refused(header: str) -> None:
    assert refusal(f"id,name,{header}\n".encode()) == TOO_WIDE


@pytest.mark.parametrize("ties", [b"", b"c1,c2\n", b"id,name\n"])
def test_a_table_of_ties_without_its_header_is_refused(ties: bytes) -> None:
    assert refusal(TWO, ties) == "ties.csv row 1: expected the columns a and b"


def test_too_many_ties_are_refused() -> None:
    assert refusal(TWO, b"a,b\n" + b"c1,c2\n" * 20_001) == "ties.csv: more than 20,000 rows"
