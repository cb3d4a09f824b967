"""What was written last is kept within bounds: the one not asked for longest makes room."""

from __future__ import annotations

from uuid import UUID

import pytest

from supportmap.api import fresh
from supportmap.api.fresh import Written
from supportmap.records.client import Owner

OWNER = Owner(UUID(int=1), UUID(int=2))
OTHER = Owner(UUID(int=3), UUID(int=2))


def test_what_was_kept_for_one_client_is_not_that_of_another() -> None:
    written = Written()
    written.keep((OWNER, "1"), b"one")
    assert written.get((OWNER, "1")) == b"one"
    assert written.get((OTHER, "1")) is None
    assert written.get((OWNER, "2")) is None


def test_the_one_not_asked_for_longest_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fresh, "MOST_ENTRIES", 2)
    written = Written()
    for tag in ("1", "2"):
        written.keep((OWNER, tag), tag.encode())
    written.get((OWNER, "1"))
    written.keep((OWNER, "3"), b"3")
    assert [written.get((OWNER, tag)) for tag in ("1", "2", "3")] == [b"1", None, b"3"]


def test_there_are_never_more_bytes_than_there_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fresh, "MOST_BYTES", 10)
    written = Written()
    for tag in ("1", "2", "2", "3"):
        written.keep((OWNER, tag), b"x" * 4)
    assert [written.get((OWNER, tag)) is not None for tag in ("1", "2", "3")] == [False, True, True]
    assert written.keep((OWNER, "4"), b"x" * 11) == b"x" * 11
    assert written.get((OWNER, "4")) is None
