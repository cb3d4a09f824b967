"""``supportmap resources``: imported, listed, exported, and where postcodes are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import orjson
import pytest
from click.testing import CliRunner, Result

from supportmap.cli import main
from supportmap.directory import comparing
from supportmap.settings import Settings
from tests.certificates import Authority
from tests.directory.hsds.directories import service
from tests.directory.hsds.site import a_site, page_of
from tests.directory.services import a_document

GIVEN = ("--source", "Town", "--licence", "CC0")


@pytest.fixture
def run(service_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The command, on a database with one agency."""
    monkeypatch.setenv("SUPPORTMAP_DATA", str(service_settings.data))
    monkeypatch.setenv("SUPPORTMAP_KEY_FILE", str(service_settings.key_file))
    if service_settings.database_url:
        monkeypatch.setenv("SUPPORTMAP_DATABASE_URL", service_settings.database_url)

    def command(*words: str) -> Result:
        return CliRunner().invoke(main, words)

    assert command("agency", "add", "Harbour").exit_code == 0
    return lambda *words: command("resources", *words)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "list.jsonl"
    documents = [a_document("1"), a_document("2", name="Choir")]
    found.write_bytes(b"\n".join(map(orjson.dumps, documents)))
    return found


def test_a_file_is_imported_listed_and_again_without_change(run: Any, file: Path) -> None:
    first = run("import", str(file), *GIVEN)
    assert first.exit_code == 0, first.output
    assert "In the file: 2. 2 accepted." in first.output
    assert "Services: 2 new." in first.output
    again = run("import", str(file), *GIVEN, "--json")
    assert json.loads(again.output)["kept"] == {"unchanged": 2, "retired": 0}
    (line,) = run("list").output.splitlines()
    assert line.split("\t")[:2] == ["2", "0"]
    assert line.endswith("may be passed on\tCC0\tTown")


def test_trying_changes_nothing(run: Any, file: Path) -> None:
    assert "Would be: 2 new." in run("import", str(file), *GIVEN, "--dry-run").output
    assert run("list").output == ""


def test_what_cant_be_used_is_told_in_one_line(run: Any, file: Path, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("hello")
    for words, told in (
        (("import", str(tmp_path / "none"), *GIVEN), "none"),
        (("import", str(tmp_path / "other.txt"), *GIVEN), "other.txt"),
        (("import", str(file), "--source", " ", "--licence", "CC0"), "--source"),
        (("import", "http://127.0.0.1:9/", *GIVEN), "127.0.0.1"),
        (("import", "ftp://example.org/x", *GIVEN), "ftp"),
        (("list", "--agency", "00000000-0000-0000-0000-000000000001"), "--agency"),
    ):
        result = run(*words)
        assert result.exit_code == 2, (words, result.output)
        assert len(result.output.splitlines()) == 1
        assert told in result.output


def test_what_may_be_passed_on_is_written_to_a_new_file(run: Any, file: Path, tmp_path: Path) -> None:
    run("import", str(file), *GIVEN)
    run("import", str(file), "--source", "Closed", "--licence", "ours alone")
    target = tmp_path / "export.zip"
    assert run("export", str(target)).output == "Services written: 2.\n"
    with ZipFile(target) as archive:
        assert "services.csv" in archive.namelist()
    assert run("export", str(target)).exit_code == 2
    refused = run("export", str(tmp_path / "directory"))
    assert (refused.exit_code, ".zip" in refused.output) == (2, True)
    assert not (tmp_path / "directory").exists()
    assert run("export", str(tmp_path / "none" / "export.zip")).exit_code == 2


def test_a_row_of_a_single_object_is_told_of_the_file(run: Any, tmp_path: Path) -> None:
    single = tmp_path / "service.json"
    service = {"id": None, "name": "Choir", "status": "active", "organization": {"name": "Hall"}}
    single.write_text(json.dumps(service))
    output = run("import", str(single), *GIVEN).output
    assert "\nthe file: repaired: " in output


def test_what_of_a_folder_is_passed_over_is_told(run: Any, tmp_path: Path) -> None:
    folder = tmp_path / "both"
    (folder / "csv").mkdir(parents=True)
    (folder / "services.json").write_text(
        json.dumps([{"id": "1", "name": "Choir", "status": "active", "organization": {"name": "Hall"}}])
    )
    (folder / "csv" / "services.csv").write_text("id,name\n2,Chess\n")
    output = run("import", str(folder), *GIVEN).output
    assert "csv/services.csv: refused: was passed over" in output
    assert "lies deeper than what was read: services.json" in output
    assert "Services: 1 new" in output


def test_postcodes_are_imported(run: Any, tmp_path: Path) -> None:
    centroids = tmp_path / "centroids.csv"
    centroids.write_text("code,latitude,longitude\nM14,53.45,-2.22\nM15,53.46,-2.25\nbad,x,y\nm 14,53.4,-2\n")
    result = run("centroids", str(centroids))
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[-1] == (
        "Postcodes taken over: 2; rows left out: 1; given more than once, the last counts: 1."
    )
    centroids.write_text("a,b\n1,2\n")
    assert run("centroids", str(centroids)).exit_code == 2
    assert run("centroids", str(tmp_path / "none.csv")).exit_code == 2


def test_what_kinds_of_services_do_is_printed_and_taken_back_changed(run: Any, tmp_path: Path) -> None:
    table = tmp_path / "weights.csv"
    printed = run("weights").stdout
    assert printed.splitlines()[0] == "term,emotional,practical,belonging,label"
    table.write_text(printed)
    told = "Weighed otherwise than proposed: {}; services read anew: {}."
    assert run("weights", str(table)).output.splitlines()[-1] == told.format(0, 0)
    table.write_text(printed.replace("oe:1130,0,2,0", "oe:1130,0,1,0"))
    assert (
        run("weights", str(table)).output.splitlines()[-1].startswith("Weighed otherwise than proposed: 1;")
    )
    assert "oe:1130,0,1,0" in run("weights").stdout
    table.write_text(printed.replace("oe:1130,0,2,0", "oe:1130,0,7,0"))
    refused = run("weights", str(table))
    assert (refused.exit_code, "a weight is 0, 1 or 2" in refused.output) == (2, True)
    assert "oe:1130,0,1,0" in run("weights").stdout


def test_an_api_is_imported_over_tls_where_its_certificate_is_trusted(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority.made(tmp_path)
    with a_site(authority.server(["127.0.0.1"])) as site:
        site.answers["/services"] = page_of(1, 1, service("s1", phones=[{"id": "p", "number": "555"}]))
        words = ("import", f"{site.url}/services", *GIVEN, "--allow-private")
        refused = run(*words)
        assert refused.exit_code == 2
        assert "has a certificate that isn't trusted" in refused.output
        assert len(refused.output.splitlines()) == 1
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
        assert "Services: 1 new." in run(*words).output
        assert "private network" in run(*words[:-1]).output


def test_services_are_read_anew_after_an_upgrade(
    run: Any, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import", str(file), *GIVEN)
    assert run("renew").output == "Services read anew: 0.\n"
    monkeypatch.setattr(comparing, "RULES", b"newer")
    assert run("renew").output == "Services read anew: 2.\n"
    assert run("renew").output == "Services read anew: 0.\n"
