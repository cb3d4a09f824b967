"""An HSDS or ORUK API: its services page by page, each with all that it has; or a file at an address."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from supportmap.directory.hsds.fetch import ADDRESS, Web
from supportmap.directory.hsds.identity import Gathering
from supportmap.directory.hsds.json_source import parsed
from supportmap.directory.hsds.objects import take
from supportmap.directory.hsds.progress import Progress
from supportmap.directory.hsds.report import CUT_SHORT, THIN, TWICE, NotADirectory
from supportmap.directory.hsds.values import Notes, RowRefused, as_text

__all__ = ["download_or_pages"]

MAX_PAGE = 10_000_000
MAX_PAGES = 100_000
_TOTALS = ("total_pages", "totalPages")
_LISTS = ("contents", "content")
_CHILDREN = {"service_at_locations", "schedules", "phones", "cost_options", "service_areas", "attributes"}
_MOST_FAILURES = 5
"""After so many pages of services in a row that can't be read no more are asked for."""


def download_or_pages(
    url: str, folder: Path, into: Gathering, private: bool, progress: Progress, pause: float = 1.0
) -> Path | None:
    """Put the services of an API into the gathering, or return the file that is at the address instead.

    The address may be that of an API, of its list of services, or of a file. Raise NotADirectory if it is
    none that may be reached.
    """
    web = Web(private, pause)
    web.check(url)
    file = folder / _name_of(url)
    first: object = None
    try:
        web.save(url, file)
        first = _object_in(file)
    except NotADirectory:
        if urlsplit(url).path.rstrip("/").endswith("services") or not _is_base(url):
            raise
    if _is_page(first):
        _Pages(web, folder, url, into, progress).read(first)
        return None
    if _is_description(first) or (_is_base(url) and not _is_data(file)):
        _Pages(web, folder, _beside(url, "services"), into, progress).read()
        return None
    return file


def _is_data(file: Path) -> bool:
    """Tell whether something was there that is no page for people to read."""
    if not file.exists():
        return False
    with file.open("rb") as begin:
        return not begin.read(1_000).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _is_base(url: str) -> bool:
    return not Path(urlsplit(url).path).suffix and not urlsplit(url).query


def _name_of(url: str) -> str:
    """Return a harmless name with the ending that the address has."""
    suffix = Path(urlsplit(url).path).suffix.lower()
    return f"download{suffix if suffix in ('.csv', '.json', '.jsonl', '.ndjson', '.zip') else ''}"


def _object_in(file: Path) -> Any:
    """Return the value of a small JSON file, or None if it is something else."""
    if file.stat().st_size > MAX_PAGE:
        return None
    try:
        return parsed(file.read_text("utf-8-sig"))
    except (RowRefused, UnicodeDecodeError):
        return None


def _is_page(value: object) -> bool:
    return isinstance(value, dict) and _listed(value) is not None and bool(value.keys() & set(_TOTALS))


def _listed(value: Mapping[str, Any]) -> list[Any] | None:
    return next((value[name] for name in _LISTS if isinstance(value.get(name), list)), None)


def _is_description(value: object) -> bool:
    return isinstance(value, dict) and bool(value.keys() & {"openapi_url", "profile"}) and "version" in value


def _beside(url: str, *more: str) -> str:
    """Return the address of something below another, with what was asked of that."""
    parts = urlsplit(url)
    path = "/".join([parts.path.rstrip("/"), *(quote(each, safe="") for each in more)])
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query if not more else "", ""))


def _page_of(url: str, number: int) -> str:
    parts = urlsplit(url)
    asked = [(name, value) for name, value in parse_qsl(parts.query) if name != "page"]
    query = urlencode([*asked, ("page", number)])
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


class _Pages:
    """The pages of a list of services, read one after the other until the last, or one seen before."""

    def __init__(self, web: Web, folder: Path, url: str, into: Gathering, progress: Progress) -> None:
        self.web, self.folder, self.url, self.into, self.progress = web, folder, url, into, progress
        self._done, self._failures, self._seen = 0, 0, set[bytes]()
        self._read = set[str]()
        """The ids of services that were read from their own pages."""
        self._thin = dict[str, list[int]]()
        """Of services whose own pages failed, where in the gathering stands what the list has of them."""
        self._zero = False
        """Whether its pages are counted from 0, not from 1."""

    def read(self, first: Any = None) -> None:
        """Read all pages; ``first`` is the first if that is there already."""
        for number, page in self._pages(first):
            items = _listed(page) or []
            total = page.get("total_items", page.get("totalElements"))
            for index, item in enumerate(items):
                place = f"page {number}, contents[{index}]"
                self._take(item, place)
                self._done += 1
                self.progress(self._done, total if isinstance(total, int) else None)

    def _pages(self, first: Any) -> Iterator[tuple[int, dict[str, Any]]]:
        for number in range(1, MAX_PAGES):
            page = first if number == 1 and first else self._page(number)
            if page is None:
                return
            content = sha256(json.dumps(_listed(page), sort_keys=True).encode()).digest()
            if content in self._seen:
                return
            self._seen.add(content)
            self._zero = self._zero or (number == 1 and page.get("page_number", page.get("number")) == 0)
            yield number, page
            if _is_last(page, number):
                return

    def _page(self, number: int) -> dict[str, Any] | None:
        """Return a page; None if it can't be read, which is told. Raise NotADirectory if it is the first."""
        try:
            asked = _page_of(self.url, number - self._zero) if number > 1 else self.url
            page = self._json(asked)
        except NotADirectory as reason:
            if number == 1:
                raise
            self.into.tell(f"page {number}", "refused", reason.reason, CUT_SHORT)
            return None
        if isinstance(page, list):
            page = {"contents": page, "last_page": True}
        if not isinstance(page, dict) or _listed(page) is None:
            if number == 1:
                raise NotADirectory(ADDRESS, "answers with no list of services")
            self.into.tell(f"page {number}", "refused", "answers with no list of services", CUT_SHORT)
            return None
        return page

    def _json(self, url: str) -> Any:
        file = self.folder / "page"
        self.web.save(url, file, MAX_PAGE)
        value = _object_in(file)
        if value is None:
            raise NotADirectory(ADDRESS, "answers with something that is not JSON")
        return value

    def _take(self, item: Any, place: str) -> None:
        """Take a service with all that it has: fetched by its id where the list leaves that out."""
        own, notes = self._left_out(item), Notes()
        if own in self._read:
            # Lists move on while they are read. Should its own page fail now, it would be taken for another.
            self.into.tell(place, "repeated", TWICE)
            return
        before = self.into.count
        take(self._whole(item, own, notes) if own else item, place, self.into, notes)
        if own in self._read:
            self.into.take_back(self._thin.pop(own, []), TWICE)
        elif own:
            self._thin.setdefault(own, []).extend(range(before + 1, self.into.count + 1))

    def _left_out(self, item: Any) -> str | None:
        """Return the id of a service of which the list has only part."""
        if not isinstance(item, dict) or item.keys() & _CHILDREN or isinstance(item.get("service"), dict):
            return None
        of_services = urlsplit(self.url).path.rstrip("/").rpartition("/")[2] == "services"
        return as_text(item.get("id")) if of_services else None

    def _whole(self, item: Any, own: str, notes: Notes) -> Any:
        """Return what the own page of a service has, or else what the list has, which is noted."""
        if self._failures < _MOST_FAILURES:
            try:
                whole = self._json(_beside(self.url, own))
            except NotADirectory:
                self._failures += 1
            else:
                self._failures = 0
                if isinstance(whole, dict) and as_text(whole.get("id")) == own:
                    self._read.add(own)
                    return whole
        notes.say(THIN)
        return item


def _is_last(page: Mapping[str, Any], number: int) -> bool:
    """Tell whether a page is the last by what it says; a page that says nothing is followed by another."""
    if page.get("last_page") is True or page.get("last") is True or not _listed(page):
        return True
    total = next((page[name] for name in _TOTALS if isinstance(page.get(name), int)), None)
    return total is not None and number >= total
