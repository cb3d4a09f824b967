"""The form of a service that nobody types in, sent as a browser sends it, changes nothing of the service."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from supportmap.casework.outcome import Invalid
from supportmap.directory.columns import columns_of
from supportmap.directory.editing import edited, facts_in
from supportmap.directory.hsds.reading import read_path
from supportmap.pages.resource_forms import OF_LINES, form_texts, sent_resource
from tests.directory.services import a_document

SOME = 250
"""So many services of a real directory are tried, from all over it: each takes a few milliseconds."""
MADE_UP: dict[str, dict[str, Any]] = {
    "told by words alone": {"fees_description": "Free.", "eligibility_description": "Adults aged 18 to 64"},
    "ages as text": {"minimum_age": "16", "maximum_age": "99"},
    "an age with a fraction": {"minimum_age": 0.5},
    "a status as a source writes it": {"status": "Temporarily_Closed"},
    "blanks and line breaks": {"description": " Soup\r\n\r\nand\tbread \n", "name": "Lunch\nclub "},
    "costs in two ways": {"cost_options": [{"id": "c", "amount": 0}], "fees_description": "$5"},
    "longer than a form takes": {"description": "word " * 2_000, "url": "x" * 900},
    "what would be refused": {"url": "see poster", "languages": [{"id": "l", "name": "Blorbian"}]},
    "hours that no line can say": {
        "schedules": [
            {"id": "s1", "freq": "WEEKLY", "byday": "MO,WE", "opens_at": "09:00", "closes_at": "12:00"},
            {"id": "s2", "freq": "WEEKLY", "byday": "TU", "opens_at": "09:00", "closes_at": "12:00"},
            {"id": "s3", "description": "by\narrangement", "valid_from": "2026-01-01"},
        ]
    },
}


def sent_unchanged(document: dict[str, Any]) -> dict[str, Any]:
    """Return what a document becomes by its form, in which nobody types."""
    facts = facts_in(document)
    texts = {
        name: text.replace("\n", "\r\n") if name in OF_LINES else text.replace("\n", "")
        for name, text in form_texts(facts).items()
    }
    with Flask(__name__).test_request_context("/", method="POST", data=texts):
        return edited(document, sent_resource(facts))


@pytest.mark.parametrize("facts", MADE_UP.values(), ids=MADE_UP)
def test_a_made_up_service_stays_as_it_is(facts: dict[str, Any]) -> None:
    document = a_document(**facts)
    assert sent_unchanged(document) == document


@pytest.mark.parametrize("name", ["foodpantries/hsds31_llm_aligned.jsonl", "illinois-legal-aid"])
def test_the_services_of_real_directories_stay_as_they_are(shared_data: Path, name: str) -> None:
    read = [each.document for each in read_path(shared_data / "hsds" / name) if each.document]
    tried = read[:: max(len(read) // SOME, 1)]
    assert len(tried) >= SOME
    assert not list(otherwise(tried))


def test_ages_of_a_source_that_contradict_each_other_refuse_no_other_correction() -> None:
    facts = facts_in(a_document(minimum_age=60, maximum_age=18))
    for name, text in (("description", "Said anew"), ("minimum_age", "61")):
        texts = form_texts(facts) | {name: text}
        with Flask(__name__).test_request_context("/", method="POST", data=texts):
            if name == "description":
                assert sent_resource(facts) == facts | {name: text}
                continue
            with pytest.raises(Invalid):
                sent_resource(facts)


def otherwise(documents: Iterable[dict[str, Any]]) -> Iterable[tuple[Any, Any]]:
    for document in documents:
        after = sent_unchanged(document)
        if after != {key: value for key, value in document.items() if value is not None}:
            yield document, after
        elif columns_of(document) != columns_of(after):
            yield document["id"], "searched otherwise"


def test_the_form_holds_of_cost_and_status_what_is_searched(shared_data: Path) -> None:
    read = [each.document for each in read_path(shared_data / "hsds" / "illinois-legal-aid") if each.document]
    for document in read[::20]:
        facts, searched = facts_in(document), columns_of(document)
        assert (facts["free"], facts["status"]) == (searched.free, searched.status)
