"""Files that come in parts: each once, in their order, none too large, and none for ever."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import uuid4

import pytest

from supportmap.directory import uploads
from supportmap.directory.uploads import PartMissing, TooLarge, add_part, forget_upload, upload_path
from supportmap.settings import Settings


def a_path(folder: Path, name: str = "list.zip") -> Path:
    folder.mkdir(exist_ok=True)
    return upload_path(Settings(data=folder, key_file=folder / "key"), uuid4(), uuid4(), name)


def test_parts_make_the_file_and_a_part_sent_twice_is_there_once(tmp_path: Path) -> None:
    path = a_path(tmp_path)
    assert add_part(path, 0, b"abc") == 3
    assert add_part(path, 0, b"abc") == 3
    assert add_part(path, 3, b"de") == 5
    assert path.read_bytes() == b"abcde"
    assert path.stat().st_mode & 0o077 == 0


def test_a_part_whose_beginning_is_missing_says_how_much_is_there(tmp_path: Path) -> None:
    path = a_path(tmp_path)
    add_part(path, 0, b"abc")
    with pytest.raises(PartMissing) as missing:
        add_part(path, 7, b"x")
    assert missing.value.size == 3


def test_a_part_that_begins_before_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PartMissing):
        add_part(a_path(tmp_path), -5, b"abcdefg")


def test_what_is_too_large_is_refused_and_nothing_of_it_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 4)
    path = a_path(tmp_path)
    add_part(path, 0, b"abc")
    with pytest.raises(TooLarge):
        add_part(path, 3, b"de")
    assert not path.exists()


def test_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    for name in ("../../etc/passwd.zip", "/etc/x.json", "a\0.csv", "", "x.exe"):
        path = a_path(tmp_path, name)
        assert path.parent == tmp_path / "uploads"
        assert path.suffix in {".zip", ".json", ".csv", ".unknown"}


def test_a_file_that_nobody_imported_is_gone_once_another_comes_after_a_day(tmp_path: Path) -> None:
    old, other = a_path(tmp_path), a_path(tmp_path)
    add_part(old, 0, b"abc")
    os.utime(old, (0, 0))
    add_part(other, 0, b"abc")
    assert not old.exists()
    forget_upload(other)
    forget_upload(other)
    assert not other.exists()
