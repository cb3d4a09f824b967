"""A plain model of a map with undo: every fact is one entry of a flat dict, every change a set of entries.

It shares nothing with the product but the rules: whose change may be taken back, and when it may not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

Path = tuple[str, ...]
GONE = object()
ELICITED: Path = ("network", "elicited")
AMONG: Path = ("network", "among")


@dataclass
class Done:
    """One change: each entry before and after; ``at`` counts all changes and undos."""

    user: int
    visit: UUID | None
    diff: dict[Path, tuple[Any, Any]]
    at: int
    undone_at: int | None = None

    def leave(self, visit: str, earlier: dict[Path, Any]) -> None:
        """Be as if there had been no visit."""
        told = {
            path: tuple(earlier[path] if each == visit else each for each in sides)
            for path, sides in self.diff.items()
        }
        self.diff = {path: (before, after) for path, (before, after) in told.items() if before != after}
        self.visit = None


@dataclass
class Flat:
    """The entries now, what each user did, and the visits."""

    entries: dict[Path, Any] = field(default_factory=dict)
    done: list[Done] = field(default_factory=list)
    clock: int = 0
    visit: UUID | None = None
    started_at: int = 0
    finished_at: int = 0

    def __post_init__(self) -> None:
        """Begin with nobody asked."""
        self.entries |= {ELICITED: False, AMONG: None}
        self.entries |= {("network", f): None for f in ("emotional", "practical", "belonging")}

    @property
    def told(self) -> dict[Path, Any]:
        """The entries as they are told: who is there was asked for; of who wasn't at the time, no tie was."""
        among = self.entries[AMONG]
        asked = {
            ELICITED: self.entries[ELICITED] or bool(self.contacts()),
            ("network", "ties_asked"): among is not None and self.active() <= among,
        }
        return {path: value for path, value in self.entries.items() if path != AMONG} | asked

    def active(self) -> frozenset[str]:
        """Who is active."""
        status = {each: self.entries["contact", each, "status"] for each in self.contacts()}
        return frozenset(each for each in status if status[each] == "active")

    def among(self, said: frozenset[str]) -> frozenset[str]:
        """Of whom all ties were asked for once it is said of these: no fewer than before."""
        known: frozenset[str] | None = self.entries[AMONG]
        return known if known is not None and said <= known else said

    def contacts(self) -> list[str]:
        """The ids of the contacts, in their order."""
        return [path[1] for path in self.entries if path[0] == "contact" and len(path) == 2]

    def ties(self) -> list[tuple[str, str]]:
        """The pairs that are tied."""
        return [(path[1], path[2]) for path in self.entries if path[0] == "tie" and len(path) == 3]

    def apply(self, user: int, entries: dict[Path, Any]) -> bool:
        """Change entries (GONE takes one away); tell whether anything was different."""
        now = {path: self.entries.get(path, GONE) for path in entries}
        diff = {path: (now[path], value) for path, value in entries.items() if now[path] != value}
        if diff:
            self._put({path: after for path, (_, after) in diff.items()})
            self.done.append(Done(user, self.visit, diff, self._tick()))
        return bool(diff)

    def discard(self, user: int, contact: str) -> None:
        """Take off a contact with all ties."""
        self.apply(user, {path: GONE for path in self.entries if contact in path[1:]})

    def start(self, visit: UUID) -> None:
        """What is done from now on belongs to this visit."""
        self.visit, self.started_at = visit, self.clock

    def finish(self) -> None:
        """Nothing from before now can be undone any more."""
        self.visit, self.finished_at = None, self.clock

    def cancel(self) -> None:
        """What was done at the visit was done outside any, but for who was confirmed: nobody was."""
        here, visit = [each for each in self.done if each.visit == self.visit], str(self.visit)
        sides = [(path, *sides) for each in here for path, sides in each.diff.items()]
        earlier = {path: before for path, before, after in reversed(sides) if after == visit}
        earlier = {path: None if before is GONE else before for path, before in earlier.items()}
        restored = {path: earlier[path] for path, value in self.entries.items() if value == visit}
        self._put(restored)
        if restored:
            self._tick()
        for each in here:
            each.leave(visit, earlier)
        self.done = [each for each in self.done if each.diff]
        self.visit = None

    def last_done(self, user: int) -> Done | None:
        """What the user would undo."""
        return next((each for each in reversed(self._mine(user)) if each.undone_at is None), None)

    def last_undone(self, user: int) -> Done | None:
        """What the user would redo: nothing, once something new was done."""
        mine = self._mine(user)
        newest = max((each.at for each in mine), default=0)
        undone = [each for each in mine if each.undone_at is not None and each.undone_at > newest]
        return max(undone, key=lambda each: each.undone_at or 0, default=None)

    def undo(self, user: int) -> str:
        """Undo: done, nothing-to-undo or changed-since."""
        change = self.last_done(user)
        return self._turn(user, change, 0) if change else "nothing-to-undo"

    def redo(self, user: int) -> str:
        """Redo: done, nothing-to-redo or changed-since."""
        change = self.last_undone(user)
        return self._turn(user, change, 1) if change else "nothing-to-redo"

    def _turn(self, user: int, change: Done, end: int) -> str:
        wanted = {path: sides[end] for path, sides in change.diff.items()}
        if any(self._clashes(change, wanted, 1 - end)):
            return "changed-since"
        change.undone_at = None if end else self.clock + 1
        self._put(wanted)
        self._tick()
        return "done"

    def _clashes(self, change: Done, wanted: dict[Path, Any], end: int) -> Iterator[bool]:
        for path, sides in change.diff.items():
            yield self.entries.get(path, GONE) != sides[end]
        going = {path for path, value in wanted.items() if value is GONE}
        for contact in {path[1] for path in going if path[0] == "contact" and len(path) == 2}:
            for path in self.entries.keys() - going:
                yield contact in path[1:] and path[0] in {"contact", "tie"}
        for path in wanted.keys() - going:
            if path[0] == "tie":
                ends = (("contact", each) for each in path[1:3])
                yield any(each not in self.entries and wanted.get(each, GONE) is GONE for each in ends)

    def _put(self, entries: dict[Path, Any]) -> None:
        for path, value in entries.items():
            if value is GONE:
                self.entries.pop(path, None)
            else:
                self.entries[path] = value

    def _mine(self, user: int) -> list[Done]:
        here = [each for each in self.done if each.user == user and each.visit == self.visit]
        return [each for each in here if self.visit or each.at > self.finished_at]

    def _tick(self) -> int:
        self.clock += 1
        return self.clock
