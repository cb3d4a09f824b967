from __future__ import annotations

import os
from pathlib import Path

import pytest

from supportmap.analysis.network import Contact, Network, Tie
from supportmap.exchange.document import write_document
from supportmap.exchange.formats import read_bytes
from supportmap.exchange.reading import network_files, read_network
from supportmap.exchange.report import Refused
from supportmap.exchange.tables import NOT_READABLE
from tests.builders import a_contact, a_network

DOCUMENT = write_document(a_network(a_contact(), a_contact(), ties="12"))
EASYNWK = b'\xef\xbb\xbf {"versions": [{"nwk": {"alteri": [{"id": 1, "name": "A"}]}}]}'
BARE = b'{"alteri": []}'
CONTACTS = b"id,name\nc1,Avery\nc2,Bo\n"
TIES = b"a,b\nc1,c2\n"


def refusal(path: Path, chosen: str | None = None) -> str:
    with pytest.raises(Refused) as caught:
        read_network(path, chosen)
    return str(caught.value)


def a_file(folder: Path, data: bytes, name: str = "k.bin") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "format_"),
    [
        (DOCUMENT, "supportmap"),
        (b"\n\t" + DOCUMENT, "supportmap"),
        (EASYNWK, "easyNWK"),
        (BARE, "easyNWK"),
        (CONTACTS, "CSV"),
    ],
)
def test_the_format_is_told_from_the_content(tmp_path: Path, data: bytes, format_: str) -> None:
    assert read_network(a_file(tmp_path, data)).format == format_


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "file: empty"),
        (b"\xef\xbb\xbf \n", "file: empty"),
        (b"[]", f"top level: {NOT_READABLE}"),
        (b'{"format": "other"}', f"top level: {NOT_READABLE}"),
        (b'{"versions": 3}', f"top level: {NOT_READABLE}"),
        (b"Dear Avery,\nhow are you?\n", f"row 1: {NOT_READABLE}"),
        (TIES, "row 1: a table of ties: give the table of contacts that belongs to it"),
        (b"\x89PNG\r\n\x1a\n\0", 'contacts.csv: no text in UTF-8: if it is a table, save it as "CSV UTF-8"'),
        (b"PK\x03\x04\0\0\0\0", "contacts.csv: has a NUL character, so it isn't a table"),
    ],
)
def test_what_is_no_network_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    assert refusal(a_file(tmp_path, data)) == message


def test_a_missing_file_a_folder_a_pipe_and_a_device_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    no_file = "file: not a file but a folder or a device"
    assert refusal(tmp_path / "none.json") == "file: no such file"
    assert refusal(tmp_path / "n\0ne.json") == "file: can't be opened"
    assert refusal(tmp_path / ("n" * 300)) == "file: can't be opened"
    assert [refusal(path) for path in (tmp_path, tmp_path / "pipe", Path(os.devnull))] == [no_file] * 3


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    assert refusal(a_file(tmp_path, b" " * 5_000_001)) == "file: larger than 5 MB"


@pytest.mark.parametrize(
    ("contacts", "ties"), [("contacts.csv", "ties.csv"), ("k-contacts.csv", "k-ties.csv")]
)
def test_the_ties_are_found_beside_the_contacts(tmp_path: Path, contacts: str, ties: str) -> None:
    a_file(tmp_path, TIES, ties)
    network = read_network(a_file(tmp_path, CONTACTS, contacts)).network
    assert network == Network((Contact("c1", "Avery"), Contact("c2", "Bo")), (Tie("c1", "c2"),))


@pytest.mark.parametrize("name", ["contacts.csv", "k.csv"])
def test_without_ties_beside_it_nobody_was_asked(tmp_path: Path, name: str) -> None:
    a_file(tmp_path, TIES, "other-ties.csv")
    assert not read_network(a_file(tmp_path, CONTACTS, name)).network.ties_asked


def test_ties_that_are_too_large_are_refused(tmp_path: Path) -> None:
    a_file(tmp_path, b" " * 5_000_001, "ties.csv")
    assert refusal(a_file(tmp_path, CONTACTS, "contacts.csv")) == "ties file: larger than 5 MB"


@pytest.mark.parametrize("data", [DOCUMENT, CONTACTS])
def test_a_choice_among_one_map_is_refused(tmp_path: Path, data: bytes) -> None:
    assert refusal(a_file(tmp_path, data), "1") == "file: holds one map only: there is none to choose"


def test_a_map_of_easynwk_can_be_chosen(tmp_path: Path) -> None:
    assert read_network(a_file(tmp_path, EASYNWK), "1").network.contacts[0].name == "A"


def test_what_could_not_be_written_and_read_again_is_refused() -> None:
    deep = b"[" * 28 + b"]" * 28
    read_bytes(b'{"alteri": [{"id": 1, "name": "A", "x": ' + deep + b"}]}")
    with pytest.raises(Refused, match=r"too much to keep as a supportmap document \(nested"):
        read_bytes(b'{"alteri": [{"id": 1, "name": "A", "x": [' + deep + b"]}]}")


def test_a_folder_stands_for_the_networks_in_it(tmp_path: Path) -> None:
    names = ["b.json", "a/contacts.csv", "a/ties.csv", "a/x-ties.csv", "a/c.JSON", "n.txt", ".hidden.json",
             ".git/x.json"]  # fmt: skip
    for name in names:
        a_file(tmp_path / "in", b"", name)
    a_file(tmp_path / "out", b"", "far.json")
    (tmp_path / "in" / "link").symlink_to(tmp_path / "out")
    found = network_files([tmp_path / "in", tmp_path / "none.txt"])
    expected = ["in/a/c.JSON", "in/a/contacts.csv", "in/b.json", "none.txt"]
    assert [path.relative_to(tmp_path).as_posix() for path in found] == expected


def test_plain_files_are_kept_as_they_are_given() -> None:
    given = [Path("ties.csv"), Path("contacts.csv"), Path("contacts.csv")]
    assert network_files(given) == given


def test_a_folder_that_may_not_be_listed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "scandir", forbidden)
    with pytest.raises(Refused, match=r": can't be opened$"):
        network_files([tmp_path])


def test_a_folder_without_networks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        network_files([tmp_path])
    assert str(caught.value) == f"{tmp_path}: no .json file and no contacts.csv in this folder"
