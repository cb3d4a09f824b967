"""Erasures applied again by whoever restores a backup, as they meet them."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from supportmap.records.client import Owner
from supportmap.records.keys import keyring
from supportmap.records.ledger import Ledger
from supportmap.settings import Settings
from tests.cli.test_backup import run
from tests.records.everything import fill
from tests.records.test_backup import elsewhere, is_empty

__all__ = ["elsewhere"]


@pytest.fixture
def owner(session: Session) -> Owner:
    """A client with something in every table."""
    owner = fill(session)
    session.close()
    return owner


@pytest.fixture
def backup(owner: Owner, service_settings: Settings, tmp_path: Path) -> Path:
    """A backup in which the client is."""
    assert owner
    assert run(service_settings, "backup", tmp_path / "backup").exit_code == 0
    return tmp_path / "backup"


def ledger(settings: Settings) -> Ledger:
    """The list of a service."""
    return Ledger(settings.ledger, keyring(settings))


def test_a_restore_says_how_many_were_erased_again(
    owner: Owner, backup: Path, service_settings: Settings, elsewhere: Settings
) -> None:
    ledger(service_settings).add(owner)
    done = run(
        elsewhere,
        *("restore", backup, "--key-file", service_settings.key_file),
        *("--erasures", service_settings.ledger),
    )
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines()[1:] == ["Erased again: 1 client."]
    assert elsewhere.ledger.read_bytes() == service_settings.ledger.read_bytes()
    assert run(elsewhere, "audit", "verify").exit_code == 0


def test_a_restore_without_any_list_says_what_that_means(
    owner: Owner, backup: Path, service_settings: Settings, elsewhere: Settings
) -> None:
    done = run(elsewhere, "restore", backup, "--key-file", service_settings.key_file)
    assert done.exit_code == 0
    assert done.stderr.startswith(f"{elsewhere.ledger}: there is no list of erasures here")
    ledger(service_settings).add(owner)
    for count in ("1 client", "0 clients"):
        again = run(elsewhere, "erase-again", "--erasures", service_settings.ledger)
        assert (again.exit_code, again.stdout) == (0, f"Erased again: {count}.\n")
    assert run(elsewhere, "audit", "verify").exit_code == 0


def test_a_list_that_was_tampered_with_stops_the_restore_and_says_what_to_do(
    owner: Owner, backup: Path, service_settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    bad = tmp_path / "bad"
    bad.write_text(f"{owner.agency_id} {owner.client_id} 2026-11-27T00:00:00+00:00 {'0' * 64}\n")
    for file, complaint in ((bad, "line 1 isn't as this service wrote it"), (tmp_path / "no", "isn't there")):
        done = run(elsewhere, "restore", backup, "--key-file", service_settings.key_file, "--erasures", file)
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.startswith(f"{file}: {complaint}")
        assert len(done.stderr.splitlines()) == 1
        assert is_empty(elsewhere)
        again = run(service_settings, "erase-again", "--erasures", file)
        assert (again.exit_code, again.stdout) == (2, "")


def test_erasures_are_applied_to_what_was_restored_otherwise(
    owner: Owner, service_settings: Settings
) -> None:
    refused = run(service_settings, "erase-again")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == f"{service_settings.ledger}: isn't there\n"
    ledger(service_settings).add(owner)
    assert run(service_settings, "erase-again").stdout == "Erased again: 1 client.\n"


def test_another_list_is_taken_over_and_the_own_one_applied_with_it(
    owner: Owner, service_settings: Settings, tmp_path: Path
) -> None:
    ledger(service_settings).add(owner)
    other = Ledger(tmp_path / "other", keyring(service_settings))
    other.add(Owner(owner.agency_id, uuid4()))
    again = run(service_settings, "erase-again", "--erasures", other.file)
    assert (again.exit_code, again.stdout) == (0, "Erased again: 1 client.\n")
    assert {*other.read()} < {*ledger(service_settings).read()}
