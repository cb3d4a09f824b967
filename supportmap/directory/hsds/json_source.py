"""JSON of any size: one object, a page, a list, lines; read object by object, never whole if it is large."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, TextIO

from supportmap.directory.hsds.envelope import kind_of_key
from supportmap.directory.hsds.identity import Gathering
from supportmap.directory.hsds.joining import add_staged
from supportmap.directory.hsds.objects import NO_OBJECT, PAGES, take
from supportmap.directory.hsds.report import CUT_SHORT, NotADirectory
from supportmap.directory.hsds.shapes import SHAPES, renamed
from supportmap.directory.hsds.stage import GUESSED, Stage
from supportmap.directory.hsds.text_source import NOT_UTF8, Text, drop_line
from supportmap.directory.hsds.values import Notes, RowRefused, clean

__all__ = ["MAX_OBJECT", "parsed", "read_json"]

MAX_OBJECT = 4_000_000
"""How many characters one object of a large file may have; a smaller file is read at once."""
MAX_COMMAS = 400_000
"""Lists of lists cost Python 50 times their text."""
_BLOCK = 1 << 18
_TOKEN = re.compile(r'(?:[^\[\]{}"]++|"(?:[^"\\]++|\\.)*+")*+([\[\]{}])', re.DOTALL)
_KEY = re.compile(r'"((?:[^"\\]|\\.){1,100})"\s*:\s*$')
_TOO_LARGE = "an object larger than 4 MB"
_NO_JSON = "not valid JSON"


def read_json(text: Text, name: str, into: Gathering, lines: bool = False) -> None:
    """Put all objects of a file into the gathering; ``name`` goes before their places, ``lines`` by its name.

    Raise NotADirectory if it is no JSON at all.
    """
    first = text.file.readline(MAX_OBJECT)
    rest = text.file.read(1) if first.endswith("\n") else ""
    while rest and rest.isspace():
        rest = text.file.read(1)
    text.file.seek(0)
    if lines or (rest in ("{", "[") and _is_json(first)):
        _read_lines(text, name, into)
        return
    whole = text.file.read(MAX_OBJECT + 1)
    if len(whole) > MAX_OBJECT or not _read_whole(text, whole, name, into):
        text.file.seek(0)
        _read_large(text, name, into)


def _is_json(line: str) -> bool:
    try:
        return isinstance(parsed(line), dict | list)
    except RowRefused:
        return False


def parsed(text: str) -> Any:
    """Return the value of JSON text of bounded size, or raise RowRefused."""
    if sum(map(text.count, "[{,")) > MAX_COMMAS:
        raise RowRefused(f"more than {MAX_COMMAS:,} values")
    try:
        return json.loads(text)
    except RecursionError:
        raise RowRefused("nested too deep") from None
    except ValueError:
        raise RowRefused(_NO_JSON) from None


def _notes(text: Text, part: str) -> Notes:
    notes = Notes()
    if text.guessed and not part.isascii():
        notes.say(NOT_UTF8)
    return notes


def _read_whole(text: Text, whole: str, name: str, into: Gathering) -> bool:
    """Read a small file at once; tell whether that could be done."""
    try:
        value = parsed(whole)
    except RowRefused:
        return False
    take(value, name, into, _notes(text, whole))
    text.tell()
    return True


def _read_lines(text: Text, name: str, into: Gathering) -> None:
    number = 0
    while line := text.file.readline(MAX_OBJECT):
        number += 1
        place = f"{name}, line {number}" if name else f"line {number}"
        if not line.endswith("\n") and len(line) == MAX_OBJECT:
            into.tell(place, "refused", _TOO_LARGE)
            drop_line(text.file)
        elif line.strip():
            _take_part(text, line, place, into)
        text.tell()


def _take_part(text: Text, part: str, place: str, into: Gathering) -> None:
    try:
        value = parsed(part)
    except RowRefused as refused:
        into.tell(place, "refused", str(refused))
    else:
        if value == []:
            into.tell(place, "refused", NO_OBJECT)
        take(value, place, into, _notes(text, part))


def _read_large(text: Text, name: str, into: Gathering) -> None:
    """Read the lists of a large file item by item; what stands beside services is joined at the end."""
    stage, elements, found = Stage(), _Elements(text.file), 0
    try:
        for key, number, part in elements:
            found += 1
            place = f"{name}, {key}[{number}]" if name and key else f"{name}{key}[{number}]"
            kind = kind_of_key(key)
            if kind == "location" and '"services"' in part:
                _take_part(text, f'{{"locations": [{part}]}}', place, into)
            elif kind and kind != "organization":
                _put_by(stage, kind, text, part, place, into)
            elif not key or kind or key in PAGES:
                _organization_or_object(stage, kind, text, part, place, into)
            text.tell()
        if not found:
            raise NotADirectory(name or "file", elements.fault or "is not JSON")
        stage.ready()
        add_staged(stage, into, lambda *_: text.tell())
    finally:
        stage.close()
    if elements.fault:
        into.tell(name or "file", "refused", elements.fault, CUT_SHORT)


def _organization_or_object(
    stage: Stage, kind: str | None, text: Text, part: str, place: str, into: Gathering
) -> None:
    """Take an organisation with services of its own, or any other object, as it stands; stage all others."""
    if kind is None or '"services"' in part:
        _take_part(text, part, place, into)
    else:
        _put_by(stage, kind, text, part, place, into)


def _put_by(stage: Stage, kind: str, text: Text, part: str, place: str, into: Gathering) -> None:
    try:
        value = clean(parsed(part), Notes())
    except RowRefused as refused:
        into.tell(place, "refused", str(refused))
        return
    if isinstance(value, dict):
        row = renamed(kind, value) if kind in SHAPES else value
        guessed = text.guessed and not part.isascii()
        stage.add(kind, place, {**row, GUESSED: True} if guessed else row)


class _Elements:
    """The objects in a list, or in the lists of one object, as text with their key and number."""

    def __init__(self, file: TextIO) -> None:
        self.file = file
        self.fault: str | None = None
        """Why it ended before the file did."""
        self._text, self._at, self._start = "", 0, 0
        self._depth, self._root, self._key, self._number = 0, "", "", 0

    def __iter__(self) -> Iterator[tuple[str, int, str]]:
        while self.fault is None:
            match = _TOKEN.match(self._text, self._at)
            if match is None:
                if not self._more():
                    break
                continue
            begin, self._at = self._at, match.end()
            if match[1] in "[{":
                self._open(match[1], begin)
            elif self._close():
                self._number += 1
                yield self._key, self._number - 1, self._text[self._start : self._at]

    @property
    def _item_depth(self) -> int:
        """How deep the items are: in the list that the file is, or in one under a key of its object."""
        return 1 if self._root == "[" else 2

    def _open(self, bracket: str, begin: int) -> None:
        if self._depth == 0:
            self._root = bracket
        elif self._depth == 1 and self._root == "{":
            key = _KEY.search(self._text, max(begin, self._at - 200), self._at - 1)
            self._key, self._number = (key[1] if key else ""), 0
        if self._depth == self._item_depth:
            self._start = self._at - 1
        self._depth += 1

    def _close(self) -> bool:
        """Tell whether an item ended here."""
        self._depth -= 1
        if self._depth < 0:
            self.fault = _NO_JSON
        return self._depth == self._item_depth

    def _more(self) -> bool:
        """Read on, keeping what is not used yet; tell whether there was more and all of it can be kept."""
        keep = min(self._start, self._at) if self._depth > self._item_depth else self._at
        self._text, self._at, self._start = self._text[keep:], self._at - keep, max(self._start - keep, 0)
        block = self.file.read(_BLOCK)
        if not block:
            self.fault = "the file ends too early" if self._depth or not self._root else None
        elif len(self._text) > MAX_OBJECT:
            self.fault = _TOO_LARGE
        self._text += block
        return bool(block) and self.fault is None
