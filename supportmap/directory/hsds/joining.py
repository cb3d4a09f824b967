"""Staged rows to services: each joined, and what belongs to none told."""

from __future__ import annotations

from supportmap.directory.hsds.identity import Gathering
from supportmap.directory.hsds.objects import LONELY, add_service
from supportmap.directory.hsds.progress import Progress
from supportmap.directory.hsds.stage import Stage
from supportmap.directory.hsds.values import Notes

__all__ = ["add_staged"]

_UNJOINED = "belongs to no service, organisation or place of the source"


def add_staged(stage: Stage, into: Gathering, progress: Progress) -> None:
    """Add every staged service, then tell of organisations without one and of rows that nothing owns."""
    total = stage.count("service")
    for number, (place, row) in enumerate(stage.services()):
        progress(number, total)
        notes = Notes()
        stage.check(row, notes)
        add_service(place, row, None, stage, into, notes)
    for place in stage.lonely():
        into.tell(place, "without service", LONELY)
    for place, _ in stage.unjoined():
        into.tell(place, "refused", _UNJOINED)
