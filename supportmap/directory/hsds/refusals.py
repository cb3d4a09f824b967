"""What a single file is that is no directory of services, in a sentence for whoever chose it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from supportmap.directory.hsds.report import TAXONOMY
from supportmap.directory.hsds.shapes import renamed

__all__ = ["markup", "other_table"]

_CHOOSE = "choose a zip of CSV tables, JSON or JSON lines"
_ALONE = {"organization_id", "status", "email", "application_process", "service_id"}
_OF_SERVICES = {*_ALONE, "description", "url"}
_OF_TERMS = {"taxonomy", "taxonomy_id", "parent_id", "parent_name", "term_uri", "uri"}
_NAMES = {"name", "service_type"}
"""Where a service may have its name: the second is taken for one that is missing."""
_LEVEL = re.compile(r"level_?\d")
"""The columns of a taxonomy that has some for each level, as Open Eligibility is passed on in tables."""
_TAXONOMY = re.compile(r"(?:(?><\?.*?\?>)|(?><!--.*?-->)|\s)*+<taxonomy\b", re.DOTALL)
"""What was read is never read otherwise: else many comments would take twice as long with each more."""


def markup(begin: str) -> str:
    """Return what a file is that begins with "<"."""
    return TAXONOMY if _TAXONOMY.match(begin) else f"is a web page or XML, not HSDS: {_CHOOSE}"


def other_table(columns: Sequence[str]) -> str | None:
    """Return what a table is instead of one of services, by its columns; None if it may be one."""
    names = renamed("service", dict.fromkeys(columns, "x")).keys() | set(columns)
    if not names & _ALONE and (names & _OF_TERMS or any(map(_LEVEL.match, names))):
        return TAXONOMY
    if not names & _OF_SERVICES:
        return f"is no table of services that HSDS knows: {_CHOOSE}"
    return None if names & _NAMES else "lacks the column “name”, which a table of services has"
