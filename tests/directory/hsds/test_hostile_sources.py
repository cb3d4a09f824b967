"""Hostile files: refused or survived, in bounded memory, and never a way out of the archive."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from supportmap.directory.hsds import archive
from supportmap.directory.hsds.refusals import markup
from supportmap.directory.hsds.report import TAXONOMY, NotADirectory
from tests.directory.hsds.directories import documents, only, reads, service, write_json, write_tables

MEGABYTE = 1 << 20
MOST = 256
CHILD = """
import sys
from pathlib import Path
from supportmap.directory.hsds.reading import read_path
from supportmap.directory.hsds.report import NotADirectory, Tally
counted = Tally()
try:
    for read in read_path(Path(sys.argv[1])):
        counted.add(read)
    print(dict(counted.outcomes))
except NotADirectory as refused:
    print("refused:", refused.reason)
# Not getrusage: that counts the process too from which this one was forked.
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
print(int(peak.split()[1]) // 1024)
"""


def _read_in_child(path: Path) -> str:
    """Read a source in a process of its own; return what it says, having measured its memory in MB."""
    limit = 2_000 * MEGABYTE
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=Path(__file__).parents[3],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    said, memory = done.stdout.splitlines()
    assert int(memory) < MOST, said
    return said


def _filled(path: Path, begin: bytes, block: bytes, end: bytes, megabytes: int = 200) -> Path:
    whole = block * (MEGABYTE // len(block))
    with path.open("wb") as file:
        file.write(begin)
        for _ in range(megabytes):
            file.write(whole)
        file.write(end)
    return path


def test_200_mb_of_one_row_leave_the_other_rows(tmp_path: Path) -> None:
    begin = b"id,name,status\n1,Lunch,active\n2,"
    path = _filled(tmp_path / "services.csv", begin, b"x", b",active\n3,Tea,active\n")
    assert _read_in_child(path) == "{'refused': 1, 'repaired': 2}"


@pytest.mark.parametrize("block", [b"x" * 1023 + b"\n", b'""', b",", b"\0"])
def test_200_mb_within_quotes_are_survived(tmp_path: Path, block: bytes) -> None:
    begin = b'id,name,status\n1,Lunch,active\n2,"'
    path = _filled(tmp_path / "services.csv", begin, block, b'",active\n3,Tea,active\n', 60)
    assert "'repaired': " in _read_in_child(path)


def test_a_row_of_many_lines_is_no_longer_than_one_of_one_line(tmp_path: Path) -> None:
    begin = b'id,name,status\n1,Lunch,active\n2,"\n'
    block = b'",' + b"aa," * 300 + b'"\n'
    path = _filled(tmp_path / "services.csv", begin, block, b'"\n3,Tea,active\n', 20)
    assert _read_in_child(path) == "{'refused': 1, 'repaired': 2}"


def test_200_mb_of_one_string_leave_what_came_before(tmp_path: Path) -> None:
    begin = f'[{json.dumps(service())}, {{"id": "2", "name": "'.encode()
    assert (
        _read_in_child(_filled(tmp_path / "a.json", begin, b"x", b'"}]')) == "{'accepted': 1, 'refused': 1}"
    )


def test_200_mb_of_one_line_leave_the_other_lines(tmp_path: Path) -> None:
    line = json.dumps(service()).encode()
    path = _filled(tmp_path / "a.jsonl", line + b'\n{"id": "2", "name": "', b"x", b'"}\n' + line + b"\n")
    assert _read_in_child(path) == "{'accepted': 1, 'refused': 1, 'repeated': 1}"


@pytest.mark.parametrize("block", [b"[", b'{"a":', b"[],", b"{},", b"1,", b'"\\"",', b" ", b"]"])
def test_200_mb_of_brackets_or_nothing_are_survived(tmp_path: Path, block: bytes) -> None:
    path = _filled(tmp_path / "a.json", b"[" + json.dumps(service()).encode() + b",", block, b"", 20)
    assert _read_in_child(path)


def test_a_list_of_lists_in_one_object_is_refused(tmp_path: Path) -> None:
    begin = b"[" + json.dumps(service()).encode() + b', {"id": "2", "name": "B", "status": "active", "x": ['
    path = _filled(tmp_path / "a.json", begin, b"[],", b"[]]}]", 3)
    assert _read_in_child(path) == "{'accepted': 1, 'refused': 1}"


def test_a_table_of_100_000_columns_is_refused(tmp_path: Path) -> None:
    columns = ",".join(["id", "name", "status", *(f"c{n}" for n in range(100_000))])
    (tmp_path / "services.csv").write_text(columns + "\n1,Lunch,active\n")
    with pytest.raises(NotADirectory, match="more than 2,000 columns"):
        reads(tmp_path / "services.csv")


def test_a_row_of_100_000_cells_is_read_as_far_as_there_are_columns(tmp_path: Path) -> None:
    (tmp_path / "services.csv").write_text("id,name,status\n1,Lunch,active" + "," * 100_000 + "\n")
    _, document = only(tmp_path / "services.csv")
    assert document["name"] == "Lunch"


def test_one_place_for_all_services_does_not_multiply_what_is_kept(tmp_path: Path) -> None:
    services = [{"id": f"s{n}", "name": f"Lunch {n}", "status": "active"} for n in range(20)]
    folder = write_tables(
        tmp_path / "a",
        services=services,
        locations=[{"id": "l1", "name": "Hall", "description": "x" * 100_000}],
        service_at_location=[
            {"id": f"a{n}-{k}", "service_id": f"s{n}", "location_id": "l1"}
            for n in range(20)
            for k in range(20)
        ],
    )
    assert _read_in_child(folder) == "{'refused': 20}"


def test_a_list_of_more_than_500_is_cut(tmp_path: Path) -> None:
    phones = [{"id": f"p{n}", "service_id": "s1", "number": str(n)} for n in range(600)]
    services = [{"id": "s1", "name": "Lunch", "status": "active"}]
    read, document = only(write_tables(tmp_path / "a", services=services, phones=phones))
    assert len(document["phones"]) == 500
    assert "only the first 500 of a list are kept" in read.reasons


def test_what_is_nested_too_deep_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    deep = "[" * 40 + "]" * 40
    deeper = "[" * 100_000 + "]" * 100_000
    text = ",\n".join(
        f'{{"id": "{n}", "name": "Lunch", "status": "active", "x": {x}}}'
        for n, x in enumerate((deep, deeper))
    )
    (tmp_path / "a.json").write_text(f"[{text}, {json.dumps(service())}]")
    assert [read.outcome for read in reads(tmp_path / "a.json")] == ["refused", "refused", "accepted"]


def test_lists_in_lists_without_end_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotADirectory, match="wrapped too often"):
        reads(write_json(tmp_path / "a.json", json.loads("[" * 500 + "]" * 500)))


@pytest.mark.parametrize(
    "name",
    ["../services.csv", "/tmp/services.csv", "a/../../services.csv", "..\\services.csv", "c:services.csv"],
)
def test_names_that_lead_out_of_an_archive_refuse_it(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    with zipfile.ZipFile(inside / "a.zip", "w") as made:
        made.writestr(name, "id,name,status\n1,Lunch,active\n")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(NotADirectory, match="leads out of the archive"):
        reads(inside / "a.zip")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_zip_bomb_is_refused_before_it_fills_the_disk(tmp_path: Path) -> None:
    with (
        zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as made,
        made.open("services.csv", "w") as file,
    ):
        file.write(b"id,name\n")
        for _ in range(100):
            file.write(b"0" * MEGABYTE)
    with pytest.raises(NotADirectory, match="unpacks to far more"):
        reads(tmp_path / "a.zip")


def test_many_members_that_are_small_each_are_counted_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_UNPACKED", 5 * MEGABYTE)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        for number in range(6):
            made.writestr(f"{number}.json", b" " * MEGABYTE)
    with pytest.raises(NotADirectory, match="unpacks to far more"):
        reads(tmp_path / "a.zip")


def test_an_archive_of_too_many_files_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        for number in range(20_000):
            made.writestr(f"{number}{'x' * 50}.txt", b"")
    with pytest.raises(NotADirectory, match="more than 1,000 files"):
        reads(tmp_path / "a.zip")


def test_a_damaged_or_locked_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("services.csv", "id,name,status\n" + "1,Lunch,active\n" * 1_000)
    whole = path.read_bytes()
    at = whole.index(b"services.csv") + 20
    path.write_bytes(whole[:at] + b"\xff" * 20 + whole[at + 20 :])
    with pytest.raises(NotADirectory, match="damaged"):
        reads(path)
    central = whole.rindex(b"PK\1\2")
    path.write_bytes(whole[: central + 8] + b"\x01" + whole[central + 9 :])
    with pytest.raises(NotADirectory, match="locked"):
        reads(path)


def test_a_long_list_in_the_large_form_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as made:
        for number in range(66_000):
            made.writestr(str(number), b"")
    whole = bytearray(path.read_bytes())
    at = whole.rindex(b"PK\5\6")
    whole[at + 12 : at + 16] = (1_000).to_bytes(4, "little")
    path.write_bytes(whole)
    with pytest.raises(NotADirectory, match="more than 1,000 files"):
        archive._check_listing(path)


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_what_is_packed_otherwise_is_refused(tmp_path: Path, method: int) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", method) as made:
        made.writestr("services.csv", "id,name,status\n1,Lunch,active\n")
    with pytest.raises(NotADirectory, match="ordinary zip"):
        reads(tmp_path / "a.zip")


@pytest.mark.parametrize("name", [".", ""])
def test_a_member_without_a_name_is_left_alone(tmp_path: Path, name: str) -> None:
    member = zipfile.ZipInfo("x")
    member.filename = name
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr(member, b"x")
    with pytest.raises(NotADirectory, match="holds no services"):
        reads(tmp_path / "a.zip")


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, reason in ((tmp_path / "pipe", "not a file"), (tmp_path / "none", "no such file")):
        with pytest.raises(NotADirectory, match=reason):
            reads(path)


def test_a_pipe_within_a_folder_is_left_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "services.csv")
    write_json(tmp_path / "a.json", [service()])
    assert len(documents(tmp_path)) == 1


@pytest.mark.parametrize("aside", ["<!---->", "<?x?>", "<!-- a --> ", " "])
def test_what_comes_before_markup_is_passed_over_in_time(aside: str) -> None:
    begun = time.perf_counter()
    assert markup(f"{aside * 24}<taxonomy>") == TAXONOMY
    assert markup(f"{aside * 24}<html>") != TAXONOMY
    assert time.perf_counter() - begun < 0.2
