"""The parts of a page as a tree, for tests that ask what stands beside what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

__all__ = ["Part", "parts_of"]

VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "rect"})


@dataclass
class Part:
    """One element: its name, classes, the text directly in it, and what it is in."""

    name: str
    classes: frozenset[str]
    within: Part | None
    own_text: str = ""
    parts: list[Part] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it, in one line."""
        return " ".join(f"{self.own_text} {' '.join(part.text for part in self.parts)}".split())

    def everything(self) -> Iterator[Part]:
        """It and all that is in it."""
        yield self
        for part in self.parts:
            yield from part.everything()

    def nearest(self, *names: str) -> Part | None:
        """The nearest element of one of these names that it is in."""
        part = self.within
        while part and part.name not in names:
            part = part.within
        return part

    def has(self, name: str) -> bool:
        """Whether an element with this class is in it."""
        return any(name in part.classes for part in self.everything())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.at = Part("page", frozenset(), None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = frozenset((dict(attrs).get("class") or "").split())
        part = Part(tag, classes, self.at)
        self.at.parts.append(part)
        if tag not in VOID:
            self.at = part

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.at.parts.append(Part(tag, frozenset(), self.at))

    def handle_endtag(self, tag: str) -> None:
        part: Part | None = self.at
        while part and part.name != tag:
            part = part.within
        if part and part.within:
            self.at = part.within

    def handle_data(self, data: str) -> None:
        if self.at.name not in ("script", "style"):
            self.at.own_text += data


def parts_of(html: str) -> Part:
    """Return a page as a tree."""
    reader = _Reader()
    reader.feed(html)
    return reader.root
