"""A file as text, whatever its encoding: read in pieces, never whole."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO

from supportmap.directory.hsds.progress import Progress
from supportmap.directory.hsds.report import NotADirectory

__all__ = ["NOT_UTF8", "Text", "drop_line", "opened"]

NOT_UTF8 = "not UTF-8 text: read as Windows-1252"
_BLOCK = 1 << 18
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(slots=True)
class Text:
    """An open file; ``guessed`` is set where its letters beyond ASCII are read by guess."""

    file: TextIO
    guessed: bool
    _binary: BinaryIO
    _told: Progress | None
    size: int
    before: int = 0

    def tell(self) -> None:
        """Say how far it is."""
        if self._told:
            self._told(self.before + self._binary.tell(), self.size)


@contextmanager
def opened(path: Path, progress: Progress | None = None, before: int = 0, size: int = 0) -> Iterator[Text]:
    """Open a file of a source of which ``before`` of ``size`` bytes are read already.

    Raise NotADirectory if it can't be opened.
    """
    try:
        encoding = _encoding(path)
        binary = path.open("rb")
    except OSError:
        raise NotADirectory(path.name, "can't be opened") from None
    with binary, TextIOWrapper(binary, encoding=encoding, errors="replace", newline="") as file:
        yield Text(file, encoding == "cp1252", binary, progress, size or path.stat().st_size, before)


def _encoding(path: Path) -> str:
    """Return the encoding by its mark, else UTF-8 if all of the file is that, else Windows-1252."""
    with path.open("rb") as file:
        begin = file.read(4)
        for mark, encoding in _MARKS:
            if begin.startswith(mark):
                return encoding
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def drop_line(file: TextIO) -> None:
    """Read to the end of a line without keeping it."""
    while (more := file.readline(_BLOCK)) and not more.endswith(("\n", "\r")):
        pass
