"""Objects of JSON in any nesting: what each is, and the services in it with what stands around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Any

from supportmap.directory.hsds.assembly import assembled
from supportmap.directory.hsds.documents import service_document
from supportmap.directory.hsds.envelope import Envelope, kind_of_key
from supportmap.directory.hsds.identity import Gathering
from supportmap.directory.hsds.pieces import Heap, Pieces
from supportmap.directory.hsds.report import TAXONOMY
from supportmap.directory.hsds.values import Notes, RowRefused

__all__ = ["LONELY", "NO_OBJECT", "PAGES", "add_service", "take"]

LONELY = "an organisation that names no service"
NO_OBJECT = "is neither a service nor an organisation"
_API = "is the description of an API, not a directory of services"
_PLACE = "describes a place, not a service"
PAGES = ("contents", "content", "data", "payload", "items", "results", "records", "value", "page", "hsds")
"""Under which names others put a list of objects, or the one object that counts."""
MOST_WRAPPED = 8
_OF_SERVICES = {
    *("organization", "organization_id", "status", "service_at_locations", "schedules", "schedule"),
    *("fees", "fees_description", "application_process", "eligibility_description", "eligibility"),
    *("service_areas", "cost_options", "required_documents", "assured_date", "minimum_age", "maximum_age"),
    *("service_name", "service_type", "program_id", "service_id", "interpretation_services", "wait_time"),
}
_OF_ORGANISATIONS = {
    *("website", "organization_identifiers", "legal_status", "tax_id", "tax_status", "programs", "logo"),
    *("year_incorporated", "parent_organization_id", "locations", "addresses", "alternate_names", "email"),
    *("phones", "contacts", "funding", "url", "organization_name", "nickname"),
}
_OF_TERMS = {"taxonomy_terms", "taxonomy", "taxonomy_id", "parent_id", "term", "term_uri", "taxonomy_detail"}
_OF_APIS = {"openapi_url", "openapi", "swagger", "profile"}


def take(value: Any, place: str, into: Gathering, notes: Notes, depth: int = 0) -> None:
    """Put everything that an object holds, or a list of such, into the gathering.

    ``notes`` are of all of it. Nothing in it need be clean: each service is made so by itself.
    """
    if depth > MOST_WRAPPED:
        into.tell(place, "refused", "wrapped too often")
    elif isinstance(value, list):
        for number, each in enumerate(value):
            take(each, f"{place}[{number}]", into, notes, depth + 1)
    else:
        _take(value, place, into, notes, depth)


def _take(value: Any, place: str, into: Gathering, notes: Notes, depth: int) -> None:
    kind = _kind(value)
    if kind in ("page", "wrapper"):
        name = next(name for name in PAGES if isinstance(value.get(name), dict | list))
        take(value[name], f"{place}, {name}" if place else name, into, notes, depth + 1)
    elif kind == "envelope":
        _open(value, place, into, notes)
    elif kind in ("service", "service at location"):
        _single(value, place, into, notes)
    else:
        into.tell(place or "file", "refused", kind)


def _kind(value: Any) -> str:
    """Return what an object is, or the sentence that says what it is instead of a service."""
    if not isinstance(value, dict):
        return NO_OBJECT
    names = value.keys()
    if any(isinstance(value.get(name), list) for name in ("contents", "content")):
        return "page"
    named = isinstance(value.get("name") or value.get("service_name"), str)
    if isinstance(value.get("service"), dict) and names & {"location", "location_id"}:
        return "service at location"
    if isinstance(value.get("services"), list) or _holds_others(value, named):
        return "envelope"
    if not named and any(isinstance(value.get(name), dict | list) for name in PAGES):
        return "wrapper"
    return _single_kind(names, named)


def _single_kind(names: Set[str], named: bool) -> str:
    if names & {"organization", "organization_id", "service_at_locations"} and names & {"status", "name"}:
        return "service"
    if not names & _OF_SERVICES - {"schedules"}:
        return _other_kind(names, named)
    return "service" if named or "status" in names else NO_OBJECT


def _other_kind(names: Set[str], named: bool) -> str:
    if names & _OF_TERMS:
        return TAXONOMY
    if names & {"location_type", "latitude", "longitude"}:
        return _PLACE
    if named and names & _OF_ORGANISATIONS:
        return "envelope"
    if names & _OF_APIS:
        return _API
    return TAXONOMY if named and names & {"uri", "version"} else NO_OBJECT


def _holds_others(value: Mapping[str, Any], named: bool) -> bool:
    """Tell whether an object is none by itself but holds organisations and services side by side."""
    found = {kind_of_key(name) for name, inner in value.items() if _says_something(inner)}
    if found == {"location"} and isinstance(places := value.get("locations"), list):
        return any(isinstance(place, dict) and "services" in place for place in places)
    return not named and bool(found & {"service", "organization"}) and "status" not in value


def _says_something(inner: Any) -> bool:
    if isinstance(inner, list):
        return any(isinstance(each, dict) for each in inner)
    return isinstance(inner, dict) and bool(inner.keys() & {"id", "name", "description", "service_name"})


def _single(value: dict[str, Any], place: str, into: Gathering, notes: Notes) -> None:
    """Add one service, or one that stands within its place."""
    if not isinstance(value.get("service"), dict):
        add_service(place, value, None, Heap(), into, notes)
        return
    around = {name: each for name, each in value.items() if name not in ("service", "organization")}
    raw = {**value["service"], "service_at_locations": [around]}
    whose = value.get("organization")
    add_service(place, raw, whose if isinstance(whose, dict) else None, Heap(), into, notes, joins=True)


def _open(value: dict[str, Any], place: str, into: Gathering, notes: Notes) -> None:
    envelope = Envelope(value, place)
    served = set()
    for found in envelope.services():
        served.add(id(found.owner))
        if isinstance(found.raw, dict):
            add_service(found.place, found.raw, found.owner, envelope.heap, into, notes)
        else:
            into.tell(found.place, "refused", NO_OBJECT)
    for where in _lonely(envelope, served):
        into.tell(where, "without service", LONELY)


def _lonely(envelope: Envelope, served: set[int]) -> Iterator[str]:
    for where, organization in envelope.organizations:
        if id(organization) not in served:
            yield where


def add_service(
    place: str,
    raw: dict[str, Any],
    owner: dict[str, Any] | None,
    pieces: Pieces,
    into: Gathering,
    before: Notes,
    joins: bool = False,
) -> None:
    """Put a service together and add it, or what keeps it from being one."""
    into.recognised = True
    notes = Notes()
    for reason in before.said:
        notes.say(reason)
    try:
        document = service_document(assembled(raw, owner, pieces, notes), notes)
    except RowRefused as refused:
        into.tell(place, "refused", str(refused))
    else:
        into.add(place, document, notes.said, joins)
