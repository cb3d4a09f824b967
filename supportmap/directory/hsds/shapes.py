"""The objects of HSDS 3: which fields each has, and what other versions and dialects call them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from supportmap.directory.hsds.parts import PARTS
from supportmap.directory.hsds.shape import NOTED, OWNERS, PHONES, Shape, also, words

__all__ = ["KNOWN", "SHAPES", "Shape", "renamed"]

_ALSO_PHONES = "phone phone_numbers telephone telephones contact_phones"
_ALSO_SCHEDULES = (
    "schedule regular_schedules regular_schedule hours hours_of_operation usual_hours opening_hours"
)
_IDS = "hs_id"

SHAPES: Mapping[str, Shape] = {
    "service": Shape(
        words(
            "organization_id program_id name alternate_name description url email status"
            " interpretation_services application_process fees_description wait_time fees accreditations"
            " eligibility_description assured_date assurer_email licenses alert last_modified"
        ),
        words("minimum_age maximum_age"),
        {
            **PHONES,
            "schedules": "schedule",
            "service_areas": "service_area",
            "service_at_locations": "service_at_location",
            "languages": "language",
            "funding": "funding",
            "cost_options": "cost_option",
            "required_documents": "required_document",
            "contacts": "contact",
            **NOTED,
            "additional_urls": "url",
            "capacities": "service_capacity",
        },
        {"organization": "organization", "program": "program"},
        also(
            id=f"service_id svc_id sid {_IDS}",
            name="service_name",
            description="service_description",
            status="service_status",
            url="website urls websites",
            email="email_address emails email_addresses",
            alternate_name="alternate_names aliases nickname",
            eligibility_description="eligibility eligibility_requirements",
            minimum_age="min_age age_minimum",
            maximum_age="max_age age_maximum",
            phones=_ALSO_PHONES,
            schedules=_ALSO_SCHEDULES,
            service_areas="service_area",
            languages="language",
            contacts="contact contact_points",
            required_documents="required_document",
            cost_options="cost_option",
            attributes="service_attributes service_taxonomy services_taxonomy other_attributes",
            service_at_locations="services_at_location services_at_locations service_at_location",
            locations="location service_locations service_location",
            addresses="address",
            location_id="location_ids service_location_id address_id",
        ),
    ),
    "organization": Shape(
        words(
            "name alternate_name description email website tax_status tax_id legal_status logo uri"
            " parent_organization_id"
        ),
        ("year_incorporated",),
        {
            "funding": "funding",
            "contacts": "contact",
            **PHONES,
            "locations": "location",
            "programs": "program",
            "organization_identifiers": "organization_identifier",
            **NOTED,
            "additional_websites": "url",
        },
        {},
        also(
            id=f"organization_id org_id oid {_IDS}",
            name="organization_name",
            website="url urls websites links",
            email="emails email_addresses contact_emails email_address",
            alternate_name="alternate_names aliases nickname",
            phones=_ALSO_PHONES,
            contacts="contact contact_points",
            locations="location",
            addresses="address",
        ),
    ),
    "service_at_location": Shape(
        words("service_id location_id description"),
        (),
        {"contacts": "contact", **PHONES, "schedules": "schedule", **NOTED},
        {"location": "location"},
        also(schedules=_ALSO_SCHEDULES, phones=_ALSO_PHONES, location_id="location_ids"),
    ),
    "location": Shape(
        words(
            "location_type url organization_id name alternate_name description transportation"
            " external_identifier external_identifier_type"
        ),
        words("latitude longitude"),
        {
            "languages": "language",
            "addresses": "address",
            "contacts": "contact",
            "accessibility": "accessibility",
            **PHONES,
            "schedules": "schedule",
            **NOTED,
        },
        {},
        also(
            id=f"location_id loc_id lid address_id {_IDS}",
            name="location_name",
            latitude="lat",
            longitude="lon lng long",
            addresses="address physical_addresses physical_address postal_addresses",
            accessibility="accessibility_for_disabilities",
            phones=_ALSO_PHONES,
            schedules=_ALSO_SCHEDULES,
            languages="language",
        ),
    ),
    "address": Shape(
        words(
            "location_id attention address_1 address_2 city region state_province postal_code country"
            " address_type"
        ),
        aliases=also(
            address_1="street street_address street_address_1 street1 line1 address_line_1 address_lines",
            address_2="street_address_2 street2 line2 address_line_2",
            city="address_locality town locality",
            state_province="state_province_code state province",
            postal_code="postcode zip zip_code",
            country="country_code",
        ),
        lists=NOTED,
        principal="address_1",
    ),
    "phone": Shape(
        words(f"{OWNERS} contact_id number type description"),
        ("extension",),
        {"languages": "language", **NOTED},
        aliases=also(number="phone phone_number telephone value", languages="language"),
        principal="number",
    ),
    "schedule": Shape(
        words(
            "service_id location_id service_at_location_id valid_from valid_to dtstart until wkst freq byday"
            " byweekno bymonthday byyearday description opens_at closes_at schedule_link attending_type notes"
        ),
        words("timezone count interval"),
        NOTED,
        aliases=also(
            byday="days weekday weekdays day_of_week days_of_week day",
            opens_at="start_time open_time time_open time_start opens start open",
            closes_at="end_time close_time time_close time_end closes end close",
            valid_from="start_date effective_date",
            valid_to="end_date",
        ),
        principal="description",
    ),
    **PARTS,
}

KNOWN: Mapping[str, tuple[str, ...]] = {kind: shape.known() for kind, shape in SHAPES.items()}
"""The fields of each kind in the order in which they are written."""
_OWN_IDS = {"service": ("svc_id", "id"), "organization": ("org_id", "id"), "location": ("loc_id", "id")}
"""Where some keep the id of an object in its metadata, the preferred name first."""


def renamed(kind: str, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object with the names of HSDS 3 in the place of others, wherever these say something more."""
    fields = {name: value for name, value in raw.items() if value or not _empty(value)}
    if "id" not in fields and isinstance(about := fields.get("metadata"), dict):
        own = next((about[name] for name in _OWN_IDS.get(kind, ()) if about.get(name)), None)
        fields |= {"id": own} if own else {}
    aliases = SHAPES[kind].aliases
    if fields.keys().isdisjoint(aliases):
        return fields
    for alias, name in aliases.items():
        if alias in fields and alias != name and name not in fields:
            fields[name] = fields.pop(alias)
    return fields


def _empty(value: object) -> bool:
    return not value and (value is None or isinstance(value, str | list | dict))
