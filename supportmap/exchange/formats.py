"""Which format some bytes are in, told from the bytes alone, and the network they hold."""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import dataclass
from typing import Literal

from supportmap.analysis.network import Network
from supportmap.exchange.document import read_document, write_document
from supportmap.exchange.easynwk import read_easynwk
from supportmap.exchange.report import Refused, Report
from supportmap.exchange.strict_json import decode
from supportmap.exchange.tables import NOT_READABLE, read_tables

__all__ = ["Format", "Reading", "check_keepable", "is_json", "read_bytes"]

Format = Literal["supportmap", "easyNWK", "CSV"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A network, what became of each row of its file, and the format it was in."""

    network: Network
    report: Report
    format: Format


def is_json(data: bytes) -> bool:
    """Tell whether the content can only be JSON: a table never begins with a bracket."""
    return data.removeprefix(BOM_UTF8).lstrip()[:1] in (b"{", b"[")


def read_bytes(data: bytes, ties: bytes | None = None, chosen: str | None = None) -> Reading:
    """Return what a file holds, or raise Refused.

    ``ties`` is the second table of a CSV pair; ``chosen`` picks one of the maps of an easyNWK file.
    """
    if not data.removeprefix(BOM_UTF8).strip():
        raise Refused("file", "empty")
    if is_json(data):
        return _read_json(decode(data), chosen)
    _refuse_choice(chosen)
    network, report = read_tables(data, ties)
    return Reading(_keepable(network), report, "CSV")


def _read_json(value: object, chosen: str | None) -> Reading:
    if isinstance(value, dict) and value.get("format") == "supportmap":
        _refuse_choice(chosen)
        return Reading(*read_document(value), "supportmap")
    if isinstance(value, dict) and (isinstance(value.get("versions"), list) or "alteri" in value):
        network, report = read_easynwk(value, chosen)
        return Reading(_keepable(network), report, "easyNWK")
    raise Refused("top level", NOT_READABLE)


def _refuse_choice(chosen: str | None) -> None:
    if chosen is not None:
        raise Refused("file", "holds one map only: there is none to choose")


def _keepable(network: Network) -> Network:
    # What other formats add may outgrow the document's own limits, and could then never be read again.
    try:
        check_keepable(network)
    except Refused as refusal:
        raise Refused("file", f"too much to keep as a supportmap document ({refusal.reason})") from None
    return network


def check_keepable(network: Network) -> None:
    """Raise Refused where the document of a network could not be read again."""
    decode(write_document(network))
