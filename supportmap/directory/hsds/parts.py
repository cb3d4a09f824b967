"""The smaller objects of HSDS 3, which belong to services, organisations and places."""

from __future__ import annotations

from collections.abc import Mapping

from supportmap.directory.hsds.shape import NOTED, OWNERS, PHONES, Shape, also, words

__all__ = ["PARTS"]

PARTS: Mapping[str, Shape] = {
    "contact": Shape(
        words(f"{OWNERS} name title department email"),
        (),
        {**PHONES, **NOTED},
        aliases=also(phones="phone"),
    ),
    "language": Shape(
        words("service_id location_id phone_id name code note"), (), NOTED, aliases=also(name="language")
    ),
    "accessibility": Shape(
        words("location_id description details url"),
        (),
        NOTED,
        {},
        also(description="accessibility"),
        "description",
    ),
    "service_area": Shape(
        words("service_id service_at_location_id name description extent extent_type uri"),
        (),
        NOTED,
        {},
        also(name="service_area"),
        "name",
    ),
    "cost_option": Shape(
        words("service_id valid_from valid_to option currency amount_description"), ("amount",), NOTED
    ),
    "required_document": Shape(words("service_id document uri"), (), NOTED, principal="document"),
    "funding": Shape(words("organization_id service_id source"), (), NOTED, principal="source"),
    "program": Shape(words("organization_id name alternate_name description"), (), NOTED, principal="name"),
    "organization_identifier": Shape(
        words("organization_id identifier_scheme identifier_type identifier"), (), NOTED
    ),
    "attribute": Shape(
        words("link_id taxonomy_term_id link_type link_entity value label"),
        (),
        {"metadata": "metadata"},
        {"taxonomy_term": "taxonomy_term"},
        also(taxonomy_term_id="taxonomy_id"),
        "value",
    ),
    "taxonomy_term": Shape(
        words("code name description parent_id taxonomy taxonomy_id language term_uri"),
        (),
        NOTED,
        {"taxonomy_detail": "taxonomy"},
        also(name="term", taxonomy="vocabulary"),
        "name",
    ),
    "taxonomy": Shape(words("name description uri version"), (), {"metadata": "metadata"}),
    "metadata": Shape(
        words(
            "resource_id resource_type last_action_date last_action_type field_name previous_value"
            " replacement_value updated_by"
        )
    ),
    "url": Shape(words("label url"), (), NOTED, principal="url"),
    "service_capacity": Shape(
        words("service_id description updated"), words("available maximum"), NOTED, {"unit": "unit"}
    ),
    "unit": Shape(words("name scheme identifier uri"), (), NOTED, principal="name"),
}
