"""The text index on both engines: whatever is typed, it finds the words that are there and never breaks."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from supportmap.directory.searching import find
from supportmap.directory.text_index import Query, text_index, word_groups
from supportmap.directory.wanted import Wanted
from supportmap.records.database import writing
from supportmap.records.directory import PlaceRow, ServiceRow
from supportmap.records.remains import clear_remains
from supportmap.records.service_words import ServiceWordsRow
from tests.directory.shelf import a_service, at, plainly, put
from tests.service import LONG_AGO, an_agency

TODAY = date(2026, 11, 28)
HOSTILE = (
    *('"', "-lunch", "lunch AND", "NEAR(lunch club)", "lunch*", "words : lunch", "{tokens} : x", "'", "\\"),
    *("lunch' | 'x", "(", "a\0b", "🙂🙂", "x" * 10_000, "lunch " * 2000, "^lunch", "%", "_", "!", "<->", ""),
    *("lunch\\", "lunch'; DROP TABLE service", ":lunch", "%(lunch)s", "OR", "Cu", "tokens:Cu", "\ud800"),
)


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_that_is_typed_breaks_a_search(session: Session, typed: str) -> None:
    agency = an_agency(session)
    put(session, agency, [a_service("Lunch club"), a_service("Garden")])
    found = find(session, agency, Wanted(typed), TODAY)
    assert {match.service_id for match in found.matches} == plainly(session, agency, Wanted(typed))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(), max_size=60))
@example("\ud800")
@example("ſ K ﬁ İ ß")
def test_any_text_finds_the_service_that_is_named_so(session: Session, typed: str) -> None:
    agency = an_agency(session)
    name = typed.replace("\0", "").encode("utf-8", "ignore").decode()
    (own,) = put(session, agency, [a_service(name)])
    found = text_index(session).candidates(agency, Query(word_groups(typed)))
    assert found == {own}


def test_words_are_found_in_whatever_form_accent_or_case(session: Session) -> None:
    agency = an_agency(session)
    put(session, agency, [a_service("Befriending at the CAFÉ", description="For women's groups")])
    for typed in ("befriend", "cafe", "Café groups", "woman's group", "women group", "BEFRIENDED"):
        found = find(session, agency, Wanted(typed), TODAY)
        assert len(found.matches) == (0 if typed == "woman's group" else 1), typed


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("foodbank", {"Food bank", "Harbour Foodbanks"}),
        ("food bank", {"Food bank", "Harbour Foodbanks"}),
        ("foodbanks harbour", {"Harbour Foodbanks"}),
        ("dropin", {"Drop-in"}),
        ("incentive", {"Incentives"}),
        ("day care", {"Daycare"}),
        ("food", {"Food bank", "Pet food"}),
        ("bank", {"Food bank", "Bank of cloth"}),
    ],
)
def test_what_some_write_as_one_word_and_others_as_two_is_found_either_way(
    session: Session, typed: str, found: set[str]
) -> None:
    agency = an_agency(session)
    names = ("Food bank", "Harbour Foodbanks", "Drop-in", "Daycare", "Pet food", "Bank of cloth")
    others = ("Incentives", "In-center club")
    put(session, agency, [a_service(name) for name in (*names, *others)])
    assert {match.shown.name for match in find(session, agency, Wanted(typed), TODAY).matches} == found


def test_words_are_stemmed_by_the_language_of_their_texts(session: Session) -> None:
    agency = an_agency(session)
    (own,) = put(session, agency, [a_service("Actividades para mayores")])
    with writing(session):
        text_index(session).index(agency, [own], "es")
    assert len(find(session, agency, Wanted("actividad", word_languages=("en", "es")), TODAY).matches) == 1


def in_step(session: Session) -> bool:
    """Tell whether SQLite's index holds exactly what the rows do; PostgreSQL's is a column of them."""
    if session.get_bind().dialect.name == "sqlite":
        with writing(session):
            session.execute(
                text("INSERT INTO service_text (service_text, rank) VALUES ('integrity-check', 1)")
            )
    return True


def found_by(session: Session, agency: object, typed: str) -> int:
    return len(find(session, agency, Wanted(typed), TODAY).matches)  # type: ignore[arg-type]


def test_the_index_follows_whatever_becomes_of_a_service(session: Session) -> None:
    agency = an_agency(session)
    own, other = put(session, agency, [a_service("Lunch club"), a_service("Lunch break")])
    with writing(session):
        session.execute(update(ServiceRow).where(ServiceRow.id == own).values(name="Dinner club"))
        assert text_index(session).index(agency, [own]) == 1
    assert [found_by(session, agency, typed) for typed in ("lunch", "dinner", "club")] == [1, 1, 1]
    with writing(session):
        session.execute(update(ServiceRow).where(ServiceRow.id == own).values(retired_at=LONG_AGO))
        assert text_index(session).index(agency, [own, other]) == 1
    assert [found_by(session, agency, typed) for typed in ("lunch", "dinner")] == [1, 0]
    with writing(session):
        text_index(session).remove(agency, [own, other])
    assert found_by(session, agency, "") == 0
    assert in_step(session)


def test_a_service_that_is_deleted_takes_its_words_and_places_along(session: Session) -> None:
    agency = an_agency(session)
    put(session, agency, [a_service("Lunch club", at(1.0)), a_service("Garden")])
    with writing(session):
        session.execute(delete(ServiceRow).where(ServiceRow.name == "Lunch club"))
    assert session.scalar(select(func.count()).select_from(ServiceWordsRow)) == 1
    assert session.scalar(select(func.count()).select_from(PlaceRow)) == 0
    assert found_by(session, agency, "lunch") == 0
    assert in_step(session)


@pytest.mark.usefixtures("service_settings")
def test_the_index_outlives_that_the_file_is_written_anew(session: Session) -> None:
    agency = an_agency(session)
    first, *_ = put(session, agency, [a_service(f"Lunch {number}") for number in range(10, 30)])
    with writing(session):
        session.execute(delete(ServiceRow).where(ServiceRow.id == first))
    engine = session.get_bind().engine
    session.close()
    assert clear_remains(engine)
    assert found_by(session, agency, "lunch") == 19
    assert found_by(session, agency, "29") == 1
    assert in_step(session)
