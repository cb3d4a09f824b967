"""Made-up HSDS 3 documents, and documents that hold anything at all where HSDS wants something."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

__all__ = ["anything", "at", "hostile", "schedules", "service"]

_FIELDS = (
    "name", "alternate_name", "description", "status", "minimum_age", "maximum_age", "fees",
    "fees_description",
    "eligibility_description", "assured_date", "interpretation_services", "organization", "schedules",
    "service_at_locations", "locations", "languages", "phones", "cost_options", "attributes", "metadata",
    "byday", "freq", "opens_at", "closes_at", "valid_from", "valid_to", "dtstart", "until", "interval",
    "count",
    "bymonthday", "location", "location_type", "latitude", "longitude", "addresses", "address_1", "city",
    "postal_code", "country", "taxonomy_term", "code", "taxonomy", "amount", "attending_type", "id",
)  # fmt: skip
_WORDS = (
    "MO,WE", "1WE", "-1FR", "99XX", "Monday - Friday", "WEEKLY", "MONTHLY", "09:00", "9pm", "25:99",
    "2025-02-30",
    "2025-08-13", "0001-01-01", "9999-12-31", "adults 18+", "ages 12-17", "free", "not free", "es", "Spanish",
    "1310",
    "Open Eligibility", "physical", "US", "1e400", "31", "-1", "0", "", "null", "confidential",
)  # fmt: skip
_LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from(_WORDS), st.text(max_size=12)
)
anything = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_FIELDS), inner, max_size=6),
    max_leaves=10,
)
"""Whatever JSON can hold, much of it under the names of HSDS."""

hostile = st.dictionaries(st.sampled_from(_FIELDS), anything, max_size=10)
"""A document in which nothing need be what it is called."""


_OF_SCHEDULES = (
    "freq", "byday", "bymonthday", "byweekno", "interval", "count", "dtstart", "until", "valid_from",
    "valid_to", "opens_at", "closes_at", "description", "weekday",
)  # fmt: skip
schedules = st.lists(
    st.dictionaries(st.sampled_from(_OF_SCHEDULES), st.sampled_from(_WORDS) | st.integers(-3, 40)), max_size=4
)
"""Schedules whose fields have values of some field, not always their own."""


def service(**fields: Any) -> dict[str, Any]:
    """Return a service with these fields beside its name."""
    return {"id": "s1", "name": "Open house", "status": "active", **fields}


def at(**location: Any) -> dict[str, Any]:
    """Return a service at one location with these fields."""
    return service(service_at_locations=[{"id": "sal1", "location": {"id": "l1", **location}}])
