"""Backup, recovery kit and restore as their users meet them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from supportmap.cli import main
from supportmap.records.keys import make_key, read_key
from supportmap.settings import Settings
from tests.records.everything import fill
from tests.records.test_backup import elsewhere, is_empty

__all__ = ["elsewhere"]


def run(settings: Settings, *arguments: object, typed: str | None = None) -> Result:
    """Run the command with these settings and no others."""
    environ = {
        "SUPPORTMAP_DATA": str(settings.data),
        "SUPPORTMAP_KEY_FILE": str(settings.key_file),
        "SUPPORTMAP_DATABASE_URL": settings.database_url,
    }
    return CliRunner(env=environ).invoke(main, [str(each) for each in arguments], input=typed)


@pytest.fixture
def backup(session: Session, service_settings: Settings, tmp_path: Path) -> Path:
    """A backup of a service with something in every table."""
    fill(session)
    session.close()
    result = run(service_settings, "backup", tmp_path / "backup")
    assert result.exit_code == 0, result.output
    return tmp_path / "backup"


def kit(settings: Settings) -> str:
    """The recovery kit as it is printed."""
    result = run(settings, "recovery-kit")
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def key_of(page: str) -> str:
    """What somebody types who has the page before them."""
    lines = page.splitlines()
    at = next(number for number, line in enumerate(lines) if "it holds no 0" in line)
    return " ".join(lines[at + 2 : at + 4])


def test_a_backup_says_what_it_holds_and_which_key_opens_it(
    session: Session, service_settings: Settings, tmp_path: Path
) -> None:
    owner = fill(session)
    session.close()
    result = run(service_settings, "backup", tmp_path / "backup")
    assert (result.exit_code, result.stderr) == (0, "")
    first, second = result.stdout.splitlines()
    assert first.startswith(f"Wrote {tmp_path / 'backup'}: ")
    assert first.rstrip(".").split()[-1] in kit(service_settings)
    assert second.startswith(f"agency {owner.agency_id}: audit ends at 3:")


def test_restore_asks_for_the_key_of_the_kit(
    backup: Path, service_settings: Settings, elsewhere: Settings
) -> None:
    result = run(elsewhere, "restore", backup, typed=key_of(kit(service_settings)) + "\n")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("Restored ")
    assert key_of(kit(service_settings)).split()[0] not in result.output
    assert read_key(elsewhere) == read_key(service_settings)
    assert run(elsewhere, "audit", "verify").exit_code == 0


@pytest.mark.parametrize("form", ["page", "typed", "key file"])
def test_restore_takes_the_key_from_a_file(
    backup: Path, service_settings: Settings, elsewhere: Settings, tmp_path: Path, form: str
) -> None:
    page = kit(service_settings)
    file = tmp_path / "kit"
    file.write_text(
        {"page": page, "typed": key_of(page), "key file": service_settings.key_file.read_text()}[form]
    )
    assert run(elsewhere, "restore", backup, "--key-file", file).exit_code == 0
    assert read_key(elsewhere) == read_key(service_settings)


def test_restore_uses_the_key_that_is_there(
    backup: Path, service_settings: Settings, elsewhere: Settings
) -> None:
    elsewhere.key_file.parent.mkdir()
    elsewhere.key_file.touch(0o600)
    elsewhere.key_file.write_bytes(service_settings.key_file.read_bytes())
    assert run(elsewhere, "restore", backup).exit_code == 0
    again = run(elsewhere, "restore", backup)
    assert (again.exit_code, again.stdout) == (2, "")
    assert "empty" in again.stderr


@pytest.mark.parametrize("form", ["page", "typed"])
def test_the_kit_opens_a_database_whose_key_file_is_lost(
    session: Session, service_settings: Settings, form: str
) -> None:
    fill(session)
    session.close()
    page = kit(service_settings)
    service_settings.key_file.unlink()
    for command in (("audit", "verify"), ("agency", "list"), ("migrate",)):
        lost = run(service_settings, *command)
        assert (lost.exit_code, lost.stdout) == (2, "")
        assert "the recovery kit into a new file in its place (chmod 600)" in lost.stderr
        assert not service_settings.key_file.exists()
    service_settings.key_file.touch(0o600)
    service_settings.key_file.write_text(page if form == "page" else key_of(page))
    for command in (("audit", "verify"), ("agency", "list"), ("migrate",)):
        assert run(service_settings, *command).exit_code == 0
    assert kit(service_settings) == page


def test_what_is_wrong_is_said_in_one_line(
    backup: Path, service_settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    bad, binary = tmp_path / "bad", tmp_path / "binary"
    bad.write_text(key_of(kit(service_settings))[:-1])
    binary.write_bytes(b"\xff\xfe")
    for arguments, typed, complaint in (
        (("restore", backup), "wrong\n", "the key that was typed: holds no key"),
        (("restore", backup, "--key-file", bad), None, f"{bad}: holds no key"),
        (("restore", backup, "--key-file", binary), None, f"{binary}: holds no key"),
        (("restore", backup, "--key-file", tmp_path / "no"), None, "no: can't be read (No such file"),
        (("restore", tmp_path / "no", "--key-file", service_settings.key_file), None, "is no backup"),
        (("backup", tmp_path / "new"), None, "SUPPORTMAP_"),
        (("recovery-kit",), None, "SUPPORTMAP_KEY_FILE: there is no key"),
        (("audit", "verify"), None, "SUPPORTMAP_"),
    ):
        result = run(elsewhere, *arguments, typed=typed)
        assert result.exit_code == 2, result.output
        assert complaint in result.stderr
        assert len(result.stderr.splitlines()) == (2 if typed else 1)
        assert is_empty(elsewhere)
    again = run(service_settings, "backup", backup)
    assert (again.exit_code, again.stderr) == (2, f"{backup}: is there already: choose another name\n")


def test_restore_never_replaces_the_key_of_this_machine(
    backup: Path, service_settings: Settings, elsewhere: Settings
) -> None:
    make_key(elsewhere)
    before = read_key(elsewhere)
    refused = run(elsewhere, "restore", backup, "--key-file", service_settings.key_file)
    assert (refused.exit_code, read_key(elsewhere)) == (2, before)
    assert "isn't the key of this machine" in refused.stderr
    other = run(elsewhere, "restore", backup)
    assert (other.exit_code, read_key(elsewhere)) == (2, before)
    assert "was made with another key" in other.stderr
