"""Postcodes and the larger parts that they belong to: British, Canadian and those of five digits.

Whatever else says where somebody lives (the name of a quarter, say) is left as it is.
"""

from __future__ import annotations

import re

__all__ = ["LONGEST_CODE", "district", "larger_parts", "written_plainly"]

LONGEST_CODE = 16
_BRITISH = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
_SECTOR = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)\s+[0-9]")
_CANADIAN = re.compile(r"[A-Z][0-9][A-Z][0-9][A-Z][0-9]")


def written_plainly(code: str) -> str:
    """Return a postcode in capitals, without blanks and hyphens, nor what PostgreSQL takes in no text."""
    return re.sub(r"[\s\0-]", "", code).upper()


def larger_parts(area: str) -> list[str]:
    """Return the code of an area and what it is a part of, the smallest part first."""
    code = written_plainly(area)[:LONGEST_CODE]
    if _BRITISH.fullmatch(code):
        parts = [code[:-2], code[:-3]]
    elif _CANADIAN.fullmatch(code):
        parts = [code[:3]]
    elif _is_zip(code):
        parts = [code[:5], code[:3]]
    else:
        parts = [written_plainly(re.split(r"[\s-]", area.strip(), maxsplit=1)[0])[:LONGEST_CODE]]
    return list(dict.fromkeys(part for part in (code, *parts) if part))


def district(area: str) -> str:
    """Return the largest part of a postcode, which is of many households; of no postcode what it says."""
    code = written_plainly(area)
    if _BRITISH.fullmatch(code) or _CANADIAN.fullmatch(code) or _is_zip(code):
        return larger_parts(area)[-1]
    named = " ".join(area.split()).upper()
    sector = _SECTOR.fullmatch(named)
    return sector[1] if sector else named


def _is_zip(code: str) -> bool:
    return code.isascii() and code.isdigit() and len(code) in (5, 9)
