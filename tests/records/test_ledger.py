"""The list of erasures: whole lines of this key only, added for good, and never with the data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from supportmap.app import create_app
from supportmap.records.client import Owner
from supportmap.records.encryption import Keyring
from supportmap.records.ledger import BadLedger, Ledger, own_ledger
from supportmap.settings import BadSetting, Settings

KEYS = Keyring(bytes(range(32)))


def an_owner() -> Owner:
    """Anybody."""
    return Owner(uuid4(), uuid4())


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """A list with two erasures."""
    ledger = Ledger(tmp_path / "keys" / "erasures", KEYS)
    for _ in range(2):
        ledger.add(an_owner())
    return ledger


def test_erasures_are_read_in_the_order_in_which_they_were_added(ledger: Ledger) -> None:
    before, owner = ledger.read(), an_owner()
    ledger.add(owner)
    assert ledger.read()[:2] == before
    assert ledger.read()[2].owner == owner
    assert ledger.file.stat().st_mode & 0o077 == 0


def test_there_is_no_list_before_the_first_erasure(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "none", KEYS)
    assert ledger.read() == []
    with pytest.raises(BadLedger, match="isn't there"):
        ledger.read(must_be_there=True)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda lines: [lines[0], lines[1].replace(lines[1].split()[1], str(uuid4()))],
        lambda lines: [lines[0], f"{lines[1][:-1]}{'0' if lines[1][-1] == '1' else '1'}"],
        lambda lines: [lines[0], lines[1].replace("20", "19", 1)],
        lambda lines: [lines[0], lines[1][:40]],
        lambda lines: [lines[0], "é", lines[1]],
        lambda lines: [lines[0], f"{lines[1]} more"],
        lambda lines: [lines[0], "\0" * 100],
    ],
)
def test_a_line_that_is_not_as_it_was_written_is_named(
    ledger: Ledger, spoil: Callable[[list[str]], list[str]]
) -> None:
    ledger.file.write_text("\n".join(spoil(ledger.file.read_text().splitlines())), encoding="utf-8")
    with pytest.raises(BadLedger, match=r"^line 2 isn't as this service wrote it.*take it out$") as refusal:
        ledger.read()
    assert refusal.value.file == ledger.file


def test_nobody_without_the_key_adds_a_line(ledger: Ledger) -> None:
    Ledger(ledger.file, Keyring(bytes(32))).add(an_owner())
    with pytest.raises(BadLedger, match="line 3"):
        ledger.read()


def test_what_comes_after_a_line_that_a_crash_cut_short_is_whole(ledger: Ledger) -> None:
    whole = ledger.file.read_bytes()
    ledger.file.write_bytes(whole[:-30])
    ledger.add(an_owner())
    with pytest.raises(BadLedger, match="line 2"):
        ledger.read()
    ledger.file.write_bytes(whole.rstrip(b"\n"))
    ledger.add(an_owner())
    assert len(ledger.read()) == 3


def test_another_list_is_taken_over_once(ledger: Ledger, tmp_path: Path) -> None:
    other = Ledger(tmp_path / "other", KEYS)
    other.add(an_owner())
    both = [*ledger.read(), *other.read()]
    for _ in range(2):
        ledger.take_over(other.read())
        assert ledger.read() == both


def test_what_is_no_list_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(BadLedger, match="can't be read"):
        Ledger(tmp_path, KEYS).read()
    for act in (Ledger(tmp_path, KEYS).add, Ledger(tmp_path / "file" / "x", KEYS).add):
        (tmp_path / "file").touch()
        with pytest.raises(BadLedger, match=r"can't be (read|written)"):
            act(an_owner())
    endless = Path("/dev/zero")
    if endless.exists():
        with pytest.raises(BadLedger, match="too long"):
            Ledger(endless, KEYS).read()


def test_the_list_is_never_kept_with_the_data(service_settings: Settings) -> None:
    inside = replace(service_settings, erasure_ledger=service_settings.data / "erasures")
    with pytest.raises(BadSetting, match="SUPPORTMAP_ERASURE_LEDGER: lies in the data folder"):
        own_ledger(inside, KEYS)
    with pytest.raises(BadSetting, match="SUPPORTMAP_ERASURE_LEDGER"):
        create_app(inside)
    assert service_settings.ledger == service_settings.key_file.parent / "erasures"
