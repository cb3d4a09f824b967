from __future__ import annotations

from typing import Any

import pytest

from supportmap.exchange.easynwk import read_easynwk
from supportmap.exchange.report import Reason, Refused, Row


def a_file(*versions: dict[str, Any]) -> dict[str, Any]:
    """A file whose maps each hold one person, named by the map's place in the file."""
    alteri = [[{"id": 1, "name": f"map {number}"}] for number in range(1, len(versions) + 1)]
    return {
        "versions": [
            {**version, "nwk": {"alteri": people}} for version, people in zip(versions, alteri, strict=True)
        ]
    }


def map_read(value: object, chosen: str | None = None) -> str:
    network, _ = read_easynwk(value, chosen)
    return network.contacts[0].name


@pytest.mark.parametrize(
    ("dates", "latest"),
    [
        (["2024-01-01", "2025-01-01", "2023-01-01"], "map 2"),
        (["2024-01-01", "2024-01-01"], "map 2"),
        (["2024-01-01", None, ""], "map 1"),
        (["2024-01-01", "01.02.2025", 5], "map 1"),
        ([None, None], "map 2"),
    ],
)
def test_the_latest_map_is_read(dates: list[object], latest: str) -> None:
    assert map_read(a_file(*({"date": day} for day in dates))) == latest


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [("1", "map 1"), ("9", "map 2"), ("2024-02-02", "map 3"), ("Second", "map 2"), ("2", "map 2")],
)
def test_a_map_is_chosen_by_number_id_date_or_title(chosen: str, expected: str) -> None:
    value = a_file(
        {"id": 2, "date": "2025-01-01", "title": "2024-02-02"},
        {"id": 9, "date": "2024-02-02", "title": "Second"},
        {"id": "x", "date": "2024-02-02", "title": ""},
    )
    assert map_read(value, chosen) == expected


def test_a_bare_map_is_number_1() -> None:
    assert map_read({"alteri": [{"id": 1, "name": "A"}]}, "1") == "A"


def test_a_choice_that_fits_no_map_lists_them_without_titles() -> None:
    value = a_file({"id": 5, "date": "2024-01-01", "title": "private"}, {"title": "private"})
    with pytest.raises(Refused) as caught:
        read_easynwk(value, "None of them")
    assert str(caught.value) == "versions: no such map: choose one of 1 (2024-01-01), 2 (no date)"


def test_the_word_none_chooses_no_map_without_an_id() -> None:
    with pytest.raises(Refused):
        read_easynwk(a_file({}, {}), "None")


def test_only_the_first_maps_of_very_many_are_listed() -> None:
    with pytest.raises(Refused, match=r"20 \(no date\) and 280 more$"):
        read_easynwk(a_file(*({} for _ in range(300))), "0")


def test_the_report_says_which_of_several_maps_was_read() -> None:
    _, report = read_easynwk(a_file({"date": "2024-01-01"}, {"date": "2023-01-01"}))
    reason = Reason("versions[0]", "the map read is number 1 of 2")
    assert report.of("map").rows == (Row("map", "versions[0]", "accepted", (reason,)),)


def test_a_date_in_another_form_is_kept_and_reported() -> None:
    network, report = read_easynwk(a_file({"date": "1.2.2024"}))
    text = "expected a date as yyyy-mm-dd: the map is read as undated"
    assert report.of("map").rows == (
        Row("map", "versions[0]", "repaired", (Reason("versions[0].date", text),)),
    )
    assert (network.held_on, network.extra) == (None, {"easynwk": {"date": "1.2.2024"}})


@pytest.mark.parametrize(
    ("versions", "message"),
    [
        (None, "versions: expected a list of at least one map"),
        ([], "versions: expected a list of at least one map"),
        ([{"nwk": {"alteri": []}}, 5], "versions[1]: expected an object"),
        ([{"nwk": None}], "versions[0].nwk: expected an object"),
    ],
)
def test_a_damaged_list_of_maps_is_refused(versions: object, message: str) -> None:
    with pytest.raises(Refused) as caught:
        read_easynwk({"versions": versions})
    assert str(caught.value) == message
