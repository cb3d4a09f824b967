"""The tables of HSDS 1.1 to 3.1: which names they have, and their rows in the names of HSDS 3."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from supportmap.directory.hsds.shapes import SHAPES, renamed

__all__ = ["kind_of_table", "row_of_table"]

_NAMES: Mapping[str, str] = {
    "organization": "organizations organisation organisations",
    "service": "services",
    "location": "locations",
    "service_at_location": "services_at_location service_at_locations services_at_locations",
    "address": "addresses physical_address physical_addresses postal_address postal_addresses",
    "phone": "phones phone_numbers",
    "contact": "contacts contact_points",
    "schedule": "schedules regular_schedule regular_schedules",
    "holiday_schedule": "holiday_schedules",
    "language": "languages",
    "cost_option": "cost_options",
    "required_document": "required_documents",
    "service_area": "service_areas",
    "accessibility": "accessibility_for_disabilities",
    "eligibility": "eligibilities",
    "payment_accepted": "payments_accepted",
    "funding": "fundings",
    "program": "programs",
    "organization_identifier": "organization_identifiers",
    "taxonomy": "taxonomies",
    "taxonomy_term": "taxonomy_terms",
    "attribute": "attributes services_taxonomy service_taxonomy service_taxonomies service_attribute"
    " service_attributes other_attributes",
    "metadata": "",
    "url": "urls",
    "service_capacity": "service_capacities",
    "unit": "units",
}
_KINDS = {name: kind for kind, names in _NAMES.items() for name in (kind, *names.split())}
_TYPES = {
    "physical": ("physical_address", "physical_addresses"),
    "postal": ("postal_address", "postal_addresses"),
}


def kind_of_table(name: str) -> str | None:
    """Return what the rows of a table are, by its name without ending, or None if it is no table of HSDS."""
    return _KINDS.get(name.strip().lower().replace(" ", "_").replace("-", "_"))


def row_of_table(name: str, kind: str, row: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return a row's kind and its fields in the names of HSDS 3, as the version that it is of means them."""
    if name == "taxonomy" and not row.keys() & {"uri", "version"}:
        kind = "taxonomy_term"  # before 3.0 the table of terms had this name
    for address_type, names in _TYPES.items():
        if name in names:
            row = {"address_type": address_type, **row}
    if kind == "schedule" and name.startswith("regular") and row.get("weekday"):
        row = {"freq": "WEEKLY", **row}
    return kind, renamed(kind, row) if kind in SHAPES else row
